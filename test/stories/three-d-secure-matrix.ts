/** What issuers can say, for each scheme and under each policy, one line each. */
import assert from 'node:assert/strict';
import { withCheckDigit } from '../support/pans.ts';
import { atTheBank } from './at-the-bank.ts';
import type { Acts, Stage } from './stage.ts';
import { bySession } from './by-session.ts';
import { byServer } from './by-server.ts';

const schemes: Readonly<Record<string, { readonly prefix: string; readonly length: number; readonly cvc: string }>> = {
  visa: { prefix: '45320', length: 16, cvc: '123' },
  mastercard: { prefix: '52300', length: 16, cvc: '123' },
  amex: { prefix: '37144', length: 15, cvc: '1234' },
  jcb: { prefix: '35301', length: 16, cvc: '123' },
};

/** Numbers that no list of test cards has, each for one payment: an issuer is told what to say by the number. */
let taken = 0;
const newPan = (scheme: string): readonly [pan: string, cvc: string] => {
  const { prefix, length, cvc } = schemes[scheme] ?? assert.fail(`there is no scheme ${scheme}`);
  const pan = withCheckDigit(`${prefix}${String(200_000 + taken++).padStart(length - 1 - prefix.length, '0')}`);
  return [pan, cvc];
};

const act = async (of: Acts, verb: string, stage: Stage, ...words: readonly string[]): Promise<string> =>
  (of[verb] ?? assert.fail(verb)).run(stage, words);

export const threeDSecureMatrix: Acts = {
  buy: {
    about: 'buy <scheme> <transStatus> [success|fail|cancel]: a session whose issuer says this, and its customer that',
    run: async (stage, [scheme = '', status = '', ...answers]) => {
      const [pan, cvc] = newPan(scheme);
      stage.order = `${stage.order.split('/')[0] ?? ''}/${taken}`;
      await act(atTheBank, 'issuer', stage, pan, status);
      await act(bySession, 'session', stage);
      let where = await act(bySession, 'pay', stage, pan, cvc);
      if (answers.length > 0) where = await act(atTheBank, 'bank', stage, ...answers);
      const [place = ''] = where.split(': ');
      const payment = await act(byServer, 'payment', stage);
      const authentication = payment.split('; ').find((part) => part.startsWith('3-D Secure')) ?? '3-D Secure: nothing';
      const asked = (await act(atTheBank, 'acquirer', stage)).replace('captured 100.00; refunded 0.00; ', '');
      return `${place}; ${authentication}; acquirer: ${asked}`;
    },
  },
};
