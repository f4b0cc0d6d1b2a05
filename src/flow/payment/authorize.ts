import { newUuids } from '../../base/id.ts';
import { parseCurrency, type Money } from '../../base/money.ts';
import type { Card } from '../../card/card.ts';
import type {
  Approval,
  AuthenticationProof,
  Decline,
  DeclineReason,
  Initiator,
  OperationReference,
} from '../../connectors/acquirer/contract.ts';
import type { PaymentRow } from '../../contract/rows.ts';
import type { FlowDeps } from '../deps.ts';
import { MOST_DECLINES } from '../session/view.ts';
import type { BegunAttempt } from '../statements/begin-attempts.ts';
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

export type HowToCharge = {
  readonly card: Card;
  readonly initiator: Initiator;
  /** What 3-D Secure gave the authorization to carry; absent where it was not asked. */
  readonly carried?: Carried;
};

export type Carried = {
  /** Undefined: there was nobody who could have made one. */
  readonly proof: AuthenticationProof | undefined;
  /** The issuer let the payment pass as an exemption, and wants to hear it again with the authorization. */
  readonly isExempt: boolean;
};

/**
 * Asks the acquirer about an attempt that was just written down, and writes down the answer. Throws only for our own
 * bugs.
 */
export const authorize = async (
  deps: FlowDeps,
  begun: BegunAttempt,
  { card, initiator, carried }: HowToCharge,
): Promise<Settled> => {
  const { payment } = begun;
  const answer = await deps.acquirer.authorize({
    reference: payment.attempt_id as OperationReference,
    merchantId: payment.merchant_id,
    amount: amountOf(payment),
    capture: payment.capture_method === 'automatic',
    card,
    initiator,
    authentication: carried?.proof,
    isExempt: carried?.isExempt ?? false,
    merchantReferenceId: payment.merchant_reference_id,
  });
  switch (answer.kind) {
    case 'approved':
      return settleApproval(deps, begun, answer);
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
  }
};

/** An approval that nobody waits for any more (the attempt was given up meanwhile) is undone. */
export const settleApproval = async (deps: FlowDeps, begun: BegunAttempt, approval: Approval): Promise<Settled> => {
  const { payment } = begun;
  const settled = await settle(
    deps,
    begun,
    payment.capture_method === 'automatic' ? 'approveSale' : 'approveAuthorization',
    {
      acquirer_reference: approval.acquirerReference,
      approval_code: approval.approvalCode,
      network_transaction_id: approval.networkTransactionId ?? null,
      valid_days: deps.acquirer.capabilities.authorizationValidDays,
    },
  );
  if (settled !== 'superseded') return { kind: 'approved', ...settled };
  if (await undoLateApproval(deps.db.query, payment.merchant_id, payment.attempt_id)) {
    deps.log.warn({ attemptId: payment.attempt_id }, 'approved after the session ended; the approval is reversed');
  }
  return { kind: 'settledElsewhere' };
};

export const settleDecline = async (deps: FlowDeps, begun: BegunAttempt, decline: Decline): Promise<Settled> => {
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
  deps: FlowDeps,
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
  deps: FlowDeps,
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

/** What the merchant reads on a payment that did not go through. */
export const lastErrors = {
  cardDeclined: {
    code: 'cardDeclined',
    message: 'The card was declined. The customer can try another card, or the same one when the reason is gone.',
  },
  authenticationFailed: {
    code: 'authenticationFailed',
    message:
      "The card's issuer could not confirm that it is the cardholder. Nothing was authorized. The customer can " +
      'try again or use another card.',
  },
  authenticationRequired: {
    code: 'authenticationRequired',
    message:
      'The payment needs the cardholder to be authenticated, which was not possible. Nothing was authorized. The ' +
      'customer can use another card.',
  },
  velocityExceeded: {
    code: 'velocityExceeded',
    message:
      'Too many payments failed lately with this card, from this address or with this API key, as when stolen cards are tried out. Nobody was asked and nothing was authorized. The customer can try again in a few hours.',
  },
  acquirerUnavailable: {
    code: 'acquirerUnavailable',
    message: 'The acquirer could not be reached. Nothing was charged; try again.',
  },
} as const satisfies Record<string, PaymentRow['last_error']>;

/** Of a payment that ended with the issuer: the acquirer was never asked. */
export const stopReason = (declineReason: DeclineReason): NonNullable<PaymentRow['last_error']> => ({
  ...(declineReason === 'authenticationRequired' || declineReason === 'velocityExceeded'
    ? lastErrors[declineReason]
    : lastErrors.authenticationFailed),
  declineReason,
});

export const amountOf = ({
  amount,
  currency: letters,
}: {
  readonly amount: number;
  readonly currency: string;
}): Money => {
  const currency = parseCurrency(letters);
  if (currency === undefined) throw new Error('a payment has a currency that ISO 4217 does not know');
  return { minor: BigInt(amount), currency };
};
