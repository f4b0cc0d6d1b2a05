import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { after, afterEach, before, describe, test } from 'node:test';
import { formatId, type Uuid } from '../base/id.ts';
import type { Db } from '../db/db.ts';
import { findDeliveriesOfEndpoint, findDeliveriesOfEvent } from './log.ts';
import { presentDelivery } from './present-delivery.ts';
import { newSessionId, openStage, until, type Stage } from './stage.fixture.ts';

let stage: Stage;
before(async () => {
  stage = await openStage();
});
afterEach(() => stage.clear());
after(() => stage.close());

const logOf = (endpointId: Uuid<'webhookEndpoint'>) =>
  findDeliveriesOfEndpoint(
    stage.deps,
    { merchantId: stage.merchantId, endpointId },
    { limit: 50, before: undefined, state: undefined },
  );

describe('failures', () => {
  test('a redirect is a failure and is not followed', async () => {
    const elsewhere = await stage.openShop();
    const shop = await stage.openShop((_heard, response) => {
      response.writeHead(307, { location: elsewhere.url }).end();
      return undefined;
    });
    const endpoint = await stage.addEndpoint(shop.url);
    const eventId = await stage.tell(newSessionId(), 1);
    stage.startDeliverer();
    await until(
      'the failure is written',
      async () => (await stage.endpointRow(endpoint.id)).consecutive_failures === 1,
    );
    assert.equal(elsewhere.heard.length, 0);
    const [delivery] = await findDeliveriesOfEvent(stage.deps, {
      merchantId: stage.merchantId,
      eventId: eventId as Uuid<'event'>,
    });
    assert.equal(delivery?.state, 'pending');
    assert.deepEqual(
      delivery?.tries.map(({ number, outcome, http_status }) => [number, outcome, http_status]),
      [[1, 'refused', 307]],
    );
    const [attempt] =
      delivery === undefined ? [] : (presentDelivery(delivery)['attempts'] as { [key: string]: unknown }[]);
    assert.match(String(attempt?.['reason']), /redirect, which is not followed/);
    assert.ok(String(attempt?.['response']).startsWith(`Location: ${elsewhere.url}`));
  });

  test('no answer within ten seconds is a failure, and other sessions do not wait for it', async () => {
    const stuckSession = newSessionId();
    const shop = await stage.openShop(({ sessionId }) => (sessionId === stuckSession ? undefined : 200));
    const endpoint = await stage.addEndpoint(shop.url);
    await stage.tell(stuckSession, 1);
    stage.startDeliverer();
    await until('the stuck one arrived', () => shop.heard.length === 1);
    for (let i = 0; i < 5; i++) await stage.tell(newSessionId(), 1);
    await until('the others are taken', () => shop.taken().length === 5);
    await until('the timeout is written', async () => {
      const [row] = await stage.sql<{ detail: string; ended_at: Date }>(`
        select detail, started_at + duration_ms * interval '1 ms' as ended_at from delivery_attempts
        where outcome = 'failed'`);
      if (row === undefined) return false;
      assert.equal(row.detail, 'There was no complete answer within 10 seconds.');
      assert.ok(
        shop.taken().every(({ at }) => at < row.ended_at.getTime()),
        'the others waited for it',
      );
      return true;
    });
    assert.equal((await stage.endpointRow(endpoint.id)).enabled, true);
  });

  test('410 disables the endpoint and tells the others', async () => {
    const gone = await stage.openShop(() => 410);
    const other = await stage.openShop();
    const endpoint = await stage.addEndpoint(gone.url);
    await stage.addEndpoint(other.url, { events: ['webhookEndpoint.disabled'] });
    for (let i = 0; i < 3; i++) await stage.tell(newSessionId(), 1);
    stage.startDeliverer();
    await until('the other heard of it', () => other.heard.length === 1);
    const told = JSON.parse(other.heard[0]?.body ?? '') as {
      type: string;
      sequence: number;
      data: { object: Record<string, unknown> };
    };
    assert.equal(told.type, 'webhookEndpoint.disabled');
    assert.equal(told.data.object['id'], formatId('webhookEndpoint', endpoint.id));
    assert.equal(told.data.object['disabledReason'], 'gone');
    assert.ok(!/secret/i.test(other.heard[0]?.body ?? ''));
    const row = await stage.endpointRow(endpoint.id);
    assert.deepEqual([row.enabled, row.disabled_reason], [false, 'gone']);
    const waiting = (await logOf(endpoint.id)).filter(({ state }) => state === 'pending');
    assert.ok(waiting.length > 0);
    assert.ok(
      waiting.every((delivery) => presentDelivery(delivery)['nextAttempt'] === undefined),
      'nothing is tried again',
    );
  });

  test('Retry-After is honoured: nothing is sent until then', async () => {
    const shop = await stage.openShop((heard, response) => {
      if (shop.heard.length > 0) return 200;
      response.writeHead(429, { 'retry-after': '2' }).end(heard.body);
      return undefined;
    });
    const endpoint = await stage.addEndpoint(shop.url);
    await stage.tell(newSessionId(), 1);
    stage.startDeliverer();
    await until('it asked to wait', async () => (await stage.endpointRow(endpoint.id)).probe_at !== null);
    await stage.tell(newSessionId(), 1);
    const { probe_at: askedFor } = await stage.endpointRow(endpoint.id);
    if (askedFor !== null) {
      for (const { next_attempt_at: next } of (await logOf(endpoint.id)).filter(({ state }) => state === 'pending'))
        assert.ok(Date.parse(next ?? '') >= askedFor.getTime(), 'the log says the time that is kept');
    }
    await until('both are taken', () => shop.taken().length === 2);
    const [first, second] = shop.heard;
    assert.ok((second?.at ?? 0) - (first?.at ?? 0) >= 1_900, 'not before the time it asked for');
    await until('it is steady again', async () => (await stage.endpointRow(endpoint.id)).failing_since === null);
  });

  for (const [how, close] of [
    ['reset', (socket: Socket) => socket.resetAndDestroy()],
    ['closed', (socket: Socket) => socket.destroy()],
  ] as const) {
    test(`a kept connection that is ${how} when it is used again: the event goes out on a new one, at once`, async () => {
      const used = new WeakSet<Socket>();
      const shop = await stage.openShop((_heard, { req: { socket } }) => {
        if (used.has(socket)) {
          close(socket);
          return undefined;
        }
        used.add(socket);
        return 200;
      });
      await stage.addEndpoint(shop.url);
      const deliverer = stage.startDeliverer();
      // The first is to an endpoint that we know nothing of, whose connections are not those of good ones.
      for (const which of ['first', 'second', 'third']) {
        await stage.tell(newSessionId(), 1);
        deliverer.hint();
        await until(`the ${which} is taken`, async () => (await stage.pendingCount()) === 0);
      }
      assert.deepEqual(
        shop.heard.map(({ status }) => status),
        [200, 200, 0, 200],
      );
      assert.deepEqual(await stage.sql('select distinct outcome, number from delivery_attempts'), [
        { outcome: 'delivered', number: 1 },
      ]);
    });
  }

  test('an answer is kept as text of at most a kilobyte, without control characters', async () => {
    const shop = await stage.openShop((_heard, response) => {
      response.writeHead(400).end(Buffer.concat([Buffer.from('no\u0000pe \u001b[31mé '), Buffer.alloc(200_000, 'x')]));
      return undefined;
    });
    const endpoint = await stage.addEndpoint(shop.url);
    await stage.tell(newSessionId(), 1);
    stage.startDeliverer();
    await until('it is written', async () => (await stage.endpointRow(endpoint.id)).consecutive_failures === 1);
    const [delivery] = await findDeliveriesOfEndpoint(
      stage.deps,
      { merchantId: stage.merchantId, endpointId: endpoint.id },
      { limit: 10, before: undefined, state: undefined },
    );
    const detail = delivery?.tries[0]?.detail ?? '';
    assert.ok(detail.startsWith('nope [31mé xxx') && detail.length <= 1024, detail.slice(0, 40));
    assert.deepEqual(Object.keys(delivery === undefined ? {} : presentDelivery(delivery)), [
      'attemptCount',
      'attempts',
      'created',
      'event',
      'eventType',
      'nextAttempt',
      'status',
      'url',
      'webhookEndpoint',
    ]);
  });

  test('claims for endpoints that fail or are not known hold up none that answers', async () => {
    const good = await stage.openShop();
    await stage.addEndpoint(good.url);
    const claimed: PromiseWithResolvers<void> = Promise.withResolvers();
    const released: PromiseWithResolvers<void> = Promise.withResolvers();
    let otherId = 'nobody yet';
    const query: Db['query'] = async (statement, values) => {
      if (statement.name === 'claim-deliveries' && JSON.stringify(values).includes(otherId)) {
        claimed.resolve();
        await released.promise;
      }
      return stage.db.query(statement, values);
    };
    const deliverer = stage.startDeliverer({ db: { ...stage.db, query } });
    const tell = async (): Promise<void> => {
      await stage.tell(newSessionId(), 1);
      deliverer.hint();
    };
    await tell();
    await until('the good one is known', async () => (await stage.pendingCount()) === 0);
    const unknown = await stage.openShop();
    otherId = (await stage.addEndpoint(unknown.url)).id;
    try {
      await tell();
      await claimed.promise;
      await tell();
      await until('the good one hears', () => good.taken().length === 3);
      assert.equal(unknown.heard.length, 0);
    } finally {
      released.resolve();
    }
    await until('the other hears', () => unknown.taken().length === 2);
  });
});
