import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { approve, authorization, callOf, isMissing, money, newReference, reversalOf, type Subject } from './host.ts';

export const describeReversals = (subject: Subject): void => {
  describe('reversals', () => {
    test('a reversal undoes an approval, as often as it is asked for', async () => {
      const { connector } = subject();
      for (const capture of [false, true]) {
        const { call, handle } = await approve(subject, { capture });
        for (let times = 0; times < 3; times++) {
          assert.deepEqual(await connector.reverse(call.reversal()), { kind: 'reversed' });
        }
        if (connector.capabilities.inquiry !== 'none')
          assert.deepEqual(await connector.inquire(call.inquiry()), { kind: 'reversed' });
        const later = () => ({ reference: newReference(), authorization: handle, amount: money(100), final: false });
        assert.equal((await connector.capture(later())).kind, 'declined');
        assert.equal((await connector.refund(later())).kind, 'declined');
      }
    });

    test('a reversal of what never arrived is acknowledged, and a late arrival is refused', async (context) => {
      const { host, connector } = subject();
      if (isMissing(host, 'reversalOfNothing', context)) return;
      const call = callOf(authorization(host));
      await call.prepare(connector);
      assert.deepEqual(await connector.reverse(call.reversal()), { kind: 'reversed' });
      const late = await call.send(connector);
      assert.equal(late.kind, 'declined');
      assert.equal(await host.effectsOf(call.reference), 0);
      if (connector.capabilities.inquiry !== 'none')
        assert.deepEqual(await connector.inquire(call.inquiry()), { kind: 'reversed' });
    });

    test('what was reversed is not approved again by sending it again', async (context) => {
      const { host, connector } = subject();
      if (isMissing(host, 'refusalAfterReversal', context)) return;
      const { call } = await approve(subject);
      await connector.reverse(call.reversal());
      assert.equal((await call.send(connector)).kind, 'declined');
    });

    test('a reversal of a decline is acknowledged', async (context) => {
      const { host, connector } = subject();
      if (isMissing(host, 'reversalOfNothing', context)) return;
      const call = callOf(authorization(host, { card: host.declinedCard('insufficientFunds') ?? host.approvedCard() }));
      await call.send(connector);
      assert.deepEqual(await connector.reverse(call.reversal()), { kind: 'reversed' });
    });

    test('reversing a refund takes it back, and what was captured can be refunded again', async (context) => {
      const { host, connector } = subject();
      if (isMissing(host, 'reversalOfRefunds', context)) return;
      const { handle } = await approve(subject, { capture: true });
      const refund = () => ({ reference: newReference(), authorization: handle, amount: money(1_000) });
      const first = refund();
      assert.equal((await connector.refund(first)).kind, 'approved');
      assert.equal((await connector.refund(refund())).kind, 'declined');
      assert.deepEqual(await connector.reverse(reversalOf(first.reference)), { kind: 'reversed' });
      assert.equal((await connector.refund(refund())).kind, 'approved');
    });

    test('a reversal whose acknowledgement is lost is unknown, and can be repeated', async () => {
      const { host, connector } = subject();
      for (const fault of ['cutBefore', 'cutAfter', 'errorPageAfter', 'garbled', 'wrongReference'] as const) {
        const { call } = await approve(subject);
        await host.inject(fault, 'reverse');
        assert.equal((await connector.reverse(call.reversal())).kind, 'unknown', fault);
        assert.deepEqual(await connector.reverse(call.reversal()), { kind: 'reversed' }, fault);
      }
    });
  });
};
