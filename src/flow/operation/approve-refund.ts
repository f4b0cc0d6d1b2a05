/**
 * Refunds by people. Up to a limit somebody gives back alone; above it, what was asked for waits for a second person.
 * What was given back of the payment before counts, or a limit would be passed in small steps. API keys have no limit:
 * they are the shop's server, which has rules of its own.
 */
import { createHash } from 'node:crypto';
import type { Actor, AuditAction } from '../../audit/entry.ts';
import { writeAudit } from '../../audit/write.ts';
import { formatId, newUuid } from '../../base/id.ts';
import type { PaymentRow } from '../../contract/rows.ts';
import { sqlStateOf, UNIQUE_VIOLATION, type Transaction } from '../../db/db.ts';
import type { PaymentDeps } from '../deps.ts';
import { findPayment } from '../payment/store.ts';
import type { OnceKey } from '../session/create.ts';
import { beginRefunds } from '../statements/begin-refunds.ts';
import { lockPayments } from '../statements/locks.ts';
import { beginOperations, type BegunOperation, type RefusedOperation } from '../statements/operations.ts';
import { decideApproval, findApproval, insertApproval, type ApprovalRow } from './approval-store.ts';
import { actOf, finish, insertOf, type OperationResult } from './run.ts';

export type RefundByPerson = {
  readonly merchantId: string;
  readonly paymentId: string;
  /** Minor units. */
  readonly amount: number;
  readonly reason: string | undefined;
  readonly once: OnceKey;
  readonly actor: Actor;
  readonly memberId: string;
  /** Up to how much of a payment this person gives back alone; undefined: all of it. */
  readonly limit: number | undefined;
};

/** Nothing moves yet: a second person is asked. */
export type Waiting = { readonly refusal: 'waits' };

export const refundByPerson = async (
  deps: PaymentDeps,
  asked: RefundByPerson,
): Promise<OperationResult | RefusedOperation | Waiting> => {
  const begun = await beginOnce(deps, async (query) => {
    const { merchantId, paymentId, amount, limit, actor } = asked;
    await lockPayments(query, merchantId, [paymentId]);
    const payment = await findPayment(query, merchantId, paymentId);
    if (payment !== undefined && limit !== undefined && givenBack(payment) + amount > limit)
      return findRefusal(payment, amount) ?? askSecondPerson(deps, query, payment, asked);
    const found = await beginRefund(deps, query, asked);
    const acts = [actOf('refund', { ...asked, final: false })];
    if (found.refusal === null) await writeAudit(deps, query, { merchantId, actor, acts });
    return found;
  });
  return begun.refusal === null ? finish(deps, begun) : begun;
};

const givenBack = (payment: PaymentRow): number => payment.amount_refunded + payment.amount_refund_pending;

/** What `begin-refunds` would say: nobody is asked to approve what cannot be. */
const findRefusal = (payment: PaymentRow, amount: number): RefusedOperation | undefined => {
  const left = payment.amount_captured - givenBack(payment);
  const refuse = (refusal: 'wrongState' | 'nothingLeft' | 'exceedsLeft') => ({ refusal, payment, amount_left: left });
  if (payment.amount_captured === 0) return refuse('wrongState');
  if (left === 0) return refuse('nothingLeft');
  return amount > left ? refuse('exceedsLeft') : undefined;
};

const askSecondPerson = async (
  deps: PaymentDeps,
  query: Transaction,
  payment: PaymentRow,
  { merchantId, amount, reason, once, actor, memberId, limit }: RefundByPerson,
): Promise<Waiting | RefusedOperation> => {
  const approval = {
    id: newUuid<'refundApproval'>(deps),
    payment_id: payment.id,
    idempotency_key: once.key,
    amount,
    currency: payment.currency,
    reason: reason ?? null,
    asked_by: memberId,
  };
  if (!(await insertApproval(query, merchantId, approval))) return { refusal: 'keyUsed', payment };
  await tell(deps, query, { merchantId, actor, approval, action: 'refund.approvalRequested', more: { limit } });
  return { refusal: 'waits' };
};

/** What a second person is asked about, and by whom it is decided. */
export type Decision = {
  readonly merchantId: string;
  readonly approvalId: string;
  readonly memberId: string;
  readonly actor: Actor;
};

/** `notWaiting`: it was decided before. `ownRequest`: whoever asked does not decide. Nothing was written. */
export type RefusedDecision =
  { readonly refusal: 'notThere' } | { readonly refusal: 'notWaiting' | 'ownRequest'; readonly approval: ApprovalRow };

