import { withClient } from './postgres.ts';

/**
 * Moved by jobs, or whatever is asked for: webhooks that are on their way, acts that are sealed into their chain, the
 * log of requests, what processes say of themselves.
 */
const MOVING = [
  'deliveries',
  'delivery_attempts',
  'audit_queue',
  'audit_seals',
  'audit_heads',
  'api_requests',
  'figure_hours',
  'figure_marks',
  'gateway_processes',
  'gateway_jobs',
  'gateway_alerts',
  'gateway_alert_messages',
  'schema_migrations',
];

/** How many rows each table has, but for those that move by themselves. */
export const countRows = (databaseUrl: string): Promise<Readonly<Record<string, number>>> =>
  withClient(databaseUrl, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `select tablename as name from pg_tables
      where schemaname = 'public' and tablename <> all ($1) order by 1`,
      [MOVING],
    );
    const { rows } = await client.query<{ name: string; count: number }>(
      tables
        .map(
          ({ name }) =>
            `select '${name}' as name, count(*)::int as count from ${name} where ${conditions[name] ?? 'true'}`,
        )
        .join(' union all '),
    );
    return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
  });

/** The first entry of a chain is written when it is sealed. */
const conditions: Readonly<Record<string, string>> = { audit_entries: `action <> 'chain.begun'` };

/** Every row of every table as text: what a thief of the database would read. */
export const dumpRows = (databaseUrl: string): Promise<string> =>
  withClient(databaseUrl, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
    );
    const dumps: string[] = [];
    // One connection for all: the server that tests share has a limit.
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(`select t::text as row from ${name} t order by 1`);
      dumps.push(`${name}\n${rows.map(({ row }) => row).join('\n')}`);
    }
    return dumps.join('\n');
  });
