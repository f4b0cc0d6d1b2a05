/** Attempts whose answer we never got, and approvals that nobody can use. */
import { moveSql, type MoveSql } from '../../base/lifecycle.ts';
import type { Query } from '../../db/db.ts';
import type { BegunAttempt } from '../statements/begin-attempts.ts';
import { attemptLifecycle } from './lifecycle.ts';

/** An attempt as reconciliation and late answers see it. */
export type AttemptRow = {
  readonly merchant_id: string;
  readonly id: string;
  readonly payment_id: string;
  readonly state: 'sending' | 'approved' | 'declined' | 'notSent' | 'reversing' | 'reversed';
  /** Null: the sandbox acquirer of the gateway's settings. */
  readonly account_id: string | null;
  /** Null: the acquirer has not named it, so it has not seen the card either, where it names first. */
  readonly acquirer_handle: string | null;
  readonly capture: boolean;
  readonly amount: number;
  readonly currency: string;
  readonly reconcile_tries: number;
  readonly not_found_answers: number;
  /** By the database's clock. */
  readonly sent_ms_ago: number;
};

/**
 * Takes attempts that are due to be asked about, for `lease` seconds: whoever takes one pushes its time forward, so
 * that no other process asks meanwhile, and another does if this one dies.
 */
export const claimAttemptsToReconcile = async (
  query: Query,
  limit: number,
  leaseSeconds: number,
): Promise<AttemptRow[]> =>
  query<AttemptRow>(
    {
      name: 'claim-attempts-to-reconcile',
      text: `
        update attempts a
        set reconcile_at = now() + make_interval(secs => $2), reconcile_tries = a.reconcile_tries + 1
        where (a.merchant_id, a.id) in (
          select merchant_id, id from attempts
          where reconcile_at <= now()
          order by reconcile_at limit $1
          for update skip locked)
        returning a.merchant_id, a.id, a.payment_id, a.state, a.account_id, a.acquirer_handle, a.capture, a.amount::float8 as amount, a.currency,
          a.reconcile_tries, a.not_found_answers, (extract(epoch from now() - a.sent_at) * 1000)::float8 as sent_ms_ago`,
    },
    [limit, leaseSeconds],
  );

/** Ask (again) in `seconds`. An attempt that was settled meanwhile is left alone. */
export const scheduleReconciliation = async (
  query: Query,
  input: {
    readonly merchantId: string;
    readonly attemptId: string;
    readonly seconds: number;
    readonly countNotFound?: boolean;
  },
): Promise<void> => {
  await query(
    {
      name: 'schedule-reconciliation',
      text: `
        update attempts
        set reconcile_at = now() + make_interval(secs => $3), not_found_answers = not_found_answers + $4::integer
        where merchant_id = $1 and id = $2 and state in ('sending', 'reversing')`,
    },
    [input.merchantId, input.attemptId, input.seconds, input.countNotFound === true ? 1 : 0],
  );
};

/** False: the attempt was given up meanwhile, so its card must not be sent. */
export const writeHandle = async (
  query: Query,
  input: { readonly merchantId: string; readonly attemptId: string; readonly handle: string },
): Promise<boolean> => {
  const rows = await query(
    {
      name: 'write-attempt-handle',
      text: `
        update attempts set acquirer_handle = $3
        where merchant_id = $1 and id = $2 and state = 'sending'
        returning id`,
    },
    [input.merchantId, input.attemptId, input.handle],
  );
  return rows.length > 0;
};

/** By our reference, or by the handle that the acquirer gave. */
export const findAttemptOfNews = async (
  query: Query,
  told: {
    readonly merchant_id: string;
    readonly account_id: string;
    readonly reference: string | null;
    readonly handle: string | null;
  },
): Promise<AttemptRow | undefined> => {
  const [row] = await query<AttemptRow>(
    {
      name: 'find-attempt-of-news',
      text: `
        select a.merchant_id, a.id, a.payment_id, a.state, a.account_id, a.acquirer_handle, a.capture,
          a.amount::float8 as amount, a.currency, a.reconcile_tries, a.not_found_answers,
          (extract(epoch from now() - a.sent_at) * 1000)::float8 as sent_ms_ago
        from attempts a
        where a.merchant_id = $1 and a.account_id = $2
          and (a.id = $3 or $3::uuid is null and a.acquirer_handle = $4)`,
    },
    [told.merchant_id, told.account_id, told.reference, told.handle],
  );
  return row;
};

const reverse = moveSql(attemptLifecycle, 'reverse', 'a');
const undo = moveSql(attemptLifecycle, 'undo', 'a');
const confirmReversal = moveSql(attemptLifecycle, 'confirmReversal', 'a');

/**
 * Nobody needs this outcome, or can be asked about it: from now on it is being undone, and its payment waits for that.
 */
export const startReversal = (query: Query, merchantId: string, attemptId: string): Promise<boolean> =>
  moveToReversing(query, { name: 'start-reversal', move: reverse, merchantId, attemptId });

/** An approval came for an attempt that was given up or declined: nobody can use it, so it is undone. */
export const undoLateApproval = (query: Query, merchantId: string, attemptId: string): Promise<boolean> =>
  moveToReversing(query, { name: 'undo-late-approval', move: undo, merchantId, attemptId });

// The reversal has a schedule of its own: questions that went unanswered for a day must not make it wait.
const moveToReversing = async (
  query: Query,
  {
    name,
    move,
    merchantId,
    attemptId,
  }: { readonly name: string; readonly move: MoveSql; readonly merchantId: string; readonly attemptId: string },
): Promise<boolean> => {
  const rows = await query(
    {
      name,
      text: `
        update attempts a set ${move.set}, reconcile_at = now(), reconcile_tries = 0
        where a.merchant_id = $1 and a.id = $2 and ${move.from} returning a.id`,
    },
    [merchantId, attemptId],
  );
  return rows.length > 0;
};

/** For a reversed attempt that no payment waits for any more. */
export const confirmReversalAlone = async (query: Query, merchantId: string, attemptId: string): Promise<void> => {
  await query(
    {
      name: 'confirm-reversal',
      text: `
        update attempts a set ${confirmReversal.set}, reconcile_at = null, answered_at = now()
        where a.merchant_id = $1 and a.id = $2 and ${confirmReversal.from}`,
    },
    [merchantId, attemptId],
  );
};

/** What an attempt is for, as it is now. */
export const findBegun = async (
  query: Query,
  merchantId: string,
  paymentId: string,
): Promise<BegunAttempt | undefined> => {
  const [row] = await query<BegunAttempt>(
    {
      name: 'find-begun',
      text: `
        select to_jsonb(p) as payment, to_jsonb(s) as session
        from payments p left join sessions s on s.merchant_id = p.merchant_id and s.id = p.session_id
        where p.merchant_id = $1 and p.id = $2`,
    },
    [merchantId, paymentId],
  );
  return row;
};
