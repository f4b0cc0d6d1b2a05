import { createPaymentUrls } from '../contract/payment-url.ts';
import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock, type Clock } from '../base/clock.ts';
import { newUuid, parseId, type Uuid } from '../base/id.ts';
import { createKeys } from '../base/keys.ts';
import { systemRandom } from '../base/random.ts';
import { Secret } from '../base/secret.ts';
import type { SessionRow } from '../contract/rows.ts';
import { currentVersion, type ApiVersion } from '../contract/versions.ts';
import { createDatabaseTime } from '../db/database-time.ts';
import type { Db } from '../db/db.ts';
import { createPool } from '../db/pool.ts';
import { createTestDatabase } from '../../test/support/postgres.ts';
import { createDeliverer, type Deliverer, type DelivererDeps } from './deliver.ts';
import { queueDeliveries, queueForFeed } from '../events/outbox.ts';
import { createEndpoint } from './endpoints.ts';

/** A database with a merchant, shops that listen, and as many deliverers as a story needs. */
export const openStage = async () => {
  const database = await createTestDatabase();
  const lines: string[] = [];
  const db = createPool({ databaseUrl: database.url, maxConnections: 10, onConnectionError: () => undefined });
  const log = (_fields: object, message: string) => {
    lines.push(message);
  };
  const keys = createKeys(new Secret(Buffer.alloc(32, 7)));
  const deps = {
    db,
    clock: systemClock,
    time: createDatabaseTime({ query: db.query, clock: systemClock, log: { info: log, warn: log } }),
    random: systemRandom,
    keys,
    log: { info: log, warn: log, error: log },
    urls: createPaymentUrls({ keys, publicUrl: 'http://localhost:1' }),
    rules: { mode: 'sandbox' },
  } as const satisfies DelivererDeps;
  // What a look finds is claimed, and begun to be sent, before the next; a tick is a look at everything.
  let looks = 0;
  let ticks = 0;
  let claims = 0;
  const watched: Db = {
    ...db,
    query: (statement, values) => {
      if (statement.name === 'find-endpoints-due-lately') looks++;
      if (statement.name === 'take-probes') ticks++;
      if (statement.name !== 'claim-deliveries') return db.query(statement, values);
      claims++;
      return db.query<never>(statement, values).finally(() => claims--);
    },
  };
  const merchantId = newUuid<'merchant'>(deps);
  await sql(db, 'insert into merchants (merchant_id, name) values ($1, $2)', [merchantId, 'Stage']);
  const shops: Shop[] = [];
  const deliverers: Deliverer[] = [];
  return {
    deps,
    db,
    databaseUrl: database.url,
    merchantId,
    lines,
    openShop: async (answer?: Answer): Promise<Shop> => {
      const shop = await openShop(answer);
      shops.push(shop);
      return shop;
    },
    addEndpoint: async (url: string, more: { events?: string[]; apiVersion?: ApiVersion } = {}) => {
      const { row, secret } = await createEndpoint(deps, {
        merchantId,
        url,
        events: more.events ?? ['*'],
        description: undefined,
        apiVersion: more.apiVersion ?? currentVersion,
      });
      return { id: row.id as Uuid<'webhookEndpoint'>, secret };
    },
    tell: (sessionId: string, sequence: number, type = 'session.created') =>
      tell(db, { merchantId, sessionId, sequence, type }),
    startDeliverer: (more: Partial<DelivererDeps> = {}): Deliverer => {
      const deliverer = createDeliverer({ ...deps, db: watched, ...more });
      deliverer.start();
      deliverers.push(deliverer);
      return deliverer;
    },
    /** Something was told just now. */
    hint: (): void => {
      for (const deliverer of deliverers) deliverer.hint();
    },
    /** The deliverer looked at everything, and looked again: whatever it would send it has begun to send. */
    untilLooked: async (): Promise<void> => {
      const ticksBefore = ticks;
      await until('a tick', () => ticks > ticksBefore);
      const looksBefore = looks;
      await until('two looks more', () => {
        for (const deliverer of deliverers) deliverer.hint();
        return looks >= looksBefore + 2;
      });
      // Endpoints that fail or are not known are claimed aside, no later than the next tick.
      const ticksThen = ticks;
      await until('another tick, and no claim under way', () => ticks > ticksThen && claims === 0);
    },
    stopDeliverers: async (): Promise<void> => {
      await Promise.all(deliverers.splice(0).map((deliverer) => deliverer.stop()));
    },
    /** The database's time, as a process whose own clock is `clock` knows it. */
    createTime: (clock: Clock) => createDatabaseTime({ query: db.query, clock, log: { info: log, warn: log } }),
    sql: <Row>(text: string, values: readonly unknown[] = []) => sql<Row>(db, text, values),
    pendingCount: async (): Promise<number> => {
      const [row] = await sql<{ count: number }>(
        db,
        `select count(*)::int as count from deliveries where state = 'pending'`,
      );
      return row?.count ?? -1;
    },
    endpointRow: async (id: string): Promise<EndpointMarks> => {
      const [row] = await sql<EndpointMarks>(db, 'select * from webhook_endpoints where id = $1', [id]);
      if (row === undefined) throw new Error('no such endpoint');
      return row;
    },
    /** Lets time pass for an endpoint: its next probe is now. */
    probeNow: (id: string) =>
      sql(db, 'update webhook_endpoints set probe_at = now() where id = $1 and probe_at is not null', [id]),
    /** Stops time for an endpoint: it is not probed by itself, however slow the test is. */
    holdProbe: (id: string) =>
      sql(db, `update webhook_endpoints set probe_at = now() + interval '1 hour' where id = $1`, [id]),
    /** Stops time for deliveries that wait for a later try. */
    holdRetries: () =>
      sql(
        db,
        `update deliveries set next_attempt_at = now() + interval '1 hour' where state = 'pending'
          and next_attempt_at > now()`,
      ),
    attemptCount: async (): Promise<number> => {
      const [row] = await sql<{ count: number }>(db, 'select count(*)::int as count from delivery_attempts');
      return row?.count ?? -1;
    },
    /** Lets time pass: whatever waits for a later try is due. */
    retryNow: () =>
      sql(db, `update deliveries set next_attempt_at = now() where state = 'pending' and next_attempt_at > now()`),
    /** For the next story: nobody delivers or listens, and no endpoint, event or delivery is left. */
    clear: async (): Promise<void> => {
      await Promise.all(deliverers.splice(0).map((deliverer) => deliverer.stop()));
      await Promise.all(shops.splice(0).map((shop) => shop.close()));
      await sql(db, 'truncate webhook_endpoints, events, deliveries, delivery_attempts, webhook_faults cascade');
      lines.length = 0;
    },
    close: async () => {
      await Promise.all(deliverers.map((deliverer) => deliverer.stop()));
      await Promise.all(shops.map((shop) => shop.close()));
      await db.close();
      await database.drop();
    },
  };
};

