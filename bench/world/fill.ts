import { BenchError } from './child.ts';
import type { World } from './world.ts';

const AT_ONCE = 20_000;
const DAYS = 90;

/**
 * Stores sessions as payments of the last three months would have left them: each with its payment, attempt, events and
 * deliveries, copied from one that was really paid, in the order of their times. Then the database is put in the state
 * that its own housekeeping would have reached.
 */
export const fill = async (
  world: World,
  { sessions, say }: { readonly sessions: number; readonly say: (line: string) => void },
): Promise<void> => {
  const { sql } = world;
  const startMs = performance.now();
  await sql.query(TEMPLATES);
  const { rows } = await sql.query<{ count: string }>('select count(*) as count from template_events');
  if (Number(rows[0]?.count) === 0) throw new BenchError('There is no paid session to copy.');
  for (let stored = 0; stored < sessions; stored += AT_ONCE) {
    const count = Math.min(AT_ONCE, sessions - stored);
    const daysAgo = DAYS * (1 - stored / sessions);
    await sql.query('truncate fresh');
    await sql.query(FRESH, [count, daysAgo, DAYS / sessions]);
    for (const statement of COPIES) await sql.query(statement);
    if ((stored / AT_ONCE) % 10 === 9) say(`    ${(stored + count).toLocaleString('en')} sessions stored`);
  }
  await sql.query('vacuum (analyze)');
  await sql.query('checkpoint');
  const { rows: sizes } = await sql.query<{ size: string }>(
    'select pg_size_pretty(pg_database_size(current_database())) as size',
  );
  say(
    `    ${sessions.toLocaleString('en')} sessions stored in ${Math.round((performance.now() - startMs) / 1_000)} ` +
      `s; the database has ${sizes[0]?.size ?? '?'}`,
  );
};

const TEMPLATES = `
  create temp table template_session as
    select s as session, p as payment, a as attempt
    from sessions s
    join payments p on p.merchant_id = s.merchant_id and p.session_id = s.id
    join attempts a on a.merchant_id = p.merchant_id and a.payment_id = p.id
    where s.state = 'completed' order by s.id desc limit 1;
  create temp table template_events as
    select e as event, d as delivery, t as try, e.sequence
    from template_session template
    join events e on e.merchant_id = (template.session).merchant_id and e.subject_id = (template.session).id
    left join deliveries d on d.merchant_id = e.merchant_id and d.event_id = e.id
    left join delivery_attempts t on t.merchant_id = d.merchant_id and t.endpoint_id = d.endpoint_id
    and t.event_id = d.event_id;
  create temp table fresh (made_at timestamptz, session_id uuid, payment_id uuid, attempt_id uuid, event_ids uuid[])`;

/** The ids carry the time that they stand for, so they land in the indexes where time would have put them. */
const FRESH = `
  insert into fresh
  select now() - age, uuidv7(-age), uuidv7(-age), uuidv7(-age),
    array[uuidv7(-age), uuidv7(-age), uuidv7(-age), uuidv7(-age), uuidv7(-age), uuidv7(-age), uuidv7(-age),
    uuidv7(-age)]
  from (select make_interval(secs => 86400 * ($2::float8 - $3::float8 * n)) as age
  from generate_series(1, $1::int) n) ages`;

/**
 * A row of `table` that is the template's, but for these columns; new columns of later migrations come along by
 * themselves.
 */
const copy = (table: string, template: string, changes: string, from: string): string => `
  insert into ${table}
  select row.* from fresh cross join ${from}
  cross join lateral jsonb_populate_record(${template}, jsonb_build_object(${changes})) row`;

const COPIES = [
  copy(
    'sessions',
    'template.session',
    `'id', session_id, 'payment_id', payment_id, 'merchant_reference_id', 'old-' || left(session_id::text, 18), ` +
      `'created_at', made_at, 'expires_at', made_at + interval '1 day'`,
    'template_session template',
  ),
  copy(
    'payments',
    'template.payment',
    `'id', payment_id, 'session_id', session_id, 'attempt_id', attempt_id, 'created_at', made_at`,
    'template_session template',
  ),
  copy(
    'attempts',
    'template.attempt',
    `'id', attempt_id, 'payment_id', payment_id, 'sent_at', made_at, 'answered_at', made_at`,
    'template_session template',
  ),
  copy(
    'events',
    'template.event',
    `'id', event_ids[template.sequence], 'subject_id', session_id, 'created_at', made_at,
     'object_id', case (template.event).object when 'session' then session_id else payment_id end,
     'snapshot', (template.event).snapshot || jsonb_build_object('id', case (template.event).object when 'session' then session_id else payment_id end)`,
    'template_events template',
  ),
  copy(
    'deliveries',
    'template.delivery',
    `'event_id', event_ids[template.sequence], 'subject_id', session_id, 'created_at', made_at, 'delivered_at', ` +
      'made_at',
    '(select * from template_events where delivery is not null) template',
  ),
  copy(
    'delivery_attempts',
    'template.try',
    `'event_id', event_ids[template.sequence], 'started_at', made_at, 'last_started_at', made_at`,
    '(select * from template_events where try is not null) template',
  ),
];
