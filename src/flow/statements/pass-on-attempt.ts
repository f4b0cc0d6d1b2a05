/** From an account that is out of order to the next: one attempt ends and another begins, for the same payment. */
import type { PaymentRow, SessionRow } from '../../contract/rows.ts';
import type { Query, Statement } from '../../db/db.ts';
import type { RouteColumns } from '../payment/route.ts';
import type { BegunAttempt } from './begin-attempts.ts';

export type PassedOn = RouteColumns & {
  readonly merchantId: string;
  readonly attemptId: string;
  /** How the attempt ends. */
  readonly state: 'notSent' | 'declined';
  readonly declineReason: string | null;
  readonly acquirerCode: string | null;
  readonly nextAttemptId: string;
};

/**
 * The payment stays `processing` and its session `paying`: nobody else can pay in between, and merchants hear nothing of
 * it. No row: somebody else ended the attempt, which is locked first, as by every statement that ends one.
 */
const statement: Statement = {
  name: 'pass-on-attempt',
  text: `
  with ended as (
    update attempts a
    set previous_state = a.state, state = $3, version = a.version + 1, decline_reason = $4, acquirer_code = $5,
      answered_at = now(), reconcile_at = null
    from payments p
    where a.merchant_id = $1 and a.id = $2 and a.state = 'sending'
      and p.merchant_id = $1 and p.id = a.payment_id and p.attempt_id = a.id and p.state = 'processing'
    returning a.*
  ), payment as (
    update payments p
    set version = p.version + 1, attempt_id = $6, account_id = $8
    from ended e
    where p.merchant_id = $1 and p.id = e.payment_id and p.attempt_id = e.id and p.state = 'processing'
    returning p.*
  ), session as (
    -- The number of the next attempt, and of the form that may follow it.
    update sessions s
    set version = s.version + 1, attempts_begun = s.attempts_begun + 1
    from payment p
    where s.merchant_id = $1 and s.id = p.session_id
    returning s.*
  ), attempt as (
    insert into attempts (
      merchant_id, id, payment_id, previous_state, state, number, connector, account_id, routing, amount, currency,
      capture, card, reconcile_at, three_ds, card_fingerprint)
    select
      e.merchant_id, p.attempt_id, p.id, 'none', 'sending', e.number + 1, $7, p.account_id, $9::jsonb, e.amount,
      e.currency, e.capture, e.card, now() + interval '5 seconds', e.three_ds, e.card_fingerprint
    from ended e join payment p on p.id = e.payment_id
  ), pending_method as (
    -- A card that is to be stored goes with the attempt that may be approved.
    update payment_methods m
    set attempt_id = p.attempt_id
    from ended e join payment p on p.id = e.payment_id
    where m.merchant_id = $1 and m.attempt_id = e.id and m.state = 'pending'
  )
  select to_jsonb(p) as payment, to_jsonb(s) as session
  from payment p left join session s on s.id = p.session_id`,
};

export const passOnAttempt = async (query: Query, passed: PassedOn): Promise<BegunAttempt | 'superseded'> => {
  const [row] = await query<{ payment: PaymentRow; session: SessionRow | null }>(statement, [
    passed.merchantId,
    passed.attemptId,
    passed.state,
    passed.declineReason,
    passed.acquirerCode,
    passed.nextAttemptId,
    passed.connector,
    passed.account_id,
    JSON.stringify(passed.routing),
  ]);
  return row ?? 'superseded';
};
