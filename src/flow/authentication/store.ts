/** All SQL about authentications that wait for somebody: the customer, the issuer, or the card. */
import { moveSql } from '../../base/lifecycle.ts';
import type { PaymentRow, SessionRow, ThreeDsSummary } from '../../contract/rows.ts';
import type { Query } from '../../db/db.ts';
import type { Carried } from '../payment/charge.ts';
import type { ChallengeColumns } from '../statements/begin-attempts.ts';
import { authenticationLifecycle, type AuthenticationState } from '../payment/lifecycle.ts';
import type { Demand } from './decide.ts';

/** What an authorization will carry, as the issuer's answer was decided about. */
export type Clearance = Carried & { readonly summary: ThreeDsSummary };

export type AuthenticationRow = { readonly [Column in keyof ChallengeColumns]: ChallengeColumns[Column] | null } & {
  readonly merchant_id: string;
  readonly attempt_id: string;
  readonly payment_id: string;
  readonly state: AuthenticationState;
  readonly demand: Demand;
  readonly form_number: number | null;
  /** What the issuer was told the customer agrees to. */
  readonly amount: number;
  readonly currency: string;
  readonly clearance: Clearance | null;
  readonly check_tries: number;
  /** By the database's clock. */
  readonly is_past_end: boolean;
  readonly returned_ms_ago: number | null;
};

/** An authentication with everything that it is about. */
export type AuthenticationCase = {
  readonly authentication: AuthenticationRow;
  readonly payment: PaymentRow;
  readonly session: SessionRow | null;
  /** The card is to be kept, should it be approved. */
  readonly stores_card: boolean;
  /** Of the card that the issuer was asked about, in hex. */
  readonly card_fingerprint: string;
  /** The number of a card that waits for its customer, sealed; null where the page brings it. */
  readonly waiting_card: {
    readonly key_version: number;
    readonly sealed: string;
    readonly cardholder_name: string | null;
  } | null;
};

const selectCase = (condition: string): string => `
        select
          to_jsonb(u) || jsonb_build_object(
            'is_past_end', u.ends_at <= now(),
            'returned_ms_ago', extract(epoch from now() - u.returned_at) * 1000) as authentication,
          to_jsonb(p) as payment, to_jsonb(s) as session, encode(u.card_fingerprint, 'hex') as card_fingerprint,
          exists (
            select from payment_methods m where m.merchant_id = u.merchant_id and m.attempt_id = u.attempt_id and m.state = 'pending'
          ) as stores_card,
          case when c.id is not null then jsonb_build_object(
            'key_version', c.key_version, 'sealed', encode(c.sealed, 'hex'), 'cardholder_name', a.cardholder_name) end as waiting_card
        from authentications u
        join attempts a on a.merchant_id = u.merchant_id and a.id = u.attempt_id
        join payments p on p.merchant_id = u.merchant_id and p.id = u.payment_id
        left join sessions s on s.merchant_id = p.merchant_id and s.id = p.session_id
        left join vault_cards c on c.merchant_id = u.merchant_id and c.id = u.attempt_id
        where ${condition}`;

export const findAuthentication = async (
  query: Query,
  merchantId: string,
  attemptId: string,
): Promise<AuthenticationCase | undefined> => {
  const [row] = await query<AuthenticationCase>(
    { name: 'find-authentication', text: selectCase('u.merchant_id = $1 and u.attempt_id = $2') },
    [merchantId, attemptId],
  );
  return row;
};

/** Of the attempt that its payment waits for. */
export const findLiveAuthentication = async (
  query: Query,
  merchantId: string,
  paymentId: string,
): Promise<AuthenticationCase | undefined> => {
  const [row] = await query<AuthenticationCase>(
    {
      name: 'find-live-authentication',
      text: selectCase('p.merchant_id = $1 and p.id = $2 and u.attempt_id = p.attempt_id'),
    },
    [merchantId, paymentId],
  );
  return row;
};

/** Of the attempt that the payment of this session waits for. */
export const findAuthenticationOfSession = async (
  query: Query,
  merchantId: string,
  sessionId: string,
): Promise<AuthenticationCase | undefined> => {
  const [row] = await query<AuthenticationCase>(
    {
      name: 'find-authentication-of-session',
      text: selectCase('p.merchant_id = $1 and s.id = $2 and u.attempt_id = p.attempt_id'),
    },
    [merchantId, sessionId],
  );
  return row;
};

const clear = moveSql(authenticationLifecycle, 'clear', 'u');
const challenge = moveSql(authenticationLifecycle, 'challenge', 'u');

