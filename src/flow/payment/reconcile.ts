import { asError } from '../../base/as-error.ts';
import type { Money } from '../../base/money.ts';
import type {
  AcquirerCapabilities,
  AcquirerConnector,
  InquiryAnswer,
  OperationReference,
  ReverseAnswer,
} from '../../connectors/acquirer/contract.ts';
import type { PaymentDeps } from '../deps.ts';
import { settle, settleApproval, settleDecline } from './authorize.ts';
import { amountOf } from './charge.ts';
import type { BegunAttempt } from '../statements/begin-attempts.ts';
import {
  claimAttemptsToReconcile,
  confirmReversalAlone,
  findBegun,
  scheduleReconciliation,
  startReversal,
  type AttemptRow,
} from './reconcile-store.ts';

/**
 * Finds out what became of attempts whose answer we never got: because the line was cut, the answer came too late, or
 * the process that asked is gone. Asking is always safe; only an answer that proves something moves anything.
 *
 * Gives how many attempts were looked at. Called by the clock.
 */
export const reconcileAttempts = async (deps: PaymentDeps): Promise<number> => {
  const attempts = await claimAttemptsToReconcile(deps.db.query, MOST_AT_ONCE, LEASE_S);
  await Promise.all(attempts.map((attempt) => reconcile(deps, attempt)));
  return attempts.length;
};

const MOST_AT_ONCE = 20;
/** Longer than the slowest answer an acquirer may take (2 s + 25 s), so that two processes do not ask at once. */
const LEASE_S = 30;

const reconcile = async (deps: PaymentDeps, attempt: AttemptRow): Promise<void> => {
  try {
    const connector = await deps.acquirers.of(attempt.merchant_id, attempt.account_id);
    if (attempt.state === 'reversing') await reverse(deps, connector, attempt);
    else await findOut[connector.capabilities.inquiry](deps, connector, attempt);
  } catch (error) {
    // The lease runs out and it is asked again; nothing was decided.
    deps.log.error({ attemptId: attempt.id, error: asError(error) }, 'reconciling an attempt failed');
  }
};

type FindOut = (deps: PaymentDeps, connector: AcquirerConnector, attempt: AttemptRow) => Promise<void>;

const inquire: FindOut = async (deps, connector, attempt) => {
  const answer = await connector.inquire({
    original: attempt.id as OperationReference,
    kind: 'authorization',
    handle: attempt.acquirer_handle ?? undefined,
    authorization: undefined,
  });
  const begun = await begunOf(deps, attempt);
  switch (answer.kind) {
    case 'approved':
      if (isWhatWasAsked(attempt, answer.amount)) await settleApproval(deps, begun, { approval: answer, connector });
      else await doubt(deps, attempt);
      return;
    case 'declined':
      await settleDecline(deps, begun, answer);
      return;
    case 'reversed':
      // Undone at the acquirer, by whomever. A reversal of ours is acknowledged, and then the customer may try again.
      await startReversal(deps.db.query, attempt.merchant_id, attempt.id);
      return;
    case 'notFound':
      // Believed, and still undone at the acquirer: a request that crawls in after all must find its reference closed.
      if (isNotFoundFinal(connector, attempt)) await startReversal(deps.db.query, attempt.merchant_id, attempt.id);
      else await askAgain(deps, attempt, answer);
      return;
    case 'pending':
    case 'notSent':
    case 'unknown':
      await askAgain(deps, attempt, answer);
      return;
  }
};

/**
 * Without a handle the card was never sent, because the handle is written down before: there is only an end to make.
 */
const inquireByHandle: FindOut = async (deps, connector, attempt) => {
  if (attempt.acquirer_handle !== null) return inquire(deps, connector, attempt);
  await startReversal(deps.db.query, attempt.merchant_id, attempt.id);
};

