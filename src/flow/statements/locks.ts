/**
 * Rows are locked by a statement of their own, and judged by the next one of the same transaction.
 *
 * A statement sees everything as it was when it began. Where it waits for a row, PostgreSQL reads that row anew when
 * the wait is over, and nothing else: rows that are joined with it stay as they were, rows born meanwhile stay unseen,
 * and checks are judged on the old row first. A statement that begins when the locks are held sees the last state of
 * everything they protect.
 *
 * The order, for whoever needs several: operation or attempt, payment, session; many of one table by their ids. Nothing
 * changes the keys of these rows, so the locks leave the checks of foreign keys alone.
 */
import type { Statement, Transaction } from '../../db/db.ts';

/** A session protects its payment while it is open: nothing but a move of the session brings the payment on. */
export const lockSessions = (query: Transaction, merchantId: string, ids: readonly string[]): Promise<unknown> =>
  query(lockSessionsStatement, [merchantId, JSON.stringify(ids)]);

/** A payment protects its amounts and its operations. */
export const lockPayments = (query: Transaction, merchantId: string, ids: readonly string[]): Promise<unknown> =>
  query(lockPaymentsStatement, [merchantId, JSON.stringify(ids)]);

/** The attempts of a payment, and then the payment: what settles an attempt takes them in this order. */
export const lockPaymentWithAttempts = async (
  query: Transaction,
  merchantId: string,
  paymentId: string,
): Promise<void> => {
  await query(lockAttemptsStatement, [merchantId, paymentId]);
  await lockPayments(query, merchantId, [paymentId]);
};

const lockSessionsStatement: Statement = {
  name: 'lock-sessions',
  text: `
    select s.id
    from json_array_elements_text($2::json) as i (id)
    join sessions s on s.merchant_id = $1 and s.id = i.id::uuid
    where length(i.id) = 36
    order by s.id
    for no key update of s`,
};

const lockPaymentsStatement: Statement = {
  name: 'lock-payments',
  text: `
    select p.id
    from json_array_elements_text($2::json) as i (id)
    join payments p on p.merchant_id = $1 and p.id = i.id::uuid
    where length(i.id) = 36
    order by p.id
    for no key update of p`,
};

const lockAttemptsStatement: Statement = {
  name: 'lock-attempts',
  text: `
    select a.id
    from attempts a
    where a.merchant_id = $1 and a.payment_id = $2
    order by a.id
    for no key update of a`,
};
