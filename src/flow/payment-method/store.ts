import { moveSql } from '../../base/lifecycle.ts';
import type { PaymentMethodRow } from '../../contract/payment-method.ts';
import type { Query, Statement } from '../../db/db.ts';
import { queueDeliveries } from '../../events/outbox.ts';
import { eraseSealedCards } from '../../vault/card-sql.ts';
import { agreementIsOver, isTooSoon, nextChargeDay } from './charge-sql.ts';
import { shownColumns } from './keep-sql.ts';
import { paymentMethodLifecycle } from './lifecycle.ts';

const remove = moveSql(paymentMethodLifecycle, 'delete', 'm');

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
        from payment_methods m, lateral (select ${shownColumns('m')}) shown
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
        from payment_methods m, lateral (select ${shownColumns('m')}) shown
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

/** The move, its event and the end of the card number are one statement. */
const deletePaymentMethodStatement: Statement = {
  name: 'delete-payment-method',
  text: `
    with deleted as (
      update payment_methods m
      set ${remove.set}, sequence = m.sequence + ${remove.tells.length}, deleted_at = now(), fingerprint = null,
        cardholder_name = null, network_transaction_id = null
      where m.merchant_id = $1 and m.id = $2 and ${remove.from}
      returning ${shownColumns('m')}
    ), erased as (${eraseSealedCards('deleted')}
    ), told as (
      insert into events (merchant_id, id, type, subject_id, sequence, object, object_id, snapshot)
      select d.merchant_id, $3::uuid, '${remove.tells.join()}', d.id, d.sequence, 'paymentMethod', d.id, to_jsonb(d) from deleted d
      returning merchant_id, id, type, subject_id, sequence
    ), queued as (${queueDeliveries('told')}
    )
    select id from deleted
    union all
    select m.id from payment_methods m where m.merchant_id = $1 and m.id = $2 and m.state = 'deleted'`,
};

/** False when the merchant has no such payment method; true also for one that is deleted already. */
export const deletePaymentMethodRow = async (
  query: Query,
  { merchantId, id, eventId }: { readonly merchantId: string; readonly id: string; readonly eventId: string },
): Promise<boolean> => (await query(deletePaymentMethodStatement, [merchantId, id, eventId])).length > 0;

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
          ${agreementIsOver} as agreement_is_over, ${isTooSoon} as is_too_soon, ${nextChargeDay}::text as next_charge_day,
          coalesce(m.recurring_frequency_days is not null and q.state = 'processing', false) as is_being_charged
        from payment_methods m
        cross join lateral (select ${shownColumns('m')}) shown
        left join vault_cards c on c.merchant_id = m.merchant_id and c.id = m.id
        left join payments q on q.merchant_id = m.merchant_id and q.id = m.charging_payment_id
        where m.merchant_id = $1 and m.id = $2 and m.state <> 'pending'`,
    },
    [merchantId, id],
  );
  return row;
};
