import type pg from 'pg';
import { connectForWriting } from './connect.ts';

/** What the parts of an installation may do with a table; `read` says whether people who look at figures may see it. */
type Grants = { readonly serve: string; readonly jobs: string; readonly read: boolean };

const SELECT = 'select';
const ADD = 'select, insert';
const CHANGE = 'select, update';
const ADD_CHANGE = 'select, insert, update';
const ALL = 'select, insert, update, delete';

/**
 * The least that each part needs. `serve` answers shops and customers, `jobs` is the clock and the webhooks. Neither
 * can make, change or drop a table, change an entry of the audit log, or delete a payment. A table that is not here is
 * nobody's but the owner's.
 */
export const tableGrants: Readonly<Record<string, Grants>> = {
  merchants: { serve: SELECT, jobs: SELECT, read: true },
  merchant_counters: { serve: CHANGE, jobs: SELECT, read: true },
  api_keys: { serve: ADD_CHANGE, jobs: SELECT, read: true },
  sessions: { serve: ADD_CHANGE, jobs: CHANGE, read: true },
  payments: { serve: ADD_CHANGE, jobs: CHANGE, read: true },
  attempts: { serve: ADD_CHANGE, jobs: ADD_CHANGE, read: true },
  authentications: { serve: ADD_CHANGE, jobs: ADD_CHANGE, read: true },
  operations: { serve: ADD_CHANGE, jobs: ADD_CHANGE, read: true },
  refund_approvals: { serve: ADD_CHANGE, jobs: SELECT, read: true },
  payment_methods: { serve: ALL, jobs: ALL, read: true },
  vault_cards: { serve: 'select, insert, delete', jobs: ALL, read: false },
  vault_secrets: { serve: 'select, insert, delete', jobs: ALL, read: false },
  acquirer_accounts: { serve: ADD_CHANGE, jobs: ADD_CHANGE, read: true },
  acquirer_rules: { serve: ADD_CHANGE, jobs: ADD_CHANGE, read: true },
  acquirer_breakers: { serve: ADD_CHANGE, jobs: ADD_CHANGE, read: true },
  acquirer_notifications: { serve: ADD_CHANGE, jobs: ALL, read: true },
  vault_data_keys: { serve: ADD, jobs: ALL, read: false },
  events: { serve: ADD, jobs: 'select, insert, delete', read: true },
  event_feeds: { serve: ADD_CHANGE, jobs: CHANGE, read: true },
  event_feed_queue: { serve: 'select, insert, delete', jobs: 'select, insert, delete', read: true },
  event_feed_entries: { serve: ADD, jobs: 'select, insert, delete', read: true },
  webhook_endpoints: { serve: ADD_CHANGE, jobs: CHANGE, read: true },
  deliveries: { serve: ADD_CHANGE, jobs: ALL, read: true },
  delivery_attempts: { serve: SELECT, jobs: ALL, read: true },
  webhook_replays: { serve: ADD_CHANGE, jobs: ALL, read: true },
  webhook_faults: { serve: ALL, jobs: CHANGE, read: true },
  idempotency_keys: { serve: ADD_CHANGE, jobs: ALL, read: false },
  session_visitors: { serve: ADD, jobs: 'select, delete', read: false },
  vault_token_keys: { serve: ADD, jobs: ALL, read: false },
  spent_card_tokens: { serve: ADD_CHANGE, jobs: ALL, read: false },
  velocity_scores: { serve: ADD_CHANGE, jobs: ALL, read: false },
  velocity_guesses: { serve: ADD_CHANGE, jobs: ALL, read: false },
  api_requests: { serve: ADD, jobs: 'select, delete', read: true },
  figure_hours: { serve: SELECT, jobs: 'select, insert, delete', read: true },
  figure_marks: { serve: SELECT, jobs: ADD_CHANGE, read: true },
  daily_reports: { serve: SELECT, jobs: ALL, read: true },
  audit_entries: { serve: ADD, jobs: ADD, read: true },
  audit_queue: { serve: ADD, jobs: 'select, insert, delete', read: true },
  audit_seals: { serve: SELECT, jobs: ADD, read: true },
  audit_heads: { serve: SELECT, jobs: ADD_CHANGE, read: true },
  members: { serve: ADD_CHANGE, jobs: SELECT, read: false },
  member_sessions: { serve: ALL, jobs: 'select, delete', read: false },
  member_searches: { serve: ALL, jobs: SELECT, read: false },
  member_passkeys: { serve: ALL, jobs: SELECT, read: false },
  spent_passkey_challenges: { serve: ADD, jobs: 'select, delete', read: false },
  member_links: { serve: ADD_CHANGE, jobs: 'select, delete', read: false },
  gateway_processes: { serve: ADD_CHANGE, jobs: ALL, read: true },
  gateway_jobs: { serve: ADD_CHANGE, jobs: ALL, read: true },
  gateway_alerts: { serve: ADD_CHANGE, jobs: ALL, read: true },
  gateway_alert_messages: { serve: ADD_CHANGE, jobs: ALL, read: true },
  gateway_alert_watch: { serve: CHANGE, jobs: CHANGE, read: true },
  gateway_log_level: { serve: ALL, jobs: SELECT, read: true },
  gateway_sign_in_tries: { serve: ADD_CHANGE, jobs: 'select, delete', read: false },
  gateway_key_checks: { serve: ADD, jobs: ADD, read: false },
  gateway_limit_levels: { serve: ADD_CHANGE, jobs: ALL, read: false },
  gateway_write_checks: { serve: ADD_CHANGE, jobs: ADD_CHANGE, read: true },
  schema_migrations: { serve: SELECT, jobs: SELECT, read: true },
};

