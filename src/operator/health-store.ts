/** How acquirer accounts and webhook endpoints do, over all merchants. */
import type { Query } from '../db/db.ts';

export type AccountHealthRow = {
  readonly merchant_id: string;
  readonly merchant_name: string;
  readonly id: string;
  readonly name: string;
  readonly connector: string;
  readonly enabled: boolean;
  /** In a row; null: it did not fail lately. */
  readonly failures: number | null;
  readonly open_until: Date | null;
  readonly changed_at: string | null;
};

/** Those that fail first. */
export const findAccountHealth = (query: Query, limit: number): Promise<AccountHealthRow[]> =>
  query<AccountHealthRow>(
    {
      name: 'find-account-health',
      text: `
        select a.merchant_id, m.name as merchant_name, a.id, a.name, a.connector, a.enabled, b.failures, b.open_until,
          to_json(b.changed_at) #>> '{}' as changed_at
        from acquirer_accounts a
        join merchants m on m.merchant_id = a.merchant_id
        left join acquirer_breakers b on b.merchant_id = a.merchant_id and b.account_id = a.id
        order by (b.open_until is not null) desc, coalesce(b.failures, 0) desc, m.name, a.merchant_id, a.id
        limit $1`,
    },
    [limit],
  );

/** How many authorizations of each account have no outcome, by the account's id; those without one are left out. */
export const countDoubtOfAccounts = async (query: Query): Promise<ReadonlyMap<string, number>> => {
  const rows = await query<{ account_id: string; count: number }>({
    name: 'count-doubt-of-accounts',
    text: `
      select account_id, count(*)::int as count
      from attempts
      where reconcile_at is not null and account_id is not null
      group by account_id`,
  });
  return new Map(rows.map(({ account_id, count }) => [account_id, count]));
};

export type EndpointHealthRow = {
  readonly merchant_id: string;
  readonly merchant_name: string;
  readonly id: string;
  readonly url: string;
  readonly enabled: boolean;
  readonly failures: number;
  readonly failing_since: string | null;
  /** When one event is tried next; null: it is not held back. */
  readonly probe_at: string | null;
  readonly waiting: number;
};

/** Those that do not take what they are sent, the one that fails longest first. */
export const findEndpointHealth = (query: Query, limit: number): Promise<EndpointHealthRow[]> =>
  query<EndpointHealthRow>(
    {
      name: 'find-endpoint-health',
      text: `
        select e.merchant_id, m.name as merchant_name, e.id, e.url, e.enabled, e.consecutive_failures as failures,
          to_json(e.failing_since) #>> '{}' as failing_since, to_json(e.probe_at) #>> '{}' as probe_at,
          count(d.event_id)::int as waiting
        from webhook_endpoints e
        join merchants m on m.merchant_id = e.merchant_id
        left join deliveries d on d.merchant_id = e.merchant_id and d.endpoint_id = e.id and d.state = 'pending'
        where e.deleted_at is null and (e.failing_since is not null or e.disabled_reason = 'gone')
        group by e.merchant_id, e.id, m.name
        order by e.failing_since nulls last, e.merchant_id, e.id
        limit $1`,
    },
    [limit],
  );

export type HealthFigures = {
  readonly accounts: number;
  readonly accounts_out: number;
  readonly endpoints: number;
  readonly endpoints_failing: number;
  readonly merchants: number;
  readonly merchants_suspended: number;
};

/** `operators`: the id that is no merchant's. */
export const countHealth = async (query: Query, operators: string): Promise<HealthFigures> => {
  const [row] = await query<HealthFigures>(
    {
      name: 'count-health',
      text: `
        select a.count as accounts, b.count as accounts_out, e.count as endpoints, e.failing as endpoints_failing,
          m.count as merchants, m.suspended as merchants_suspended
        from (select count(*)::int as count from acquirer_accounts where enabled) a,
          (select count(*)::int as count from acquirer_breakers where open_until is not null) b,
          (select count(*)::int as count, count(failing_since)::int as failing
            from webhook_endpoints where deleted_at is null) e,
          (select count(*)::int as count, count(suspended_at)::int as suspended
            from merchants where merchant_id <> $1) m`,
    },
    [operators],
  );
  if (row === undefined) throw new Error('a count gave no row');
  return row;
};
