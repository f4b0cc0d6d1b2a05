/**
 * What a figure says of a payment, as SQL: the same lines count it and find it again behind the figure. `p` is the
 * payment; `s` its session, `a` the attempt that it was tried with last, and `u` what the bank asked its customer.
 *
 * What can still change without an event is `open`, and nothing else is said of it: so events tell which hours have to
 * be counted anew (ADR 0049). A decline without a session, which nobody can try again, is told by no event; hours that
 * may hold such a payment are `unsettled`.
 */
export const OUTCOME = `case
        when p.state in ('requiresCapture', 'canceling', 'releasing', 'succeeded') then 'approved'
        when p.state = 'failed' or (p.state = 'requiresPaymentMethod' and p.session_id is null) then 'declined'
        when p.state <> 'canceled' then 'open'
        when p.amount_authorized > 0 then 'approved'
        when p.last_error is null then 'left'
        else 'declined'
      end`;

/** The ends of `took`, in seconds; the last one has none. */
export const TIMES_TO_PAY = [15, 30, 60, 120, 300, 600, 1200, 3600] as const;

export const FACTS = `
      ${OUTCOME} as outcome,
      p.card ->> 'brand' as brand,
      coalesce(p.account_id::text, '') as account,
      coalesce(upper(s.country), '') as country,
      coalesce(p.last_error ->> 'declineReason', p.last_error ->> 'code', '') as reason,
      coalesce(
        p.three_ds ->> 'status', case when u.attempt_id is null then 'notAsked' else 'unanswered' end) as three_ds,
      coalesce(u.is_challenged, false) as is_challenged,
      width_bucket(extract(epoch from a.answered_at - s.created_at)::integer, array[${TIMES_TO_PAY.join(', ')}])
        as took`;

/**
 * Each by its key, one at a time (`limit 1` leaves no other way): the planner takes an hour for a great part of the
 * table, and would read all sessions for it.
 */
export const FACTS_FROM = `
      left join lateral (
        select created_at, customer_details #>> '{billingAddress,country}' as country
        from sessions where merchant_id = $1 and id = p.session_id limit 1
      ) s on true
      left join lateral (
        select answered_at from attempts where merchant_id = $1 and id = p.attempt_id and state = 'approved' limit 1
      ) a on true
      left join lateral (
        select attempt_id, acs_trans_id is not null as is_challenged from authentications
        where merchant_id = $1 and attempt_id = p.attempt_id limit 1
      ) u on true`;

const decided = (value: string): string => `case when p.outcome <> 'open' then ${value} end`;

/** The figures in which a payment counts, and under which value; null: it does not. */
const values: readonly (readonly [figure: string, value: string])[] = [
  ['payments', `''`],
  ['unsettled', `case when p.session_id is null and p.outcome = 'open' then '' end`],
  ['brands', decided('p.brand')],
  ['accounts', decided('p.account')],
  ['countries', decided('p.country')],
  ['reasons', `case when p.outcome = 'declined' then p.reason end`],
  ['threeDs', decided('p.three_ds')],
  ['challenges', decided(`case when p.is_challenged then '' end`)],
  ['timeToPay', `case when p.outcome = 'approved' then p.took::text end`],
];

/** All of them, as rows. Two arrays: the rows of a `values` are made ready anew for each payment, half of the time. */
export const FIGURES = `unnest(
    array[${values.map(([figure]) => `'${figure}'`).join(', ')}],
    array[${values.map(([, value]) => value).join(',\n      ')}]
  ) as f (figure, value)`;

/** The value of one of them; `figure` is an expression. */
export const valueOf = (figure: string): string =>
  `case ${figure}\n${values.map(([name, value]) => `        when '${name}' then ${value}`).join('\n')}\n      end`;

/** What became of a session `s`. */
export const SESSION_END = `case
      when s.state = 'completed' then 'completed'
      when s.state <> 'expired' then 'open'
      when s.expiration_reason = 'merchant' then 'withdrawn'
      when s.attempts_begun = 0 then 'untried'
      else 'unpaid'
    end`;

export const outcomes = ['approved', 'declined', 'left', 'open'] as const;
export type Outcome = (typeof outcomes)[number];
