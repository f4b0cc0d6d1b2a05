import { randomUUID } from 'node:crypto';
import { availableParallelism, cpus, totalmem } from 'node:os';
import type { Client } from 'pg';
import { openStage, type Act, type Stage, type Subject } from '../../src/flow/waiting.fixture.ts';
import { runSql, withClient } from '../../test/support/postgres.ts';
import { collectStatements } from '../statements/collect.ts';
import { isOnPath } from '../statements/path.ts';
import { fill } from './fill.ts';
import { judgePlan } from './judge-plan.ts';
import { describePlans } from './page.ts';
import { recordOn, type Measured } from './record.ts';
import { askAround, askGuards, deliver, payDirectly, stories } from './stories.ts';

export type Explained = {
  /** Markdown. */
  readonly page: string;
  /** One of each statement, by name: the call that read most. */
  readonly measured: readonly Measured[];
  /** A sentence about each plan that is bad; none when all is well. */
  readonly breaches: readonly string[];
  /** Statements of the path that no story sends. */
  readonly missing: readonly string[];
};

type Options = { readonly sessions: number; readonly say: (line: string) => void };

/** The purchases that fill the database: nine of ten are paid at once, one is paid after 3-D Secure. */
const TEMPLATES: readonly { readonly share: number; readonly story: readonly Act[] }[] = [
  { share: 0.8, story: ['create', 'begin', 'approveSale', 'refund', 'refunded'] },
  // Many open ones, and many that wait for their capture: an index of these alone is no way to find one of them.
  { share: 0.05, story: ['create'] },
  { share: 0.05, story: ['create', 'begin', 'approveAuthorization'] },
  { share: 0.1, story: ['create', 'challenge', 'clear', 'proceed', 'approveSale'] },
];

export const explainPath = async ({ sessions, say }: Options): Promise<Explained> => {
  const stage = await openStage();
  try {
    const endpointId = randomUUID();
    await runSql(
      stage.databaseUrl,
      `insert into webhook_endpoints (merchant_id, id, url, events, api_version, secret_sealed)
       values ('${stage.merchantId}', '${endpointId}', 'https://shop.example/', '{*}', '2023-10-31', '')`,
    );
    const templates = await Promise.all(
      TEMPLATES.map(async ({ share, story }) => ({ share, subject: await play(stage, story) })),
    );
    return await withClient(stage.databaseUrl, async (client) => {
      await fill(client, stage, { sessions, templates, say });
      const measured = await measure(client, stage, endpointId);
      const sizes = await sizesOf(client);
      const breaches = measured.flatMap((one) => judgePlan(one, sizes));
      const names = new Set(measured.map(({ name }) => name));
      const path = (await collectStatements()).filter(isOnPath).map(({ name }) => name);
      const missing = path.filter((name) => !names.has(name));
      const page = describePlans({ sessions, measured, sizes, missing, machine: machine(), date: new Date() });
      return { page, measured, breaches, missing };
    });
  } finally {
    await stage.close();
  }
};

const play = async (stage: Stage, story: readonly Act[]): Promise<Subject> => {
  const subject = stage.newSubject();
  for (const act of story) await stage.act(act, subject);
  return subject;
};

const measure = async (client: Client, stage: Stage, endpointId: string): Promise<readonly Measured[]> => {
  const all: Measured[] = [];
  const query = recordOn(client, all);
  await client.query('begin');
  for (const story of stories) {
    const subject = stage.newSubject();
    for (const act of story) await stage.act(act, subject, query);
    await askAround(query, stage, subject);
  }
  await askGuards(query, stage, stage.newSubject());
  const { rows } = await client.query<{ id: string; customer: string }>(
    'select id, merchant_customer_id as customer from payment_methods where merchant_id = $1 order by id desc limit 1',
    [stage.merchantId],
  );
  if (rows[0] === undefined) throw new Error('there is no stored card');
  await payDirectly(query, stage, rows[0]);
  await deliver(query, stage, endpointId);
  await client.query('rollback');
  return mostOfEach(all);
};

/** Of the calls of a statement the one that did most: one that found nothing shows no plan at work. */
const mostOfEach = (all: readonly Measured[]): readonly Measured[] => {
  const most = new Map<string, Measured>();
  for (const one of all) {
    const other = most.get(one.name);
    if (other === undefined || buffersOf(one) > buffersOf(other)) most.set(one.name, one);
  }
  // What only the fixture sends is no statement of the program.
  return [...most.values()].filter(({ name }) => name !== 'count-attempts').sort((a, b) => (a.name < b.name ? -1 : 1));
};

export const buffersOf = ({ plan }: Pick<Measured, 'plan'>): number =>
  plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];

const sizesOf = async (client: Client): Promise<ReadonlyMap<string, number>> => {
  const { rows } = await client.query<{ name: string; rows: number }>(
    `select relname::text as name, greatest(0, reltuples)::float8 as rows from pg_class
     where relkind = 'r' and relnamespace = 'public'::regnamespace`,
  );
  return new Map(rows.map(({ name, rows: count }) => [name, count]));
};

const machine = (): string =>
  `${cpus()[0]?.model ?? 'an unknown processor'}, ${availableParallelism()} cores, ` +
  `${Math.round(totalmem() / 2 ** 30)} GB`;
