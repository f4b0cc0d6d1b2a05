/** A merchant follows its events without an endpoint: `GET /events?after=`. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createTollgate, TollgateError } from '@tollgate/sdk';
import { parseId } from '../../src/base/id.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { createShop, type Answer } from '../support/shop.ts';
import { waitFor } from '../support/wait-for.ts';

let world: World;
before(async () => {
  world = await createWorld();
});
after(() => world.close());

type Event = {
  readonly id: string;
  readonly cursor: string;
  readonly type: string;
  readonly data: { readonly object: { readonly id: string } };
};
type Page = {
  readonly data: readonly Event[];
  readonly hasMore: boolean;
  readonly nextCursor: string;
  readonly code?: string;
  readonly errors?: readonly { readonly pointer: string; readonly message: string }[];
};

const read = ({ shop }: TestMerchant, query: Readonly<Record<string, string>>): Promise<Answer<Page>> =>
  shop.call('GET', `/events?${new URLSearchParams(query).toString()}`);
const idsOf = ({ body }: Answer<Page>): readonly string[] => body.data.map(({ data }) => data.object.id);

/** A merchant with a cursor behind which there is nothing yet. */
const follower = async (): Promise<{ readonly merchant: TestMerchant; readonly latest: string }> => {
  const merchant = await world.addMerchant();
  const { body } = await read(merchant, { after: 'latest' });
  assert.deepEqual([body.data, body.hasMore], [[], false]);
  return { merchant, latest: body.nextCursor };
};