type EndpointMarks = {
  readonly consecutive_failures: number;
  readonly failing_since: Date | null;
  readonly probe_at: Date | null;
  readonly failing_told_at: Date | null;
  readonly enabled: boolean;
  readonly disabled_reason: string | null;
};

export type Stage = Awaited<ReturnType<typeof openStage>>;

let statements = 0;
export const sql = <Row>(db: Db, text: string, values: readonly unknown[] = []): Promise<Row[]> =>
  db.query<Row>({ name: `stage-${statements++}`, text }, values);

/** What the flow does in its transaction: an event and its deliveries in one statement. */
const tell = async (
  db: Db,
  event: { merchantId: string; sessionId: string; sequence: number; type: string },
): Promise<string> => {
  const id = newUuid<'event'>({ clock: systemClock, random: systemRandom });
  await db.query(
    {
      name: 'stage-tell',
      text: `
        with told as (
          insert into events (merchant_id, id, type, subject_id, sequence, object, object_id, snapshot)
          values ($1::uuid, $2, $3, $4, $5, 'session', $4, $6)
          returning merchant_id, id, type, subject_id, sequence
        ),
        queued as (${queueDeliveries('told')}),
        fed as (${queueForFeed('told')})
        select id from told`,
    },
    [event.merchantId, id, event.type, event.sessionId, event.sequence, sessionRow(event.merchantId, event.sessionId)],
  );
  return id;
};

