/** All that belongs to one payment, for people who want to know what happened. No card data but brand, bin, last4. */
import type { CardSummary } from '../../card/card.ts';
import type { PaymentRow, SessionRow } from '../../contract/rows.ts';
import type { Query } from '../../db/db.ts';
import { findPayment } from './store.ts';

export type PaymentStory = {
  readonly payment: PaymentRow;
  /** Undefined: a shop's server made the payment by itself. */
  readonly session: SessionRow | undefined;
  readonly attempts: readonly StoryAttempt[];
  readonly authentications: readonly StoryAuthentication[];
  readonly operations: readonly StoryOperation[];
  readonly approvals: readonly StoryApproval[];
  readonly events: readonly StoryEvent[];
  readonly deliveries: readonly StoryDelivery[];
};

export type StoryAttempt = {
  readonly id: string;
  readonly state: string;
  readonly number: number;
  readonly connector: string;
  readonly card: CardSummary;
  readonly approval_code: string | null;
  readonly acquirer_reference: string | null;
  readonly decline_reason: string | null;
  readonly acquirer_code: string | null;
  readonly sent_at: string;
  readonly answered_at: string | null;
};

export type StoryAuthentication = {
  readonly state: string;
  readonly demand: 'none' | 'softDecline' | 'rejectedBefore';
  readonly protocol_version: string | null;
  readonly ds_trans_id: string | null;
  readonly created_at: string;
  readonly returned_at: string | null;
};

export type StoryOperation = {
  readonly id: string;
  readonly kind: 'capture' | 'void' | 'refund' | 'increment';
  readonly state: string;
  readonly amount: number;
  readonly currency: string;
  readonly reason: string | null;
  readonly acquirer_reference: string | null;
  readonly decline_reason: string | null;
  readonly acquirer_code: string | null;
  readonly created_at: string;
  readonly answered_at: string | null;
};

/** A refund above a limit, which a second person decides about. */
export type StoryApproval = {
  readonly id: string;
  readonly state: 'waiting' | 'approved' | 'refused';
  readonly amount: number;
  readonly currency: string;
  readonly reason: string | null;
  readonly refusal_reason: string | null;
  readonly asked_by_email: string;
  readonly decided_by_email: string | null;
  readonly created_at: string;
  readonly decided_at: string | null;
};

export type StoryEvent = { readonly id: string; readonly type: string; readonly created_at: string };

export type StoryDelivery = {
  readonly event_id: string;
  readonly endpoint_id: string;
  readonly url: string;
  readonly state: 'pending' | 'delivered' | 'abandoned';
  readonly attempts: number;
  readonly next_attempt_at: string | null;
  readonly delivered_at: string | null;
};

/** Undefined: this merchant has no such payment. */
export const findPaymentStory = async (
  query: Query,
  merchantId: string,
  paymentId: string,
): Promise<PaymentStory | undefined> => {
  const payment = await findPayment(query, merchantId, paymentId);
  if (payment === undefined) return undefined;
  const of = [merchantId, payment.id];
  const session = payment.session_id === null ? undefined : await findSession(query, merchantId, payment.session_id);
  const attempts = await query<StoryAttempt>(ATTEMPTS, of);
  const authentications = await query<StoryAuthentication>(AUTHENTICATIONS, of);
  const operations = await query<StoryOperation>(OPERATIONS, of);
  const approvals = await query<StoryApproval>(APPROVALS, of);
  const events = await query<StoryEvent>(EVENTS, [merchantId, payment.session_id ?? payment.id]);
  const deliveries = await query<StoryDelivery>(DELIVERIES, [merchantId, events.map(({ id }) => id)]);
  return { payment, session, attempts, authentications, operations, approvals, events, deliveries };
};

const findSession = async (query: Query, merchantId: string, sessionId: string): Promise<SessionRow | undefined> => {
  const [row] = await query<{ session: SessionRow }>(
    {
      name: 'find-session-of-story',
      text: 'select to_jsonb(s) as session from sessions s where s.merchant_id = $1 and s.id = $2',
    },
    [merchantId, sessionId],
  );
  return row?.session;
};

const ATTEMPTS = {
  name: 'find-attempts-of-story',
  text: `
    select id, state, number, connector, card, approval_code, acquirer_reference, decline_reason, acquirer_code,
      to_json(sent_at) #>> '{}' as sent_at, to_json(answered_at) #>> '{}' as answered_at
    from attempts where merchant_id = $1 and payment_id = $2
    order by number`,
};

const AUTHENTICATIONS = {
  name: 'find-authentications-of-story',
  text: `
    select n.state, n.demand, n.protocol_version, n.ds_trans_id, to_json(n.created_at) #>> '{}' as created_at,
      to_json(n.returned_at) #>> '{}' as returned_at
    from attempts a
    join authentications n on n.merchant_id = a.merchant_id and n.attempt_id = a.id
    where a.merchant_id = $1 and a.payment_id = $2
    order by a.number`,
};

const OPERATIONS = {
  name: 'find-operations-of-story',
  text: `
    select id, kind, state, amount::float8 as amount, currency, reason, acquirer_reference, decline_reason,
      acquirer_code, to_json(created_at) #>> '{}' as created_at, to_json(answered_at) #>> '{}' as answered_at
    from operations where merchant_id = $1 and payment_id = $2
    order by id
    limit 500`,
};

const APPROVALS = {
  name: 'find-refund-approvals-of-story',
  text: `
    select r.id, r.state, r.amount::float8 as amount, r.currency, r.reason, r.refusal_reason,
      asker.email as asked_by_email, decider.email as decided_by_email,
      to_json(r.created_at) #>> '{}' as created_at, to_json(r.decided_at) #>> '{}' as decided_at
    from refund_approvals r
    join members asker on asker.merchant_id = r.merchant_id and asker.id = r.asked_by
    left join members decider on decider.merchant_id = r.merchant_id and decider.id = r.decided_by
    where r.merchant_id = $1 and r.payment_id = $2
    order by r.id
    limit 200`,
};

const EVENTS = {
  name: 'find-events-of-story',
  text: `
    select id, type, to_json(created_at) #>> '{}' as created_at
    from events where merchant_id = $1 and subject_id = $2
    order by sequence
    limit 1000`,
};

const DELIVERIES = {
  name: 'find-deliveries-of-story',
  text: `
    select d.event_id, d.endpoint_id, e.url, d.state, d.attempts,
      to_json(d.next_attempt_at) #>> '{}' as next_attempt_at, to_json(d.delivered_at) #>> '{}' as delivered_at
    from webhook_endpoints e
    join deliveries d on d.merchant_id = e.merchant_id and d.endpoint_id = e.id
    where e.merchant_id = $1 and d.event_id = any ($2)
    order by d.event_id, d.endpoint_id`,
};
