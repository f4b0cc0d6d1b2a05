import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Uuid } from '../base/id.ts';
import { findDeliveriesOfEvent } from './log.ts';
import { newSessionId, openStage, takenBySession, until, type Stage } from './stage.fixture.ts';

let stage: Stage;
before(async () => {
  stage = await openStage();
});
afterEach(() => stage.clear());
after(() => stage.close());

describe('order and outages', () => {
  test('each session is heard in order, also under a crowd', async () => {
    let answers = 0;
    const shop = await stage.openShop(async () => {
      // Answers overtake one another, in the same way in every run.
      await new Promise((resolve) => setTimeout(resolve, (answers++ * 7) % 20));
      return 200;
    });
    await stage.addEndpoint(shop.url);
    const sessions = Array.from({ length: 30 }, newSessionId);
    const deliverer = stage.startDeliverer();
    for (let sequence = 1; sequence <= 6; sequence++) {
      await Promise.all(
        sessions.map(async (sessionId) => {
          await stage.tell(sessionId, sequence);
          deliverer.hint();
        }),
      );
    }
    await until('all are taken', () => shop.taken().length === 180);
    for (const sequences of takenBySession(shop).values()) assert.deepEqual(sequences, [1, 2, 3, 4, 5, 6]);
  });

  test('down for a while, with a restart in between: everything arrives, in order, and the marks are cleared', async () => {
    const shop = await stage.openShop(() => 503);
    const endpoint = await stage.addEndpoint(shop.url);
    const sessions = Array.from({ length: 20 }, newSessionId);
    for (const sessionId of sessions) await stage.tell(sessionId, 1);
    const first = stage.startDeliverer();
    await until('the breaker is open', async () => (await stage.endpointRow(endpoint.id)).probe_at !== null);
    await stage.holdProbe(endpoint.id);
    const whileOpen = shop.heard.length;
    for (const sessionId of sessions) await stage.tell(sessionId, 2);
    first.hint();
    await stage.untilLooked();
    assert.ok(shop.heard.length - whileOpen <= 8, 'nothing new is tried while it is open');
    const beforeProbe = shop.heard.length;
    await stage.probeNow(endpoint.id);
    await until('one probe', () => shop.heard.length > beforeProbe);
    await first.stop();
    assert.equal(shop.heard.length, beforeProbe + 1);
    await stage.holdProbe(endpoint.id);

    shop.control.answer = () => 200;
    stage.startDeliverer();
    await stage.untilLooked();
    assert.equal(shop.taken().length, 0, 'a restart does not forget that it is failing');
    await stage.probeNow(endpoint.id);
    await until('all are taken', () => shop.taken().length === 40);
    for (const sequences of takenBySession(shop).values()) assert.deepEqual(sequences, [1, 2]);
    await until('all is written', async () => (await stage.pendingCount()) === 0);
    const row = await stage.endpointRow(endpoint.id);
    assert.deepEqual([row.consecutive_failures, row.failing_since, row.probe_at], [0, null, null]);
  });

  test('probes take turns, so that one event that is always refused does not keep the others waiting', async () => {
    const poison = newSessionId();
    const shop = await stage.openShop(({ sessionId }) => (sessionId === poison ? 500 : 200));
    const endpoint = await stage.addEndpoint(shop.url);
    await stage.tell(poison, 1);
    const good = newSessionId();
    await stage.tell(good, 1);
    await stage.sql(
      `update webhook_endpoints
        set consecutive_failures = 12, failing_since = now() - interval '1 hour', probe_at = now() where id = $1`,
      [endpoint.id],
    );
    stage.startDeliverer();
    await until('the oldest is probed', () => shop.heard.length === 1);
    assert.equal(shop.heard[0]?.sessionId, poison);
    await until('its failure is written', async () => (await stage.attemptCount()) === 1);
    await stage.probeNow(endpoint.id);
    await until('the next probe is another event', () => shop.taken().length === 1);
    await until('and it closed the breaker', async () => (await stage.endpointRow(endpoint.id)).probe_at === null);
  });

  test('a probe that ends like the one before is counted, not logged again', async () => {
    const shop = await stage.openShop(() => 500);
    const endpoint = await stage.addEndpoint(shop.url);
    const eventId = await stage.tell(newSessionId(), 1);
    await stage.sql(
      `update webhook_endpoints set consecutive_failures = 12, failing_since = now(), probe_at = now() where id = $1`,
      [endpoint.id],
    );
    stage.startDeliverer();
    for (let probes = 1; probes <= 3; probes++) {
      await until(
        `probe ${probes}`,
        async () => (await stage.endpointRow(endpoint.id)).consecutive_failures >= 12 + probes,
      );
      await stage.probeNow(endpoint.id);
    }
    const [delivery] = await findDeliveriesOfEvent(stage.deps, {
      merchantId: stage.merchantId,
      eventId: eventId as Uuid<'event'>,
    });
    assert.equal(delivery?.tries.length, 1);
    assert.ok((delivery?.tries[0]?.repeats ?? 0) >= 2);
  });

  test('after three days of failing the merchant is told, once', async () => {
    const down = await stage.openShop(() => 500);
    const other = await stage.openShop();
    const endpoint = await stage.addEndpoint(down.url, { events: ['session.created'] });
    await stage.addEndpoint(other.url, { events: ['webhookEndpoint.failing'] });
    await stage.tell(newSessionId(), 1);
    await stage.sql(
      `update webhook_endpoints set consecutive_failures = 9, failing_since = now() - interval '73 hours'
        where id = $1`,
      [endpoint.id],
    );
    stage.startDeliverer();
    await until('the other heard of it', () => other.heard.length === 1);
    await stage.probeNow(endpoint.id);
    await until('another probe', async () => (await stage.endpointRow(endpoint.id)).consecutive_failures >= 11);
    assert.equal(other.heard.length, 1);
    assert.equal((await stage.endpointRow(endpoint.id)).enabled, true);
  });

  test('a dead endpoint does not delay a healthy one', async () => {
    const dead = await stage.openShop(() => undefined);
    const healthy = await stage.openShop();
    await stage.addEndpoint(dead.url);
    await stage.addEndpoint(healthy.url);
    const deliverer = stage.startDeliverer();
    await stage.untilLooked();
    const toldAt = new Map<string, number>();
    for (let i = 0; i < 40; i++) {
      const id = await stage.tell(newSessionId(), 1);
      toldAt.set(id, Date.now());
      deliverer.hint();
    }
    await until('the healthy one took all', () => healthy.taken().length === 40);
    const waits = healthy.heard.map(({ eventId, at }) => at - (toldAt.get(eventId) ?? 0)).sort((a, b) => a - b);
    // Far less than the ten seconds for which each request to the dead one holds its place.
    assert.ok((waits[20] ?? Infinity) < 5_000, `half within ${waits[20]} ms`);
    await dead.close();
  });

  test('what was claimed together with a failed event of its session is not sent before it', async () => {
    const shop = await stage.openShop(() => (shop.heard.length === 0 ? 500 : 200));
    const endpoint = await stage.addEndpoint(shop.url);
    const sessionId = newSessionId();
    for (let sequence = 1; sequence <= 3; sequence++) await stage.tell(sessionId, sequence);
    stage.startDeliverer();
    await until('the first failed', async () => (await stage.endpointRow(endpoint.id)).consecutive_failures === 1);
    await stage.holdRetries();
    await stage.untilLooked();
    assert.equal(shop.heard.length, 1);
    await stage.retryNow();
    await until('all are taken', () => shop.taken().length === 3);
    assert.deepEqual(takenBySession(shop).get(sessionId), [1, 2, 3]);
  });

  test('what waits behind a failed event of its session is put off with it, and leaves after it', async () => {
    const sessionId = newSessionId();
    let isUp = false;
    const shop = await stage.openShop((heard) => (isUp || heard.sessionId !== sessionId ? 200 : 500));
    const endpoint = await stage.addEndpoint(shop.url);
    await stage.tell(sessionId, 1);
    const deliverer = stage.startDeliverer();
    await until('it failed', async () => (await stage.endpointRow(endpoint.id)).consecutive_failures === 1);
    await stage.tell(sessionId, 2);
    await stage.tell(newSessionId(), 1);
    deliverer.hint();
    await until('the other session is taken', () => shop.taken().length === 1);
    await until('the follower is put off', async () => {
      const rows = await stage.sql('select distinct next_attempt_at from deliveries where subject_id = $1', [
        sessionId,
      ]);
      return rows.length === 1;
    });
    isUp = true;
    await stage.retryNow();
    await until('both are taken', () => shop.taken().length === 3);
    assert.deepEqual(takenBySession(shop).get(sessionId), [1, 2]);
  });
});