export const sessionRow = (merchantId: string, sessionId: string): SessionRow => ({
  merchant_id: merchantId,
  id: sessionId,
  state: 'open',
  version: 1,
  sequence: 1,
  amount: 1099,
  currency: 'EUR',
  currency_as_sent: 'eur',
  success_url: 'https://shop.example/ok',
  failure_url: 'https://shop.example/no',
  merchant_reference_id: '4000',
  locale: null,
  description: null,
  metadata: { order: '7' },
  customer_details: {},
  merchant_customer_id: null,
  setup_future_usage: null,
  capture_method: 'automatic',
  payment_status: 'unpaid',
  payment_id: null,
  attempts_begun: 0,
  declines: 0,
  last_decline_reason: null,
  expiration_reason: null,
  api_key_id: sessionId,
  has_secret_address: true,
  created_at: '2026-03-28T08:26:37.123456+00:00',
  expires_at: '2026-03-28T08:46:37.123456+00:00',
});

export const newSessionId = (): string => newUuid<'session'>({ clock: systemClock, random: systemRandom });

/** One request as the shop saw it. */
export type Heard = {
  readonly at: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly eventId: string;
  readonly sessionId: string;
  readonly sequence: number;
  readonly status: number;
};
export type Answer = (
  heard: Omit<Heard, 'status'>,
  response: ServerResponse,
) => number | undefined | Promise<number | undefined>;

/**
 * A shop's server: remembers what it hears; `answer` gives the status, or undefined when it answered by itself or never
 * will.
 */
export const openShop = async (answer: Answer = () => 200) => {
  const heard: Heard[] = [];
  const control = { answer };
  const server = createServer((request, response) => {
    void hear(request, response);
  });
  const hear = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const event = JSON.parse(body) as { id: string; sequence: number; data: { object: { id: string } } };
    const seen = {
      at: Date.now(),
      headers: request.headers as Record<string, string>,
      body,
      eventId: parseId('event', event.id) ?? 'wrong',
      sessionId: parseId('session', event.data.object.id) ?? event.data.object.id,
      sequence: event.sequence,
    };
    const status = await control.answer(seen, response);
    heard.push({ ...seen, status: status ?? 0 });
    if (status === undefined || response.writableEnded) return;
    response.writeHead(status).end(`status ${status}`);
  };
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    heard,
    /** Accepted, in the order of arrival. */
    taken: () => heard.filter(({ status }) => status === 200),
    control,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
};
export type Shop = Awaited<ReturnType<typeof openShop>>;

export const until = async (
  what: string,
  isTrue: () => boolean | Promise<boolean>,
  timeoutMs = 60_000,
): Promise<void> => {
  const endsAt = Date.now() + timeoutMs;
  while (!(await isTrue())) {
    if (Date.now() > endsAt) assert.fail(`not within ${timeoutMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

/** The sequences that a shop took, by session: in order when each list counts up from 1. */
export const takenBySession = (shop: Shop): Map<string, number[]> => {
  const sessions = new Map<string, number[]>();
  for (const { sessionId, sequence } of shop.taken()) {
    const sequences = sessions.get(sessionId) ?? [];
    sequences.push(sequence);
    sessions.set(sessionId, sequences);
  }
  return sessions;
};
