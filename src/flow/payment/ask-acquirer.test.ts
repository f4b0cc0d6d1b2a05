import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Secret } from '../../base/secret.ts';
import type { AcquirerCapabilities, AcquirerConnector, AuthorizeAnswer } from '../../connectors/acquirer/contract.ts';
import type { PaymentDeps } from '../deps.ts';
import type { BegunAttempt } from '../statements/begin-attempts.ts';
import { askAcquirer } from './ask-acquirer.ts';

const begun = {
  payment: { merchant_id: 'm', attempt_id: 'a', amount: 1_000, currency: 'EUR', capture_method: 'automatic' },
  session: null,
} as unknown as BegunAttempt;

const charge = {
  card: {
    pan: new Secret('4242424242424242'),
    cvc: undefined,
    expiryMonth: 12,
    expiryYear: 2039,
    cardholderName: undefined,
  },
  initiator: { by: 'customer', storesCard: false },
} as const;

/** An acquirer that takes `answerMs` for each answer, by a clock of its own. Gives how often it was asked. */
const ask = async (
  capabilities: Pick<AcquirerCapabilities, 'inquiry' | 'repeatableMs' | 'settleWindowMs'>,
  answerMs: number,
  answers: readonly AuthorizeAnswer[],
): Promise<{ readonly times: number; readonly kind: string }> => {
  let nowMs = 0;
  let times = 0;
  const sleep = (ms: number): Promise<void> => {
    nowMs += ms;
    return Promise.resolve();
  };
  const deps = { clock: { monotonicMs: () => nowMs, sleep } } as unknown as PaymentDeps;
  const connector = {
    capabilities,
    authorize: () => {
      nowMs += answerMs;
      return Promise.resolve(answers[times++] ?? UNKNOWN);
    },
  } as unknown as AcquirerConnector;
  const { kind } = await askAcquirer(deps, connector, begun, charge);
  return { times, kind };
};

const UNKNOWN = { kind: 'unknown', cause: 'timeout' } as const;
const DECLINED = { kind: 'declined', declineReason: 'doNotHonor', acquirerCode: '05', softDecline: false } as const;
const NOT_SENT = { kind: 'notSent', cause: 'refused' } as const;
const REPEATED = { inquiry: 'none', repeatableMs: 86_400_000, settleWindowMs: 60_000 } as const;

test('who can’t be asked is sent the same again until it answers, three times at most', async () => {
  assert.deepEqual(await ask(REPEATED, 100, [UNKNOWN, DECLINED]), { times: 2, kind: 'declined' });
  assert.deepEqual(await ask(REPEATED, 100, []), { times: 3, kind: 'unknown' });
});

test('not when nobody remembers it there, and not when it can be asked', async () => {
  assert.equal((await ask({ ...REPEATED, repeatableMs: 0 }, 100, [])).times, 1);
  assert.equal((await ask({ ...REPEATED, inquiry: 'byReference' }, 100, [])).times, 1);
});

test('never so late that its answer would come after the attempt is undone', async () => {
  assert.equal((await ask(REPEATED, 25_000, [])).times, 2);
  assert.equal((await ask(REPEATED, 31_000, [])).times, 1);
});

test('a repeat that could not be sent says nothing of the first', async () => {
  assert.deepEqual(await ask(REPEATED, 100, [UNKNOWN, NOT_SENT, NOT_SENT]), { times: 3, kind: 'unknown' });
});
