import type { Query } from '../../db/db.ts';
import type { CheckoutRow } from './store.ts';

/** A browser that has opened the page: `visitor_hash`, as hex, is recorded when it is the first one. */
export type Opening = {
  readonly session_id: string;
  readonly visitor_hash: string;
  /** The address is made of ids: no visit at all to a session whose address is a secret. */
  readonly is_of_ids: boolean;
};

/**
 * As `findCheckouts`, and writes down who comes first, of two at once exactly one. A session that is over is nobody's any more. The loser
 * of a race does not see the row of the winner yet: it finds no first visitor, and is another one in either case. Rows are inserted in the
 * order of keys, as two statements may meet in the same ones. No two openings are of one session.
 */
export const openCheckouts = async (
  query: Query,
  merchantId: string,
  openings: readonly Opening[],
): Promise<(CheckoutRow | undefined)[]> => {
  const rows = await query<CheckoutRow>(
    {
      name: 'open-checkouts',
      text: `
        with openings as (
          select i.session_id, decode(i.visitor_hash, 'hex') as visitor_hash, i.is_of_ids
          from json_to_recordset($2::json) as i (session_id uuid, visitor_hash text, is_of_ids boolean)
          where length(i.session_id::text) = 36
        ),
        claimed as (
          insert into session_visitors (merchant_id, session_id, visitor_hash, forget_after)
          select s.merchant_id, s.id, o.visitor_hash, s.expires_at + interval '1 day'
          from openings o
          join sessions s on s.merchant_id = $1 and s.id = o.session_id
          where s.state in ('open', 'paying')
            and s.expires_at + interval '1 day' > now()
            and (s.has_secret_address is null or not o.is_of_ids)
          order by s.id
          on conflict (merchant_id, session_id) do nothing
          returning merchant_id, session_id, visitor_hash
        )
        select to_jsonb(s) as session, m.name as merchant_name, m.accent_color,
          greatest(0, extract(epoch from s.expires_at - now()) * 1000)::float8 as ms_left,
          (extract(epoch from s.return_held_until - now()) * 1000)::float8 as held_ms_left,
          encode(coalesce(c.visitor_hash, v.visitor_hash), 'hex') as first_visitor
        from openings o
        join sessions s on s.merchant_id = $1 and s.id = o.session_id
        join merchants m on m.merchant_id = s.merchant_id
        left join claimed c on c.session_id = s.id
        left join session_visitors v on v.merchant_id = s.merchant_id and v.session_id = s.id`,
    },
    [merchantId, JSON.stringify(openings)],
  );
  const byId = new Map(rows.map((row) => [row.session.id, row]));
  return openings.map(({ session_id: id }) => byId.get(id));
};

/**
 * The browser that a payment's ticket opens for: the first that brings one (`visitorHash`, hex; null: this one brings none). Gives its hash,
 * or null when nobody has brought one; so it does to the loser of a race, who does not see the winner's row yet. A payment that a shop's
 * server made has no session, and stands in its place.
 */
export const recordTicketOpening = async (
  query: Query,
  {
    merchantId,
    paymentId,
    visitorHash,
  }: { readonly merchantId: string; readonly paymentId: string; readonly visitorHash: string | null },
): Promise<string | null> => {
  const [row] = await query<{ opener: string | null }>(
    {
      name: 'record-ticket-opening',
      text: `
        with opened as (
          insert into session_visitors (merchant_id, session_id, visitor_hash, forget_after)
          select $1::uuid, $2::uuid, decode($3::text, 'hex'), now() + interval '1 day' where $3::text is not null
          on conflict (merchant_id, session_id) do nothing
          returning visitor_hash
        )
        select encode(o.visitor_hash, 'hex') as opener from opened o
        union all
        select encode(v.visitor_hash, 'hex') from session_visitors v where v.merchant_id = $1 and v.session_id = $2`,
    },
    [merchantId, paymentId, visitorHash],
  );
  return row?.opener ?? null;
};

/** A day after a session's time is up nobody comes back to its page, and nobody becomes its first visitor any more. Called by the clock. */
export const forgetVisitors = async (query: Query): Promise<number> => {
  const forgotten = await query({
    name: 'forget-session-visitors',
    text: `
      delete from session_visitors where (merchant_id, session_id) in (
        select v.merchant_id, v.session_id from session_visitors v
        where v.forget_after < now() order by v.forget_after limit 1000)
      returning session_id`,
  });
  return forgotten.length;
};
