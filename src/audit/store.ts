import type { Query } from '../db/db.ts';
import type { EntryInsert } from './entry.ts';

/**
 * Writes acts down in the caller's transaction. Nobody waits for anybody: the order is made when the chain is sealed.
 */
export const insertEntries = async (
  query: Query,
  merchantId: string,
  entries: readonly EntryInsert[],
): Promise<void> => {
  await query(
    {
      name: 'insert-audit-entries',
      text: `
        with input as (
          select * from json_to_recordset($2::json) as i (
            id uuid, actor text, actor_id text, actor_name text, address text, request_id text, reason text, action text,
            subject_kind text, subject_id text, before text, after text, mac text)
        ), entry as (
          insert into audit_entries (
            merchant_id, id, actor, actor_id, actor_name, address, request_id, reason, action, subject_kind, subject_id,
            before, after, mac)
          select
            $1, i.id, i.actor, i.actor_id, i.actor_name, i.address, i.request_id, i.reason, i.action, i.subject_kind,
            i.subject_id, i.before::json, i.after::json, decode(i.mac, 'hex')
          from input i
        )
        insert into audit_queue (merchant_id, entry_id) select $1, i.id from input i`,
    },
    [merchantId, JSON.stringify(entries)],
  );
};

export type EntryRow = Omit<EntryInsert, 'mac'> & {
  readonly occurred_at: string;
  /** Its place in the chain; null until it is sealed. */
  readonly number: string | null;
};

export type EntryFilter = {
  readonly limit: number;
  readonly before: string | undefined;
  readonly action: string | undefined;
  readonly subjectId: string | undefined;
  readonly createdFrom: string | undefined;
  readonly createdTo: string | undefined;
};

/** A merchant's acts, newest first. */
export const findEntries = (query: Query, merchantId: string, filter: EntryFilter): Promise<EntryRow[]> =>
  query<EntryRow>(
    {
      name: 'find-audit-entries',
      text: `
        select
          e.id, e.actor, e.actor_id, e.actor_name, e.address, e.request_id, e.reason, e.action, e.subject_kind, e.subject_id,
          e.before::text as before, e.after::text as after, s.number::text as number,
          to_char(e.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as occurred_at
        from audit_entries e
        left join audit_seals s on s.merchant_id = e.merchant_id and s.entry_id = e.id
        where e.merchant_id = $1
          and e.id < $2
          and ($3::text is null or e.action = $3)
          and ($4::text is null or e.subject_id = $4)
          and ($5::timestamptz is null or e.occurred_at >= $5)
          and ($6::timestamptz is null or e.occurred_at < $6)
        order by e.id desc
        limit $7`,
    },
    [
      merchantId,
      // Every id is below it.
      filter.before ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff',
      filter.action ?? null,
      filter.subjectId ?? null,
      filter.createdFrom ?? null,
      filter.createdTo ?? null,
      filter.limit,
    ],
  );
