import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { approve, authorization, money, newReference, type Subject } from './host.ts';

export const describeReversals = (subject: Subject): void => {
  describe('reversals', () => {
    test('a reversal undoes an approval, as often as it is asked for', async () => {
      const { connector } = subject();
      for (const capture of [false, true]) {
        const { request, handle } = await approve(subject, { capture });
        for (let times = 0; times < 3; times++) {
          assert.deepEqual(await connector.reverse({ original: request.reference }), { kind: 'reversed' });
        }
        assert.deepEqual(await connector.inquire({ original: request.reference }), { kind: 'reversed' });
        const later = () => ({ reference: newReference(), authorization: handle, amount: money(100), final: false });
        assert.equal((await connector.capture(later())).kind, 'declined');
        assert.equal((await connector.refund(later())).kind, 'declined');
      }
    });

    test('a reversal of what never arrived is acknowledged, and a late arrival is refused', async () => {
      const { host, connector } = subject();
      const request = authorization(host);
      assert.deepEqual(await connector.reverse({ original: request.reference }), { kind: 'reversed' });
      const late = await connector.authorize(request);
      assert.equal(late.kind, 'declined');
      assert.equal(await host.effectsOf(request.reference), 0);
      assert.deepEqual(await connector.inquire({ original: request.reference }), { kind: 'reversed' });
    });

    test('what was reversed is not approved again by sending it again', async () => {
      const { connector } = subject();
      const { request } = await approve(subject);
      await connector.reverse({ original: request.reference });
      assert.equal((await connector.authorize(request)).kind, 'declined');
    });

    test('a reversal of a decline is acknowledged', async () => {
      const { host, connector } = subject();
      const request = authorization(host, { card: host.declinedCard('insufficientFunds') ?? host.approvedCard() });
      await connector.authorize(request);
      assert.deepEqual(await connector.reverse({ original: request.reference }), { kind: 'reversed' });
    });

    test('reversing a refund takes it back, and what was captured can be refunded again', async () => {
      const { connector } = subject();
      const { handle } = await approve(subject, { capture: true });
      const refund = () => ({ reference: newReference(), authorization: handle, amount: money(1_000) });
      const first = refund();
      assert.equal((await connector.refund(first)).kind, 'approved');
      assert.equal((await connector.refund(refund())).kind, 'declined');
      assert.deepEqual(await connector.reverse({ original: first.reference }), { kind: 'reversed' });
      assert.equal((await connector.refund(refund())).kind, 'approved');
    });

    test('a reversal whose acknowledgement is lost is unknown, and can be repeated', async () => {
      const { host, connector } = subject();
      for (const fault of ['cutBefore', 'cutAfter', 'errorPageAfter', 'garbled', 'wrongReference'] as const) {
        const { request } = await approve(subject);
        await host.inject(fault, 'reverse');
        assert.equal((await connector.reverse({ original: request.reference })).kind, 'unknown', fault);
        assert.deepEqual(await connector.reverse({ original: request.reference }), { kind: 'reversed' }, fault);
      }
    });
  });
};
