/** What acquirers were asked and have not answered, over all merchants. */
import type { Query } from '../db/db.ts';

/** An authorization, or what was asked for afterwards, whose outcome nobody knows yet. */
export type InDoubt = {
  readonly kind: 'attempt' | 'operation';
  readonly merchant_id: string;
  readonly merchant_name: string;
  readonly id: string;
  readonly payment_id: string;
  readonly what: 'authorization' | 'increment' | 'capture' | 'void' | 'refund';
  readonly state: 'sending' | 'reversing';
  readonly amount: number;
  readonly currency: string;
  /** Null: the sandbox acquirer of the gateway's settings. */
  readonly account_id: string | null;
  readonly account_name: string | null;
  /** It left the gateway, as far as that is known. */
  readonly was_sent: boolean;
  /** The acquirer has named it: before it saw the card, or when it took the operation. */
  readonly is_named: boolean;
  readonly since: string;
  readonly next_at: string;
  readonly tries: number;
  readonly not_found_answers: number;
};

/** The oldest first, none younger than `olderThanSeconds`. `id`: this one alone. */
export const findInDoubt = (
  query: Query,
  asked: {
    readonly olderThanSeconds: number;
    readonly after: { readonly since: string; readonly id: string } | undefined;
    readonly id: string | undefined;
    readonly limit: number;
  },
): Promise<InDoubt[]> =>
  query<InDoubt>(
    {
      name: 'find-in-doubt',
      text: `
        select d.kind, d.merchant_id, m.name as merchant_name, d.id, d.payment_id, d.what, d.state,
          d.amount::float8 as amount, d.currency, d.account_id, account.name as account_name, d.was_sent, d.is_named,
          to_json(d.since) #>> '{}' as since, to_json(d.reconcile_at) #>> '{}' as next_at,
          d.reconcile_tries as tries, d.not_found_answers
        from (
          select 'attempt' as kind, a.merchant_id, a.id, a.payment_id, 'authorization' as what, a.state, a.amount,
            a.currency, a.account_id, true as was_sent, a.acquirer_handle is not null as is_named, a.sent_at as since,
            a.reconcile_at, a.reconcile_tries, a.not_found_answers
          from attempts a
          where a.reconcile_at is not null
          union all
          select 'operation' as kind, o.merchant_id, o.id, o.payment_id, o.kind as what, o.state, o.amount,
            o.currency, p.account_id, o.sent_at is not null as was_sent, o.accepted_at is not null as is_named,
            o.created_at as since, o.reconcile_at, o.reconcile_tries, o.not_found_answers
          from operations o
          join payments p on p.merchant_id = o.merchant_id and p.id = o.payment_id
          where o.reconcile_at is not null
        ) d
        join merchants m on m.merchant_id = d.merchant_id
        left join acquirer_accounts account on account.merchant_id = d.merchant_id and account.id = d.account_id
        where d.since <= now() - make_interval(secs => $1)
          and ($2::timestamptz is null or (d.since, d.id) > ($2::timestamptz, $3::uuid))
          and ($4::uuid is null or d.id = $4::uuid)
        order by d.since, d.id
        limit $5`,
    },
    [asked.olderThanSeconds, asked.after?.since ?? null, asked.after?.id ?? null, asked.id ?? null, asked.limit],
  );

export type DoubtFigures = { readonly count: number; readonly oldest_at: string | null };

export const countInDoubt = async (query: Query, olderThanSeconds: number): Promise<DoubtFigures> => {
  const [row] = await query<DoubtFigures>(
    {
      name: 'count-in-doubt',
      text: `
        select count(*)::int as count, to_json(min(d.since)) #>> '{}' as oldest_at
        from (
          select a.sent_at as since from attempts a where a.reconcile_at is not null
          union all
          select o.created_at as since from operations o where o.reconcile_at is not null
        ) d
        where d.since <= now() - make_interval(secs => $1)`,
    },
    [olderThanSeconds],
  );
  return row ?? { count: 0, oldest_at: null };
};

/**
 * Makes it due. One that is due within half a minute is left alone: whoever asks at this moment has put its time off by
 * as much, and it is not to be asked twice at once.
 */
export const hastenAttempt = async (query: Query, merchantId: string, id: string): Promise<boolean> => {
  const rows = await query(
    {
      name: 'hasten-attempt',
      text: `
        update attempts set reconcile_at = now()
        where merchant_id = $1 and id = $2 and reconcile_at > now() + interval '30 seconds'
        returning id`,
    },
    [merchantId, id],
  );
  return rows.length > 0;
};

export const hastenOperation = async (query: Query, merchantId: string, id: string): Promise<boolean> => {
  const rows = await query(
    {
      name: 'hasten-operation',
      text: `
        update operations set reconcile_at = now()
        where merchant_id = $1 and id = $2 and reconcile_at > now() + interval '30 seconds'
        returning id`,
    },
    [merchantId, id],
  );
  return rows.length > 0;
};
