import type { Client } from 'pg';
import type { Stage, Subject } from '../../src/flow/waiting.fixture.ts';

/** How a filled database came to be: a template purchase, and which share of all sessions are copies of it. */
export type Template = { readonly subject: Subject; readonly share: number };

const AT_ONCE = 100_000;
const DAYS = 90;
const OTHERS = 10;

/**
 * Stores sessions as three months would have left them: half of one merchant, half of ten others; each with its
 * payment, attempt, events and deliveries, every tenth with its operations. They are copies of purchases that were
 * really made, in the order of their times. Then the tables that are keyed by something else get rows in proportion,
 * and all are analyzed.
 */
export const fill = async (
  client: Client,
  stage: Pick<Stage, 'merchantId'>,
  { sessions, templates, say }: { sessions: number; templates: readonly Template[]; say: (line: string) => void },
): Promise<void> => {
  // Copies refer to copies: all are asked at the end, in one go, instead of row by row.
  const keys = await takeForeignKeys(client);
  await client.query(MERCHANTS, [stage.merchantId, OTHERS]);
  await client.query(FRESH_TABLE);
  const columns = await columnsOf(client);
  for (const { subject, share } of templates) {
    const wanted = Math.round(sessions * share);
    for (let stored = 0; stored < wanted; stored += AT_ONCE) {
      const count = Math.min(AT_ONCE, wanted - stored);
      await client.query('truncate fresh');
      await client.query(FRESH, [stage.merchantId, count, DAYS * (1 - stored / wanted), DAYS / wanted]);
      for (const copy of copies)
        await client.query(copyStatement(copy, columns), [stage.merchantId, subject.session, subject.payment]);
      say(`${(stored + count).toLocaleString('en')} of ${wanted.toLocaleString('en')} sessions of one kind stored`);
    }
  }
  for (const statement of BESIDE) await client.query(statement, [sessions]);
  for (const { table, name, definition } of keys)
    await client.query(`alter table ${table} add constraint ${name} ${definition}`);
  await client.query('vacuum (analyze)');
};

type ForeignKey = { readonly table: string; readonly name: string; readonly definition: string };

const takeForeignKeys = async (client: Client): Promise<readonly ForeignKey[]> => {
  const { rows } = await client.query<ForeignKey>(
    `select conrelid::regclass::text as table, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
     from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`,
  );
  for (const { table, name } of rows) await client.query(`alter table ${table} drop constraint ${name}`);
  return rows;
};

const MERCHANTS = `
  with made as (
    insert into merchants (merchant_id, name) select gen_random_uuid(), 'other ' || n from generate_series(1, $2::int) n
    returning merchant_id
  ), counted as (
    insert into merchant_counters (merchant_id) select merchant_id from made
  )
  insert into webhook_endpoints (merchant_id, id, url, events, api_version, secret_sealed)
  select made.merchant_id, e.id, e.url, e.events, e.api_version, e.secret_sealed
  from made cross join webhook_endpoints e where e.merchant_id = $1`;

const FRESH_TABLE = `
  create temp table fresh (
    n int, merchant_id uuid, made_at timestamptz, session_id uuid, payment_id uuid, attempt_id uuid, event_ids uuid[])`;

/** The ids carry the time that they stand for, so they land in the indexes where time would have put them. */
const FRESH = `
  insert into fresh
  select n, case when n % 2 = 0 then $1::uuid else others.ids[1 + n / 2 % cardinality(others.ids)] end, now() - age,
    uuidv7(-age), uuidv7(-age), uuidv7(-age),
    array[uuidv7(-age), uuidv7(-age), uuidv7(-age), uuidv7(-age), uuidv7(-age), uuidv7(-age), uuidv7(-age), uuidv7(-age)]
  from (
    select n, make_interval(secs => 86400 * ($3::float8 - $4::float8 * n)) as age from generate_series(1, $2::int) n
  ) ages
  cross join (select array_agg(merchant_id) as ids from merchants where merchant_id <> $1) others`;

type Copy = {
  readonly table: string;
  /** Which rows `t` are the template's. */
  readonly where: string;
  readonly sets: Readonly<Record<string, string>>;
  readonly every?: number;
};

