/** A shop's server lost an hour of webhooks: the developer has them sent again, and looks at what became of them. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createTollgate } from '@tollgate/sdk';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import type { Answer } from '../support/shop.ts';
import { waitFor } from '../support/wait-for.ts';
import { startWebhookSink, type WebhookSink } from '../support/webhook-sink.ts';

let world: World;
let acme: TestMerchant;
let other: TestMerchant;
let sink: WebhookSink;
let endpoint: string;
const AN_HOUR_AGO = new Date(Date.now() - 3_600_000).toISOString();

before(async () => {
  world = await createWorld();
  [acme, other] = await Promise.all([world.addMerchant({ events: ['refund.failed'] }), world.addMerchant()]);
  sink = await startWebhookSink();
  const { body } = await acme.shop.call<{ id: string }>('POST', '/webhook-endpoints', {
    body: { url: sink.url, events: ['session.created', 'session.expired'] },
  });
  endpoint = body.id;
});
after(async () => {
  await sink.close();
  await world.close();
});

type Replay = {
  readonly id: string;
  readonly status: string;
  readonly progress: number;
  readonly queued: number;
  readonly skipped: number;
  readonly code?: string;
  readonly errors?: readonly { readonly pointer: string }[];
};
type Delivery = {
  readonly event: string;
  readonly eventType: string;
  readonly status: string;
  readonly attemptCount: number;
  readonly webhookEndpoint: string;
  readonly attempts: readonly {
    readonly httpStatus?: number;
    readonly response?: string;
    readonly requestHeaders?: Readonly<Record<string, string>>;
  }[];
};
type Page<T> = { readonly data: readonly T[]; readonly hasMore: boolean; readonly nextCursor: string | null };

const order = (body: object, headers: Readonly<Record<string, string>> = {}, id = endpoint): Promise<Answer<Replay>> =>
  acme.shop.call('POST', `/webhook-endpoints/${id}/replay`, { body, headers });
const retrieve = async (id: string): Promise<Replay> =>
  (await acme.shop.call<Replay>('GET', `/webhook-endpoints/${endpoint}/replays/${id}`)).body;
const ended = (id: string): Promise<Replay> =>
  waitFor('the replay has ended', async () => {
    const replay = await retrieve(id);
    return replay.status === 'running' ? undefined : replay;
  });
const find = async (query: Readonly<Record<string, string>>): Promise<Page<Delivery>> =>
  (await acme.shop.call<Page<Delivery>>('GET', `/deliveries?${new URLSearchParams(query).toString()}`)).body;

describe('a replay', () => {
  test('sends a stretch of time again, once for each idempotency key, and says how far it is', async () => {
    const sessions = [await acme.shop.createSession(), await acme.shop.createSession()];
    await waitFor('both are taken', () => Promise.resolve(sink.received.length === 2));
    const before = sink.received.length;
    const body = { from: AN_HOUR_AGO };
    const first = await order(body, { 'Idempotency-Key': 'replay-1' });
    assert.equal(first.status, 202);
    const again = await order(body, { 'Idempotency-Key': 'replay-1' });
    assert.deepEqual([again.status, again.body, again.headers.get('idempotent-replayed')], [202, first.body, 'true']);
    const { status, progress, queued, skipped } = await ended(first.body.id);
    assert.deepEqual([status, progress, queued, skipped], ['completed', 100, sessions.length, 0]);
    await waitFor('both are taken again', () => Promise.resolve(sink.received.length === before + 2));
    assert.deepEqual(
      sink.received.slice(before).map(({ event }) => event.id),
      sink.received.slice(0, before).map(({ event }) => event.id),
    );
    const onlyUndelivered = await order({ ...body, onlyUndelivered: true });
    const nothing = await ended(onlyUndelivered.body.id);
    assert.deepEqual([nothing.queued, nothing.skipped], [0, 2]);
    const { body: list } = await acme.shop.call<Page<Replay>>('GET', `/webhook-endpoints/${endpoint}/replays?limit=1`);
    assert.deepEqual([list.data.map(({ id }) => id), list.hasMore], [[nothing.id], true]);
    const acts = await acme.shop.call<Page<{ action: string; subject: { id: string } }>>('GET', '/audit-log?limit=5');
    assert.ok(acts.body.data.some((act) => act.action === 'webhookReplay.created' && act.subject.id === nothing.id));
  });

  test('runs alone, and can be canceled once', async () => {
    // Nothing is taken a step further to an endpoint that is switched off: so it is still running when it is canceled.
    const { body: replay } = await order({ from: AN_HOUR_AGO });
    await ended(replay.id);
    await world.sql(
      `update webhook_endpoints set enabled = false, disabled_reason = 'merchant' where url = '${sink.url}'`,
    );
    await world.sql(
      `update webhook_replays set state = 'running', ended_at = null
       where id = (select id from webhook_replays order by id desc limit 1)`,
    );
    const refused = await order({ from: AN_HOUR_AGO });
    assert.deepEqual([refused.status, refused.body.code], [409, 'conflict']);
    const cancel = () =>
      acme.shop.call<Replay>('POST', `/webhook-endpoints/${endpoint}/replays/${replay.id}/cancel`, { body: {} });
    const canceled = await cancel();
    assert.deepEqual([canceled.status, canceled.body.status], [200, 'canceled']);
    assert.equal((await cancel()).status, 409);
    // Switched off, nothing can be replayed to it.
    assert.equal((await order({ from: AN_HOUR_AGO })).status, 409);
    await acme.shop.call('PATCH', `/webhook-endpoints/${endpoint}`, { body: { enabled: true } });
  });

  test('names what is wrong, and is nobody else’s', async () => {
    const pointersOf = async (body: object): Promise<string> => {
      const { status, body: problem } = await order(body);
      return `${status} ${(problem.errors ?? []).map(({ pointer }) => pointer).join(' ')}`;
    };
    const at = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
    assert.equal(await pointersOf({}), '400 /from');
    assert.equal(await pointersOf({ from: 'yesterday', types: ['session.craeted'] }), '400 /from /types/0');
    assert.equal(await pointersOf({ from: at(-24 * 91) }), '400 /from');
    assert.equal(await pointersOf({ from: at(1), to: at(-1) }), '400 /from /to');
    assert.equal(await pointersOf({ from: at(-1), to: at(1) }), '400 /to');
    assert.equal(await pointersOf({ from: at(-1), onlyUndeliverd: true }), '400 /onlyUndeliverd');
    const { body: mine } = await order({ from: AN_HOUR_AGO });
    const path = `/webhook-endpoints/${endpoint}/replays/${mine.id}`;
    assert.equal((await other.shop.call('GET', path)).status, 404);
    assert.equal((await other.shop.call('POST', `${path}/cancel`, { body: {} })).status, 404);
    await ended(mine.id);
  });
});

describe('the search for deliveries', () => {
  test('goes over all endpoints by endpoint, event, type, status and time, and page by page', async () => {
    const { id } = await acme.shop.createSession();
    await acme.shop.call('POST', `/sessions/${id}/expire`);
    const expired = await waitFor('it is taken', async () =>
      (await find({ type: 'session.expired', status: 'delivered' })).data.at(0),
    );
    assert.equal(expired.webhookEndpoint, endpoint);
    assert.equal((await find({ event: expired.event })).data.length, 1);
    assert.deepEqual((await find({ event: expired.event, status: 'pending' })).data, []);
    assert.deepEqual((await find({ createdFrom: new Date(Date.now() + 60_000).toISOString() })).data, []);
    const all = (await find({ webhookEndpoint: endpoint, createdFrom: AN_HOUR_AGO })).data;
    const paged: Delivery[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Page<Delivery> = await find({ limit: '1', ...(cursor !== '' && { cursor }) });
      paged.push(...page.data);
      cursor = page.nextCursor;
    }
    assert.deepEqual(
      paged.map(({ event }) => event),
      all.map(({ event }) => event),
    );
    assert.equal((await acme.shop.call('GET', '/deliveries?cursor=ev_1.we_2')).status, 400);
    const seen = await other.shop.call<Page<Delivery>>('GET', `/deliveries?event=${expired.event}`);
    assert.deepEqual(seen.body.data, []);
  });

  test('shows what each try sent and what came back, and the SDK reads it', async () => {
    const tollgate = createTollgate({ apiKey: acme.apiKey, baseUrl: world.gatewayUrl });
    const [delivery] = await tollgate.deliveries.list({ webhookEndpoint: endpoint, limit: 1 }).toArray({ limit: 1 });
    const [attempt] = delivery?.attempts ?? [];
    const sent = sink.received.at(-1)?.headers ?? {};
    const shown = Object.fromEntries(
      Object.entries(attempt?.requestHeaders ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
    );
    for (const name of ['x-signature', 'webhook-signature', 'webhook-id', 'api-request-id', 'user-agent'])
      assert.equal(shown[name], sent[name], name);
    assert.doesNotMatch(JSON.stringify(attempt), /whsec_/);
    assert.equal(attempt?.httpStatus, 200);
    const replay = await tollgate.webhookEndpoints.replay(endpoint, { from: AN_HOUR_AGO, types: ['refund.failed'] });
    await ended(replay.id);
    assert.equal((await tollgate.webhookEndpoints.retrieveReplay(endpoint, replay.id)).queued, 0);
    const [newest] = await tollgate.webhookEndpoints.replays(endpoint).toArray({ limit: 1 });
    assert.equal(newest?.id, replay.id);
    await assert.rejects(tollgate.webhookEndpoints.cancelReplay(endpoint, replay.id), { status: 409 });
  });
});