export const databaseRoles = ['tollgate_migrate', 'tollgate_serve', 'tollgate_jobs', 'tollgate_read'] as const;

/**
 * Makes the four roles, without a login, where they are missing; gives the tables to `tollgate_migrate`, and each of
 * the others what `tableGrants` says and nothing else. Safe to repeat; after a migration that made a table it has to
 * be. Asks for a user who may make roles and owns the tables, and throws what PostgreSQL says otherwise. All of it is
 * one transaction, so a running gateway never misses a grant. Gives the roles that were made now.
 */
export const setUpRoles = async (databaseUrl: string): Promise<readonly string[]> => {
  const client = await connectForWriting(databaseUrl);
  try {
    await client.query('begin');
    await client.query(`set local lock_timeout = '5s'`);
    const made = await makeRoles(client);
    const tables = await findTables(client);
    await giveSchema(client);
    for (const table of tables) await giveTable(client, table);
    await client.query('commit');
    return made;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    await client.end();
  }
};

const makeRoles = async (client: pg.Client): Promise<readonly string[]> => {
  const { rows } = await client.query<{ rolname: string }>('select rolname from pg_roles where rolname = any ($1)', [
    databaseRoles,
  ]);
  const missing = databaseRoles.filter((role) => !rows.some(({ rolname }) => rolname === role));
  for (const role of missing) await client.query(`create role ${role} nologin`);
  const { rows: members } = await client.query<{ is_member: boolean }>(
    `select pg_has_role(current_user, 'tollgate_migrate', 'member') as is_member`,
  );
  // Whoever gives a table away must be able to act as its new owner.
  if (members[0]?.is_member !== true) await client.query('grant tollgate_migrate to current_user');
  return missing;
};

type Table = {
  readonly name: string;
  readonly quoted: string;
  readonly schema: string;
  readonly shown: readonly string[];
};

/** `shown`: columns that are not bytes. Hashes, seals, fingerprints and MACs are bytes, all of them. */
const findTables = async (client: pg.Client): Promise<readonly Table[]> => {
  const { rows } = await client.query<Table>(`
    select c.relname as name, quote_ident(n.nspname) as schema,
    quote_ident(n.nspname) || '.' || quote_ident(c.relname) as quoted,
      array_agg(quote_ident(a.attname) order by a.attnum) filter (where a.atttypid <> 'bytea'::regtype) as shown
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where n.nspname = current_schema() and c.relkind in ('r', 'p')
    group by c.relname, n.nspname`);
  return rows;
};

const giveSchema = async (client: pg.Client): Promise<void> => {
  const { rows } = await client.query<{ schema: string }>('select quote_ident(current_schema()) as schema');
  const schema = rows[0]?.schema ?? 'public';
  await client.query(`grant usage, create on schema ${schema} to tollgate_migrate`);
  await client.query(`grant usage on schema ${schema} to tollgate_serve, tollgate_jobs, tollgate_read`);
};

const giveTable = async (client: pg.Client, { name, quoted, shown }: Table): Promise<void> => {
  const grants = Object.hasOwn(tableGrants, name) ? tableGrants[name] : undefined;
  // Tables of somebody else, who shares the schema, are not touched.
  if (grants === undefined) return;
  await client.query(`alter table ${quoted} owner to tollgate_migrate`);
  await client.query(`revoke all on ${quoted} from public, tollgate_serve, tollgate_jobs, tollgate_read`);
  // Rights on columns go with `revoke all` on the table.
  await client.query(`grant ${grants.serve} on ${quoted} to tollgate_serve`);
  await client.query(`grant ${grants.jobs} on ${quoted} to tollgate_jobs`);
  if (grants.read) await client.query(`grant select (${shown.join(', ')}) on ${quoted} to tollgate_read`);
};
