import type { Uuid } from '../base/id.ts';
import type { EventRow } from '../contract/rows.ts';
import type { Query } from '../db/db.ts';

/** Columns of an event with its time as JSON has it, the form of `EventRow`; `event` is the table's alias. */
export const EVENT_COLUMNS = `
  event.merchant_id, event.id, event.type, event.subject_id, event.sequence, event.object, event.object_id,
  event.snapshot, to_json(event.created_at) #>> '{}' as created_at`;

export const findEvent = async (
  query: Query,
  merchantId: Uuid<'merchant'>,
  id: Uuid<'event'>,
): Promise<EventRow | undefined> => {
  const [row] = await query<EventRow>(
    { name: 'find-event', text: `select ${EVENT_COLUMNS} from events event where merchant_id = $1 and id = $2` },
    [merchantId, id],
  );
  return row;
};

export type EventFilter = {
  readonly limit: number;
  /** The last event of the page before. */
  readonly before: string | undefined;
  readonly type: string | undefined;
  /** Only events of this session and its payment. */
  readonly sessionId: string | undefined;
  readonly createdFrom: Date | undefined;
  /** Exclusive. */
  readonly createdTo: Date | undefined;
};

/** A merchant's events, newest first, at most `limit`. */
export const findEvents = async (
  query: Query,
  merchantId: Uuid<'merchant'>,
  filter: EventFilter,
): Promise<EventRow[]> => {
  const range = idRange(filter);
  return query<EventRow>(
    {
      name: 'find-events',
      // Ids begin with the time they were made, so the primary key is the index of the time range too: the bounds on id
      // leave room for clocks that differ, the bounds on created_at are the exact ones.
      text: `
        select ${EVENT_COLUMNS} from events event
        where merchant_id = $1
          and id < $2
          and ($3::text is null or type = $3)
          and ($4::uuid is null or subject_id = $4)
          and ($5::timestamptz is null or created_at >= $5)
          and ($6::timestamptz is null or created_at < $6)
          and id >= $7::uuid
        order by id desc
        limit $8`,
    },
    [
      merchantId,
      range.below,
      filter.type ?? null,
      filter.sessionId ?? null,
      filter.createdFrom ?? null,
      filter.createdTo ?? null,
      range.lowest,
      filter.limit,
    ],
  );
};

export const CLOCKS_DIFFER_MS = 10 * 60_000;
export const LOWEST_ID = '00000000-0000-0000-0000-000000000000';
export const HIGHEST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** The smallest UUIDv7 that can be made in that millisecond. */
export const lowestEventIdAt = (atMs: number): string => {
  const hex = Math.max(0, Math.min(Math.floor(atMs), 2 ** 48 - 1))
    .toString(16)
    .padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
};

/**
 * Which ids a page of a list can have: those that were made in the time that is asked for, with room for clocks that
 * differ, and before the last row of the page before. So a list of last year does not read this year's rows.
 */
export const idRange = (asked: {
  readonly before: string | undefined;
  readonly createdFrom: string | Date | undefined;
  /** Exclusive. */
  readonly createdTo: string | Date | undefined;
}): { readonly lowest: string; readonly below: string } => {
  const { before = HIGHEST_ID, createdFrom, createdTo } = asked;
  const highest =
    createdTo === undefined ? HIGHEST_ID : lowestEventIdAt(new Date(createdTo).getTime() + CLOCKS_DIFFER_MS);
  return {
    lowest: createdFrom === undefined ? LOWEST_ID : lowestEventIdAt(new Date(createdFrom).getTime() - CLOCKS_DIFFER_MS),
    below: before < highest ? before : highest,
  };
};
