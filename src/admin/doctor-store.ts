import type { Query } from '../db/db.ts';

export type DatabaseState = {
  readonly version: string;
  readonly now_ms: number;
  /** Whether anything was ever migrated here. */
  readonly hasMigrations: boolean;
};

export const readState = async (query: Query): Promise<DatabaseState> => {
  const [row] = await query<{ version: string; now_ms: number; has_migrations: boolean }>({
    name: 'doctor-state',
    text: `
      select current_setting('server_version') as version, (extract(epoch from clock_timestamp()) * 1000)::float8 as now_ms,
        to_regclass('schema_migrations') is not null as has_migrations`,
  });
  if (row === undefined) throw new Error('the database gave no row');
  return { version: row.version, now_ms: row.now_ms, hasMigrations: row.has_migrations };
};

/** Something that only the right master key opens; undefined: there is nothing yet. */
export const readSealedSample = async (
  query: Query,
): Promise<{ readonly merchant_id: string; readonly id: string; readonly return_key_sealed: Buffer } | undefined> => {
  const [row] = await query<{ merchant_id: string; id: string; return_key_sealed: Buffer }>({
    name: 'doctor-sealed-sample',
    text: 'select merchant_id, id, return_key_sealed from api_keys order by created_at desc limit 1',
  });
  return row;
};
