import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';
import { authorization, bigintAsText, callOf, type HostFault, type Subject } from './host.ts';

/** Faults that tempt a connector to quote what it sent or got. */
const faults: readonly HostFault[] = [
  'cutAfter',
  'errorPageAfter',
  'truncated',
  'garbled',
  'wrongReference',
  'wrongAmount',
];

export const describeSecrets = (subject: Subject): void => {
  describe('card data', () => {
    test('no answer and no cause holds a card number, in no encoding', async () => {
      const { host, connector } = subject();
      for (const fault of [undefined, ...faults]) {
        if (fault !== undefined) await host.inject(fault, 'authorize');
        const request = authorization(host);
        const pan = request.card.pan.reveal();
        const answer = await callOf(request).send(connector);
        const shown = `${JSON.stringify(answer, bigintAsText)} ${inspect(answer, { depth: 10, showHidden: true })}`;
        for (const form of formsOf(pan))
          assert(!shown.includes(form), `${fault ?? 'an approval'} shows the card number`);
      }
    });

    test('causes are single words from a list', async () => {
      const { host, connector } = subject();
      for (const fault of faults) {
        await host.inject(fault, 'authorize');
        const answer = await callOf(authorization(host)).send(connector);
        assert(answer.kind === 'unknown', fault);
        assert.match(answer.cause, /^[a-zA-Z]{3,40}$/);
      }
    });
  });
};

const formsOf = (pan: string): readonly string[] => [
  pan,
  pan.replace(/(\d{4})(?=\d)/g, '$1 '),
  pan.slice(6, -4),
  Buffer.from(pan).toString('base64'),
  Buffer.from(pan).toString('hex'),
  Buffer.from(pan, 'utf16le').toString('base64'),
];
