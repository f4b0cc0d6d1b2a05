/** From the issuer's word to the acquirer. */
import type { PaymentRow, SessionRow, ThreeDsSummary } from '../../contract/rows.ts';
import type { Query, Statement } from '../../db/db.ts';

/**
 * The attempt is `sending`, and carries this authentication, which no other ever will. Only for the amount, the
 * currency and the card that the issuer was asked about, whatever the caller believes. No row: it was over, or another
 * request was first, its time is up, or one of the three is another. The attempt's row is locked first, as by every
 * statement that ends an attempt.
 */
const statement: Statement = {
  name: 'proceed-to-authorize',
  text: `
  with waiting as (
    select a.id
    from attempts a
    where a.merchant_id = $1 and a.id = $2 and a.state = 'authenticating'
    for update
  ), authentication as (
    update authentications u
    set previous_state = u.state, state = 'spent', version = u.version + 1, check_at = null, acs_url = null, creq = null
    from waiting a
    join payments p on p.merchant_id = $1 and p.id = $5 and p.attempt_id = a.id and p.state = 'requiresAction'
    where u.merchant_id = $1 and u.attempt_id = a.id and u.state in ('prepared', 'cleared') and u.ends_at > now()
      and u.amount = p.amount and u.currency = p.currency and u.card_fingerprint = decode($3, 'hex')
    returning u.attempt_id
  ), payment as (
    update payments p
    set previous_state = p.state, state = 'processing', version = p.version + 1, three_ds = $4::jsonb
    from authentication u
    where p.merchant_id = $1 and p.id = $5 and p.attempt_id = u.attempt_id and p.state = 'requiresAction'
    returning p.*
  ), attempt as (
    update attempts a
    set previous_state = a.state, state = 'sending', version = a.version + 1, three_ds = $4::jsonb,
      cardholder_name = null, sent_at = now(), reconcile_at = now() + interval '5 seconds'
    from payment p
    where a.merchant_id = $1 and a.id = p.attempt_id and a.state = 'authenticating'
  ), erased_card as (
    -- The number that waited for its customer.
    delete from vault_cards c
    using authentication u
    where c.merchant_id = $1 and c.id = u.attempt_id
  )
  select to_jsonb(p) as payment, to_jsonb(s) as session
  from payment p left join sessions s on s.merchant_id = p.merchant_id and s.id = p.session_id`,
};

export const proceedToAuthorize = async (
  query: Query,
  input: {
    readonly merchantId: string;
    readonly attemptId: string;
    readonly paymentId: string;
    readonly cardFingerprint: Buffer;
    readonly summary: ThreeDsSummary;
  },
): Promise<{ readonly payment: PaymentRow; readonly session: SessionRow | null } | 'superseded'> => {
  const [row] = await query<{ payment: PaymentRow; session: SessionRow | null }>(statement, [
    input.merchantId,
    input.attemptId,
    input.cardFingerprint.toString('hex'),
    JSON.stringify(input.summary),
    input.paymentId,
  ]);
  return row ?? 'superseded';
};
