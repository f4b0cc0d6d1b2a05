import type { PaymentMethodRow } from '../../contract/payment-method.ts';
import type { Query } from '../../db/db.ts';

/** What of a payment method may be shown, kept in events and logged: nothing by which a card or a person can be recognized. */
const SHOWN = `m.merchant_id, m.id, m.state, m.version, m.sequence, m.merchant_customer_id, m.card, m.category, m.recurring_expiry,
          m.recurring_frequency_days, m.installment, m.created_by_payment, m.created_at, m.deleted_at`;

/** One that is still pending is nobody's business yet, so no read gives it. */
export const findPaymentMethod = async (
  query: Query,
  merchantId: string,
  id: string,
): Promise<PaymentMethodRow | undefined> => {
  const [row] = await query<{ payment_method: PaymentMethodRow }>(
    {
      name: 'find-payment-method',
      text: `
        select to_jsonb(shown) as payment_method
        from payment_methods m, lateral (select ${SHOWN}) shown
        where m.merchant_id = $1 and m.id = $2 and m.state <> 'pending'`,
    },
    [merchantId, id],
  );
  return row?.payment_method;
};

export type PaymentMethodFilter = {
  readonly limit: number;
  readonly before: string | undefined;
  readonly merchantCustomerId: string | undefined;
};

/** A merchant's stored cards, newest first; deleted ones are not among them. */
export const findPaymentMethods = async (
  query: Query,
  merchantId: string,
  filter: PaymentMethodFilter,
): Promise<PaymentMethodRow[]> => {
  const rows = await query<{ payment_method: PaymentMethodRow }>(
    {
      name: 'find-payment-methods',
      text: `
        select to_jsonb(shown) as payment_method
        from payment_methods m, lateral (select ${SHOWN}) shown
        where m.merchant_id = $1 and m.state = 'active'
          and ($2::text is null or m.merchant_customer_id = $2)
          and ($3::uuid is null or m.id < $3)
        order by m.id desc
        limit $4`,
    },
    [merchantId, filter.merchantCustomerId ?? null, filter.before ?? null, filter.limit],
  );
  return rows.map((row) => row.payment_method);
};

/** A stored card with all that charging it needs, and what stands against it now, by the database's clock. */
export type ChargeableRow = {
  readonly payment_method: PaymentMethodRow;
  readonly cardholder_name: string | null;
  readonly network_transaction_id: string | null;
  /** Null once the card is deleted. */
  readonly key_version: number | null;
  readonly sealed: Buffer | null;
  readonly agreement_is_over: boolean;
  readonly is_too_soon: boolean;
  /** A day; null while it was never charged, or may be charged at any time. */
  readonly next_charge_day: string | null;
  readonly is_being_charged: boolean;
};

export const findChargeable = async (
  query: Query,
  merchantId: string,
  id: string,
): Promise<ChargeableRow | undefined> => {
  const [row] = await query<ChargeableRow>(
    {
      name: 'find-chargeable',
      text: `
        select to_jsonb(shown) as payment_method, m.cardholder_name, m.network_transaction_id, c.key_version, c.sealed,
          coalesce(m.recurring_expiry < today.day, false) as agreement_is_over,
          coalesce((m.last_charged_at at time zone 'UTC')::date + m.recurring_frequency_days > today.day, false) as is_too_soon,
          ((m.last_charged_at at time zone 'UTC')::date + m.recurring_frequency_days)::text as next_charge_day,
          coalesce(m.recurring_frequency_days is not null and q.state = 'processing', false) as is_being_charged
        from payment_methods m
        cross join lateral (select ${SHOWN}) shown
        cross join (select (now() at time zone 'UTC')::date as day) today
        left join vault_cards c on c.merchant_id = m.merchant_id and c.id = m.id
        left join payments q on q.merchant_id = m.merchant_id and q.id = m.charging_payment_id
        where m.merchant_id = $1 and m.id = $2 and m.state <> 'pending'`,
    },
    [merchantId, id],
  );
  return row;
};
