/** Tx B: what the acquirer answered about an attempt. */
import { moveSql, type VerbOf } from '../../base/lifecycle.ts';
import type { PaymentRow, SessionRow } from '../../contract/rows.ts';
import type { Query, Statement } from '../../db/db.ts';
import { queueDeliveries } from '../../events/outbox.ts';
import { countCharges } from '../payment-method/charge-sql.ts';
import { activatePaymentMethods, dropPendingPaymentMethods } from '../payment-method/keep-sql.ts';
import { fewRows } from '../few-rows.ts';
import { sessionLifecycle } from '../session/lifecycle.ts';
import { insertEvents, type Telling } from '../tell.ts';
import { eraseSealedCards } from '../../vault/card-sql.ts';
import { stopAuthentications } from './authentication-sql.ts';
import { attemptLifecycle, paymentLifecycle } from './lifecycle.ts';

/** What the acquirer answered, as it is written down; null where this outcome has nothing to say. */
export type SettlementInput = {
  readonly attempt_id: string;
  readonly payment_id: string;
  readonly event_ids: readonly string[];
  readonly acquirer_reference: string | null;
  readonly approval_code: string | null;
  readonly network_transaction_id: string | null;
  readonly decline_reason: string | null;
  readonly acquirer_code: string | null;
  readonly last_error: PaymentRow['last_error'];
  /** What 3-D Secure came to; only where it is the end of the attempt. */
  readonly three_ds: PaymentRow['three_ds'];
  /** How long an authorization may wait for its capture. */
  readonly valid_days: number | null;
};

/** Every way an attempt can end while its payment waits for it, and what each part does then. */
const settlements = {
  approveSale: {
    attempt: 'approve',
    payment: 'succeed',
    session: 'complete',
    paymentSets: 'amount_authorized = p.amount, amount_captured = p.amount, last_error = null',
    sessionSets: `payment_status = 'paid'`,
  },
  approveAuthorization: {
    attempt: 'approve',
    payment: 'authorize',
    session: 'complete',
    paymentSets:
      'amount_authorized = p.amount, last_error = null, capture_before = now() + make_interval(days => i.valid_days)',
    sessionSets: `payment_status = 'authorized'`,
  },
  decline: {
    attempt: 'decline',
    payment: 'decline',
    session: 'decline',
    paymentSets: 'last_error = i.last_error',
    sessionSets: 'declines = s.declines + 1, last_decline_reason = i.decline_reason',
  },
  exhaust: {
    attempt: 'decline',
    payment: 'fail',
    session: 'exhaust',
    paymentSets: 'last_error = i.last_error',
    sessionSets: `declines = s.declines + 1, last_decline_reason = i.decline_reason, expiration_reason = 'attemptsExhausted'`,
  },
  // The limits against card testing: nobody was asked.
  block: {
    attempt: 'decline',
    payment: 'block',
    session: 'decline',
    paymentSets: 'last_error = i.last_error',
    sessionSets: 'declines = s.declines + 1, last_decline_reason = i.decline_reason',
  },
  blockForGood: {
    attempt: 'decline',
    payment: 'blockForGood',
    session: 'exhaust',
    paymentSets: 'last_error = i.last_error',
    sessionSets: `declines = s.declines + 1, last_decline_reason = i.decline_reason, expiration_reason = 'attemptsExhausted'`,
  },
  // The issuer's no, or nobody there to ask: the acquirer was never asked.
  stop: {
    attempt: 'stop',
    payment: 'stop',
    session: 'decline',
    paymentSets: 'last_error = i.last_error, three_ds = i.three_ds',
    sessionSets: 'declines = s.declines + 1, last_decline_reason = i.decline_reason',
  },
  stopForGood: {
    attempt: 'stop',
    payment: 'stopForGood',
    session: 'exhaust',
    paymentSets: 'last_error = i.last_error, three_ds = i.three_ds',
    sessionSets: `declines = s.declines + 1, last_decline_reason = i.decline_reason, expiration_reason = 'attemptsExhausted'`,
  },
  notSend: {
    attempt: 'notSend',
    payment: 'giveBack',
    session: 'giveBack',
    paymentSets: 'last_error = i.last_error',
    sessionSets: 'last_decline_reason = null',
  },
  reverse: {
    attempt: 'confirmReversal',
    payment: 'giveBack',
    session: 'giveBack',
    paymentSets: 'last_error = null',
    sessionSets: 'last_decline_reason = null',
  },
} as const satisfies Record<string, SettlementRow>;

type SettlementRow = {
  readonly attempt: VerbOf<typeof attemptLifecycle>;
  readonly payment: VerbOf<typeof paymentLifecycle>;
  readonly session: VerbOf<typeof sessionLifecycle>;
  readonly paymentSets: string;
  readonly sessionSets: string;
};

export type Settlement = keyof typeof settlements;
export const settlementNames = Object.keys(settlements) as readonly Settlement[];

/**
 * Tx B, the answer: attempt, payment and session move together, with the events that tell it. The attempt is the gate: only
 * while it waits for such an answer, and its payment for *this very attempt*, does anything change. So an answer that comes twice, late,
 * after reconciliation got there first, or while the attempt is already being undone, changes nothing and gives no row.
 * Every statement that ends an attempt locks it first, then its payment.
 */
