/**
 * How a merchant charges a stored card without its customer: SQL for the payment's own statements, like `keep-sql.ts`. What the
 * customer agreed to (until when, how often) holds however many requests come at once.
 */

/** Days are counted as days, not as 24 hours: a monthly charge that comes a minute earlier than the last is still monthly. UTC. */
const TODAY = `(now() at time zone 'UTC')::date`;

/** SQL over a payment method `m`. */
export const agreementIsOver = `coalesce(m.recurring_expiry < ${TODAY}, false)`;
export const nextChargeDay = `((m.last_charged_at at time zone 'UTC')::date + m.recurring_frequency_days)`;
export const isTooSoon = `coalesce(${nextChargeDay} > ${TODAY}, false)`;

/**
 * Tx A: `chargeable` has the `payment_id` of every payment that may go on. `asked` names a CTE with `payment_id` and
 * `payment_method_id` (null: pays with a card of its own).
 *
 * A card with days between two charges is reserved for one payment, under its row's lock, until that payment is no longer
 * processing; so of two charges at one time one is refused, also when neither has been answered yet. Nobody has to give the
 * reservation back: the next charge looks at what became of the payment that holds it, and takes it over only from
 * that very payment.
 */
export const reservePaymentMethods = (asked: string): string => `
  ended_charge as (
    select m.id, m.charging_payment_id
    from ${asked} a
    join payment_methods m on m.merchant_id = $1 and m.id = a.payment_method_id
    join payments q on q.merchant_id = $1 and q.id = m.charging_payment_id and q.state <> 'processing'
  ), reserved_method as (
    update payment_methods m
    set charging_payment_id = a.payment_id
    from ${asked} a left join ended_charge e on e.id = a.payment_method_id
    where m.merchant_id = $1 and m.id = a.payment_method_id and m.state = 'active' and m.recurring_frequency_days is not null
      and not ${agreementIsOver} and not ${isTooSoon}
      and (m.charging_payment_id is null or m.charging_payment_id = e.charging_payment_id)
    returning m.charging_payment_id as payment_id
  ), chargeable as (
    select a.payment_id
    from ${asked} a join payment_methods m on m.merchant_id = $1 and m.id = a.payment_method_id
    where m.state = 'active' and m.recurring_frequency_days is null
    union all
    select payment_id from reserved_method
  )`;

/** SQL over a row of `asked` under the alias `a`: whether its payment may be written. */
export const mayBeCharged = `(a.payment_method_id is null or a.payment_id in (select payment_id from chargeable))`;

/** SQL: when the payment method `m` was last charged by the merchant, given the payments that this statement approved. */
export const lastChargedNow = `case
      when exists (select from payment q where q.payment_method_id = m.id and q.session_id is null) then now()
      else m.last_charged_at end`;

/**
 * Tx B of an approval: from now on the days are counted; a payment of a session is the customer's own and does not count. Stands in
 * one statement with `activatePaymentMethods`, which counts for the cards that it renews: a row can be changed only once.
 * Other outcomes need nothing.
 */
export const countCharges = (): string => `
  charged_method as (
    update payment_methods m
    set last_charged_at = ${lastChargedNow}, last_used_at = now()
    where m.merchant_id = $1 and m.id in (select p.payment_method_id from payment p)
      and not exists (select from payment_method renewed where renewed.id = m.id)
  )`;
