/** Pieces of SQL by which an authentication is written, and ended, in the statement of its attempt. `$1` of it is the merchant. */
import { moveSql } from '../../base/lifecycle.ts';
import { authenticationLifecycle } from './lifecycle.ts';

const births = {
  prepare: moveSql(authenticationLifecycle, 'prepare', 'u'),
  challenge: moveSql(authenticationLifecycle, 'challenge', 'u'),
};
const stop = moveSql(authenticationLifecycle, 'stop', 'u');

/** A CTE. `from` gives `payment p` with its `input i`, whose `authentication` is an `AuthenticationInsert`. */
export const insertAuthentications = (birth: keyof typeof births, from: string): string => `authentication as (
    insert into authentications (
      merchant_id, attempt_id, payment_id, previous_state, state, demand, form_number, amount, currency, card_fingerprint,
      threeds_server_trans_id, acs_trans_id, ds_trans_id, protocol_version, acs_url, creq, check_at, ends_at)
    select
      $1::uuid, p.attempt_id, p.id, 'none', '${births[birth].to}', u.demand, u.form_number, u.amount, u.currency,
      decode(i.card_fingerprint, 'hex'), u.threeds_server_trans_id, u.acs_trans_id, u.ds_trans_id, u.protocol_version, u.acs_url, u.creq, now() + make_interval(secs => u.ends_in_seconds),
      now() + make_interval(secs => u.ends_in_seconds)
    ${from}
    cross join lateral jsonb_to_record(i.authentication) as u (
      demand text, form_number integer, amount bigint, currency text, threeds_server_trans_id text, acs_trans_id text,
      ds_trans_id text, protocol_version text, acs_url text, creq text, ends_in_seconds integer)
  )`;

/** The body of a CTE: the authentications of the attempts that `from` gives as `x.attempt_id` are over; gives their `id`s. */
export const stopAuthentications = (from: string): string => `
    update authentications u set ${stop.set}, check_at = null, acs_url = null, creq = null
    ${from}
    where u.merchant_id = $1::uuid and u.attempt_id = x.attempt_id and ${stop.from}
    returning u.attempt_id as id`;
