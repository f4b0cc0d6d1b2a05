/**
 * Applies what an acquirer told, by the gates that an answer passes: only an attempt or an operation that waits for
 * such news is moved by it. So late, twice, out of order and before the answer change nothing that they should not.
 */
import { asError } from '../../base/as-error.ts';
import type { AcquirerNews, Approval, Decline } from '../../connectors/acquirer/contract.ts';
import type { Money } from '../../base/money.ts';
import type { PaymentDeps } from '../deps.ts';
import { settleApproval, settleDecline, settle } from '../payment/authorize.ts';
import { begunOf } from '../payment/reconcile.ts';
import {
  confirmReversalAlone,
  findAttemptOfNews,
  startReversal,
  undoLateApproval,
  type AttemptRow,
} from '../payment/reconcile-store.ts';
import { settleOperation } from '../operation/run.ts';
import { findOperationOfNews } from '../operation/store.ts';
import { takeBackOperation } from '../operation/take-back.ts';
import type { OperationRow } from '../../contract/rows.ts';
import { claimNotifications, markNotification, newsOf, type NotificationRow, type NotificationState } from './store.ts';

type Verdict = Exclude<NotificationState, 'received'>;
/** `moved`: what it was judged by has changed meanwhile, so it is judged again. */
type Judged = Verdict | 'moved';

export const applyNotification = async (deps: PaymentDeps, row: NotificationRow): Promise<Verdict> => {
  const verdict = await judge(deps, row);
  await markNotification(deps.db.query, row, verdict);
  const told = { merchantId: row.merchant_id, cause: row.type };
  if (verdict === 'unknown') deps.log.warn(told, 'a notification of an acquirer names nothing of ours; it is kept');
  if (verdict === 'refused')
    deps.log.error(
      told,
      'a notification of an acquirer can’t be true of what is stored; look at it and ask the acquirer',
    );
  return verdict;
};

/** One after the other: what is told first is mostly what happened first. */
export const applyAll = async (deps: PaymentDeps, rows: readonly NotificationRow[]): Promise<void> => {
  for (const row of rows)
    await applyNotification(deps, row).catch((error: unknown) => {
      // It stays as received, and the clock takes it up again.
      deps.log.error(
        { merchantId: row.merchant_id, cause: row.type, error: asError(error) },
        'a notification of an acquirer could not be applied',
      );
    });
};

const judge = (deps: PaymentDeps, row: NotificationRow): Promise<Verdict> => {
  const news = newsOf(row);
  return untilItStands(() => verdictOn(deps, row, news));
};

/**
 * Two that an acquirer sends at one moment, such as a success and that it is taken back, are applied at one moment, by
 * two processes: whoever comes second judges by what the first has made of it.
 */
const untilItStands = async (look: () => Promise<Judged>): Promise<Verdict> => {
  for (let looks = 0; looks < MOST_LOOKS; looks++) {
    const verdict = await look();
    if (verdict !== 'moved') return verdict;
  }
  throw new Error('what an acquirer told is about something that never stands still');
};

const MOST_LOOKS = 5;

/**
 * What became of an authorization, told in whatever way but as the answer that was waited for; by the gates of that.
 */
export const applyToAttempt = (
  deps: PaymentDeps,
  told: Parameters<typeof findAttemptOfNews>[1],
  answer: AuthorizationNews,
): Promise<Verdict> =>
  untilItStands(async () => {
    const attempt = await findAttemptOfNews(deps.db.query, told);
    return attempt === undefined ? 'unknown' : onAuthorization(deps, attempt, answer);
  });

/** What a process left that died. Called by the clock; gives how many there were. */
export const applyLeftNotifications = async (deps: PaymentDeps): Promise<number> => {
  const rows = await claimNotifications(deps.db.query, MOST_AT_ONCE, LEASE_S);
  await applyAll(deps, rows);
  return rows.length;
};

const MOST_AT_ONCE = 50;
const LEASE_S = 30;

const verdictOn = async (deps: PaymentDeps, row: NotificationRow, news: AcquirerNews): Promise<Judged> => {
  switch (news.about) {
    case 'nothingOfOurs':
      return 'ignored';
    case 'authorization':
      return applyToAttempt(deps, row, news.answer);
    case 'reversal': {
      const attempt = await findAttemptOfNews(deps.db.query, row);
      return attempt === undefined ? 'unknown' : onReversal(deps, attempt, news.answer.kind);
    }
    case 'capture':
    case 'void':
    case 'refund':
    case 'increment': {
      const operation = await findOperationOfNews(deps.db.query, row, news.about);
      return operation === undefined ? 'unknown' : onOperation(deps, operation, news.answer);
    }
    case 'takenBack': {
      const operation = await findOperationOfNews(deps.db.query, row, news.operation);
      return operation === undefined ? 'unknown' : onTakenBack(deps, operation, news.acquirerCode);
    }
  }
};

