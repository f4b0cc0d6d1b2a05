import type { Query } from '../db/db.ts';
import { pageOfLookedAt, type LookedAt } from '../db/looked-at.ts';
import type { EntryRow } from './store.ts';

export type EntrySearch = {
  readonly limit: number;
  /** Ids of the page and the time that are asked for. */
  readonly range: { readonly lowest: string; readonly below: string };
  readonly action: string | undefined;
  /** An e-mail address, the name of an API key, or the id of one or of a person. */
  readonly who: string | undefined;
  readonly subjectId: string | undefined;
  readonly createdFrom: Date | undefined;
  /** Exclusive. */
  readonly createdTo: Date | undefined;
};

/** `next`: the last act that was looked at, when there are older ones. A page can be empty although more follow. */
export type EntriesFound = { readonly rows: readonly EntryRow[]; readonly next: string | undefined };

/** However rare what is looked for is, a page costs no more than to look at so many acts. */
const LOOK_AT_MOST = 5_000;

/** A merchant's acts, newest first, by who did what and when. */
export const searchEntries = async (query: Query, merchantId: string, search: EntrySearch): Promise<EntriesFound> => {
  const rows = await query<LookedAt<EntryRow>>({ name: 'search-audit-entries', text: SEARCH }, [
    merchantId,
    search.range.below,
    search.range.lowest,
    search.action ?? null,
    search.who ?? null,
    search.subjectId ?? null,
    search.createdFrom ?? null,
    search.createdTo ?? null,
    search.limit + 1,
  ]);
  return pageOfLookedAt(rows, search.limit);
};

/** `floor`: the act down to which it was looked, when there are more. */
const SEARCH = `
  with seen as materialized (
    select id, actor_id, actor_name, action, subject_id, occurred_at from audit_entries
    where merchant_id = $1 and id < $2::uuid and id >= $3::uuid
    order by id desc
    limit ${LOOK_AT_MOST}
  ), floor as materialized (
    select id from seen order by id desc offset ${LOOK_AT_MOST - 1}
  ), wanted as materialized (
    select id from seen
    where ($4::text is null or action = $4)
      and ($5::text is null or actor_id = $5 or lower(actor_name) = lower($5))
      and ($6::text is null or subject_id = $6)
      and ($7::timestamptz is null or occurred_at >= $7) and ($8::timestamptz is null or occurred_at < $8)
    order by id desc
    limit $9
  ), shown as (
    select e.id as place, to_json(listed) as row
    from wanted
    join audit_entries e on e.merchant_id = $1 and e.id = wanted.id
    left join audit_seals s on s.merchant_id = $1 and s.entry_id = e.id
    cross join lateral (
      select
        e.id, e.actor, e.actor_id, e.actor_name, e.address, e.request_id, e.reason, e.action, e.subject_kind,
        e.subject_id, e.before::text as before, e.after::text as after, s.number::text as number,
        to_char(e.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as occurred_at
    ) listed
  )
  select shown.row, (select id from floor) as floor
  from (select 1) one left join shown on true
  order by shown.place desc`;