const copies: readonly Copy[] = [
  {
    table: 'sessions',
    where: 't.id = $2',
    sets: {
      id: 'f.session_id',
      payment_id: 'f.payment_id',
      merchant_reference_id: `'old-' || left(f.session_id::text, 18)`,
      created_at: 'f.made_at',
      expires_at: `case t.state when 'open' then now() + interval '1 hour' else f.made_at + interval '1 day' end`,
    },
  },
  {
    table: 'payments',
    where: 't.id = $3',
    sets: { id: 'f.payment_id', session_id: 'f.session_id', attempt_id: 'f.attempt_id', created_at: 'f.made_at' },
  },
  {
    table: 'attempts',
    where: 't.payment_id = $3',
    sets: { id: 'f.attempt_id', payment_id: 'f.payment_id' },
  },
  {
    table: 'authentications',
    where: 't.payment_id = $3',
    sets: { attempt_id: 'f.attempt_id', payment_id: 'f.payment_id' },
  },
  {
    table: 'operations',
    where: 't.payment_id = $3',
    sets: { id: 'f.attempt_id', payment_id: 'f.payment_id', created_at: 'f.made_at' },
    every: 10,
  },
  {
    table: 'events',
    where: 't.subject_id = $2',
    sets: {
      id: 'f.event_ids[t.sequence]',
      subject_id: 'f.session_id',
      object_id: 'f.payment_id',
      created_at: 'f.made_at',
    },
  },
  {
    table: 'deliveries',
    where: 't.subject_id = $2',
    sets: {
      event_id: 'f.event_ids[t.sequence]',
      subject_id: 'f.session_id',
      state: `'delivered'`,
      next_attempt_at: 'null',
      attempts: '1',
      created_at: 'f.made_at',
      delivered_at: 'f.made_at',
    },
  },
];

type Columns = ReadonlyMap<string, readonly string[]>;

/** Read from the database, so that a column of a later migration comes along by itself. */
const columnsOf = async (client: Client): Promise<Columns> => {
  const { rows } = await client.query<{ table: string; columns: string[] }>(
    `select table_name::text as table, array_agg(column_name::text order by ordinal_position) as columns
     from information_schema.columns where table_schema = 'public' group by table_name`,
  );
  return new Map(rows.map(({ table, columns }) => [table, columns]));
};

const copyStatement = ({ table, where, sets, every = 1 }: Copy, columns: Columns): string => {
  const names = columns.get(table) ?? [];
  const values = names.map((name) => (name === 'merchant_id' ? 'f.merchant_id' : (sets[name] ?? `t.${name}`)));
  return `
    insert into ${table} (${names.join(', ')})
    select ${values.join(', ')} from fresh f cross join ${table} t
    where t.merchant_id = $1 and ${where} and f.n % ${every} = 0 and ($2::uuid, $3::uuid) is not null`;
};

const pick = `from (select *, row_number() over () as n from sessions where payment_id is not null limit $1::int / 10) s`;

/** What is keyed by a card, a key or an address instead of a purchase: a row for every tenth session. */
const BESIDE: readonly string[] = [
  `insert into idempotency_keys (merchant_id, key, request_hash, status) select s.merchant_id, 'key-' || n, '', ` +
    `200 ${pick}`,
  `insert into velocity_scores (merchant_id, rule, subject, score, approved, counted_at)
   select s.merchant_id, 'card', encode(sha256(n::text::bytea), 'hex'), 1, 0, s.created_at ${pick}`,
  `insert into velocity_guesses (merchant_id, card_hash, guesses, counted_at)
   select s.merchant_id, sha256(n::text::bytea), 1, s.created_at ${pick}`,
  `insert into spent_card_tokens (merchant_id, token_hash, used_by, usable_until)
   select s.merchant_id, sha256(n::text::bytea), sha256('u'), s.created_at ${pick}`,
  `insert into vault_cards (merchant_id, id, key_version, sealed) select s.merchant_id, s.payment_id, 1, '' ${pick}`,
  `insert into payment_methods (merchant_id, id, previous_state, state, merchant_customer_id, fingerprint, card, category,
     created_by_payment, attempt_id)
   select s.merchant_id, s.payment_id, 'pending', 'active', 'customer-' || n, sha256(n::text::bytea), '{}', 'unscheduled',
     s.payment_id, s.id ${pick} `,
  `insert into delivery_attempts (merchant_id, endpoint_id, event_id, number, started_at, duration_ms, outcome, last_started_at)
   select d.merchant_id, d.endpoint_id, d.event_id, 1, d.created_at, 10, 'delivered', d.created_at
   from deliveries d where d.state = 'delivered' limit $1::int / 2`,
  `insert into api_keys (merchant_id, id, name, key_hash, last4, return_key_sealed)
   select s.merchant_id, s.id, 'key', sha256(n::text::bytea), '0000', '' ${pick} where n % 50 = 0`,
];
