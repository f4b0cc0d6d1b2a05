/** Tx A of a payment that a customer makes on the page of a session. */
import { moveSql } from '../../base/lifecycle.ts';
import type { CardSummary } from '../../card/card.ts';
import type { PaymentRow, SessionRow, ThreeDsSummary } from '../../contract/rows.ts';
import type { Query, Statement } from '../../db/db.ts';
import { queueDeliveries } from '../../events/outbox.ts';
import { fewRows } from '../few-rows.ts';
import type { KeptCard } from '../payment-method/keep.ts';
import { insertPendingPaymentMethods } from '../payment-method/keep-sql.ts';
import { sessionLifecycle } from '../session/lifecycle.ts';
import { insertEvents } from '../tell.ts';
import { insertAuthentications } from './authentication-sql.ts';
import { attemptLifecycle, paymentLifecycle } from './lifecycle.ts';

/** An attempt as written down before the acquirer is asked. */
export type AttemptInsert = {
  readonly session_id: string;
  /** Used when the session has no payment yet. */
  readonly payment_id: string;
  readonly attempt_id: string;
  /** `attempts_begun` of the session when the form was made: a form pays at most once. */
  readonly attempt_number: number;
  readonly event_ids: readonly string[];
  readonly card: CardSummary;
  readonly connector: string;
  /** A new card that the customer agreed to have kept. */
  readonly kept_card: KeptCard | null;
  /** The saved card that pays. */
  readonly payment_method_id: string | null;
} & AttemptAuthentication;

/** What 3-D Secure says about an attempt; null where it was not asked. */
export type AttemptAuthentication = {
  readonly three_ds: ThreeDsSummary | null;
  /** Hex. */
  readonly card_fingerprint: string;
  /** The customer has to be asked first: the attempt waits for that, and the acquirer hears nothing yet. */
  readonly authentication: AuthenticationInsert | null;
};

/** The authentication that an attempt begins with. */
export type AuthenticationInsert = {
  readonly demand: 'none' | 'softDecline' | 'rejectedBefore' | 'velocity';
  readonly form_number: number | null;
  readonly amount: number;
  readonly currency: string;
  readonly ends_in_seconds: number;
} & Partial<ChallengeColumns>;

/** How the issuer asks, and by which ids its answer is known. */
export type ChallengeColumns = {
  readonly threeds_server_trans_id: string;
  readonly acs_trans_id: string;
  readonly ds_trans_id: string;
  readonly protocol_version: string;
  readonly acs_url: string;
  readonly creq: string;
};

const beginPayment = moveSql(sessionLifecycle, 'beginPayment', 's');

/** Who is asked first: the acquirer, or the customer by the issuer. */
const beginnings = {
  send: {
    born: moveSql(paymentLifecycle, 'begin', 'p'),
    again: moveSql(paymentLifecycle, 'tryAgain', 'p'),
    attempt: moveSql(attemptLifecycle, 'send', 'a'),
    reconcileAt: `now() + interval '5 seconds'`,
  },
  challenge: {
    born: moveSql(paymentLifecycle, 'beginWithAction', 'p'),
    again: moveSql(paymentLifecycle, 'tryAgainWithAction', 'p'),
    attempt: moveSql(attemptLifecycle, 'authenticate', 'a'),
    reconcileAt: 'null::timestamptz',
  },
} as const;

/**
 * Tx A, the intent: the session begins to be paid, the payment is born or tried again, the attempt is `sending`, or waits for the
 * issuer to be done with the customer. Gives no row for a session that is not open, is past its time, or whose form was used before.
 */