/** So many requests of the merchant wait in the gateways of this process. */
const waitingConnections = async (): Promise<number> => {
  const [row] = await world.sql<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity where datname = current_database() and state <> 'idle'
       and pid <> pg_backend_pid()`,
  );
  return row?.count ?? -1;
};

describe('the feed', () => {
  test('has everything from the oldest on, page by page, and goes on where one was', async () => {
    const merchant = await world.addMerchant();
    const made = [];
    for (let count = 0; count < 5; count++) made.push((await merchant.shop.createSession()).id);
    const first = await read(merchant, { after: '', limit: '2' });
    assert.deepEqual([idsOf(first), first.body.hasMore], [made.slice(0, 2), true]);
    const second = await read(merchant, { after: first.body.nextCursor, limit: '2' });
    assert.deepEqual(idsOf(second), made.slice(2, 4));
    made.push((await merchant.shop.createSession()).id);
    const third = await read(merchant, { after: second.body.nextCursor, limit: '2' });
    assert.deepEqual([idsOf(third), third.body.hasMore], [made.slice(4), false]);
    // Behind each event one can go on, too.
    assert.deepEqual(idsOf(await read(merchant, { after: first.body.data[0]?.cursor ?? '' })), made.slice(1));
    // Asked again, a cursor gives the same; start gives all.
    assert.deepEqual(idsOf(await read(merchant, { after: first.body.nextCursor, limit: '2' })), made.slice(2, 4));
    assert.deepEqual(idsOf(await read(merchant, { after: 'start' })), made);
    assert.equal((await read(merchant, { after: third.body.nextCursor })).body.nextCursor, third.body.nextCursor);
  });

  test('of some types has these alone, and its cursor is past the others', async () => {
    const { merchant, latest } = await follower();
    const session = await merchant.shop.createSession();
    const nothing = await read(merchant, { after: latest, types: 'session.expired, refund.failed' });
    assert.deepEqual(nothing.body.data, []);
    assert.notEqual(nothing.body.nextCursor, latest);
    await merchant.shop.call('POST', `/sessions/${session.id}/expire`);
    const expired = await read(merchant, { after: nothing.body.nextCursor, types: 'session.expired' });
    assert.deepEqual(
      expired.body.data.map(({ type }) => type),
      ['session.expired'],
    );
    assert.equal((await read(merchant, { after: latest, types: '*' })).body.data.length, 2);
  });

  test('tells every wrong parameter by its name', async () => {
    const { merchant, latest } = await follower();
    const other = await follower();
    const pointersOf = async (query: Readonly<Record<string, string>>): Promise<string> => {
      const { status, body } = await read(merchant, query);
      return `${status} ${(body.errors ?? []).map(({ pointer }) => pointer).join(' ')}`;
    };
    assert.equal(await pointersOf({ after: 'garbage' }), '400 query:after');
    assert.equal(await pointersOf({ after: `${latest}A` }), '400 query:after');
    assert.equal(await pointersOf({ after: other.latest }), '400 query:after');
    assert.equal(await pointersOf({ after: 'x', types: 'session.craeted,,*' }), '400 query:after query:types');
    assert.equal(await pointersOf({ after: latest, waitMs: '30001' }), '400 query:waitMs');
    assert.equal(
      await pointersOf({ after: 'x', types: 'foo', waitMs: '30001', session: 'ps_1' }),
      '400 query:after query:types query:waitMs query:session',
    );
    assert.equal(await pointersOf({ after: latest, type: 'session.created' }), '400 query:type');
    assert.equal(await pointersOf({ waitMs: '5', types: '*' }), '400 query:types query:waitMs');
  });

  test('says so when what came after a cursor is forgotten', async () => {
    const { merchant, latest } = await follower();
    await merchant.shop.createSession();
    const { body } = await read(merchant, { after: latest });
    await merchant.shop.createSession();
    assert.equal((await read(merchant, { after: body.nextCursor })).body.data.length, 1);
    const merchantId = parseId('merchant', merchant.merchantId);
    await world.sql(`delete from events where merchant_id = '${merchantId}'`);
    // At once, and when the clock has cleared away what led there.
    const expired = await read(merchant, { after: body.nextCursor });
    assert.deepEqual([expired.status, expired.body.code], [410, 'cursor_expired']);
    const start = await read(merchant, { after: 'start' });
    assert.deepEqual([start.status, start.body.data], [200, []]);
    assert.equal((await read(merchant, { after: start.body.nextCursor })).status, 200);
  });
});

describe('a reader who waits', () => {
  test('is answered when an event is committed by another gateway, and holds no connection until then', async () => {
    const { merchant, latest } = await follower();
    const elsewhere = createShop({ gatewayUrl: await world.addGateway(), apiKey: merchant.apiKey });
    const waiting = read(merchant, { after: latest, waitMs: '30000' });
    await waitFor('nobody works', async () => (await waitingConnections()) === 0);
    const { id } = await elsewhere.createSession();
    assert.deepEqual(idsOf(await waiting), [id]);
  });

  test('is answered with nothing when the time is over, and not by events of other types', async () => {
    const { merchant, latest } = await follower();
    await merchant.shop.createSession();
    const { body } = await read(merchant, { after: latest, types: 'session.expired', waitMs: '200' });
    assert.deepEqual([body.data, body.hasMore], [[], false]);
    assert.notEqual(body.nextCursor, latest);
  });

  test('is one of fifty at most, and gives the place back when it goes', async () => {
    const { merchant, latest } = await follower();
    const going = new AbortController();
    const url = `${world.gatewayUrl}/api2/events?after=${latest}&waitMs=30000`;
    const ask = (signal?: AbortSignal) =>
      fetch(url, { headers: { 'X-Api-Key': merchant.apiKey }, ...(signal && { signal }) });
    const all = Array.from({ length: 50 }, () => ask(going.signal).catch(() => undefined));
    const refused = await waitFor('one is too many', async () => {
      const answer = await Promise.race([
        ask(going.signal),
        new Promise<undefined>((done) => setTimeout(() => done(undefined), 300)),
      ]);
      return answer?.status === 429 ? answer : undefined;
    });
    assert.equal(((await refused.json()) as Page).code, 'rate_limited');
    going.abort();
    await Promise.all(all);
    await waitFor('there is room again', async () => {
      const { status } = await read(merchant, { after: latest, waitMs: '1' });
      return status === 200;
    });
  });

  test('is answered when the gateway stops', async () => {
    const { merchant, latest } = await follower();
    const waiting = read(merchant, { after: latest, waitMs: '30000' });
    await waitFor('nobody works', async () => (await waitingConnections()) === 0);
    const beganAtMs = performance.now();
    await world.restart();
    const { status, body } = await waiting;
    assert.deepEqual([status, body.data, body.nextCursor], [200, [], latest]);
    assert.ok(performance.now() - beganAtMs < 25_000, 'the stop waited for the reader');
  });
});

describe('the SDK', () => {
  test('follows over a restart of the gateway, and from the cursor of any event', async () => {
    const { merchant, latest } = await follower();
    const tollgate = createTollgate({ apiKey: merchant.apiKey, baseUrl: world.gatewayUrl });
    const made = [await merchant.shop.createSession(), await merchant.shop.createSession()].map(({ id }) => id);
    const stopping = new AbortController();
    const seen: { readonly id: string; readonly cursor: string }[] = [];
    const breaks: unknown[] = [];
    const following = (async () => {
      const onBreak = (error: TollgateError) => breaks.push(error);
      for await (const event of tollgate.events.follow({ after: latest, signal: stopping.signal, onBreak })) {
        assert.equal(event.type, 'session.created');
        seen.push({ id: event.data.object.id, cursor: event.cursor });
      }
    })();
    await waitFor('both are seen', () => Promise.resolve(seen.length === 2));
    await world.restart();
    made.push((await merchant.shop.createSession()).id);
    await waitFor('the third is seen', () => Promise.resolve(seen.length === 3));
    // Ends while it waits for the next one, and without an error.
    stopping.abort();
    await following;
    assert.deepEqual(
      seen.map(({ id }) => id),
      made,
    );
    for await (const event of tollgate.events.follow({ after: seen[1]?.cursor ?? '', types: ['session.created'] })) {
      assert.equal(event.data.object.id, made[2]);
      break;
    }
    const wrong = tollgate.events.follow({ after: 'nowhere' })[Symbol.asyncIterator]();
    await assert.rejects(wrong.next(), (error) => error instanceof TollgateError && error.status === 400);
  });
});
