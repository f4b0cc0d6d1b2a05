/**
 * How a capture, a void or a refund is done: written down, asked, written down, like a payment (`pay.ts`). These need
 * no card, so one whose request never arrived is simply sent again, under the same reference, until the acquirer has
 * said yes or no.
 */
import { asError } from '../../base/as-error.ts';
import { newEntry, type Actor, type AuditAction } from '../../audit/entry.ts';
import { formatId, newUuid, newUuids } from '../../base/id.ts';
import { parseCurrency, type Money } from '../../base/money.ts';
import type { OperationAnswer, OperationReference } from '../../connectors/acquirer/contract.ts';
import type { OperationRow, PaymentRow } from '../../contract/rows.ts';
import { sqlStateOf, UNIQUE_VIOLATION } from '../../db/db.ts';
import type { FlowDeps } from '../deps.ts';
import { secondsUntilTry } from '../payment/reconcile.ts';
import type { OnceKey } from '../session/create.ts';
import type { BegunOperation, OperationOutcome, RefusedOperation, SettledOperation } from '../statements/operations.ts';
import type { OperationKind } from './lifecycle.ts';
import { claimOperationsToReconcile, scheduleOperation, type UnsettledOperation } from './store.ts';

export type OperationRequest = {
  readonly merchantId: string;
  readonly paymentId: string;
  /** Minor units; undefined: all that is left. */
  readonly amount: number | undefined;
  readonly final: boolean;
  readonly reason: string | undefined;
  readonly once: OnceKey | undefined;
  /** Who asks for it; undefined: the clock, whose work is no act of anybody. */
  readonly actor?: Actor;
};

/** The operation and its payment as they are now; still `sending` when the acquirer did not answer in time. */
export type OperationResult = {
  readonly refusal: null;
  readonly operation: OperationRow;
  readonly payment: PaymentRow;
};

/** Refused: nothing was written, and nobody was asked. */
export const runOperation = async (
  deps: FlowDeps,
  kind: OperationKind,
  request: OperationRequest,
): Promise<OperationResult | RefusedOperation> => {
  const begun = await begin(deps, kind, request);
  if (begun.refusal !== null) return begun;
  const settling = send(deps, begun).catch((error: unknown) => {
    // It is written down; reconciliation finds out what became of it.
    deps.log.error({ paymentId: request.paymentId, error: asError(error) }, 'an operation could not be settled');
    return 'unanswered' as const;
  });
  deps.inBackground(settling);
  const settled = await settling;
  return typeof settled === 'string' ? begun : { refusal: null, ...settled };
};

const begin = async (
  deps: FlowDeps,
  kind: OperationKind,
  request: OperationRequest,
): Promise<BegunOperation | RefusedOperation> => {
  const { actor } = request;
  const written = deps.writes.beginOperation[kind]({
    merchantId: request.merchantId,
    audit: actor === undefined ? undefined : newEntry(deps, request.merchantId, actor, actOf(kind, request)),
    input: {
      operation_id: newUuid(deps),
      payment_id: request.paymentId,
      amount: request.amount ?? null,
      final: request.final,
      reason: request.reason ?? null,
      event_ids: newUuids<'event'>(deps, 1),
      idempotency_key: request.once?.key ?? null,
      request_hash: request.once?.requestHash.toString('hex') ?? null,
    },
  });
  try {
    return await written;
  } catch (error) {
    // Somebody was faster: with the same idempotency key, or with the one void that a payment can have.
    if (sqlStateOf(error) === UNIQUE_VIOLATION) return { refusal: 'keyUsed', payment: null };
    throw error;
  }
};

const actOf = (kind: OperationKind, { paymentId, amount, final, reason }: OperationRequest) => ({
  action: actions[kind],
  subject: { kind: 'payment' as const, id: formatId('payment', paymentId) },
  // What was asked for. An amount that was left out is all that is left.
  after: { amount: amount ?? null, final, reason: reason ?? null },
});

const actions: Readonly<Record<OperationKind, AuditAction>> = {
  capture: 'capture.requested',
  void: 'cancel.requested',
  refund: 'refund.requested',
};

/** `unanswered`: reconciliation finds out. `superseded`: somebody else settled it first. */
const send = async (
  deps: FlowDeps,
  begun: Omit<BegunOperation, 'refusal'>,
): Promise<SettledOperation | 'superseded' | 'unanswered'> => {
  const answer = await ask(deps, begun);
  const { operation } = begun;
  const again = { merchantId: operation.merchant_id, operationId: operation.id, seconds: secondsUntilTry(1) };
  switch (answer.kind) {
    case 'approved':
      return settle(deps, operation, { outcome: 'succeeded', acquirerReference: answer.acquirerReference });
    case 'declined':
      return settle(deps, operation, {
        outcome: 'failed',
        declineReason: answer.declineReason,
        acquirerCode: answer.acquirerCode,
      });
    case 'notSent':
      await scheduleOperation(deps.db.query, { ...again, what: 'notSent' });
      return 'unanswered';
    case 'unknown':
      await scheduleOperation(deps.db.query, { ...again, what: 'asked' });
      return 'unanswered';
  }
};