const beginAttemptsStatement = (name: keyof typeof beginnings): Statement => {
  const { born, again, attempt, reconcileAt } = beginnings[name];
  const toldAgain = again.tells.length;
  const told = born.tells;
  return {
    name: `begin-attempts-${name}`,
    text: `
  with input as (
    select * from json_to_recordset($2::json) as i (
      session_id uuid, payment_id uuid, attempt_id uuid, attempt_number integer, event_ids uuid[], card jsonb, connector text,
      kept_card jsonb, payment_method_id uuid, three_ds jsonb, card_fingerprint text, authentication jsonb)
    where ${fewRows('i.session_id')}
  ), session as (
    update sessions s
    set ${beginPayment.set}, attempts_begun = s.attempts_begun + 1, payment_id = coalesce(s.payment_id, i.payment_id),
      sequence = s.sequence + case when s.payment_id is null then ${told.length} else ${toldAgain} end
    from input i
    where s.merchant_id = $1 and s.id = i.session_id and ${beginPayment.from}
      and s.expires_at > now() and s.attempts_begun = i.attempt_number
    returning s.*, to_jsonb(s) as snapshot
  ), payment as (
    insert into payments as p (
      merchant_id, id, session_id, previous_state, state, sequence, amount, currency, currency_as_sent, capture_method,
      merchant_reference_id, metadata, card, attempt_id, payment_method_id, three_ds)
    select
      s.merchant_id, s.payment_id, s.id, 'none', '${born.to}', s.sequence, s.amount, s.currency, s.currency_as_sent,
      s.capture_method, s.merchant_reference_id, s.metadata, i.card, i.attempt_id, i.payment_method_id, i.three_ds
    from session s join input i on i.session_id = s.id
    on conflict (merchant_id, id) do update
    set ${again.set}, card = excluded.card, attempt_id = excluded.attempt_id, payment_method_id = excluded.payment_method_id,
      three_ds = excluded.three_ds, sequence = excluded.sequence
    where ${again.from}
    returning p.*, to_jsonb(p) as snapshot
  ), attempt as (
    insert into attempts (
      merchant_id, id, payment_id, previous_state, state, number, connector, amount, currency, capture, card, reconcile_at,
      three_ds, card_fingerprint)
    select
      p.merchant_id, i.attempt_id, p.id, 'none', '${attempt.to}', s.attempts_begun, i.connector, p.amount, p.currency,
      p.capture_method = 'automatic', i.card, ${reconcileAt}, i.three_ds, decode(i.card_fingerprint, 'hex')
    from payment p join session s on s.id = p.session_id join input i on i.session_id = s.id
    returning id
  ), ${name === 'send' ? '' : `${insertAuthentications('challenge', 'from payment p join input i on i.session_id = p.session_id')}, `}${insertPendingPaymentMethods(
    {
      from: 'from payment p join session s on s.id = p.session_id join input i on i.session_id = s.id',
      customer: 's.merchant_customer_id',
      usage: 's.setup_future_usage',
    },
  )}, told as (${insertEvents(
    told.map((type, at) => ({
      type,
      alias: 'p',
      object: 'payment',
      sequence: `p.sequence - ${told.length - 1 - at}`,
      subject: 'p.session_id',
      idAt: at + 1,
      // Of a payment that is tried again only what it becomes is news.
      from: `from payment p join input i on i.session_id = p.session_id${again.tells.includes(type) ? '' : ' and p.version = 1'}`,
    })),
  )}
  ), queued as (${queueDeliveries('told')}
  )
  select s.snapshot as session, p.snapshot as payment from session s join payment p on p.session_id = s.id`,
  };
};

const beginStatements = { send: beginAttemptsStatement('send'), challenge: beginAttemptsStatement('challenge') };

/** An attempt that was written down: its payment, and the session that it is for. */
export type BegunAttempt = { readonly payment: PaymentRow; readonly session: SessionRow | null };

/** In the order of the inserts; undefined where the session did not allow it. */
export const beginAttempts = async (
  query: Query,
  merchantId: string,
  inserts: readonly AttemptInsert[],
  first: keyof typeof beginnings = 'send',
): Promise<(BegunAttempt | undefined)[]> => {
  const rows = await query<{ session: SessionRow; payment: PaymentRow }>(beginStatements[first], [
    merchantId,
    JSON.stringify(inserts),
  ]);
  const byId = new Map(rows.map((row) => [row.session.id, row]));
  return inserts.map((insert) => byId.get(insert.session_id));
};
