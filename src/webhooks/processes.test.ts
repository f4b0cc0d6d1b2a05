import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Uuid } from '../base/id.ts';
import { resendEvent } from './resend.ts';
import { recordResults, releaseDeliveries } from './result-store.ts';
import { newSessionId, openStage, takenBySession, until, type Stage } from './stage.fixture.ts';

let stage: Stage;
before(async () => {
  stage = await openStage();
});
afterEach(() => stage.clear());
after(() => stage.close());

describe('many processes', () => {
  test('two deliverers share the work and never send the same thing', async () => {
    const shop = await stage.openShop(async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      return 200;
    });
    await stage.addEndpoint(shop.url);
    const tried = [0, 0];
    const deliverers = [0, 1].map((i) =>
      stage.startDeliverer({
        onAttempt: () => {
          tried[i] = (tried[i] ?? 0) + 1;
        },
      }),
    );
    const sessions = Array.from({ length: 100 }, newSessionId);
    for (let sequence = 1; sequence <= 4; sequence++) {
      await Promise.all(sessions.map((sessionId) => stage.tell(sessionId, sequence)));
      for (const deliverer of deliverers) deliverer.hint();
    }
    await until('all are taken', () => shop.taken().length >= 400);
    await until('all is written', async () => (await stage.pendingCount()) === 0);
    assert.equal(shop.heard.length, 400);
    assert.equal(new Set(shop.heard.map(({ eventId }) => eventId)).size, 400);
    for (const sequences of takenBySession(shop).values()) assert.deepEqual(sequences, [1, 2, 3, 4]);
    assert.ok(
      tried.every((count) => count > 0),
      `both worked: ${tried.join(' and ')}`,
    );
  });

  test('what a dead process had claimed is sent when its lease ends, not before', async () => {
    const shop = await stage.openShop();
    await stage.addEndpoint(shop.url);
    await stage.tell(newSessionId(), 1);
    const [lease] = await stage.sql<{ leased_until: Date }>(
      `update deliveries set fence = 4, leased_until = now() + interval '2 seconds' returning leased_until`,
    );
    stage.startDeliverer();
    await until('it is taken', () => shop.taken().length === 1);
    assert.ok((shop.taken()[0]?.at ?? 0) >= (lease?.leased_until.getTime() ?? Infinity), 'not while it is leased');
    await until('it is written', async () => (await stage.pendingCount()) === 0);
    assert.deepEqual(await stage.sql('select fence, attempts from deliveries'), [{ fence: 5, attempts: 1 }]);
  });

  test('a result that comes under an older fence changes nothing', async () => {
    const endpoint = await stage.addEndpoint('http://127.0.0.1:1/');
    const eventId = await stage.tell(newSessionId(), 1);
    await stage.sql(`update deliveries set fence = 5, leased_until = now() + interval '1 minute'`);
    const before = await stage.sql('select * from deliveries');
    const late = {
      merchantId: stage.merchantId,
      endpointId: endpoint.id,
      eventId,
      fence: 4,
      status: 200,
      detail: '',
      headers: undefined,
      startedAt: new Date(),
      durationMs: 1,
      waitMs: 5_000,
      isProbe: false,
    };
    for (const outcome of ['delivered', 'failed'] as const) {
      assert.deepEqual(await recordResults(stage.db.query, [{ ...late, outcome }]), [
        { isCounted: false, hasFollowers: false },
      ]);
    }
    await releaseDeliveries(stage.db.query, [late]);
    assert.deepEqual(await stage.sql('select * from deliveries'), before);
    assert.deepEqual(await stage.sql('select * from delivery_attempts'), []);
    assert.deepEqual(await recordResults(stage.db.query, [{ ...late, fence: 5, outcome: 'delivered' }]), [
      { isCounted: true, hasFollowers: false },
    ]);
  });

  test('stop waits for requests under way and releases the rest', async () => {
    const arrived: PromiseWithResolvers<void> = Promise.withResolvers();
    const opened: PromiseWithResolvers<void> = Promise.withResolvers();
    const shop = await stage.openShop(async () => {
      arrived.resolve();
      await opened.promise;
      return 200;
    });
    await stage.addEndpoint(shop.url);
    for (let i = 0; i < 40; i++) await stage.tell(newSessionId(), 1);
    const deliverer = stage.startDeliverer();
    await arrived.promise;
    const stopped = deliverer.stop();
    opened.resolve();
    await stopped;
    const taken = shop.taken().length;
    assert.ok(taken > 0 && taken < 40, `${taken} were under way`);
    assert.equal(await stage.pendingCount(), 40 - taken);
    assert.equal((await stage.sql('select 1 from deliveries where leased_until is not null')).length, 0);
  });

  test('an event can be sent again', async () => {
    const shop = await stage.openShop();
    await stage.addEndpoint(shop.url);
    const eventId = await stage.tell(newSessionId(), 1);
    const deliverer = stage.startDeliverer();
    await until('it is written', async () => (await stage.pendingCount()) === 0);
    const again = { merchantId: stage.merchantId, eventId: eventId as Uuid<'event'>, endpointId: undefined };
    assert.equal(await resendEvent(stage.deps, again), 1);
    deliverer.hint();
    await until('it came again', () => shop.taken().length === 2);
    assert.equal(shop.taken()[0]?.body, shop.taken()[1]?.body);
    assert.equal(await resendEvent(stage.deps, { ...again, eventId: newSessionId() as Uuid<'event'> }), undefined);
  });
});
