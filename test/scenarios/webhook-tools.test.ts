/** What a developer does about webhooks: tests an endpoint, sends an event again, looks at what became of it. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { verifyWebhook } from '@tollgate/sdk';
import { contractOf } from '../support/contract.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import type { Answer } from '../support/shop.ts';
import { waitFor } from '../support/wait-for.ts';
import { startWebhookSink, type WebhookSink } from '../support/webhook-sink.ts';

let world: World;
let acme: TestMerchant;
let other: TestMerchant;
const listeners: Listener[] = [];

before(async () => {
  world = await createWorld();
  // Acme's first endpoint wants what hardly ever happens, so that each test says what its own endpoints hear.
  [acme, other] = await Promise.all([
    world.addMerchant({ events: ['refund.failed'] }),
    world.addMerchant({ name: 'Other' }),
  ]);
});
after(async () => {
  const contract = await contractOf(world.gatewayUrl);
  for (const { event } of listeners.flatMap(({ sink }) => sink.received)) contract.checkEvent(event);
  await Promise.all(listeners.map(({ sink }) => sink.close()));
  await world.close();
});

type Listener = { readonly id: string; readonly secret: string; readonly sink: WebhookSink };
type Delivery = {
  readonly event: string;
  readonly eventType: string;
  readonly status: string;
  readonly attemptCount: number;
};
type EventBody = {
  readonly id: string;
  readonly type: string;
  readonly sequence: number;
  readonly data: { readonly object: Readonly<Record<string, unknown>> };
};
type Resent = { readonly id: string; readonly queued: number };

const listen = async (...events: readonly string[]): Promise<Listener> => {
  const sink = await startWebhookSink();
  const { body } = await acme.shop.call<{ id: string; secret: string }>('POST', '/webhook-endpoints', {
    body: { url: sink.url, events },
  });
  const listener = { id: body.id, secret: body.secret, sink };
  listeners.push(listener);
  return listener;
};

/** From here on it gets nothing that a later test causes. */
const remove = ({ id }: Listener) => acme.shop.call('DELETE', `/webhook-endpoints/${id}`);

const deliveriesTo = async ({ id }: Pick<Listener, 'id'>): Promise<readonly Delivery[]> =>
  (await acme.shop.call<{ data: Delivery[] }>('GET', `/webhook-endpoints/${id}/deliveries?limit=100`)).body.data;

/** What became of an event at an endpoint, once it is taken. */
const takenBy = (listener: Listener, event: string, attemptCount = 1): Promise<Delivery> =>
  waitFor(`${event} is taken`, async () =>
    (await deliveriesTo(listener)).find(
      (one) => one.event === event && one.status === 'delivered' && one.attemptCount === attemptCount,
    ),
  );

const eventOf = async (sessionId: string): Promise<string> =>
  (await acme.shop.call<{ data: { id: string }[] }>('GET', `/events?session=${sessionId}`)).body.data.at(-1)?.id ?? '';