/** The issuer said what allows the payment to go on. False: it was over before, or said so before. */
export const clearAuthentication = async (
  query: Query,
  input: {
    readonly merchantId: string;
    readonly attemptId: string;
    readonly clearance: Clearance;
    readonly endsInSeconds: number;
  },
): Promise<boolean> => {
  const rows = await query(
    {
      name: 'clear-authentication',
      text: `
        update authentications u
        set ${clear.set}, clearance = $3::jsonb, check_at = now() + make_interval(secs => $4), ends_at = now() + make_interval(secs => $4)
        where u.merchant_id = $1 and u.attempt_id = $2 and ${clear.from}
        returning u.attempt_id`,
    },
    [input.merchantId, input.attemptId, JSON.stringify(input.clearance), input.endsInSeconds],
  );
  return rows.length > 0;
};

/** The customer of a prepared payment is here, and the issuer wants to ask. False: another request was first. */
export const beginChallenge = async (
  query: Query,
  input: {
    readonly merchantId: string;
    readonly attemptId: string;
    readonly challenge: ChallengeColumns;
    readonly endsInSeconds: number;
  },
): Promise<boolean> => {
  const { merchantId, attemptId, challenge: columns, endsInSeconds } = input;
  const rows = await query(
    {
      name: 'begin-challenge',
      text: `
        update authentications u
        set ${challenge.set}, threeds_server_trans_id = c.threeds_server_trans_id, acs_trans_id = c.acs_trans_id,
          ds_trans_id = c.ds_trans_id, protocol_version = c.protocol_version, acs_url = c.acs_url, creq = c.creq,
          check_at = now() + make_interval(secs => $4), ends_at = now() + make_interval(secs => $4)
        from jsonb_to_record($3::jsonb) as c (
          threeds_server_trans_id text, acs_trans_id text, ds_trans_id text, protocol_version text, acs_url text, creq text)
        where u.merchant_id = $1 and u.attempt_id = $2 and ${challenge.from}
        returning u.attempt_id`,
    },
    [merchantId, attemptId, JSON.stringify(columns), endsInSeconds],
  );
  return rows.length > 0;
};

/** The browser came back from the issuer: if nobody has told us the outcome by now, somebody should be asked soon. */
export const noteReturn = async (query: Query, merchantId: string, attemptId: string): Promise<void> => {
  await query(
    {
      name: 'note-return',
      text: `
        update authentications u set returned_at = coalesce(u.returned_at, now()), check_at = now()
        where u.merchant_id = $1 and u.attempt_id = $2 and ${clear.from}`,
    },
    [merchantId, attemptId],
  );
};

/** Takes authentications that are due to be looked at, for `lease` seconds. */
export const claimAuthenticationsToCheck = (
  query: Query,
  limit: number,
  leaseSeconds: number,
): Promise<{ readonly merchant_id: string; readonly attempt_id: string }[]> =>
  query(
    {
      name: 'claim-authentications-to-check',
      text: `
        update authentications u
        set check_at = now() + make_interval(secs => $2), check_tries = u.check_tries + 1
        where (u.merchant_id, u.attempt_id) in (
          select merchant_id, attempt_id from authentications
          where check_at <= now()
          order by check_at limit $1
          for update skip locked)
        returning u.merchant_id, u.attempt_id`,
    },
    [limit, leaseSeconds],
  );

/** Look (again) in `seconds`. One that was decided meanwhile is left alone. */
export const scheduleCheck = async (
  query: Query,
  input: { readonly merchantId: string; readonly attemptId: string; readonly seconds: number },
): Promise<void> => {
  await query(
    {
      name: 'schedule-authentication-check',
      text: `
        update authentications u set check_at = now() + make_interval(secs => $3)
        where u.merchant_id = $1 and u.attempt_id = $2 and ${clear.from}`,
    },
    [input.merchantId, input.attemptId, input.seconds],
  );
};

/**
 * Has the issuer of this card said, earlier in this session, that it must not be tried without 3-D Secure: by a rejection, or by a
 * soft decline?
 */
export const wasRejectedBefore = async (
  query: Query,
  merchantId: string,
  input: { readonly sessionId: string; readonly cardFingerprint: Buffer },
): Promise<boolean> => {
  const rows = await query(
    {
      name: 'find-rejected-attempt',
      text: `
        select a.id
        from sessions s join attempts a on a.merchant_id = s.merchant_id and a.payment_id = s.payment_id
        where s.merchant_id = $1 and s.id = $2 and a.card_fingerprint = $3 
          and (a.three_ds ->> 'transStatus' = 'R' or a.decline_reason = 'authenticationRequired')
        limit 1`,
    },
    [merchantId, input.sessionId, input.cardFingerprint],
  );
  return rows.length > 0;
};
