import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { systemClock } from '../base/clock.ts';
import { createMetrics } from '../base/metrics.ts';
import { createDatabaseTime } from '../db/database-time.ts';
import { createBacklogReader } from './backlog.ts';
import { newSessionId, openStage, type Stage } from './stage.fixture.ts';
import { createWebhookWatch } from './watch.ts';

let stage: Stage;
before(async () => {
  stage = await openStage();
});
afterEach(() => stage.clear());
after(() => stage.close());

const AHEAD_MS = 600_000;

const watchIt = (query = stage.db.query) => {
  const clock = { ...systemClock, nowMs: () => Date.now() + AHEAD_MS };
  const silent = { info: () => undefined, warn: () => undefined };
  const metrics = createMetrics({ inFlight: () => 0 });
  const time = createDatabaseTime({ query, clock, log: silent });
  return {
    metrics,
    watch: createWebhookWatch({ clock, time, metrics, backlog: createBacklogReader({ query, clock }) }),
  };
};

describe('what an operator sees of webhooks', () => {
  test('how many wait, the age of the oldest, and how wrong the clock is', async () => {
    const down = await stage.addEndpoint('http://127.0.0.1:1/', { events: ['session.created'] });
    await stage.addEndpoint('http://127.0.0.1:2/', { events: ['session.created'] });
    const off = await stage.addEndpoint('http://127.0.0.1:3/', { events: ['session.created'] });
    for (let i = 0; i < 3; i++) await stage.tell(newSessionId(), 1);
    await stage.sql(`update deliveries set created_at = now() - interval '1 hour' where endpoint_id = $1`, [down.id]);
    await stage.sql(`update webhook_endpoints set probe_at = now() + interval '1 hour' where id = $1`, [down.id]);
    await stage.sql(`update webhook_endpoints set enabled = false, disabled_reason = 'merchant' where id = $1`, [
      off.id,
    ]);

    const { metrics, watch } = watchIt();
    const details = (await watch.details()) as {
      webhooks: Record<'taking' | 'failing', { pending: number; oldestPendingSeconds: number }>;
      clockSkewSeconds: number;
    };
    assert.deepEqual([details.webhooks.taking.pending, details.webhooks.failing.pending], [3, 3]);
    assert.ok(details.webhooks.failing.oldestPendingSeconds >= 3_600);
    assert.ok(details.webhooks.taking.oldestPendingSeconds < 3_600);
    assert.ok(Math.abs(details.clockSkewSeconds - 600) < 60);

    const text = await metrics.text();
    assert.match(text, /^tollgate_webhooks_pending\{endpoint="taking"\} 3$/m);
    assert.match(text, /^tollgate_webhooks_oldest_pending_seconds\{endpoint="failing"\} 36\d\d/m);
    assert.match(text, /^tollgate_clock_skew_seconds (59|60)\d/m);
  });

  test('a database that does not answer leaves the details out, and is asked once for all', async () => {
    let asked = 0;
    const { metrics, watch } = watchIt(() => {
      asked++;
      return Promise.reject(new Error('away'));
    });
    assert.deepEqual(await watch.details(), {});
    assert.deepEqual(await watch.details(), {});
    assert.doesNotMatch(await metrics.text(), /^tollgate_(webhooks|clock)_\w+(\{.*\})? \d/m);
    assert.equal(asked, 2);
  });
});
