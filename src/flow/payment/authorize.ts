import { newUuids } from '../../base/id.ts';
import type { AcquirerConnector, Approval, Decline, DeclineReason } from '../../connectors/acquirer/contract.ts';
import type { PaymentRow } from '../../contract/rows.ts';
import type { PaymentDeps } from '../deps.ts';
import { MOST_DECLINES } from '../session/view.ts';
import type { BegunAttempt } from '../statements/begin-attempts.ts';
import type { HowToCharge } from './charge.ts';
import { askAcquirer } from './ask-acquirer.ts';
import { lastErrors, stopReason } from './last-errors.ts';
import { passOn } from './pass-on.ts';
import { scheduleReconciliation, undoLateApproval } from './reconcile-store.ts';
import type { AttemptOutcome, SettledAttempt, SettlementInput, SettleRefusal } from '../statements/settle-attempts.ts';

/** What became of an attempt, as far as this process knows. */
export type Settled =
  | ({ readonly kind: 'approved' } & SettledAttempt)
  /** `softDecline`: the same card may pass when its customer is authenticated. */
  | ({
      readonly kind: 'declined';
      readonly declineReason: DeclineReason;
      readonly softDecline: boolean;
    } & SettledAttempt)
  /** Declined, and it was the session's last try. */
  | ({ readonly kind: 'exhausted'; readonly declineReason: DeclineReason } & SettledAttempt)
  | ({ readonly kind: 'notSent' } & SettledAttempt)
  /** Asked, not answered: reconciliation finds out. */
  | { readonly kind: 'unknown' }
  /** Somebody else wrote the outcome first; nothing was changed here. */
  | { readonly kind: 'settledElsewhere' };

/**
 * Asks the acquirer about an attempt that was just written down, and writes down the answer; where that account could not
 * be reached or has no word from the issuer, asks another one. Throws only for our own bugs.
 */
export const authorize = async (
  deps: PaymentDeps,
  begun: BegunAttempt,
  charge: HowToCharge,
  accountsAsked = 1,
): Promise<Settled> => {
  const { payment } = begun;
  const connector = await deps.acquirers.of(payment.merchant_id, payment.account_id);
  const answer = await askAcquirer(deps, connector, begun, charge);
  const passed = accountsAsked < MOST_ACCOUNTS ? await passOn(deps, begun, { answer, charge }) : 'answerStands';
  if (passed === 'superseded') return { kind: 'settledElsewhere' };
  if (passed !== 'answerStands') return authorize(deps, passed, charge, accountsAsked + 1);
  switch (answer.kind) {
    case 'approved':
      return settleApproval(deps, begun, { approval: answer, connector });
    case 'declined':
      return settleDecline(deps, begun, answer);
    case 'notSent': {
      deps.log.warn(
        { attemptId: payment.attempt_id, cause: answer.cause },
        'the acquirer could not be reached; nothing was asked',
      );
      const settled = await settle(deps, begun, 'notSend', { last_error: lastErrors.acquirerUnavailable });
      return settled === 'superseded' ? { kind: 'settledElsewhere' } : { kind: 'notSent', ...settled };
    }
    case 'unknown':
      deps.log.warn(
        { attemptId: payment.attempt_id, cause: answer.cause },
        'the acquirer did not answer; reconciliation will ask',
      );
      await scheduleReconciliation(deps.db.query, {
        merchantId: payment.merchant_id,
        attemptId: payment.attempt_id,
        seconds: FIRST_QUESTION_AFTER_S,
      });
      return { kind: 'unknown' };
    case 'superseded':
      return { kind: 'settledElsewhere' };
  }
};

/** For one try of a customer, who waits. */
const MOST_ACCOUNTS = 2;

/** An approval that nobody waits for any more (the attempt was given up meanwhile) is undone. */
export const settleApproval = async (
  deps: PaymentDeps,
  begun: BegunAttempt,
  { approval, connector }: { readonly approval: Approval; readonly connector: AcquirerConnector },
): Promise<Settled> => {
  const { payment } = begun;
  const settled = await settle(deps, begun, outcomeOf(payment), {
    acquirer_reference: approval.acquirerReference,
    approval_code: approval.approvalCode,
    network_transaction_id: approval.networkTransactionId ?? null,
    valid_days: connector.capabilities.authorizationValidDays,
  });
  if (settled !== 'superseded') return { kind: 'approved', ...settled };
  if (await undoLateApproval(deps.db.query, payment.merchant_id, payment.attempt_id)) {
    deps.log.warn({ attemptId: payment.attempt_id }, 'approved after the session ended; the approval is reversed');
  }
  return { kind: 'settledElsewhere' };
};

const outcomeOf = ({ amount, capture_method: captureMethod }: PaymentRow): AttemptOutcome => {
  if (amount === 0) return 'approveCheck';
  return captureMethod === 'automatic' ? 'approveSale' : 'approveAuthorization';
};

export const settleDecline = async (deps: PaymentDeps, begun: BegunAttempt, decline: Decline): Promise<Settled> => {
  const isLast = begun.session !== null && begun.session.declines + 1 >= MOST_DECLINES;
  const { declineReason } = decline;
  const settled = await settle(deps, begun, isLast ? 'exhaust' : 'decline', {
    decline_reason: declineReason,
    acquirer_code: decline.acquirerCode,
    last_error: { ...lastErrors.cardDeclined, declineReason },
  });
  if (settled === 'superseded') return { kind: 'settledElsewhere' };
  return isLast
    ? { kind: 'exhausted', declineReason, ...settled }
    : { kind: 'declined', declineReason, softDecline: decline.softDecline, ...settled };
};

/** The issuer's no, or ours, before anything began: the attempt was written down only to be ended. */
export const settleStop = async (
  deps: PaymentDeps,
  begun: BegunAttempt,
  declineReason: DeclineReason,
): Promise<Settled> => {
  const isLast = begun.session !== null && begun.session.declines + 1 >= MOST_DECLINES;
  const [goesOn, ends] = declineReason === 'velocityExceeded' ? BLOCKED : DECLINED;
  const settled = await settle(deps, begun, isLast ? ends : goesOn, {
    decline_reason: declineReason,
    last_error: stopReason(declineReason),
  });
  if (settled === 'superseded') return { kind: 'settledElsewhere' };
  return isLast
    ? { kind: 'exhausted', declineReason, ...settled }
    : { kind: 'declined', declineReason, softDecline: false, ...settled };
};

const DECLINED = ['decline', 'exhaust'] as const;
const BLOCKED = ['block', 'blockForGood'] as const;

/** Writes down how an attempt ended, and wakes those who wait for it. */
export const settle = async (
  deps: PaymentDeps,
  { payment }: Pick<BegunAttempt, 'payment'>,
  outcome: AttemptOutcome,
  answered: Partial<SettlementInput>,
): Promise<SettledAttempt | SettleRefusal> => {
  const settled = await deps.writes.settleAttempt({
    merchantId: payment.merchant_id,
    input: {
      outcome,
      attempt_id: payment.attempt_id,
      payment_id: payment.id,
      // No outcome has more than three events, and one of a card that is stored.
      event_ids: newUuids<'event'>(deps, 4),
      acquirer_reference: null,
      approval_code: null,
      network_transaction_id: null,
      decline_reason: null,
      acquirer_code: null,
      last_error: null,
      three_ds: null,
      valid_days: null,
      ...answered,
    },
  });
  deps.outcomes.announce(payment.session_id ?? payment.id);
  deps.hintDeliveries();
  return settled;
};

const FIRST_QUESTION_AFTER_S = 2;