type AuthorizationNews = Extract<AcquirerNews, { readonly about: 'authorization' }>['answer'];

const onAuthorization = async (deps: PaymentDeps, attempt: AttemptRow, answer: AuthorizationNews): Promise<Judged> => {
  if (attempt.state === 'sending') return settleNews(deps, attempt, answer);
  // A host that reverses approvals alone never acknowledges the reversal of what it declined.
  if (attempt.state === 'reversing' && answer.kind === 'declined') return onReversal(deps, attempt, 'reversed');
  if (answer.kind !== 'approved') return attempt.state === 'approved' ? onLostApproval(deps, attempt) : 'redundant';
  return isGivenUp(attempt) ? undo(deps, attempt) : 'redundant';
};

const isGivenUp = ({ state }: AttemptRow): boolean =>
  state === 'notSent' || state === 'reversed' || state === 'declined';

/**
 * An approval, of whatever amount, of an attempt that was given up or declined: nothing rests on it, and nobody can use
 * it any more.
 */
const undo = async (deps: PaymentDeps, { merchant_id, id, state }: AttemptRow): Promise<Judged> => {
  if (!(await undoLateApproval(deps.db.query, merchant_id, id))) return 'moved';
  deps.log.warn({ attemptId: id, outcome: state }, 'an acquirer approved an attempt that was over; it is reversed');
  return 'applied';
};

const settleNews = async (deps: PaymentDeps, attempt: AttemptRow, answer: AuthorizationNews): Promise<Judged> => {
  const begun = await begunOf(deps, attempt);
  if (answer.kind === 'declined') return verdictOf(await settleDecline(deps, begun, answer));
  if (answer.kind === 'reversed' || !isWhatWasAsked(attempt, answer))
    // Nobody can use it: it is made sure of, and then the customer may try again.
    return (await startReversal(deps.db.query, attempt.merchant_id, attempt.id)) ? 'applied' : 'redundant';
  const connector = await deps.acquirers.of(attempt.merchant_id, attempt.account_id);
  return verdictOf(await settleApproval(deps, begun, { approval: answer, connector }));
};

const verdictOf = ({ kind }: { readonly kind: string }): Judged => (kind === 'settledElsewhere' ? 'moved' : 'applied');

const isWhatWasAsked = (attempt: AttemptRow, { amount }: Pick<Approval, 'amount'>): boolean =>
  isSame(amount, { minor: BigInt(attempt.amount), currency: attempt.currency });

const isSame = (a: Money, b: { readonly minor: bigint; readonly currency: string }): boolean =>
  a.minor === b.minor && a.currency === b.currency;

/** An approval that the acquirer says is gone: right after our own void, and else a person has to look. */
const onLostApproval = async (deps: PaymentDeps, attempt: AttemptRow): Promise<Verdict> => {
  const { payment } = await begunOf(deps, attempt);
  const isCanceled = payment.state === 'canceled' || payment.state === 'canceling' || payment.state === 'releasing';
  return isCanceled || (payment.state === 'succeeded' && payment.amount_captured < payment.amount)
    ? 'redundant'
    : 'refused';
};

const onReversal = async (deps: PaymentDeps, attempt: AttemptRow, answer: 'reversed' | 'refused'): Promise<Verdict> => {
  if (attempt.state !== 'reversing') return attempt.state === 'reversed' ? 'redundant' : 'refused';
  // It is asked for again, as long as it is not acknowledged.
  if (answer === 'refused') return 'refused';
  const settled = await settle(deps, await begunOf(deps, attempt), 'reverse', {});
  if (settled === 'superseded') await confirmReversalAlone(deps.db.query, attempt.merchant_id, attempt.id);
  return 'applied';
};

type OperationNews = { readonly kind: 'approved'; readonly acquirerReference: string } | Decline;

const onOperation = async (deps: PaymentDeps, operation: OperationRow, answer: OperationNews): Promise<Judged> => {
  if (operation.state === 'failed') return answer.kind === 'declined' ? 'redundant' : 'refused';
  if (operation.state === 'succeeded')
    return answer.kind === 'approved' ? 'redundant' : onTakenBack(deps, operation, answer.acquirerCode);
  const settled = await settleOperation(
    deps,
    operation,
    answer.kind === 'approved'
      ? { outcome: 'succeeded', acquirerReference: answer.acquirerReference }
      : { outcome: 'failed', declineReason: answer.declineReason, acquirerCode: answer.acquirerCode },
  );
  return settled === 'superseded' ? 'moved' : 'applied';
};

const onTakenBack = async (deps: PaymentDeps, operation: OperationRow, acquirerCode: string): Promise<Judged> => {
  if (operation.state === 'failed') return 'redundant';
  if (operation.state === 'sending')
    return onOperation(deps, operation, {
      kind: 'declined',
      declineReason: 'acquirerError',
      acquirerCode,
      softDecline: false,
    });
  return (await takeBackOperation(deps, operation, acquirerCode)) ? 'applied' : 'refused';
};
