/**
 * What the statements of captures, voids and refunds have in common: what goes in, what comes out, and the lock before
 * them.
 */
import type { OperationRow, PaymentRow } from '../../contract/rows.ts';
import type { Statement, Transaction } from '../../db/db.ts';
import { lockPayments } from './locks.ts';

/** An operation about to be written down. */
export type OperationInsert = {
  readonly operation_id: string;
  readonly payment_id: string;
  /** Null: all that is left. */
  readonly amount: number | null;
  readonly final: boolean;
  readonly reason: string | null;
  readonly event_ids: readonly string[];
  readonly idempotency_key: string | null;
  /** Hex of an HMAC-SHA256. */
  readonly request_hash: string | null;
};

/** What the acquirer has to be told: the operation, its payment, and how the acquirer names the authorization. */
export type BegunOperation = {
  readonly refusal: null;
  readonly operation: OperationRow;
  readonly payment: PaymentRow;
  readonly acquirer_reference: string;
};

/** Nothing was written. `payment`: as it was when it was judged, under its lock. */
export type RefusedOperation =
  | { readonly refusal: 'notFound' }
  /** The idempotency key belongs to a request before. */
  | { readonly refusal: 'keyUsed'; readonly payment: PaymentRow | null }
  | {
      readonly refusal:
        /** The payment is in no state in which this can be asked for. */
        | 'wrongState'
        /** Another operation on its payment has to be answered first. */
        | 'otherUnderWay'
        /** All of it was captured, given up or refunded, or is about to be. */
        | 'nothingLeft'
        | 'exceedsLeft';
      readonly payment: PaymentRow;
      /** How much could have been asked for, in minor units. */
      readonly amount_left: number;
    };

/**
 * Tx A of operations on payments. The payments are locked by a statement before, and judged by this one: however many
 * requests come at once, what is pending and done never adds up to more than there is, and the last cent can still be
 * had. In the order of the inserts, of which no two are on one payment.
 */
export const beginOperations = async (
  query: Transaction,
  merchantId: string,
  statement: Statement,
  inserts: readonly OperationInsert[],
): Promise<(BegunOperation | RefusedOperation)[]> => {
  await lockPayments(
    query,
    merchantId,
    inserts.map((insert) => insert.payment_id),
  );
  const rows = await query<(BegunOperation | RefusedOperation) & { readonly operation_id: string }>(statement, [
    merchantId,
    JSON.stringify(inserts),
  ]);
  const byId = new Map(rows.map(({ operation_id: id, ...row }) => [id, row]));
  return inserts.map((insert) => byId.get(insert.operation_id) ?? { refusal: 'notFound' });
};

/** What the acquirer said. */
export type OperationSettlement = {
  readonly outcome: OperationOutcome;
  readonly operation_id: string;
  readonly payment_id: string;
  readonly event_ids: readonly string[];
  readonly acquirer_reference: string | null;
  readonly decline_reason: string | null;
  readonly acquirer_code: string | null;
};

export type OperationOutcome = 'succeeded' | 'failed';

/** The operation and its payment as they are now. */
export type SettledOperation = { readonly operation: OperationRow; readonly payment: PaymentRow };

/** Tx B of operations of one kind. In the order of the inputs; `superseded`: it was settled before. */
export const settleOperations = async (
  query: Transaction,
  merchantId: string,
  statement: Statement,
  inputs: readonly OperationSettlement[],
): Promise<(SettledOperation | 'superseded')[]> => {
  await lockPayments(
    query,
    merchantId,
    inputs.map((input) => input.payment_id),
  );
  const rows = await query<SettledOperation>(statement, [merchantId, JSON.stringify(inputs)]);
  const byId = new Map(rows.map((row) => [row.operation.id, row]));
  return inputs.map((input) => byId.get(input.operation_id) ?? 'superseded');
};
