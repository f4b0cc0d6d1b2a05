import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { authorization, money, movingVerbs, prepare, type Subject } from './host.ts';

export const describeDuplicates = (subject: Subject): void => {
  describe('the same reference', () => {
    for (const verb of movingVerbs) {
      test(`${verb} sent again gets the same answer and has one effect`, async () => {
        const { host, connector } = subject();
        const call = await prepare(subject, verb);
        const first = await call.send(connector);
        assert.equal(first.kind, 'approved');
        assert.deepEqual(await call.send(connector), first);
        assert.equal(await host.effectsOf(call.reference), 1);
      });

      test(`${verb} sent five times at once has one effect`, async () => {
        const { host, connector } = subject();
        const call = await prepare(subject, verb);
        const answers = await Promise.all([1, 2, 3, 4, 5].map(() => call.send(connector)));
        // A host may say "in progress" to the later ones; what it must not do is decline one of them or act twice.
        for (const { kind } of answers) assert(kind === 'approved' || kind === 'unknown', kind);
        assert.equal(await host.effectsOf(call.reference), 1);
      });
    }

    test('a decline sent again stays declined', async () => {
      const { host, connector } = subject();
      const request = authorization(host, { card: host.declinedCard('insufficientFunds') ?? host.approvedCard() });
      const first = await connector.authorize(request);
      assert.equal(first.kind, 'declined');
      assert.deepEqual(await connector.authorize(request), first);
    });

    test('with another amount it is no approval of that amount, and changes nothing', async () => {
      const { host, connector } = subject();
      const request = authorization(host);
      assert.equal((await connector.authorize(request)).kind, 'approved');
      assert.notEqual((await connector.authorize({ ...request, amount: money(2_000) })).kind, 'approved');
      const inquired = await connector.inquire({ original: request.reference });
      assert(inquired.kind === 'approved');
      assert.deepEqual(inquired.amount, request.amount);
      assert.equal(await host.effectsOf(request.reference), 1);
    });
  });
};
