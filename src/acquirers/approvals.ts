import type { Query } from '../db/db.ts';

/** Of an account, lately: how many authorizations were answered, and how many of them with a yes. */
export type Approvals = { readonly account_id: string; readonly approved: number; readonly declined: number };

/**
 * Over the payments of the last day, which the order of their ids finds. What the gateway stopped by itself names no
 * account.
 */
export const findApprovals = (query: Query, merchantId: string): Promise<Approvals[]> =>
  query(
    {
      name: 'find-approvals-of-accounts',
      text: `
        with day as (
          select lpad(to_hex((extract(epoch from now() - interval '1 day') * 1000)::bigint), 12, '0') as began
        )
        select a.account_id,
          (count(*) filter (where a.state = 'approved'))::integer as approved,
          (count(*) filter (where a.state = 'declined'))::integer as declined
        from day d
        join payments p on p.merchant_id = $1
          and p.id >= (substr(d.began, 1, 8) || '-' || substr(d.began, 9) || '-0000-0000-000000000000')::uuid
        join attempts a on a.merchant_id = $1 and a.payment_id = p.id
        where a.account_id is not null and a.state in ('approved', 'declined')
        group by a.account_id`,
    },
    [merchantId],
  );
