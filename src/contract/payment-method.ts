import { formatId } from '../base/id.ts';
import type { CardSummary } from '../card/card.ts';
import { wholeSeconds } from './session.ts';
import { inVersion, type ApiVersion, type WireObject } from './versions.ts';

export type PaymentMethodCategory = 'unscheduled' | 'recurrent' | 'installment';

/** A stored card without anything secret, as `to_jsonb` gives it: what the flow reads and what an event keeps. */
export type PaymentMethodRow = {
  readonly merchant_id: string;
  readonly id: string;
  readonly state: 'active' | 'deleted';
  readonly version: number;
  readonly sequence: number;
  readonly merchant_customer_id: string;
  readonly card: CardSummary;
  readonly category: PaymentMethodCategory;
  /** A day: `2027-12-31`. */
  readonly recurring_expiry: string | null;
  readonly recurring_frequency_days: number | null;
  /** What was agreed on instalments, in the merchant's own fields; rows in older events have none. */
  readonly installment?: Readonly<Record<string, unknown>> | null;
  readonly created_by_payment: string;
  readonly created_at: string;
  readonly deleted_at: string | null;
};

/** A stored card as API V2 shows it: `id` first, the other keys in alphabetical order. */
export const presentPaymentMethod = (row: PaymentMethodRow, context: { readonly version: ApiVersion }): WireObject => {
  const { bin, brand, expiryMonth, expiryYear, last4 } = row.card;
  const { recurring_expiry: expiry, recurring_frequency_days: frequency, installment } = row;
  const recurringModel = {
    ...(installment ? { installment: sortedByName(installment) } : {}),
    ...(expiry === null || frequency === null ? {} : { recurrent: { expiry, frequency } }),
  };
  const paymentMethod: WireObject = {
    id: formatId('paymentMethod', row.id),
    card: { bin, brand, expiryMonth, expiryYear, last4 },
    category: row.category,
    created: wholeSeconds(row.created_at),
    merchantCustomerId: row.merchant_customer_id,
    ...(Object.keys(recurringModel).length === 0 ? {} : { recurringModel }),
    sequence: row.sequence,
    status: row.state,
  };
  return inVersion(context.version, paymentMethod, { currencyAsSent: undefined });
};

const sortedByName = (fields: Readonly<Record<string, unknown>>): WireObject =>
  Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)));
