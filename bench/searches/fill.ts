import type { Client } from 'pg';

/**
 * Payments of eleven merchants over 90 days, half of them one merchant's, each with its session and its attempt; one of
 * eight was declined, one of thirty refunded, and every tenth session was left without a try.
 */
const FILL = `
  with made as (
    select n, uuidv7(-age) as session_id, uuidv7(-age + interval '40 seconds') as payment_id,
      gen_random_uuid() as attempt_id,
      now() - age as at, n % 16 in (2, 5) as is_declined,
      case when n % 2 = 0 then $1::uuid
        else ('00000000-0000-4000-8000-' || lpad((n % 10)::text, 12, '0'))::uuid
      end as merchant_id,
      jsonb_build_object('bin', '444455', 'last4', lpad(floor(random() * 10000)::text, 4, '0'), 'expiryYear', 2031,
        'expiryMonth', 12, 'brand',
        (array['visa', 'visa', 'visa', 'mastercard', 'mastercard', 'amex', 'maestro'])[1 + floor(random() * 7)::int]
      ) as card,
      (array['insufficientFunds', 'doNotHonor', 'expiredCard', 'suspectedFraud'])[1 + floor(random() * 4)::int]
        as reason,
      make_interval(secs => 60 + floor(random() * random() * 600)) as took,
      case when random() < 0.3 then 1990 else 100 + floor(random() * 30000)::int end as minor
    from (
      select n, make_interval(secs => 7776000.0 * ($3::int - n) / $3 + 3600) as age
      from generate_series($2::int, $4::int) n
    ) ages
  ), bought as (
    insert into sessions (
      merchant_id, id, previous_state, state, sequence, amount, currency, currency_as_sent, success_url, failure_url,
      merchant_reference_id, customer_details, capture_method, payment_status, payment_id, attempts_begun, declines,
      last_decline_reason, expiration_reason, api_key_id, created_at, expires_at)
    select
      m.merchant_id, m.session_id, case when m.is_declined then 'open' else 'paying' end,
      case when m.is_declined then 'expired' else 'completed' end, 4, m.minor, 'EUR', 'EUR',
      'https://shop.example/good', 'https://shop.example/bad', 'order-' || m.n,
      jsonb_build_object('email', 'customer' || m.n % 200000 || '@mail.example'), 'automatic',
      case when m.is_declined then 'unpaid' else 'paid' end, m.payment_id, 1, case when m.is_declined then 1 else 0 end,
      case when m.is_declined then m.reason end, case when m.is_declined then 'timeout' end, $1, m.at,
      m.at + interval '1 hour'
    from made m
  ), left_alone as (
    insert into sessions (
      merchant_id, id, previous_state, state, sequence, amount, currency, currency_as_sent, success_url, failure_url,
      merchant_reference_id, capture_method, payment_status, expiration_reason, api_key_id, created_at, expires_at)
    select
      m.merchant_id, uuidv7(m.at - now()), 'open', 'expired', 2, m.minor, 'EUR', 'EUR', 'https://shop.example/good',
      'https://shop.example/bad', 'left-' || m.n, 'automatic', 'unpaid', 'timeout', $1, m.at, m.at + interval '1 hour'
    from made m where m.n % 20 in (4, 7)
  ), tried as (
    insert into attempts (
      merchant_id, id, payment_id, previous_state, state, number, connector, amount, currency, capture, card,
      acquirer_reference, decline_reason, sent_at, answered_at)
    select
      m.merchant_id, m.attempt_id, m.payment_id, 'sending',
      case when m.is_declined then 'declined' else 'approved' end, 1, 'sandbox', m.minor, 'EUR', true, m.card,
      case when not m.is_declined then 'r' || m.n end,
      case when m.is_declined then m.reason end, m.at + m.took, m.at + m.took + interval '1 second'
    from made m
  ), refunded as (
    insert into operations (
      merchant_id, id, payment_id, kind, previous_state, state, amount, currency, currency_as_sent, created_at,
      answered_at)
    select
      m.merchant_id, uuidv7(m.at - now() + interval '1 hour'), m.payment_id, 'refund', 'sending', 'succeeded', m.minor,
      'EUR', 'EUR', m.at + interval '1 hour', m.at + interval '1 hour'
    from made m where m.n % 30 = 0 and not m.is_declined
  )
  insert into payments (
    merchant_id, id, session_id, previous_state, state, sequence, amount, currency, currency_as_sent, capture_method,
    amount_authorized, amount_captured, amount_refunded, merchant_reference_id, card, last_error, attempt_id,
    created_at, api_key_id)
  select
    m.merchant_id, m.payment_id, m.session_id,
    case when m.is_declined then 'requiresPaymentMethod' else 'processing' end,
    case when m.is_declined then 'canceled' else 'succeeded' end, 4, m.minor, 'EUR', 'EUR', 'automatic',
    case when m.is_declined then 0 else m.minor end, case when m.is_declined then 0 else m.minor end,
    case when m.n % 30 = 0 and not m.is_declined then m.minor else 0 end, 'order-' || m.n, m.card,
    case when m.is_declined then jsonb_build_object('code', 'card_declined', 'declineReason', m.reason, 'message',
      'The card was declined.') end,
    m.attempt_id, m.at + interval '40 seconds', $1
  from made m`;

/** Which are made anew when all rows are there: keeping them up row by row takes most of an hour. */
const LATER_INDEXES = `
  select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
  from pg_index
  where indrelid in ('payments'::regclass, 'sessions'::regclass) and not indisunique`;

/** Put back at the end: a check of a row is planned while the tables are empty, and then reads all of them. */
const FOREIGN_KEYS = `
  select conrelid::regclass::text as of, conname as name, pg_get_constraintdef(oid) as definition
  from pg_constraint
  where contype = 'f' and conrelid in ('payments'::regclass, 'attempts'::regclass, 'operations'::regclass)`;

const AT_ONCE = 50_000;

/** Takes some minutes a million; `client` is a superuser's or owner's. */
export const fillPayments = async (client: Client, merchantId: string, count: number): Promise<void> => {
  await client.query(
    `insert into merchants (merchant_id, name)
     select ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 'other' from generate_series(0, 9) n`,
  );
  const { rows: indexes } = await client.query<{ name: string; definition: string }>(LATER_INDEXES);
  const { rows: keys } = await client.query<{ of: string; name: string; definition: string }>(FOREIGN_KEYS);
  for (const { name } of indexes) await client.query(`drop index ${name}`);
  for (const { of, name } of keys) await client.query(`alter table ${of} drop constraint ${name}`);
  for (let done = 0; done < count; done += AT_ONCE)
    await client.query(FILL, [merchantId, done + 1, count, Math.min(count, done + AT_ONCE)]);
  for (const { definition } of indexes) await client.query(definition);
  for (const { of, name, definition } of keys)
    await client.query(`alter table ${of} add constraint ${name} ${definition} not valid`);
  await client.query('vacuum (analyze)');
};
