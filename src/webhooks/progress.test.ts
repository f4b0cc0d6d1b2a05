import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { claimDeliveries } from './claim-store.ts';
import { newSessionId, openStage, takenBySession, until, type Stage } from './stage.fixture.ts';

let stage: Stage;
before(async () => {
  stage = await openStage();
});
afterEach(() => stage.clear());
after(() => stage.close());

const tellSessions = async (count: number, sequences: readonly number[]): Promise<readonly string[]> => {
  const sessions = Array.from({ length: count }, newSessionId);
  for (const sequence of sequences) await Promise.all(sessions.map((sessionId) => stage.tell(sessionId, sequence)));
  return sessions;
};

describe('whatever is due and first of its session is found', () => {
  test('behind more followers than a claim looks at, after a process that stood still while the heads became due', async () => {
    const shop = await stage.openShop();
    await stage.addEndpoint(shop.url);
    await tellSessions(100, [1, 2, 3, 4, 5]);
    // The heads failed and are due by now; what follows them has been due for longer, and nobody put it off.
    await stage.sql(`update deliveries set next_attempt_at = now() - interval '1 minute' where sequence > 1`);
    await stage.sql(
      `update deliveries set next_attempt_at = now() - interval '1 second', attempts = 1 where sequence = 1`,
    );
    stage.startDeliverer();
    await until('all are taken', () => shop.taken().length === 500, 20_000);
    for (const sequences of takenBySession(shop).values()) assert.deepEqual(sequences, [1, 2, 3, 4, 5]);
  });

  test('behind followers of deliveries that a dead process has claimed', async () => {
    const shop = await stage.openShop();
    await stage.addEndpoint(shop.url);
    const held = await tellSessions(
      1,
      Array.from({ length: 300 }, (_, index) => index + 1),
    );
    await stage.sql(`update deliveries set leased_until = now() + interval '1 hour', fence = 1 where sequence = 1`);
    await stage.sql(`update deliveries set next_attempt_at = now() - interval '1 minute'`);
    await tellSessions(20, [1]);
    stage.startDeliverer();
    await until('the others are taken', () => shop.taken().length === 20, 20_000);
    assert.ok(
      shop.heard.every(({ sessionId }) => !held.includes(sessionId)),
      'nothing passes what is on its way',
    );
  });

  test('a run ends before what somebody else is sending', async () => {
    const endpoint = await stage.addEndpoint('http://127.0.0.1:1/');
    await tellSessions(1, [4, 5, 6, 7]);
    await stage.sql(`update deliveries set leased_until = now() + interval '1 minute', fence = 1 where sequence = 5`);
    const [answer] = await claimDeliveries(stage.db.query, {
      wishes: [{ merchantId: stage.merchantId, endpointId: endpoint.id, room: 4, isProbe: false }],
      leaseMs: 20_000,
    });
    assert.deepEqual(
      answer?.claimed.map(({ event }) => event.sequence),
      [4],
    );
  });
});
