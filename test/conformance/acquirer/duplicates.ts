import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { approve, authorization, callOf, money, movingVerbs, newCall, type Subject } from './host.ts';

export const describeDuplicates = (subject: Subject): void => {
  describe('the same reference', () => {
    for (const verb of movingVerbs) {
      test(`${verb} sent again gets the same answer and has one effect`, async () => {
        const { host, connector } = subject();
        const call = await newCall(subject, verb);
        const first = await call.send(connector);
        assert.equal(first.kind, 'approved');
        assert.deepEqual(await call.send(connector), first);
        assert.equal(await host.effectsOf(call.reference), 1);
      });

      test(`${verb} sent five times at once has one effect`, async () => {
        const { host, connector } = subject();
        const call = await newCall(subject, verb);
        const answers = await Promise.all([1, 2, 3, 4, 5].map(() => call.send(connector)));
        // A host may say "in progress" to the later ones; what it must not do is decline one of them or act twice.
        for (const { kind } of answers) assert(kind === 'approved' || kind === 'unknown', kind);
        assert.equal(await host.effectsOf(call.reference), 1);
      });
    }

    test('a decline sent again stays declined', async () => {
      const { host, connector } = subject();
      const card = host.declinedCard('insufficientFunds') ?? host.approvedCard();
      const call = callOf(authorization(host, { card }));
      const first = await call.send(connector);
      assert.equal(first.kind, 'declined');
      assert.deepEqual(await call.send(connector), first);
    });

    test('with another amount it is no approval of that amount, and changes nothing', async () => {
      const { host, connector } = subject();
      const { call, request } = await approve(subject);
      const { handle } = call.inquiry();
      for (const known of new Set([undefined, handle])) {
        const other = callOf({ ...request, amount: money(2_000), handle: known });
        assert.notEqual((await other.send(connector)).kind, 'approved');
      }
      if (connector.capabilities.inquiry !== 'none') {
        const inquired = await connector.inquire(call.inquiry());
        assert(inquired.kind === 'approved');
        assert.deepEqual(inquired.amount, request.amount);
      }
      assert.equal(await host.effectsOf(request.reference), 1);
    });
  });
};