/** Nobody can be asked: a notification may still come, for as long as our request may be under way. */
const waitForNotification: FindOut = async (deps, { capabilities }, attempt) => {
  const leftMs = capabilities.settleWindowMs - attempt.sent_ms_ago;
  if (leftMs <= 0) {
    await startReversal(deps.db.query, attempt.merchant_id, attempt.id);
    return;
  }
  await scheduleReconciliation(deps.db.query, {
    merchantId: attempt.merchant_id,
    attemptId: attempt.id,
    seconds: leftMs / 1_000,
  });
};

/** How an unknown outcome is found out, by what the acquirer can be asked with. */
const findOut: Readonly<Record<AcquirerCapabilities['inquiry'], FindOut>> = {
  byReference: inquire,
  byHandle: inquireByHandle,
  none: waitForNotification,
};

/** An answer may be spoiled once; an acquirer that insists on another amount approved what nobody can use. */
const doubt = async (deps: PaymentDeps, attempt: AttemptRow): Promise<void> => {
  if (attempt.reconcile_tries < QUICK_TRIES_S.length) {
    await askAgain(deps, attempt, { kind: 'unknown', cause: 'wrongAmount' });
    return;
  }
  deps.log.error(
    { attemptId: attempt.id },
    'the acquirer says it approved another amount than we asked for; it is undone',
  );
  await startReversal(deps.db.query, attempt.merchant_id, attempt.id);
};

const isWhatWasAsked = (attempt: AttemptRow, amount: Money): boolean =>
  amount.minor === BigInt(attempt.amount) && amount.currency === attempt.currency;

/** Believed only after the settle window, when our request can't be under way any more, and only the second time. */
const isNotFoundFinal = ({ capabilities }: AcquirerConnector, attempt: AttemptRow): boolean =>
  attempt.sent_ms_ago >= capabilities.settleWindowMs && attempt.not_found_answers >= 1;

/** Repeated until the acquirer has acknowledged it. */
const reverse: FindOut = async (deps, connector, attempt) => {
  const answer = await connector.reverse({
    original: attempt.id as OperationReference,
    handle: attempt.acquirer_handle ?? undefined,
    amount: amountOf(attempt),
    capture: attempt.capture,
  });
  if (answer.kind !== 'reversed') {
    await askAgain(deps, attempt, answer);
    return;
  }
  // Either the payment waited for this, or nobody did.
  const settled = await settle(deps, await begunOf(deps, attempt), 'reverse', {});
  if (settled === 'superseded') await confirmReversalAlone(deps.db.query, attempt.merchant_id, attempt.id);
};

const askAgain = async (
  deps: PaymentDeps,
  attempt: AttemptRow,
  answer: InquiryAnswer | ReverseAnswer,
): Promise<void> => {
  if (attempt.reconcile_tries === ALERT_AFTER_TRIES) {
    deps.log.error(
      { attemptId: attempt.id, outcome: answer.kind },
      'an attempt is still unknown after a day; ask the acquirer',
    );
  }
  await scheduleReconciliation(deps.db.query, {
    merchantId: attempt.merchant_id,
    attemptId: attempt.id,
    seconds: secondsUntilTry(attempt.reconcile_tries + 1),
    countNotFound: answer.kind === 'notFound',
  });
};

/** When to ask for the n-th time: after 2, 5, 10, 20, 40, 60 s, then every 60 s for an hour, then every 15 min. */
export const secondsUntilTry = (tries: number): number =>
  QUICK_TRIES_S[tries - 1] ?? (tries <= QUICK_TRIES_S.length + 60 ? 60 : 15 * 60);

const QUICK_TRIES_S: readonly number[] = [2, 5, 10, 20, 40, 60];

/** 6 quick tries, 60 in the first hour, 92 in the rest of a day. */
const ALERT_AFTER_TRIES = 6 + 60 + 92;

/**
 * With the payment's own attempt id replaced by the one asked about: an answer settles the attempt it is an answer to.
 */
export const begunOf = async (deps: PaymentDeps, attempt: AttemptRow): Promise<BegunAttempt> => {
  const begun = await findBegun(deps.db.query, attempt.merchant_id, attempt.payment_id);
  if (begun === undefined) throw new Error('an attempt without its payment');
  return { ...begun, payment: { ...begun.payment, attempt_id: attempt.id } };
};
