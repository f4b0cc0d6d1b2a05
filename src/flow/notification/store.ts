/** What acquirers sent by themselves: stored once, applied once. */
import type { AcquirerNews, AcquirerNotification } from '../../connectors/acquirer/contract.ts';
import type { Query } from '../../db/db.ts';

export const notificationStates = ['received', 'applied', 'redundant', 'unknown', 'ignored', 'refused'] as const;
export type NotificationState = (typeof notificationStates)[number];

export type NotificationRow = {
  readonly merchant_id: string;
  readonly account_id: string;
  readonly host_id: string;
  readonly type: string;
  readonly reference: string | null;
  readonly handle: string | null;
  readonly news: unknown;
  readonly details: Readonly<Record<string, string>>;
  readonly state: NotificationState;
  readonly times_received: number;
  readonly received_at: Date;
  readonly applied_at: Date | null;
};

const COLUMNS = `n.merchant_id, n.account_id, n.host_id, n.type, n.reference, n.handle, n.news, n.details, n.state, n.times_received,
  n.received_at, n.applied_at`;

export type AccountPlace = { readonly merchantId: string; readonly accountId: string };

/** All of a delivery in one statement. Gives those that are new; the others are counted. */
export const storeNotifications = async (
  query: Query,
  { merchantId, accountId }: AccountPlace,
  notifications: readonly AcquirerNotification[],
): Promise<readonly NotificationRow[]> => {
  const rows = await query<NotificationRow & { readonly is_new: boolean }>(
    {
      name: 'store-acquirer-notifications',
      text: `
        insert into acquirer_notifications as n (
          merchant_id, account_id, host_id, type, reference, handle, news, details, state, apply_at)
        select $1, $2, i.host_id, i.type, i.reference, i.handle, i.news, i.details, 'received', now() + interval '30 seconds'
        from json_to_recordset($3::json) as i (
          host_id text, type text, reference uuid, handle text, news jsonb, details jsonb)
        on conflict (merchant_id, account_id, host_id) do update set times_received = n.times_received + 1
        returning ${COLUMNS}, n.times_received = 1 as is_new`,
    },
    [
      merchantId,
      accountId,
      JSON.stringify(
        distinctByHostId(notifications).map(({ hostId, type, reference, handle, news, details }) => ({
          host_id: hostId,
          type,
          reference: reference !== undefined && UUID.test(reference) ? reference : null,
          handle: handle ?? null,
          news: newsToJson(news),
          details,
        })),
      ),
    ],
  );
  return rows.filter(({ is_new }) => is_new);
};

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A row can be inserted only once in a statement. */
const distinctByHostId = (notifications: readonly AcquirerNotification[]): readonly AcquirerNotification[] => [
  ...new Map(notifications.map((one) => [one.hostId, one])).values(),
];

/** Amounts are exact: as text. */
const newsToJson = (news: AcquirerNews): unknown =>
  JSON.parse(JSON.stringify(news, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value)));

/** As it was stored by `storeNotifications`. */
export const newsOf = ({ news }: Pick<NotificationRow, 'news'>): AcquirerNews =>
  JSON.parse(JSON.stringify(news), (key: string, value: unknown) =>
    key === 'minor' ? BigInt(String(value)) : value,
  ) as AcquirerNews;

/** Those whose process died before it applied them, and those that are to be applied again; for `leaseSeconds`. */
export const claimNotifications = (query: Query, limit: number, leaseSeconds: number): Promise<NotificationRow[]> =>
  query(
    {
      name: 'claim-acquirer-notifications',
      text: `
        update acquirer_notifications n
        set apply_at = now() + make_interval(secs => $2)
        where n.apply_at <= now() and (n.merchant_id, n.account_id, n.host_id) in (
          select merchant_id, account_id, host_id from acquirer_notifications
          where apply_at <= now()
          order by apply_at limit $1)
        returning ${COLUMNS}`,
    },
    [limit, leaseSeconds],
  );

/** What came of it. */
export const markNotification = async (
  query: Query,
  { merchant_id, account_id, host_id }: Pick<NotificationRow, 'merchant_id' | 'account_id' | 'host_id'>,
  state: Exclude<NotificationState, 'received'>,
): Promise<void> => {
  await query(
    {
      name: 'mark-acquirer-notification',
      text: `
        update acquirer_notifications
        set state = $4, apply_at = null, applied_at = now()
        where merchant_id = $1 and account_id = $2 and host_id = $3`,
    },
    [merchant_id, account_id, host_id, state],
  );
};

export type NotificationFilter = {
  readonly accountId: string;
  readonly state: NotificationState | undefined;
  readonly limit: number;
  /** Older than the one with this id of the host. */
  readonly before: string | undefined;
};

/** Newest first. */
export const findNotifications = (
  query: Query,
  merchantId: string,
  { accountId, state, limit, before }: NotificationFilter,
): Promise<NotificationRow[]> =>
  query(
    {
      name: 'find-acquirer-notifications',
      text: `
        select ${COLUMNS} from acquirer_notifications n
        where n.merchant_id = $1 and n.account_id = $2 and ($3::text is null or n.state = $3)
          and ($4::text is null or (n.received_at, n.host_id) < (
            select b.received_at, b.host_id from acquirer_notifications b
            where b.merchant_id = $1 and b.account_id = $2 and b.host_id = $4))
        order by n.received_at desc, n.host_id desc
        limit $5`,
    },
    [merchantId, accountId, state ?? null, before ?? null, limit],
  );

/** To be applied again, by the clock. Gives how many. */
export const replayNotifications = async (
  query: Query,
  { merchantId, accountId }: AccountPlace,
  {
    states,
    hostIds,
  }: { readonly states: readonly NotificationState[]; readonly hostIds: readonly string[] | undefined },
): Promise<number> => {
  const rows = await query(
    {
      name: 'replay-acquirer-notifications',
      text: `
        update acquirer_notifications
        set apply_at = now()
        where merchant_id = $1 and account_id = $2 and state = any ($3) and ($4::text[] is null or host_id = any ($4))
        returning host_id`,
    },
    [merchantId, accountId, states, hostIds ?? null],
  );
  return rows.length;
};

/** Whatever moved nothing is of no use after a while. Gives how many are gone. */
export const forgetNotifications = async (query: Query, limit: number): Promise<number> => {
  const rows = await query(
    {
      name: 'forget-acquirer-notifications',
      text: `
        delete from acquirer_notifications
        where (merchant_id, account_id, host_id) in (
          select merchant_id, account_id, host_id from acquirer_notifications
          where received_at < now() - interval '90 days' and apply_at is null
          limit $1)
        returning host_id`,
    },
    [limit],
  );
  return rows.length;
};
