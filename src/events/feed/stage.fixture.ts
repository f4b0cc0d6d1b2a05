import pg from 'pg';
import { systemClock } from '../../base/clock.ts';
import { newUuid, type Uuid } from '../../base/id.ts';
import { systemRandom } from '../../base/random.ts';
import type { Db } from '../../db/db.ts';
import { createPool } from '../../db/pool.ts';
import { createTestDatabase } from '../../../test/support/postgres.ts';
import { queueForFeed } from '../outbox.ts';
import { readFeed, type FeedPage, type From } from './read.ts';

/** A database in which merchants' events are written by transactions that a test opens and ends as it likes. */
export const openStage = async () => {
  const database = await createTestDatabase();
  const db = createPool({ databaseUrl: database.url, maxConnections: 6, onConnectionError: () => undefined });
  const clients: pg.Client[] = [];
  const deps = { db, clock: systemClock };
  return {
    db,
    deps,
    databaseUrl: database.url,
    sql: <Row>(text: string, values: readonly unknown[] = []) => sql<Row>(db, text, values),
    newMerchant: async (): Promise<Uuid<'merchant'>> => {
      const merchantId = newUuid<'merchant'>({ clock: systemClock, random: systemRandom });
      await sql(db, 'insert into merchants (merchant_id, name) values ($1, $2)', [merchantId, 'Stage']);
      return merchantId;
    },
    /** A connection of a gateway that holds its transaction open for as long as the test wishes. */
    openWriter: async (): Promise<pg.Client> => {
      const client = new pg.Client({ connectionString: database.url });
      client.on('error', () => undefined);
      await client.connect();
      clients.push(client);
      return client;
    },
    read: async (
      merchantId: string,
      from: From,
      more: { readonly types?: readonly string[]; readonly limit?: number } = {},
    ): Promise<FeedPage> => {
      const page = await readFeed(deps, { merchantId, from, types: more.types, limit: more.limit ?? 100 });
      if (typeof page === 'string') throw new Error(`the cursor is ${page}`);
      return page;
    },
    /** Lets a minute pass for the sweep: what nobody queued is looked for at its next run. */
    passSweep: (merchantId: string) =>
      sql(db, `update event_feeds set swept_at = swept_at - interval '61 seconds' where merchant_id = $1`, [
        merchantId,
      ]),
    close: async () => {
      await Promise.all(clients.map((client) => client.end()));
      await db.close();
      await database.drop();
    },
  };
};

export type FeedStage = Awaited<ReturnType<typeof openStage>>;

let statements = 0;
const sql = <Row>(db: Db, text: string, values: readonly unknown[]): Promise<Row[]> =>
  db.query<Row>({ name: `feed-stage-${statements++}`, text }, values);

export const newEventId = (atMs: number): Uuid<'event'> =>
  newUuid<'event'>({ clock: { ...systemClock, nowMs: () => atMs }, random: systemRandom });

export type Written = {
  readonly merchantId: string;
  readonly id: string;
  readonly subjectId: string;
  readonly sequence: number;
  readonly type: string;
};

const INSERT = `
  insert into events (merchant_id, id, type, subject_id, sequence, object, object_id, snapshot)
  values ($1::uuid, $2, $3, $4, $5, 'session', $4, '{}')`;

/** What the statements of this release do, and what those of the one before do. */
export const writeEvent = async (
  client: pg.Client,
  { merchantId, id, type, subjectId, sequence }: Written,
  release: 'this' | 'older' = 'this',
): Promise<void> => {
  const text =
    release === 'older'
      ? INSERT
      : `with told as (${INSERT} returning id), fed as (${queueForFeed('told')}) select id from told`;
  await client.query(text, [merchantId, id, type, subjectId, sequence]);
};