/** The refund is begun in the transaction that says who approved it, so that neither is without the other. */
export const approveRefund = async (
  deps: PaymentDeps,
  asked: Decision,
): Promise<OperationResult | RefusedOperation | RefusedDecision> => {
  const { merchantId, approvalId, memberId, actor } = asked;
  const begun = await beginOnce(deps, async (query) => {
    const approval = await lockApproval(query, asked);
    if ('refusal' in approval) return approval;
    const found = await beginRefund(deps, query, {
      paymentId: approval.payment_id,
      merchantId,
      amount: approval.amount,
      reason: approval.reason ?? undefined,
      // Of the form that asked: sent again, it asks for nothing more.
      once: { key: approval.idempotency_key, requestHash: createHash('sha256').update(approval.id).digest() },
    });
    if (found.refusal !== null) return found;
    const operationId = found.operation.id;
    const decided = { approvalId, state: 'approved' as const, by: memberId, operationId, refusalReason: null };
    await decideApproval(query, merchantId, decided);
    const more = { askedBy: approval.asked_by_email, refund: formatId('refund', operationId) };
    await tell(deps, query, { merchantId, actor, approval, action: 'refund.approved', more });
    return found;
  });
  return begun.refusal === null ? finish(deps, begun) : begun;
};

/** Nothing moves, and whoever asked reads why. */
export const refuseRefund = (
  deps: PaymentDeps,
  { refusalReason, ...asked }: Decision & { readonly refusalReason: string | undefined },
): Promise<RefusedDecision | { readonly refusal: null }> =>
  deps.db.transaction(async (query) => {
    const { merchantId, approvalId, memberId, actor } = asked;
    const approval = await lockApproval(query, asked);
    if ('refusal' in approval) return approval;
    await decideApproval(query, merchantId, {
      approvalId,
      state: 'refused',
      by: memberId,
      operationId: null,
      refusalReason: refusalReason ?? null,
    });
    const more = { askedBy: approval.asked_by_email, refusalReason: refusalReason ?? null };
    await tell(deps, query, { merchantId, actor, approval, action: 'refund.approvalRefused', more });
    return { refusal: null };
  });

/** Which payment it is about never changes, so that it can be read before that payment is locked. */
const lockApproval = async (
  query: Transaction,
  { merchantId, approvalId, memberId }: Decision,
): Promise<ApprovalRow | RefusedDecision> => {
  const seen = await findApproval(query, merchantId, approvalId);
  if (seen === undefined) return { refusal: 'notThere' };
  await lockPayments(query, merchantId, [seen.payment_id]);
  const approval = (await findApproval(query, merchantId, approvalId)) ?? seen;
  if (approval.state !== 'waiting') return { refusal: 'notWaiting', approval };
  return approval.asked_by === memberId ? { refusal: 'ownRequest', approval } : approval;
};

type RefundAsked = Pick<RefundByPerson, 'merchantId' | 'paymentId' | 'amount' | 'reason' | 'once'>;

const beginRefund = async (
  deps: PaymentDeps,
  query: Transaction,
  asked: RefundAsked,
): Promise<BegunOperation | RefusedOperation> => {
  const [begun] = await beginOperations(query, asked.merchantId, beginRefunds, [
    insertOf(deps, { ...asked, final: false }),
  ]);
  return begun ?? { refusal: 'notFound' };
};

const beginOnce = async <Result>(
  deps: PaymentDeps,
  begin: (query: Transaction) => Promise<Result>,
): Promise<Result | Extract<RefusedOperation, { readonly refusal: 'keyUsed' }>> => {
  try {
    return await deps.db.transaction(begin);
  } catch (error) {
    // The same form at the same moment: the other one was faster.
    if (sqlStateOf(error) === UNIQUE_VIOLATION) return { refusal: 'keyUsed', payment: null };
    throw error;
  }
};

type Told = {
  readonly merchantId: string;
  readonly actor: Actor;
  readonly approval: Pick<ApprovalRow, 'id' | 'payment_id' | 'amount' | 'currency' | 'reason'>;
  readonly action: AuditAction;
  readonly more: object;
};

const tell = (
  deps: PaymentDeps,
  query: Transaction,
  { merchantId, actor, approval, action, more }: Told,
): Promise<void> => {
  const { amount, currency, reason } = approval;
  const subject = { kind: 'payment' as const, id: formatId('payment', approval.payment_id) };
  const after = { approval: formatId('refundApproval', approval.id), amount, currency, reason, ...more };
  return writeAudit(deps, query, { merchantId, actor, acts: [{ action, subject, after }] });
};
