/** What reconciliation, the clock and the API read of operations. */
import type { OperationRow, PaymentRow } from '../../contract/rows.ts';
import type { Query } from '../../db/db.ts';
import { idRange } from '../../events/store.ts';
import type { OperationKind } from './lifecycle.ts';

/** An operation whose outcome is not known, with all that asking again needs. */
export type UnsettledOperation = {
  readonly operation: OperationRow;
  readonly payment: PaymentRow;
  readonly acquirer_reference: string;
  /** What the acquirer named it by when it accepted it; null: it has not. */
  readonly accepted_as: string | null;
  readonly reconcile_tries: number;
  readonly not_found_answers: number;
  /** By the database's clock; null: it never left the house. */
  readonly sent_ms_ago: number | null;
};

/** Takes operations that are due to be asked about, for `leaseSeconds`. */
export const claimOperationsToReconcile = async (
  query: Query,
  limit: number,
  leaseSeconds: number,
): Promise<UnsettledOperation[]> =>
  query<UnsettledOperation>(
    {
      name: 'claim-operations-to-reconcile',
      text: `
        with claimed as (
          update operations o
          set reconcile_at = now() + make_interval(secs => $2), reconcile_tries = o.reconcile_tries + 1
          where (o.merchant_id, o.id) in (
            select merchant_id, id from operations
            where reconcile_at <= now()
            order by reconcile_at limit $1
            for update skip locked)
          returning o.*
        )
        select to_jsonb(o) as operation, to_jsonb(p) as payment, a.acquirer_reference,
          case when o.accepted_at is not null then o.acquirer_reference end as accepted_as, o.reconcile_tries, o.not_found_answers,
          (extract(epoch from now() - o.sent_at) * 1000)::float8 as sent_ms_ago
        from claimed o
        join payments p on p.merchant_id = o.merchant_id and p.id = o.payment_id
        join attempts a on a.merchant_id = p.merchant_id and a.id = p.attempt_id`,
    },
    [limit, leaseSeconds],
  );

export type Schedule = {
  readonly merchantId: string;
  readonly operationId: string;
  readonly seconds: number;
  /** `sent`: it is on its way (again). `notSent`: it surely never left. `asked`: an inquiry. */
  readonly what: 'sent' | 'notSent' | 'asked' | 'notFound';
};

/** Look at it (again) in `seconds`. One that was settled meanwhile is left alone. */
export const scheduleOperation = async (
  query: Query,
  { merchantId, operationId, seconds, what }: Schedule,
): Promise<void> => {
  await query(
    {
      name: 'schedule-operation',
      text: `
        update operations
        set reconcile_at = now() + make_interval(secs => $3),
          sent_at = case $4 when 'sent' then now() when 'notSent' then null else sent_at end,
          not_found_answers = case $4 when 'notFound' then not_found_answers + 1 when 'asked' then not_found_answers else 0 end
        where merchant_id = $1 and id = $2 and state = 'sending'`,
    },
    [merchantId, operationId, seconds, what],
  );
};

/** The acquirer has it, under a name of its own, and says later what became of it: it is not sent again. */
export const acceptOperation = async (
  query: Query,
  input: {
    readonly merchantId: string;
    readonly operationId: string;
    readonly acquirerReference: string;
    readonly seconds: number;
  },
): Promise<void> => {
  await query(
    {
      name: 'accept-operation',
      text: `
        update operations
        set accepted_at = now(), acquirer_reference = $3, reconcile_at = now() + make_interval(secs => $4)
        where merchant_id = $1 and id = $2 and state = 'sending'`,
    },
    [input.merchantId, input.operationId, input.acquirerReference, input.seconds],
  );
};

/** Authorizations whose time is over and of which nothing is being captured or added to, of any merchant. */
export const findLapsedPayments = async (query: Query, limit: number): Promise<{ merchant_id: string; id: string }[]> =>
  query(
    {
      name: 'find-lapsed-payments',
      text: `
        select merchant_id, id from payments
        where state = 'requiresCapture' and capture_before <= now() and amount_capture_pending = 0
          and amount_increment_pending = 0
        order by capture_before limit $1`,
    },
    [limit],
  );

export type OperationFilter = {
  readonly limit: number;
  readonly before: string | undefined;
  readonly paymentId: string | undefined;
  readonly states: readonly string[] | undefined;
  readonly createdFrom: string | undefined;
  readonly createdTo: string | undefined;
};

export const findOperation = async (
  query: Query,
  merchantId: string,
  kind: OperationKind,
  id: string,
): Promise<OperationRow | undefined> => {
  const [row] = await query<{ operation: OperationRow }>(
    {
      name: 'find-operation',
      text: 'select to_jsonb(o) as operation from operations o where merchant_id = $1 and id = $2 and kind = $3',
    },
    [merchantId, id, kind],
  );
  return row?.operation;
};

/** A merchant's operations of one kind, newest first. */
export const findOperations = async (
  query: Query,
  merchantId: string,
  kind: OperationKind,
  filter: OperationFilter,
): Promise<OperationRow[]> => {
  const range = idRange(filter);
  const rows = await query<{ operation: OperationRow }>(
    {
      name: 'find-operations',
      text: `
        select to_jsonb(o) as operation from operations o
        where o.merchant_id = $1 and o.kind = $2
          and o.id < $3 and o.id >= $9
          and ($4::uuid is null or o.payment_id = $4)
          and ($5::text[] is null or o.state = any ($5))
          and ($6::timestamptz is null or o.created_at >= $6)
          and ($7::timestamptz is null or o.created_at < $7)
        order by o.id desc
        limit $8`,
    },
    [
      merchantId,
      kind,
      range.below,
      filter.paymentId,
      filter.states,
      filter.createdFrom,
      filter.createdTo,
      filter.limit,
      range.lowest,
    ].map((value) => value ?? null),
  );
  return rows.map((row) => row.operation);
};

/**
 * By our reference, or by the name that the acquirer gave it; only of a payment of this account. Some acquirers repeat
 * the reference of the payment there, and not that of what was asked for.
 */
export const findOperationOfNews = async (
  query: Query,
  told: {
    readonly merchant_id: string;
    readonly account_id: string;
    readonly reference: string | null;
    readonly handle: string | null;
  },
  kind: OperationKind,
): Promise<OperationRow | undefined> => {
  const [row] = await query<{ operation: OperationRow }>(
    {
      name: 'find-operation-of-news',
      text: `
        select to_jsonb(o) as operation
        from operations o
        join payments p on p.merchant_id = o.merchant_id and p.id = o.payment_id
        where o.merchant_id = $1 and p.account_id = $2 and o.kind = $5
          and (o.id = $3 or o.accepted_at is not null and o.acquirer_reference = $4)`,
    },
    [told.merchant_id, told.account_id, told.reference, told.handle, kind],
  );
  return row?.operation;
};
