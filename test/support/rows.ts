import { runSql, withClient } from './postgres.ts';

/** How many rows each table has. Deliveries and their attempts move by themselves, so they are left out. */
export const countRows = (databaseUrl: string): Promise<Readonly<Record<string, number>>> =>
  withClient(databaseUrl, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(`
      select tablename as name from pg_tables
      where schemaname = 'public' and tablename not in ('deliveries', 'delivery_attempts', 'schema_migrations') order by 1`);
    const { rows } = await client.query<{ name: string; count: number }>(
      tables.map(({ name }) => `select '${name}' as name, count(*)::int as count from ${name}`).join(' union all '),
    );
    return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
  });

/** Every row of every table as text: what a thief of the database would read. */
export const dumpRows = async (databaseUrl: string): Promise<string> => {
  const tables = await runSql<{ name: string }>(
    databaseUrl,
    `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
  );
  const dumps = await Promise.all(
    tables.map(async ({ name }) => {
      const rows = await runSql<{ row: string }>(databaseUrl, `select t::text as row from ${name} t order by 1`);
      return `${name}\n${rows.map(({ row }) => row).join('\n')}`;
    }),
  );
  return dumps.join('\n');
};
