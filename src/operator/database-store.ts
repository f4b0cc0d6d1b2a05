/** How the database is: its size, its connections, and what waits in it. */
import type { Query } from '../db/db.ts';

export type DatabaseFigures = {
  readonly version: string;
  readonly bytes: number;
  readonly connections: number;
  readonly connections_active: number;
  readonly connections_most: number;
  /** Seconds; 0: none is open. A transaction that stays open for long keeps the database from tidying up. */
  readonly oldest_transaction: number;
};

export const findDatabaseFigures = async (query: Query): Promise<DatabaseFigures> => {
  const [row] = await query<DatabaseFigures>({
    name: 'find-database-figures',
    text: `
      select current_setting('server_version') as version, pg_database_size(current_database())::float8 as bytes,
        count(*)::int as connections, (count(*) filter (where state = 'active'))::int as connections_active,
        current_setting('max_connections')::int as connections_most,
        greatest(max(extract(epoch from now() - xact_start)), 0)::float8 as oldest_transaction
      from pg_stat_activity where datname = current_database()`,
  });
  if (row === undefined) throw new Error('a count gave no row');
  return row;
};

export type TableSize = { readonly name: string; readonly bytes: number; readonly rows: number };

/** The largest first, with their indexes; rows as the planner guesses them. */
export const findTableSizes = (query: Query, limit: number): Promise<TableSize[]> =>
  query<TableSize>(
    {
      name: 'find-table-sizes',
      text: `
        select c.relname as name, pg_total_relation_size(c.oid)::float8 as bytes, greatest(c.reltuples, 0)::float8 as rows
        from pg_class c
        join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = current_schema() and c.relkind in ('r', 'p')
        order by pg_total_relation_size(c.oid) desc, c.relname
        limit $1`,
    },
    [limit],
  );

export const queueNames = [
  'deliveries',
  'attempts',
  'operations',
  'sessions',
  'notifications',
  'auditEntries',
] as const;
export type Queue = {
  readonly name: (typeof queueNames)[number];
  readonly count: number;
  /** For how long the oldest of them is due, in seconds; null: nobody notes it. */
  readonly oldest: number | null;
};

/** What is due and has not been done yet. Of a clock that keeps up little is here, and nothing for long. */
export const findQueues = (query: Query): Promise<Queue[]> =>
  query<Queue>({
    name: 'find-queues',
    text: `
      select q.name, q.count, q.oldest
      from (
        select 1 as place, 'deliveries' as name, count(*)::int as count,
          extract(epoch from now() - min(next_attempt_at))::float8 as oldest
        from deliveries where state = 'pending' and next_attempt_at <= now()
        union all
        select 2 as place, 'attempts' as name, count(*)::int as count,
          extract(epoch from now() - min(reconcile_at))::float8 as oldest
        from attempts where reconcile_at <= now()
        union all
        select 3 as place, 'operations' as name, count(*)::int as count,
          extract(epoch from now() - min(reconcile_at))::float8 as oldest
        from operations where reconcile_at <= now()
        union all
        select 4 as place, 'sessions' as name, count(*)::int as count,
          extract(epoch from now() - min(expires_at))::float8 as oldest
        from sessions where state = 'open' and expires_at <= now()
        union all
        select 5 as place, 'notifications' as name, count(*)::int as count,
          extract(epoch from now() - min(apply_at))::float8 as oldest
        from acquirer_notifications where apply_at <= now()
        union all
        select 6 as place, 'auditEntries' as name, count(*)::int as count, null::float8 as oldest
        from audit_queue
      ) q
      order by q.place`,
  });
