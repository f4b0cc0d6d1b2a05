import type { SessionRow } from '../../contract/rows.ts';
import type { Query } from '../../db/db.ts';

export type HeldReturn = {
  readonly merchantId: string;
  readonly sessionId: string;
  /** The way back is opened whatever the webhook has come to. */
  readonly isForced: boolean;
};

/**
 * Writes down what became of a completed session's webhook, when that is decided: every endpoint that holds returns has
 * acknowledged, none that has not can be hoped for, or the time is up. Gives the session then; `held` as long as there is
 * something to wait for, or when somebody else has written it.
 *
 * Of several browsers one writes: the update looks at the locked row once more. An acknowledgement that is committed at
 * the same moment may be missed; what is written says less than is true then, and never more.
 */
export const openReturn = async (
  query: Query,
  { merchantId, sessionId, isForced }: HeldReturn,
): Promise<SessionRow | 'held'> => {
  const [row] = await query<{ session: SessionRow }>(
    {
      name: 'open-return',
      text: `
        with held as (
          select s.merchant_id, s.id, s.return_held_until, e.id as event_id, e.created_at as completed_at, now() as at
          from sessions s
          left join events e on e.merchant_id = s.merchant_id and e.subject_id = s.id and e.type = 'session.completed'
          where s.merchant_id = $1 and s.id = $2 and s.return_held_until is not null and s.webhook_at_return is null
        ), standing as (
          -- Of the endpoints that were told, or would have been had they not been switched off. One that has refused,
          -- and is asked again too late, is as good as failing.
          select count(*) as marked, max(d.delivered_at) as last_at,
            count(*) filter (where d.state is distinct from 'delivered') as silent,
            count(*) filter (where d.state = 'pending' and w.enabled and w.probe_at is null
              and (d.attempts = 0 or d.next_attempt_at <= h.return_held_until or d.leased_until > h.at)) as hopeful
          from held h
          join webhook_endpoints w on w.merchant_id = h.merchant_id and w.holds_return and w.deleted_at is null
            and w.events && array['*', 'session.completed']
          left join deliveries d on d.merchant_id = w.merchant_id and d.endpoint_id = w.id and d.event_id = h.event_id
          where d.event_id is not null or not w.enabled
        ), decided as (
          select h.merchant_id, h.id,
            case
              when h.event_id is null then 'timedOut'
              when t.marked = 0 then 'noEndpoint'
              when t.hopeful > 0 and h.return_held_until > h.at and not $3::boolean then null
              when t.hopeful > 0 then 'timedOut'
              when t.silent > 0 then 'failing'
              else 'acknowledged'
            end as result,
            -- Of somebody who comes back after weeks: no more than an integer holds.
            least(greatest(extract(epoch from t.last_at - h.completed_at) * 1000, 0), 2147483647)::integer as ms
          from held h cross join standing t
        )
        update sessions s
        set webhook_at_return = d.result, webhook_at_return_ms = case when d.result = 'acknowledged' then d.ms end,
          version = s.version + 1
        from decided d
        where s.merchant_id = d.merchant_id and s.id = d.id and s.webhook_at_return is null
          and d.result is not null
        returning to_jsonb(s) as session`,
    },
    [merchantId, sessionId, isForced],
  );
  return row?.session ?? 'held';
};