const ask = (
  { acquirer }: FlowDeps,
  { operation, payment, acquirer_reference }: Omit<BegunOperation, 'refusal'>,
): Promise<OperationAnswer> => {
  const reference = operation.id as OperationReference;
  const authorization = { reference: payment.attempt_id as OperationReference, acquirerReference: acquirer_reference };
  const amount = amountOf(operation);
  switch (operation.kind) {
    case 'capture':
      return acquirer.capture({ reference, authorization, amount, final: operation.final });
    case 'void':
      return acquirer.voidAuthorization({ reference, authorization });
    case 'refund':
      return acquirer.refund({ reference, authorization, amount });
  }
};

type Answered = {
  readonly outcome: OperationOutcome;
  readonly acquirerReference?: string;
  readonly declineReason?: string;
  readonly acquirerCode?: string;
};

const settle = async (
  deps: FlowDeps,
  operation: OperationRow,
  answered: Answered,
): Promise<SettledOperation | 'superseded'> => {
  const settled = await deps.writes.settleOperation[operation.kind]({
    merchantId: operation.merchant_id,
    input: {
      outcome: answered.outcome,
      operation_id: operation.id,
      payment_id: operation.payment_id,
      event_ids: newUuids<'event'>(deps, 2),
      acquirer_reference: answered.acquirerReference ?? null,
      decline_reason: answered.declineReason ?? null,
      acquirer_code: answered.acquirerCode ?? null,
    },
  });
  deps.hintDeliveries();
  return settled;
};

/** Finds out what became of operations whose answer we never got. Called by the clock; gives how many it looked at. */
export const reconcileOperations = async (deps: FlowDeps): Promise<number> => {
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

const reconcile = async (deps: FlowDeps, unsettled: UnsettledOperation): Promise<void> => {
  const { operation } = unsettled;
  // Without an inquiry the operation itself is the question: the reference makes the acquirer answer as it did the
  // first time.
  if (unsettled.sent_ms_ago === null || !deps.acquirer.capabilities.inquiry) return sendAgain(deps, unsettled);
  const answer = await deps.acquirer.inquire({ original: operation.id as OperationReference });
  switch (answer.kind) {
    case 'approved':
      if (!isWhatWasAsked(operation, answer.amount)) {
        deps.log.error(
          { paymentId: operation.payment_id },
          'the acquirer says it moved another amount than we asked for; ask it',
        );
        return lookAgain(deps, unsettled, 'asked');
      }
      await settle(deps, operation, { outcome: 'succeeded', acquirerReference: answer.acquirerReference });
      return;
    case 'declined':
      await settle(deps, operation, {
        outcome: 'failed',
        declineReason: answer.declineReason,
        acquirerCode: answer.acquirerCode,
      });
      return;
    case 'reversed':
      await settle(deps, operation, { outcome: 'failed', declineReason: 'acquirerError' });
      return;
    case 'notFound':
      if (isNotFoundFinal(deps, unsettled)) return sendAgain(deps, unsettled);
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

const isNotFoundFinal = (deps: FlowDeps, { sent_ms_ago, not_found_answers }: UnsettledOperation): boolean =>
  sent_ms_ago !== null && sent_ms_ago >= deps.acquirer.capabilities.settleWindowMs && not_found_answers >= 1;

const sendAgain = async (deps: FlowDeps, unsettled: UnsettledOperation): Promise<void> => {
  // Written down first: from here on it may be under way again.
  await scheduleOperation(deps.db.query, {
    merchantId: unsettled.operation.merchant_id,
    operationId: unsettled.operation.id,
    seconds: LEASE_S,
    what: 'sent',
  });
  await send(deps, unsettled);
};

const lookAgain = (
  deps: FlowDeps,
  { operation, reconcile_tries }: UnsettledOperation,
  what: 'asked' | 'notFound',
): Promise<void> =>
  scheduleOperation(deps.db.query, {
    merchantId: operation.merchant_id,
    operationId: operation.id,
    seconds: secondsUntilTry(reconcile_tries + 1),
    what,
  });

const amountOf = ({ amount, currency }: OperationRow): Money => {
  const parsed = parseCurrency(currency);
  if (parsed === undefined) throw new Error('an operation has a currency that ISO 4217 does not know');
  return { minor: BigInt(amount), currency: parsed };
};
