/**
 * Followers: pending deliveries that wait for an earlier one of their subject to the same endpoint, the head. A
 * follower that a claim has met is put off, so that claims find heads; the head is marked (`others_wait`), and when it
 * has ended its follower is made due. The mark is set under the lock of the head while it is pending, so whoever ends
 * the head sees it, and it stays until the follower is due: a process that dies in between, or one of a version that
 * knows no marks, leaves it for the next look.
 */
import type { Query } from '../db/db.ts';
import { LOOK_AT_MOST, SEEN } from './claim-store.ts';
import type { EndpointRef } from './store.ts';

/**
 * Puts off the due followers of heads that are late or being sent: until the head's next try, or until its lease ends.
 * Rows that somebody works on are left out. Looks at as many rows as the largest claim does and says how many it put
 * off.
 */
export const putOffFollowers = async (query: Query, endpoints: readonly EndpointRef[]): Promise<number> => {
  const rows = await query(
    {
      name: 'put-off-followers',
      text: `
        with wished as materialized (
          select merchant_id, endpoint_id, ${LOOK_AT_MOST} as room, 0 as run_most, now() as due_by
          from unnest($1::uuid[], $2::uuid[]) as wish (merchant_id, endpoint_id)
        ),
        seen as materialized (${SEEN}),
        behind as materialized (
          select seen.*, case when is_head_leased then head_leased_until else head_at end as put_off_until
          from seen
          where sequence <> head_sequence and (is_head_leased or head_at > seen_at)
        ),
        heads as (
          select distinct merchant_id, endpoint_id, subject_id, head_id, head_fence, head_at, head_leased_until
          from behind
        ),
        held as materialized (
          select heads.*
          from heads
          join deliveries head
            on head.merchant_id = heads.merchant_id and head.endpoint_id = heads.endpoint_id and head.event_id = heads.head_id
          where head.state = 'pending' and head.fence = heads.head_fence and head.next_attempt_at = heads.head_at
            and head.leased_until is not distinct from heads.head_leased_until
          for no key update of head skip locked
        ),
        marked as (
          update deliveries head set others_wait = true
          from held
          where head.merchant_id = held.merchant_id and head.endpoint_id = held.endpoint_id and head.event_id = held.head_id
            and head.others_wait is distinct from true
        ),
        locked as materialized (
          select behind.merchant_id, behind.endpoint_id, behind.event_id, behind.put_off_until
          from behind
          join held using (merchant_id, endpoint_id, subject_id, head_id)
          join deliveries delivery
            on delivery.merchant_id = behind.merchant_id and delivery.endpoint_id = behind.endpoint_id
           and delivery.event_id = behind.event_id
          where delivery.fence = behind.fence and delivery.state = 'pending'
          for no key update of delivery skip locked
        )
        update deliveries delivery set next_attempt_at = locked.put_off_until
        from locked
        where delivery.merchant_id = locked.merchant_id and delivery.endpoint_id = locked.endpoint_id
          and delivery.event_id = locked.event_id
        returning delivery.event_id`,
    },
    [endpoints.map((endpoint) => endpoint.merchantId), endpoints.map((endpoint) => endpoint.endpointId)],
  );
  return rows.length;
};

const RELEASE_MOST = 1_000;

/**
 * Makes the next delivery due behind each head that has ended and is marked, and hands the mark on when more wait
 * behind it. Waits for no lock: what somebody works on keeps its mark and is looked at again. Gives the endpoints that
 * have something due by it. Costs next to nothing when there are no marks.
 */
export const releaseFollowers = async (query: Query): Promise<readonly EndpointRef[]> => {
  const rows = await query<{ merchant_id: string; endpoint_id: string }>({
    name: 'release-followers',
    text: `
      with ended as materialized (
        select merchant_id, endpoint_id, event_id, subject_id, now() as ended_at from deliveries
        where others_wait and state <> 'pending'
        limit ${RELEASE_MOST}
        for no key update skip locked
      ),
      followed as materialized (
        select ended.*, follower.event_id as follower_id, follower.sequence
        from ended
        left join lateral (
          select event_id, sequence from deliveries
          where subject_id = ended.subject_id and state = 'pending'
            and endpoint_id is not distinct from ended.endpoint_id and merchant_id is not distinct from ended.merchant_id
          order by sequence
          limit 1
        ) follower on true
      ),
      held as materialized (
        select followed.*
        from followed
        join deliveries delivery
          on delivery.merchant_id = followed.merchant_id and delivery.endpoint_id = followed.endpoint_id
         and delivery.event_id = followed.follower_id
        where delivery.state = 'pending'
        for no key update of delivery skip locked
      ),
      due as (
        update deliveries delivery
        set next_attempt_at = least(delivery.next_attempt_at, held.ended_at),
            others_wait = exists (
              select 1 from deliveries other
              where other.subject_id = held.subject_id and other.state = 'pending' and other.sequence > held.sequence
                and other.endpoint_id is not distinct from held.endpoint_id
                and other.merchant_id is not distinct from held.merchant_id
            )
        from held
        where delivery.merchant_id = held.merchant_id and delivery.endpoint_id = held.endpoint_id
          and delivery.event_id = held.follower_id
        returning delivery.merchant_id, delivery.endpoint_id
      ),
      cleared as (
        update deliveries delivery set others_wait = null
        from followed
        left join held using (merchant_id, endpoint_id, event_id)
        where delivery.merchant_id = followed.merchant_id and delivery.endpoint_id = followed.endpoint_id
          and delivery.event_id = followed.event_id
          and (followed.follower_id is null or held.follower_id is not null)
      )
      select distinct merchant_id, endpoint_id from due`,
  });
  return rows.map((row) => ({ merchantId: row.merchant_id, endpointId: row.endpoint_id }));
};
