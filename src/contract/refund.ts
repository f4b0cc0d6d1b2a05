import { formatId } from '../base/id.ts';
import type { OperationRow } from './rows.ts';
import { wholeSeconds } from './session.ts';
import { inVersion, type ApiVersion, type WireObject } from './versions.ts';

const statusOf = { sending: 'pending', succeeded: 'succeeded', failed: 'failed' } as const;

/** A refund as API V2 shows it: `id` first, the other keys in alphabetical order. */
export const presentRefund = (row: OperationRow, context: { readonly version: ApiVersion }): WireObject => {
  const refund: WireObject = {
    id: formatId('refund', row.id),
    amount: row.amount,
    created: wholeSeconds(row.created_at),
    currency: row.currency,
    ...(row.decline_reason === null ? {} : { failureReason: row.decline_reason }),
    payment: formatId('payment', row.payment_id),
    paymentId: formatId('payment', row.payment_id),
    ...(row.reason === null ? {} : { reason: row.reason }),
    sequence: row.sequence,
    status: statusOf[row.state],
  };
  return inVersion(context.version, refund, { currencyAsSent: row.currency_as_sent });
};