const settleStatement = (name: Settlement, row: SettlementRow, storedCards: boolean): Statement => {
  const attempt = moveSql(attemptLifecycle, row.attempt, 'a');
  const payment = moveSql(paymentLifecycle, row.payment, 'p');
  const session = moveSql(sessionLifecycle, row.session, 's');
  const told = payment.tells.length + session.tells.length;
  return {
    name: `settle-${name}${storedCards ? '-stored' : ''}`,
    text: `
  with input as (
    select * from json_to_recordset($2::json) as i (
      attempt_id uuid, payment_id uuid, event_ids uuid[], acquirer_reference text, approval_code text,
      network_transaction_id text, decline_reason text, acquirer_code text, last_error jsonb, three_ds jsonb, valid_days integer)
    where ${fewRows('i.payment_id')}
  ), attempt as (
    update attempts a
    set ${attempt.set}, acquirer_reference = i.acquirer_reference, approval_code = i.approval_code,
      network_transaction_id = i.network_transaction_id, decline_reason = i.decline_reason, acquirer_code = i.acquirer_code,
      answered_at = now(), reconcile_at = null${row.attempt === 'stop' ? ', three_ds = i.three_ds, cardholder_name = null' : ''}
    from input i join payments p on p.merchant_id = $1 and p.id = i.payment_id and p.attempt_id = i.attempt_id and ${payment.from}
    where a.merchant_id = $1 and a.id = i.attempt_id and ${attempt.from}
    returning a.id
  ), payment as (
    update payments p
    set ${payment.set}, ${row.paymentSets},
      sequence = p.sequence + case when p.session_id is null then ${payment.tells.length} else ${told} end
    from attempt a join input i on i.attempt_id = a.id
    where p.merchant_id = $1 and p.id = i.payment_id and p.attempt_id = a.id and ${payment.from}
    returning p.*, to_jsonb(p) as snapshot
  ), session as (
    update sessions s
    set ${session.set}, sequence = s.sequence + ${told}, ${row.sessionSets}
    from payment p join input i on i.payment_id = p.id
    where s.merchant_id = p.merchant_id and s.id = p.session_id and ${session.from}
    returning s.*, to_jsonb(s) as snapshot
  ), answered as (
    update idempotency_keys k
    set status = 200, answer = jsonb_build_object('object', 'payment', 'snapshot', p.snapshot)
    from payment p
    where k.merchant_id = $1 and k.key = p.idempotency_key and k.status is null
  )${row.attempt === 'stop' ? `, ${endOfAuthentication}` : ''}${storedCards ? `, ${storedCardsOf(row)}` : ''}${
    told === 0
      ? ''
      : `, told as (${insertEvents(tellingsOf(payment.tells, session.tells))}
  ), queued as (${queueDeliveries('told')}
  )`
  }
  select p.snapshot as payment, s.snapshot as session
  from payment p left join session s on s.id = p.session_id`,
  };
};

/** Nothing is left to be paid with: neither the issuer's word nor the card of a payment that waited for its customer. */
const endOfAuthentication = `stopped as (${stopAuthentications('from payment p join input x on x.payment_id = p.id')}
  ), forgotten_card as (${eraseSealedCards('stopped')}
  )`;

/** The payment's events first, then the session's: the end of a session is the last thing heard of it. */
const tellingsOf = (paymentTypes: readonly string[], sessionTypes: readonly string[]): readonly Telling[] => {
  const last = paymentTypes.length + sessionTypes.length;
  const common = {
    subject: 'coalesce(p.session_id, p.id)',
    from: 'from payment p join input i on i.payment_id = p.id',
  };
  return [
    ...paymentTypes.map((type, at): Telling => ({
      ...common,
      type,
      alias: 'p',
      object: 'payment',
      idAt: at + 1,
      // A payment of its own has no session whose events come after.
      sequence: `p.sequence - case when p.session_id is null then ${paymentTypes.length - 1 - at} else ${last - 1 - at} end`,
    })),
    ...sessionTypes.map((type, at): Telling => ({
      type,
      alias: 's',
      object: 'session',
      sequence: `s.sequence - ${sessionTypes.length - 1 - at}`,
      subject: 's.id',
      idAt: paymentTypes.length + at + 1,
      from: 'from session s join payment p on p.session_id = s.id join input i on i.payment_id = p.id',
    })),
  ];
};

/** What becomes of a card to be kept, and of the stored card that paid. Its event is the fourth of the input's. */
const storedCardsOf = (row: SettlementRow): string =>
  row.attempt === 'approve'
    ? `${activatePaymentMethods({ network: 'i.network_transaction_id', eventId: 'i.event_ids[4]' })}, ${countCharges()}`
    : dropPendingPaymentMethods();

// Most payments have nothing to do with stored cards, so they do not pay for the question.
const settleStatements = new Map(
  settlementNames.flatMap((name) =>
    [true, false].map(
      (storedCards) => [`${name} ${storedCards}`, settleStatement(name, settlements[name], storedCards)] as const,
    ),
  ),
);

/** The payment, and its session if it has one, as they are now. */
export type SettledAttempt = { readonly payment: PaymentRow; readonly session: SessionRow | null };

/** In the order of the inputs: the session as it is now, or undefined where the payment no longer waited for this attempt. */
export const settleAttempts = async (
  query: Query,
  merchantId: string,
  { settlement, storedCards }: { readonly settlement: Settlement; readonly storedCards: boolean },
  inputs: readonly SettlementInput[],
): Promise<(SettledAttempt | undefined)[]> => {
  const statement = settleStatements.get(`${settlement} ${storedCards}`);
  if (statement === undefined) throw new Error(`no settlement "${settlement}"`);
  const rows = await query<SettledAttempt>(statement, [merchantId, JSON.stringify(inputs)]);
  const byPayment = new Map(rows.map((row) => [row.payment.id, row]));
  return inputs.map((input) => byPayment.get(input.payment_id));
};