const resend = (
  event: string,
  body: object = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer<Resent & { code?: string; detail?: string }>> =>
  acme.shop.call('POST', `/events/${event}/resend`, { body, headers });

const askForTest = (
  id: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer<EventBody & { code?: string }>> =>
  acme.shop.call('POST', `/webhook-endpoints/${id}/test`, { headers });

const timesHeard = ({ sink }: Listener, event: string): number =>
  sink.received.filter((one) => one.event.id === event).length;

describe('sending an event again', () => {
  test('goes to everybody who subscribes by now, under the same id and with the same words', async () => {
    const [first, deaf] = await Promise.all([listen('session.created'), listen('session.expired')]);
    const event = await eventOf((await acme.shop.createSession()).id);
    await takenBy(first, event);
    const late = await listen('*');
    assert.deepEqual((await resend(event)).body, { id: event, queued: 2 });
    await Promise.all([takenBy(first, event, 2), takenBy(late, event)]);
    assert.equal(timesHeard(first, event), 2);
    const words = [first, late]
      .flatMap(({ sink }) => sink.received)
      .filter((one) => one.event.id === event)
      .map(({ rawBody }) => rawBody);
    assert.equal(new Set(words).size, 1);
    assert.deepEqual(await deliveriesTo(deaf), []);
    await Promise.all([first, deaf, late].map(remove));
  });

  test('to one endpoint goes there alone, whatever it subscribes to', async () => {
    const [named, all] = await Promise.all([listen('refund.failed'), listen('*')]);
    const event = await eventOf((await acme.shop.createSession()).id);
    await takenBy(all, event);
    assert.deepEqual((await resend(event, { webhookEndpoint: named.id })).body, { id: event, queued: 1 });
    await takenBy(named, event);
    assert.deepEqual(
      (await deliveriesTo(all)).map(({ attemptCount }) => attemptCount),
      [1],
    );
    await Promise.all([named, all].map(remove));
  });

  test('nobody subscribes: nothing is queued, which is no error', async () => {
    const event = await eventOf((await acme.shop.createSession()).id);
    assert.deepEqual((await resend(event)).body, { id: event, queued: 0 });
  });

  test('stands in the audit log, where listeners find it: whoever named an endpoint means no other', async () => {
    const listener = await listen('*');
    const event = await eventOf((await acme.shop.createSession()).id);
    await takenBy(listener, event, 1);
    await resend(event);
    await takenBy(listener, event, 2);
    await resend(event, { webhookEndpoint: listener.id });
    assert.equal((await resend('ev_nothing')).status, 404);
    type Entry = { action: string; subject: { id: string }; after: unknown; actor: { type: string } };
    const path = `/audit-log?action=event.resent&subject=${event}`;
    const entries = (await acme.shop.call<{ data: readonly Entry[] }>('GET', path)).body.data;
    assert.deepEqual(
      entries.map(({ subject, after, actor }) => [subject.id, after, actor.type]),
      [
        [event, { webhookEndpoint: listener.id }, 'apiKey'],
        [event, null, 'apiKey'],
      ],
    );
    await remove(listener);
  });

  test('under one idempotency key it is sent once', async () => {
    const listener = await listen('session.created');
    const event = await eventOf((await acme.shop.createSession()).id);
    await takenBy(listener, event);
    const key = { 'Idempotency-Key': 'again' };
    const answers = [await resend(event, {}, key), await resend(event, {}, key)];
    assert.deepEqual(
      answers.map(({ headers }) => headers.get('idempotent-replayed')),
      [null, 'true'],
    );
    assert.equal(answers[0]?.text, answers[1]?.text);
    await takenBy(listener, event, 2);
    assert.equal(timesHeard(listener, event), 2);
    assert.equal((await resend(event, { webhookEndpoint: listener.id }, key)).status, 422);
    await remove(listener);
  });

  test('what is not there is 404, what is switched off 409, what is no field 400; and nothing is sent', async () => {
    const [listener, gone] = await Promise.all([listen('session.created'), listen('session.created')]);
    const event = await eventOf((await acme.shop.createSession()).id);
    await Promise.all([takenBy(listener, event), takenBy(gone, event)]);
    await remove(gone);
    await acme.shop.call('PATCH', `/webhook-endpoints/${listener.id}`, { body: { enabled: false } });
    const [foreign] = (await other.shop.call<{ data: { id: string }[] }>('GET', '/webhook-endpoints')).body.data;
    assert.ok(foreign);
    const unknown: Answer<Resent & { detail?: string }>[] = [];
    for (const webhookEndpoint of [gone.id, foreign.id, event, 'we_'])
      unknown.push(await resend(event, { webhookEndpoint }));
    assert.deepEqual(
      unknown.map(({ status, body }) => [status, body.detail]),
      unknown.map(() => [404, 'There is no webhook endpoint with this id.']),
    );
    assert.equal((await resend(listener.id)).status, 404);
    const disabled = await resend(event, { webhookEndpoint: listener.id });
    assert.deepEqual([disabled.status, disabled.body.code], [409, 'conflict']);
    assert.deepEqual((await resend(event)).body, { id: event, queued: 0 });
    const wrong = await resend(event, { endpoint: listener.id });
    assert.deepEqual([wrong.status, wrong.body.code], [400, 'invalid_fields']);
    assert.deepEqual(
      (await deliveriesTo(listener)).map(({ attemptCount }) => attemptCount),
      [1],
    );
    await remove(listener);
  });
});

describe('the largest event', () => {
  /** A request of exactly so many bytes: every field is full, and the metadata is letters of three bytes. */
  const sessionOf = (bytes: number): string => {
    const text = (letters: number): string => '語'.repeat(letters);
    const fields = {
      amount: 1_000_000_000_000,
      currency: 'EUR',
      successUrl: 'https://shop.example/',
      failureUrl: `https://shop.example/${'f'.repeat(2_000)}`,
      merchantReferenceId: text(64),
      description: text(200),
      locale: 'EN',
      expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
      merchantCustomerId: 'c'.repeat(50),
      setupFutureUsage: {
        category: 'recurrent',
        recurringModel: { recurrent: { expiry: '2034-12-31', frequency: 4_000 } },
      },
      customerDetails: {
        fullName: text(100),
        email: 'ada@shop.example',
        billingAddress: { line1: text(100), city: text(50), country: 'DE' },
      },
      metadata: Object.fromEntries(Array.from({ length: 46 }, (_, n) => [`${text(37)}${n + 100}`, text(400)])),
    };
    const rest = bytes - Buffer.byteLength(JSON.stringify(fields));
    assert.ok(rest >= 0 && rest < 2_000, `${rest} bytes are to be filled`);
    return JSON.stringify({ ...fields, successUrl: `${fields.successUrl}${'s'.repeat(rest)}` });
  };

  test('holds what the largest request brought, arrives whole, and has at most 68 KB', async () => {
    const listener = await listen('*');
    const { body, text, status } = await acme.shop.call<{ id: string; metadata: object }>('POST', '/sessions', {
      rawBody: sessionOf(64 * 1024),
    });
    assert.equal(status, 200, text.slice(0, 300));
    await acme.shop.call('POST', `/sessions/${body.id}/expire`);
    const heard = await listener.sink.waitFor(
      ({ event }) => event.type === 'session.expired' && event.data.object['id'] === body.id,
    );
    assert.deepEqual(heard.event.data.object['metadata'], body.metadata);
    verifyWebhook(heard.rawBody, heard.headers, listener.secret);
    const bytes = Buffer.byteLength(heard.rawBody);
    assert.ok(bytes > 64 * 1024 && bytes <= 68 * 1024, `${bytes} bytes`);
    await remove(listener);
  });

  test('one byte more is refused at the door', async () => {
    const { status, body } = await acme.shop.call<{ code: string }>('POST', '/sessions', {
      rawBody: sessionOf(64 * 1024 + 1),
    });
    assert.deepEqual([status, body.code], [413, 'body_too_large']);
  });
});

describe('testing an endpoint', () => {
  test('it hears the event that was answered, signed, although it does not subscribe; nobody else hears it', async () => {
    const [listener, all] = await Promise.all([listen('session.completed'), listen('*')]);
    const { status, body, text } = await askForTest(listener.id);
    assert.equal(status, 200, text);
    assert.deepEqual([body.type, body.sequence, body.data.object['id']], ['webhookEndpoint.test', 1, listener.id]);
    assert.doesNotMatch(text, /secret/i);
    assert.deepEqual(await world.sql(`select type from events where snapshot::text like '%secret_sealed%'`), []);
    await takenBy(listener, body.id);
    const heard = await listener.sink.waitFor(({ event }) => event.id === body.id);
    assert.equal(heard.rawBody, text);
    const event = verifyWebhook(heard.rawBody, heard.headers, listener.secret);
    assert.ok(event.type === 'webhookEndpoint.test' && event.data.object.url === listener.sink.url);
    assert.equal((await acme.shop.call('GET', `/events/${body.id}`)).text, text);
    assert.deepEqual(await deliveriesTo(all), []);
    assert.equal((await askForTest(listener.id)).body.sequence, 2);
    await Promise.all([listener, all].map(remove));
  });

  test('sent again, it still is for the endpoint that was tested', async () => {
    const [listener, all] = await Promise.all([listen('session.completed'), listen('*')]);
    const { body } = await askForTest(listener.id);
    await takenBy(listener, body.id);
    assert.deepEqual((await resend(body.id)).body, { id: body.id, queued: 1 });
    await takenBy(listener, body.id, 2);
    assert.deepEqual(await deliveriesTo(all), []);
    await Promise.all([listener, all].map(remove));
  });

  test('under one idempotency key there is one event', async () => {
    const listener = await listen('session.completed');
    const key = { 'Idempotency-Key': 'test-once' };
    const answers = await Promise.all([askForTest(listener.id, key), askForTest(listener.id, key)]);
    assert.equal(answers[0].text, answers[1].text);
    await takenBy(listener, answers[0].body.id);
    assert.equal((await deliveriesTo(listener)).length, 1);
    await remove(listener);
  });

  test('one that is switched off is 409, one that is gone or foreign 404', async () => {
    const listener = await listen('*');
    await acme.shop.call('PATCH', `/webhook-endpoints/${listener.id}`, { body: { enabled: false } });
    assert.deepEqual(
      [(await askForTest(listener.id)).status, (await askForTest(listener.id)).body.code],
      [409, 'conflict'],
    );
    await remove(listener);
    assert.equal((await askForTest(listener.id)).status, 404);
    const [foreign] = (await other.shop.call<{ data: { id: string }[] }>('GET', '/webhook-endpoints')).body.data;
    assert.equal((await askForTest(foreign?.id ?? '')).status, 404);
    const { body } = await other.shop.call<{ data: Delivery[] }>(
      'GET',
      `/webhook-endpoints/${foreign?.id ?? ''}/deliveries`,
    );
    assert.deepEqual(body.data, []);
  });

  test('one that counts as down is tried at once, and hears everything that waited, in order', async () => {
    const listener = await listen('session.created');
    await world.sql(`update webhook_endpoints set consecutive_failures = 10, failing_since = now() - interval '1 hour',
      probe_at = now() + interval '1 hour' where url = '${listener.sink.url}'`);
    const event = await eventOf((await acme.shop.createSession()).id);
    const { body } = await askForTest(listener.id);
    assert.equal(body.data.object['health'], 'failing');
    await Promise.all([takenBy(listener, event), takenBy(listener, body.id)]);
    assert.deepEqual(
      listener.sink.received.map((one) => one.event.id),
      [event, body.id],
    );
    const { body: endpoint } = await acme.shop.call<{ health: string }>('GET', `/webhook-endpoints/${listener.id}`);
    assert.equal(endpoint.health, 'healthy');
    await remove(listener);
  });
});
