import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, afterEach, before, describe, test } from 'node:test';
import { systemClock } from '../base/clock.ts';
import { formatId } from '../base/id.ts';
import { createHints } from '../db/hints.ts';
import { TICK_MS } from './look.ts';
import { rotateSecret } from './rotate.ts';
import { newSessionId, openStage, until, type Stage } from './stage.fixture.ts';

let stage: Stage;
before(async () => {
  stage = await openStage();
});
afterEach(() => stage.clear());
after(() => stage.close());

describe('one delivery', () => {
  test('carries everything a receiver checks, and leaves at the hint', async () => {
    const shop = await stage.openShop();
    const endpoint = await stage.addEndpoint(shop.url);
    // A clock on which no tick ever comes: only a hint ends its first wait.
    const resting: PromiseWithResolvers<void> = Promise.withResolvers();
    const sleep = (ms: number, signal?: AbortSignal): Promise<void> => {
      if (ms < TICK_MS) return systemClock.sleep(ms, signal);
      resting.resolve();
      return systemClock.sleep(3_600_000, signal);
    };
    const deliverer = stage.startDeliverer({ clock: { ...systemClock, sleep } });
    await resting.promise;
    const sessionId = newSessionId();
    const eventId = await stage.tell(sessionId, 1);
    deliverer.hint();
    await until('the shop heard it', () => shop.heard.length === 1);

    const [heard] = shop.heard;
    assert.ok(heard !== undefined);
    const { headers, body } = heard;
    assert.equal(headers['content-type'], 'application/json');
    assert.equal(headers['user-agent'], 'Tollgate-Webhooks/1');
    assert.equal(headers['x-version'], '2023-11-15');
    assert.match(headers['api-request-id'] ?? '', /^req_[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
    assert.equal(headers['webhook-id'], formatId('event', eventId));
    const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(headers['x-signature'] ?? '') ?? [];
    assert.equal(v1, createHmac('sha256', endpoint.secret.reveal()).update(`${body}.${t}`).digest('hex'));
    assert.equal(headers['webhook-timestamp'], t);
    const key = Buffer.from(endpoint.secret.reveal().slice('whsec_'.length), 'base64');
    assert.equal(key.length, 32);
    const standard = createHmac('sha256', key).update(`${headers['webhook-id']}.${t}.${body}`).digest('base64');
    assert.equal(headers['webhook-signature'], `v1,${standard}`);

    const event = JSON.parse(body) as Record<string, unknown>;
    assert.deepEqual(Object.keys(event), ['id', 'created', 'data', 'sequence', 'type']);
    await until('it is written', async () => (await stage.pendingCount()) === 0);
  });

  test('of a completed session to an endpoint that holds returns is told, taken or refused; of others nothing is', async () => {
    const answers = new Map<string, number>();
    const holding = await stage.openShop(({ sessionId }) => answers.get(sessionId) ?? 200);
    const other = await stage.openShop();
    const { id } = await stage.addEndpoint(holding.url);
    await stage.addEndpoint(other.url);
    await stage.sql('update webhook_endpoints set holds_return = true where id = $1', [id]);
    const told: string[] = [];
    stage.startDeliverer({ onCompletionTold: (sessionId) => told.push(sessionId) });
    const [taken, refused, begun] = [newSessionId(), newSessionId(), newSessionId()];
    answers.set(refused, 500);
    await stage.tell(begun, 1);
    await stage.tell(taken, 1, 'session.completed');
    await stage.tell(refused, 1, 'session.completed');
    stage.hint();
    await until('both are told', () => told.length >= 2);
    await until('all is heard', () => holding.heard.length >= 3 && other.heard.length === 3);
    assert.deepEqual([...new Set(told)].toSorted(), [taken, refused].toSorted());
  });

  test('leaves at the hint of another process', async () => {
    const shop = await stage.openShop();
    await stage.addEndpoint(shop.url);
    // No tick ever comes, and what comes with the connection is over before the event is told.
    const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
      systemClock.sleep(ms < TICK_MS ? ms : 3_600_000, signal);
    const deliverer = stage.startDeliverer({ clock: { ...systemClock, sleep } });
    let heard = 0;
    const common = { ...stage.deps, databaseUrl: stage.databaseUrl };
    const listener = createHints({
      ...common,
      heard: {
        deliveries: () => {
          heard++;
          deliverer.hint();
        },
        events: () => undefined,
        deletedKey: () => undefined,
        completion: () => undefined,
      },
    });
    const speaker = createHints({ ...common, heard: undefined });
    listener.start();
    try {
      await until('it listens', () => heard === 1);
      await stage.tell(newSessionId(), 1);
      speaker.tellDeliveries();
      await until('the shop heard it', () => shop.heard.length === 1);
    } finally {
      await Promise.all([listener.stop(), speaker.stop()]);
    }
  });

  test('shows the version the endpoint was made under', async () => {
    const shop = await stage.openShop();
    await stage.addEndpoint(shop.url, { apiVersion: '2023-10-31' });
    await stage.tell(newSessionId(), 1);
    stage.startDeliverer();
    await until('the shop heard it', () => shop.heard.length === 1);
    assert.equal(shop.heard[0]?.headers['x-version'], '2023-10-31');
    assert.match(shop.heard[0]?.body ?? '', /"currency":"eur"/);
  });

  test('goes only to endpoints that want the type', async () => {
    const [all, some, none] = await Promise.all([stage.openShop(), stage.openShop(), stage.openShop()]);
    await stage.addEndpoint(all.url);
    await stage.addEndpoint(some.url, { events: ['session.expired', 'session.created'] });
    await stage.addEndpoint(none.url, { events: ['session.completed'] });
    await stage.tell(newSessionId(), 1);
    stage.startDeliverer();
    await until('it is delivered', async () => (await stage.pendingCount()) === 0);
    assert.deepEqual([all.heard.length, some.heard.length, none.heard.length], [1, 1, 0]);
  });

  test('while a secret is rotated both signatures are there; the body is the same at every try', async () => {
    const shop = await stage.openShop(() => 500);
    const endpoint = await stage.addEndpoint(shop.url);
    await stage.tell(newSessionId(), 1);
    stage.startDeliverer();
    await until('the first try', () => shop.heard.length === 1);
    const rotated = await rotateSecret(stage.deps, { merchantId: stage.merchantId, id: endpoint.id });
    shop.control.answer = () => 200;
    await until(
      'the failure is written',
      async () => (await stage.endpointRow(endpoint.id)).consecutive_failures === 1,
    );
    await stage.retryNow();
    await until('the second try', () => shop.heard.length === 2);

    const [first, second] = shop.heard;
    assert.equal(first?.body, second?.body);
    assert.equal(first?.headers['webhook-id'], second?.headers['webhook-id']);
    assert.notEqual(first?.headers['api-request-id'], second?.headers['api-request-id']);
    const [, t, ...signatures] =
      /^t=(\d+),v1=([0-9a-f]+),v1=([0-9a-f]+)$/.exec(second?.headers['x-signature'] ?? '') ?? [];
    const expected = [rotated?.secret, endpoint.secret].map((secret) =>
      createHmac('sha256', secret?.reveal() ?? '')
        .update(`${second?.body}.${t}`)
        .digest('hex'),
    );
    assert.deepEqual(signatures, expected);
    assert.match(second?.headers['webhook-signature'] ?? '', /^v1,\S+ v1,\S+$/);
  });
});
