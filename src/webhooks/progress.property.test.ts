import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import type { Uuid } from '../base/id.ts';
import { claimDeliveries, type ClaimedEndpoint } from './claim-store.ts';
import { putOffFollowers, releaseFollowers } from './follower-store.ts';
import { pullForward } from './health-store.ts';
import { hasFollowersToPutOff } from './queues.ts';
import { resendEvent } from './resend.ts';
import { recordResults, releaseDeliveries } from './result-store.ts';
import { newSessionId, openStage, type Stage } from './stage.fixture.ts';

/**
 * Histories nobody thought of, on a real database: events told, claimed by several processes at once, delivered,
 * failed, given back, forgotten by a process that died; sent again; endpoints switched off and on; time that passes.
 * Whatever happened, a receiver that is well again gets everything, in order, within a number of claims that the number
 * of deliveries bounds.
 */
let stage: Stage;
before(async () => {
  stage = await openStage();
});
after(async () => {
  await stage.close();
});

/** What happens; numbers choose among what there is. */
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('tell'), session: fc.nat(5), count: fc.integer({ min: 1, max: 20 }) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('claim'), room: fc.integer({ min: 1, max: 3 }), isProbe: fc.boolean() }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('end'),
      how: fc.constantFrom('delivered', 'failed', 'forgotten', 'givenBack'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('pass'), seconds: fc.constantFrom(1, 6, 25, 200) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('resend'), which: fc.nat(50) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('pull') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('switch'), isOn: fc.boolean() }) },
  // A process of the version before: it knows no marks and puts nothing off in the way of today.
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('endByOlder') }) },
);
/** Steps of one group happen at the same time, on connections of their own. */
const histories = fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { minLength: 5, maxLength: 25 });
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

test('whatever happened before, all is delivered in order in a bounded number of claims', async () => {
  await fc.assert(
    fc.asyncProperty(histories, async (groups) => {
      const story = await openStory();
      for (const group of groups) await Promise.all(group.map((one) => story.play(one)));
      await story.assertNothingIsLeftThatIsDue();
      await story.assertAllIsDelivered();
    }),
    { numRuns: 60, endOnFailure: true },
  );
});

