/** Increments, captures, voids and refunds whose answer never came: asked about, or sent again unchanged. */
import { asError } from '../../base/as-error.ts';
import type { Money } from '../../base/money.ts';
import type { AcquirerConnector, InquiryRequest, OperationReference } from '../../connectors/acquirer/contract.ts';
import type { OperationRow } from '../../contract/rows.ts';
import type { PaymentDeps } from '../deps.ts';
import { secondsUntilTry } from '../payment/reconcile.ts';
import { sendOperation, settleOperation } from './run.ts';
import { claimOperationsToReconcile, scheduleOperation, type UnsettledOperation } from './store.ts';

/** Finds out what became of operations whose answer we never got. Called by the clock; gives how many it looked at. */
export const reconcileOperations = async (deps: PaymentDeps): Promise<number> => {
  const unsettled = await claimOperationsToReconcile(deps.db.query, MOST_AT_ONCE, LEASE_S);
  await Promise.all(
    unsettled.map((one) =>
      reconcile(deps, one).catch((error: unknown) => {
        // The lease runs out and it is looked at again; nothing was decided.
        deps.log.error(
          { paymentId: one.operation.payment_id, error: asError(error) },
          'reconciling an operation failed',
        );
      }),
    ),
  );
  return unsettled.length;
};

const MOST_AT_ONCE = 20;
const LEASE_S = 30;

const reconcile = async (deps: PaymentDeps, unsettled: UnsettledOperation): Promise<void> => {
  const { operation } = unsettled;
  const acquirer = await deps.acquirers.of(operation.merchant_id, unsettled.payment.account_id);
  if (unsettled.sent_ms_ago === null || !canBeAsked(acquirer, unsettled))
    // Without an inquiry the operation itself is the question: the reference makes the acquirer answer as it did the
    // first time.
    return unsettled.accepted_as === null ? sendAgain(deps, unsettled) : lookAgain(deps, unsettled, 'asked');
  const answer = await acquirer.inquire(inquiryOf(unsettled));
  switch (answer.kind) {
    case 'approved':
      if (!isWhatWasAsked(operation, answer.amount)) {
        deps.log.error(
          { paymentId: operation.payment_id },
          'the acquirer says it moved another amount than we asked for; ask it',
        );
        return lookAgain(deps, unsettled, 'asked');
      }
      await settleOperation(deps, operation, { outcome: 'succeeded', acquirerReference: answer.acquirerReference });
      return;
    case 'declined':
      await settleOperation(deps, operation, {
        outcome: 'failed',
        declineReason: answer.declineReason,
        acquirerCode: answer.acquirerCode,
      });
      return;
    case 'reversed':
      await settleOperation(deps, operation, { outcome: 'failed', declineReason: 'acquirerError' });
      return;
    case 'notFound':
      if (unsettled.accepted_as === null && isNotFoundFinal(acquirer, unsettled)) return sendAgain(deps, unsettled);
      return lookAgain(deps, unsettled, 'notFound');
    case 'pending':
    case 'notSent':
    case 'unknown':
      return lookAgain(deps, unsettled, 'asked');
  }
};

/** A void has no amount of its own: the acquirer names that of the authorization. */
const isWhatWasAsked = (operation: OperationRow, { minor, currency }: Money): boolean =>
  operation.kind === 'void' || (minor === BigInt(operation.amount) && currency === operation.currency);

const isNotFoundFinal = (
  { capabilities }: AcquirerConnector,
  { sent_ms_ago, not_found_answers }: UnsettledOperation,
): boolean => sent_ms_ago !== null && sent_ms_ago >= capabilities.settleWindowMs && not_found_answers >= 1;

/** By our reference, or by the name that the acquirer gave when it accepted it. */
const canBeAsked = ({ capabilities }: AcquirerConnector, { accepted_as }: UnsettledOperation): boolean =>
  capabilities.inquiry === 'byReference' || (capabilities.inquiry === 'byHandle' && accepted_as !== null);

const inquiryOf = ({ operation, payment, acquirer_reference, accepted_as }: UnsettledOperation): InquiryRequest => ({
  original: operation.id as OperationReference,
  kind: operation.kind,
  handle: accepted_as ?? undefined,
  authorization: { reference: payment.attempt_id as OperationReference, acquirerReference: acquirer_reference },
});

const sendAgain = async (deps: PaymentDeps, unsettled: UnsettledOperation): Promise<void> => {
  // Written down first: from here on it may be under way again.
  await scheduleOperation(deps.db.query, {
    merchantId: unsettled.operation.merchant_id,
    operationId: unsettled.operation.id,
    seconds: LEASE_S,
    what: 'sent',
  });
  await sendOperation(deps, unsettled);
};

const lookAgain = (
  deps: PaymentDeps,
  { operation, reconcile_tries }: UnsettledOperation,
  what: 'asked' | 'notFound',
): Promise<void> =>
  scheduleOperation(deps.db.query, {
    merchantId: operation.merchant_id,
    operationId: operation.id,
    seconds: secondsUntilTry(reconcile_tries + 1),
    what,
  });
