/**
 * How an increment, a capture, a void or a refund is done: written down, asked, written down, like a payment
 * (`pay.ts`). These need no card, so one whose request never arrived is simply sent again, under the same reference,
 * until the acquirer has said yes or no.
 */
import { asError } from '../../base/as-error.ts';
import { newEntry, type Actor, type AuditAction } from '../../audit/entry.ts';
import { formatId, newUuid, newUuids } from '../../base/id.ts';
import { parseCurrency, type Money } from '../../base/money.ts';
import type { OperationAnswer, OperationReference } from '../../connectors/acquirer/contract.ts';
import type { OperationRow, PaymentRow } from '../../contract/rows.ts';
import { sqlStateOf, UNIQUE_VIOLATION } from '../../db/db.ts';
import type { PaymentDeps } from '../deps.ts';
import { secondsUntilTry } from '../payment/reconcile.ts';
import type { OnceKey } from '../session/create.ts';
import type {
  BegunOperation,
  OperationInsert,
  OperationOutcome,
  RefusedOperation,
  SettledOperation,
} from '../statements/operations.ts';
import type { OperationKind } from './lifecycle.ts';
import { acceptOperation, scheduleOperation } from './store.ts';

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
  deps: PaymentDeps,
  kind: OperationKind,
  request: OperationRequest,
): Promise<OperationResult | RefusedOperation> => {
  const begun = await begin(deps, kind, request);
  return begun.refusal === null ? finish(deps, begun) : begun;
};

/** Asks the acquirer for what is written down and committed. */
export const finish = async (deps: PaymentDeps, begun: BegunOperation): Promise<OperationResult> => {
  const settling = sendOperation(deps, begun).catch((error: unknown) => {
    // It is written down; reconciliation finds out what became of it.
    deps.log.error({ paymentId: begun.payment.id, error: asError(error) }, 'an operation could not be settled');
    return 'unanswered' as const;
  });
  deps.inBackground(settling);
  const settled = await settling;
  return typeof settled === 'string' ? begun : { refusal: null, ...settled };
};

const begin = async (
  deps: PaymentDeps,
  kind: OperationKind,
  request: OperationRequest,
): Promise<BegunOperation | RefusedOperation> => {
  const { actor } = request;
  const written = deps.writes.beginOperation[kind]({
    merchantId: request.merchantId,
    audit: actor === undefined ? undefined : newEntry(deps, request.merchantId, actor, actOf(kind, request)),
    input: insertOf(deps, request),
  });
  try {
    return await written;
  } catch (error) {
    // Somebody was faster: with the same idempotency key, or with the one void that a payment can have.
    if (sqlStateOf(error) === UNIQUE_VIOLATION) return { refusal: 'keyUsed', payment: null };
    throw error;
  }
};

export const insertOf = (
  deps: PaymentDeps,
  { paymentId, amount, final, reason, once }: Omit<OperationRequest, 'merchantId' | 'actor'>,
): OperationInsert => ({
  operation_id: newUuid(deps),
  payment_id: paymentId,
  amount: amount ?? null,
  final,
  reason: reason ?? null,
  event_ids: newUuids<'event'>(deps, 1),
  idempotency_key: once?.key ?? null,
  request_hash: once?.requestHash.toString('hex') ?? null,
});

export const actOf = (kind: OperationKind, { paymentId, amount, final, reason }: OperationRequest) => ({
  action: actions[kind],
  subject: { kind: 'payment' as const, id: formatId('payment', paymentId) },
  // What was asked for. An amount that was left out is all that is left.
  after: { amount: amount ?? null, final, reason: reason ?? null },
});

const actions: Readonly<Record<OperationKind, AuditAction>> = {
  capture: 'capture.requested',
  void: 'cancel.requested',
  refund: 'refund.requested',
  increment: 'increment.requested',
};

/**
 * Asks the acquirer and writes its answer down. `unanswered`: reconciliation finds out. `superseded`: somebody else
 * settled it first.
 */
export const sendOperation = async (
  deps: PaymentDeps,
  begun: Omit<BegunOperation, 'refusal'>,
): Promise<SettledOperation | 'superseded' | 'unanswered'> => {
  const answer = await ask(deps, begun);
  const { operation } = begun;
  const again = { merchantId: operation.merchant_id, operationId: operation.id, seconds: secondsUntilTry(1) };
  switch (answer.kind) {
    case 'approved':
      return settleOperation(deps, operation, { outcome: 'succeeded', acquirerReference: answer.acquirerReference });
    case 'declined':
      return settleOperation(deps, operation, {
        outcome: 'failed',
        declineReason: answer.declineReason,
        acquirerCode: answer.acquirerCode,
      });
    case 'notSent':
      await scheduleOperation(deps.db.query, { ...again, what: 'notSent' });
      return 'unanswered';
    case 'accepted':
      await acceptOperation(deps.db.query, { ...again, acquirerReference: answer.acquirerReference });
      return 'unanswered';
    case 'unknown':
      await scheduleOperation(deps.db.query, { ...again, what: 'asked' });
      return 'unanswered';
  }
};

const ask = async (
  deps: PaymentDeps,
  { operation, payment, acquirer_reference }: Omit<BegunOperation, 'refusal'>,
): Promise<OperationAnswer> => {
  const acquirer = await deps.acquirers.of(payment.merchant_id, payment.account_id);
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
    case 'increment': {
      // Nothing else of this payment is under way, so what is authorized now is what the acquirer has, too.
      const total = { ...amount, minor: BigInt(payment.amount_authorized) + amount.minor };
      return acquirer.increment === undefined
        ? { kind: 'unknown', cause: 'incrementSwitchedOff' }
        : acquirer.increment({ reference, authorization, amount, total });
    }
  }
};

type Answered = {
  readonly outcome: OperationOutcome;
  readonly acquirerReference?: string;
  readonly declineReason?: string;
  readonly acquirerCode?: string;
};

/** The answer, the payment's amounts and the events, in one statement. */
export const settleOperation = async (
  deps: PaymentDeps,
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

const amountOf = ({ amount, currency }: OperationRow): Money => {
  const parsed = parseCurrency(currency);
  if (parsed === undefined) throw new Error('an operation has a currency that ISO 4217 does not know');
  return { minor: BigInt(amount), currency: parsed };
};