const openStory = async () => {
  const { db, merchantId } = stage;
  // One story at a time: what the one before left would be told to its endpoint only, but released here, too.
  await stage.sql('delete from deliveries');
  await stage.sql('update webhook_endpoints set deleted_at = now() where deleted_at is null');
  const endpoint = await stage.addEndpoint('http://127.0.0.1:1/');
  const ref = { merchantId, endpointId: endpoint.id };
  const sessions = Array.from({ length: 6 }, newSessionId);
  const told = sessions.map(() => 0);
  const events: string[] = [];
  const held: ClaimedEndpoint['claimed'][number][] = [];

  const claim = async (room: number, isProbe: boolean): Promise<ClaimedEndpoint['claimed']> => {
    const wish = { ...ref, room, isProbe };
    const [answer] = await claimDeliveries(db.query, { wishes: [wish], leaseMs: 20_000 });
    if (answer === undefined) return [];
    if (hasFollowersToPutOff(wish, answer)) await putOffFollowers(db.query, [ref]);
    return answer.claimed;
  };

  const end = async (
    delivery: ClaimedEndpoint['claimed'][number],
    outcome: 'delivered' | 'failed',
  ): Promise<boolean> => {
    const { event, fence } = delivery;
    const result = { ...ref, eventId: event.id, fence, outcome, status: 200, detail: '', headers: undefined };
    const [recorded] = await recordResults(db.query, [
      { ...result, startedAt: new Date(), durationMs: 1, waitMs: 100_000, isProbe: false },
    ]);
    if (recorded?.hasFollowers === true) await releaseFollowers(db.query);
    return recorded?.isCounted ?? false;
  };

  const play = async (one: Step): Promise<void> => {
    switch (one.kind) {
      case 'tell': {
        const session = sessions[one.session] ?? '';
        for (let i = 0; i < one.count; i++) {
          const sequence = (told[one.session] = (told[one.session] ?? 0) + 1);
          events.push(await stage.tell(session, sequence));
        }
        return;
      }
      case 'claim':
        held.push(...(await claim(one.room, one.isProbe)));
        return;
      case 'end': {
        const delivery = held.shift();
        if (delivery === undefined || one.how === 'forgotten') return;
        if (one.how === 'givenBack')
          await releaseDeliveries(db.query, [{ ...ref, eventId: delivery.event.id, fence: delivery.fence }]);
        else await end(delivery, one.how);
        return;
      }
      case 'endByOlder': {
        const delivery = held.shift();
        if (delivery === undefined) return;
        await stage.sql(
          `update deliveries set state = 'delivered', delivered_at = now(), next_attempt_at = null, leased_until = null
           where endpoint_id = $1 and event_id = $2 and fence = $3 and state = 'pending'`,
          [endpoint.id, delivery.event.id, delivery.fence],
        );
        return;
      }
      case 'pass':
        await letPass(one.seconds);
        return;
      case 'resend': {
        const eventId = events[one.which % Math.max(1, events.length)];
        if (eventId !== undefined)
          await resendEvent(stage.deps, { merchantId, eventId: eventId as Uuid<'event'>, endpointId: endpoint.id });
        return;
      }
      case 'pull':
        await pullForward(db.query, ref);
        return;
      case 'switch':
        await switchEndpoint(one.isOn);
    }
  };

  const switchEndpoint = (isOn: boolean): Promise<unknown> =>
    stage.sql(
      `update webhook_endpoints set enabled = $2, disabled_reason = case when not $2 then 'merchant' end where id = $1`,
      [endpoint.id, isOn],
    );

  const letPass = (seconds: number): Promise<unknown> =>
    stage.sql(
      `update deliveries set next_attempt_at = next_attempt_at - $1 * interval '1 second',
                             leased_until = leased_until - $1 * interval '1 second' where state = 'pending'`,
      [seconds],
    );

  /** A receiver that is well: claims and delivers until nothing more is found, and counts the claims. */
  const deliverAll = async (): Promise<{ readonly taken: Map<string, number[]>; readonly claims: number }> => {
    const taken = new Map<string, number[]>();
    let claims = 0;
    // A claim may only clear the view, and the next one deliver.
    for (let empty = 0; empty < 3; claims++) {
      await releaseFollowers(db.query);
      const claimed = await claim(2, false);
      empty = claimed.length === 0 ? empty + 1 : 0;
      for (const delivery of [...claimed].sort((a, b) => a.event.sequence - b.event.sequence)) {
        assert.ok(await end(delivery, 'delivered'));
        taken.set(delivery.event.subject_id, [
          ...(taken.get(delivery.event.subject_id) ?? []),
          delivery.event.sequence,
        ]);
      }
      assert.ok(
        claims <= 3 * events.length + 20,
        `still claiming after ${claims} claims of ${events.length} deliveries`,
      );
    }
    return { taken, claims };
  };

  const HEADS = `
    select head.attempts, head.next_attempt_at <= now() as is_due from deliveries head
    where head.endpoint_id = $1 and head.state = 'pending' and (head.leased_until is null or head.leased_until <= now())
      and not exists (
        select 1 from deliveries earlier
        where earlier.endpoint_id = head.endpoint_id and earlier.subject_id = head.subject_id
          and earlier.sequence < head.sequence and earlier.state = 'pending')`;

  return {
    play,
    /** No time passes: only what failed waits for its time, and what follows it or is claimed by somebody. */
    assertNothingIsLeftThatIsDue: async (): Promise<void> => {
      await switchEndpoint(true);
      await deliverAll();
      const heads = await stage.sql<{ attempts: number; is_due: boolean }>(HEADS, [endpoint.id]);
      assert.deepEqual(
        heads.filter(({ is_due, attempts }) => is_due || attempts === 0),
        [],
      );
    },
    /** Everything's time has come. */
    assertAllIsDelivered: async (): Promise<void> => {
      await letPass(1_000);
      const { taken } = await deliverAll();
      assert.equal(await stage.pendingCount(), 0);
      for (const sequences of taken.values())
        assert.deepEqual(
          sequences,
          [...sequences].sort((a, b) => a - b),
        );
    },
  };
};
