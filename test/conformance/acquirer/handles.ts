import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { authorization, callOf, reversalOf, newReference, type Subject } from './host.ts';

/** Only of connectors that have `prepare`: the host names an authorization before it sees the card. */
export const describeHandles = (subject: Subject): void => {
  describe('handles', () => {
    /** The story, or nothing where there are no handles. */
    const story = (what: string, tell: (parts: ReturnType<Subject>) => Promise<void>): void => {
      test(what, async (context) => {
        const parts = subject();
        if (parts.connector.prepare === undefined) context.skip('this acquirer gives no handles');
        else await tell(parts);
      });
    };

    story('the same request has the same handle, which fits its field, and moves nothing', async (parts) => {
      const { host, connector } = parts;
      const request = authorization(host);
      const first = await callOf(request).prepare(connector);
      assert(first?.kind === 'prepared');
      assert.match(first.handle, /^[\x21-\x7e]{1,200}$/);
      assert.deepEqual(await callOf(request).prepare(connector), first);
      assert.equal(await host.effectsOf(request.reference), 0);
    });

    story('before the card was sent it is not found, and afterwards it is', async ({ host, connector }) => {
      const call = callOf(authorization(host));
      await call.prepare(connector);
      assert.deepEqual(await connector.inquire(call.inquiry()), { kind: 'notFound' });
      const approval = await call.send(connector);
      assert.equal(approval.kind, 'approved');
      assert.deepEqual(await connector.inquire(call.inquiry()), approval);
    });

    story('without a handle no card was sent: nothing is found, and nothing is left to reverse', async (parts) => {
      const original = newReference();
      const { connector } = parts;
      assert.deepEqual(await connector.reverse(reversalOf(original)), { kind: 'reversed' });
    });

    for (const fault of ['cutBefore', 'cutAfter', 'errorPageAfter', 'garbled', 'truncated'] as const) {
      story(`a handle whose answer is lost (${fault}) is asked for again, and counts once`, async (parts) => {
        const { host, connector } = parts;
        const call = callOf(authorization(host));
        await host.inject(fault, 'prepare');
        assert.equal((await call.send(connector)).kind, 'unknown');
        assert.equal(await host.effectsOf(call.reference), 0);
        assert.equal((await call.send(connector)).kind, 'approved');
        assert.equal(await host.effectsOf(call.reference), 1);
      });
    }
  });
};
