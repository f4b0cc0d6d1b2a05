import type { Query } from '../db/db.ts';
import { KEEP_EVENTS_DAYS } from './forget-store.ts';

/** As `to_jsonb(row)` gives it. */
export type ReplayRow = {
  readonly merchant_id: string;
  readonly id: string;
  readonly endpoint_id: string;
  readonly state: 'running' | 'completed' | 'canceled';
  readonly from_at: string;
  readonly to_at: string;
  readonly types: readonly string[] | null;
  readonly only_undelivered: boolean;
  readonly reached_at: string;
  readonly queued: number;
  readonly skipped: number;
  readonly created_at: string;
  readonly ended_at: string | null;
};

type Wrapped = { readonly row: ReplayRow };
type Address = { readonly merchantId: string; readonly endpointId: string };

export type ReplayInsert = Address & {
  readonly id: string;
  readonly from: Date;
  readonly to: Date;
  readonly types: readonly string[] | undefined;
  readonly onlyUndelivered: boolean;
  readonly sinceId: string;
  readonly untilId: string;
};

/** Undefined: one of this endpoint is running already. */
export const insertReplay = async (query: Query, replay: ReplayInsert): Promise<ReplayRow | undefined> => {
  const [found] = await query<Wrapped>(
    {
      name: 'insert-webhook-replay',
      text: `
        insert into webhook_replays as r (merchant_id, id, endpoint_id, state, from_at, to_at, types, only_undelivered,
          since_id, after_id, until_id, reached_at)
        values ($1, $2, $3, 'running', $4, $5, $6, $7, $8, $8, $9, $4)
        on conflict (merchant_id, endpoint_id) where state = 'running' do nothing
        returning to_jsonb(r) as row`,
    },
    [
      replay.merchantId,
      replay.id,
      replay.endpointId,
      replay.from,
      replay.to,
      replay.types ?? null,
      replay.onlyUndelivered,
      replay.sinceId,
      replay.untilId,
    ],
  );
  return found?.row;
};

export const findReplay = async (
  query: Query,
  { merchantId, endpointId }: Address,
  id: string,
): Promise<ReplayRow | undefined> => {
  const [found] = await query<Wrapped>(
    {
      name: 'find-webhook-replay',
      text: `
        select to_jsonb(r) as row from webhook_replays r
        where r.merchant_id = $1 and r.id = $2 and r.endpoint_id = $3`,
    },
    [merchantId, id, endpointId],
  );
  return found?.row;
};

/** Newest first. */
export const findReplays = async (
  query: Query,
  { merchantId, endpointId }: Address,
  page: { readonly before: string | undefined; readonly limit: number },
): Promise<ReplayRow[]> => {
  const rows = await query<Wrapped>(
    {
      name: 'find-webhook-replays',
      text: `
        select to_jsonb(r) as row from webhook_replays r
        where r.merchant_id = $1 and r.endpoint_id = $2 and ($3::uuid is null or r.id < $3)
        order by r.id desc
        limit $4`,
    },
    [merchantId, endpointId, page.before ?? null, page.limit],
  );
  return rows.map(({ row }) => row);
};

/** Undefined: it is not running (any more). A step that is under way ends before. */
export const cancelReplay = async (
  query: Query,
  { merchantId, endpointId }: Address,
  id: string,
): Promise<ReplayRow | undefined> => {
  const [found] = await query<Wrapped>(
    {
      name: 'cancel-webhook-replay',
      text: `
        update webhook_replays r set state = 'canceled', ended_at = now()
        where r.merchant_id = $1 and r.id = $2 and r.endpoint_id = $3 and r.state = 'running'
        returning to_jsonb(r) as row`,
    },
    [merchantId, id, endpointId],
  );
  return found?.row;
};

/** What the clock has to do: running replays of endpoints that may be sent to, the next after one. */
export const findRunningReplays = (
  query: Query,
  after: string,
  limit: number,
): Promise<readonly { merchant_id: string; id: string }[]> =>
  query(
    {
      name: 'find-running-replays',
      text: `
        select r.merchant_id, r.id from webhook_replays r
        join webhook_endpoints e on e.merchant_id = r.merchant_id and e.id = r.endpoint_id
        where r.state = 'running' and e.enabled and e.deleted_at is null and r.id > $1
        order by r.id
        limit $2`,
    },
    [after, limit],
  );

/** Ends replays to endpoints that were deleted; says how many. */
export const endReplaysToDeleted = async (query: Query): Promise<number> => {
  const rows = await query({
    name: 'end-replays-to-deleted',
    text: `
      update webhook_replays r set state = 'canceled', ended_at = now()
      from webhook_endpoints e
      where r.state = 'running' and e.merchant_id = r.merchant_id and e.id = r.endpoint_id and e.deleted_at is not null
      returning r.id`,
  });
  return rows.length;
};

/** Forgets replays with the events that they were about; says how many. */
export const forgetReplays = async (query: Query): Promise<number> => {
  const rows = await query({
    name: 'forget-webhook-replays',
    text: `
      delete from webhook_replays where ended_at < now() - interval '${KEEP_EVENTS_DAYS} days' returning id`,
  });
  return rows.length;
};

/** Everything of the stretch was looked at. */
export const completeReplay = async (query: Query, merchantId: string, id: string): Promise<void> => {
  await query(
    {
      name: 'complete-webhook-replay',
      text: `
        update webhook_replays set state = 'completed', ended_at = now(), reached_at = to_at
        where merchant_id = $1 and id = $2 and state = 'running'`,
    },
    [merchantId, id],
  );
};
