import { formatId } from '../base/id.ts';
import type { Query } from '../db/db.ts';
import { OPERATOR_CHAIN, type EntryColumn } from './entry.ts';

export type Head = { readonly number: string; readonly mac: Buffer; readonly head_mac: Buffer };

/** The merchants whose acts wait to be sealed. */
export const findUnsealed = async (query: Query, limit: number): Promise<readonly string[]> => {
  const rows = await query<{ merchant_id: string }>(
    { name: 'find-unsealed', text: 'select distinct merchant_id from audit_queue limit $1' },
    [limit],
  );
  return rows.map((row) => row.merchant_id);
};

/** Locks the end of a chain, so that one process at a time makes it longer. Undefined: it has not begun. */
export const lockHead = async (query: Query, merchantId: string): Promise<Head | undefined> => {
  const [row] = await query<Head>(
    {
      name: 'lock-audit-head',
      text: 'select number::text as number, mac, head_mac from audit_heads where merchant_id = $1 for update',
    },
    [merchantId],
  );
  return row;
};

/** The end of a chain as it is, without waiting for whoever makes it longer. */
export const findHead = async (query: Query, merchantId: string): Promise<Head | undefined> => {
  const [row] = await query<Head>(
    {
      name: 'find-audit-head',
      text: 'select number::text as number, mac, head_mac from audit_heads where merchant_id = $1',
    },
    [merchantId],
  );
  return row;
};

/** False: another process was faster, and begins it. */
export const insertHead = async (query: Query, merchantId: string, head: Head): Promise<boolean> => {
  const rows = await query(
    {
      name: 'insert-audit-head',
      text: `
        insert into audit_heads (merchant_id, number, mac, head_mac) values ($1, $2, $3, $4)
        on conflict do nothing returning merchant_id`,
    },
    [merchantId, head.number, head.mac, head.head_mac],
  );
  return rows.length > 0;
};

export const updateHead = async (query: Query, merchantId: string, head: Head): Promise<void> => {
  await query(
    {
      name: 'update-audit-head',
      text: 'update audit_heads set number = $2, mac = $3, head_mac = $4 where merchant_id = $1',
    },
    [merchantId, head.number, head.mac, head.head_mac],
  );
};

export type ToSeal = { readonly entry_id: string; readonly occurred_us: string; readonly mac: Buffer };

/** Committed acts that are in no chain yet, in the order in which they were made. */
export const findToSeal = (query: Query, merchantId: string, limit: number): Promise<ToSeal[]> =>
  query<ToSeal>(
    {
      name: 'find-audit-to-seal',
      text: `
        select e.id as entry_id, e.mac, (extract(epoch from e.occurred_at) * 1000000)::bigint::text as occurred_us
        from audit_queue q join audit_entries e on e.merchant_id = q.merchant_id and e.id = q.entry_id
        where q.merchant_id = $1
        order by e.id
        limit $2`,
    },
    [merchantId, limit],
  );

export const insertSeals = async (
  query: Query,
  merchantId: string,
  seals: readonly {
    readonly number: string;
    readonly entry_id: string;
    readonly previous_mac: string;
    readonly mac: string;
  }[],
): Promise<void> => {
  await query(
    {
      name: 'insert-audit-seals',
      text: `
        with input as (
          select * from json_to_recordset($2::json) as i (number bigint, entry_id uuid, previous_mac text, mac text)
        ), unqueued as (
          delete from audit_queue q using input i where q.merchant_id = $1 and q.entry_id = i.entry_id
        )
        insert into audit_seals (merchant_id, number, entry_id, previous_mac, mac)
        select $1, i.number, i.entry_id, decode(i.previous_mac, 'hex'), decode(i.mac, 'hex') from input i`,
    },
    [merchantId, JSON.stringify(seals)],
  );
};

/** Every chain that any of its tables knows. */
export const findChains = async (query: Query): Promise<readonly string[]> => {
  const rows = await query<{ merchant_id: string }>({
    name: 'find-audit-chains',
    text: `
      select merchant_id from audit_heads
      union select merchant_id from audit_queue
      union select distinct merchant_id from audit_seals
      union select distinct merchant_id from audit_entries
      order by merchant_id`,
  });
  return rows.map((row) => row.merchant_id);
};

export type LinkRow = {
  readonly number: string;
  readonly entry_id: string;
  readonly previous_mac: Buffer;
  readonly seal_mac: Buffer;
} & { readonly [column in EntryColumn]: string | null } & {
  /** Null: the entry is not there. */
  readonly mac: Buffer | null;
  readonly occurred_us: string | null;
};

const ENTRY = `e.actor, e.actor_id, e.actor_name, e.address, e.request_id, e.reason, e.action, e.subject_kind, e.subject_id,
          e.before::text as before, e.after::text as after, e.mac,
          (extract(epoch from e.occurred_at) * 1000000)::bigint::text as occurred_us`;

/** Links of a chain after `number`, with what they seal. */
export const findLinks = (query: Query, merchantId: string, after: bigint, limit: number): Promise<LinkRow[]> =>
  query<LinkRow>(
    {
      name: 'find-audit-links',
      text: `
        select
          s.number::text as number, s.entry_id, s.previous_mac, s.mac as seal_mac,
          ${ENTRY}
        from audit_seals s
        left join audit_entries e on e.merchant_id = s.merchant_id and e.id = s.entry_id
        where s.merchant_id = $1 and s.number > $2
        order by s.number
        limit $3`,
    },
    [merchantId, String(after), limit],
  );

export type LooseRow = Omit<LinkRow, 'number' | 'previous_mac' | 'seal_mac'> & { readonly is_queued: boolean };

/** Acts that no link seals, and places in the queue whose act is gone. */
export const findLoose = (query: Query, merchantId: string, limit: number): Promise<LooseRow[]> =>
  query<LooseRow>(
    {
      name: 'find-audit-loose',
      text: `
        select
          coalesce(e.id, q.entry_id) as entry_id, q.entry_id is not null as is_queued,
          ${ENTRY}
        from (select * from audit_entries where merchant_id = $1) e
        full join (select * from audit_queue where merchant_id = $1) q on q.entry_id = e.id
        where not exists (
          select from audit_seals s where s.merchant_id = $1 and s.entry_id = coalesce(e.id, q.entry_id))
        order by 1
        limit $2`,
    },
    [merchantId, limit],
  );

/**
 * Whether a chain without links has begun once: a merchant's is named in the operator's, by the transaction that begins
 * it; the operator's has a row as soon as any other has begun.
 */
export const didChainBegin = async (query: Query, merchantId: string): Promise<boolean> => {
  const rows = await query(
    {
      name: 'did-audit-chain-begin',
      text: `
        select from audit_entries e
        where e.merchant_id = $2 and e.action = 'chain.begun' and e.subject_id = $3
        union all
        select from audit_heads h
        where $1::uuid = $2 and h.merchant_id <> $2
          and not exists (select from audit_entries e where e.merchant_id = $2)
        limit 1`,
    },
    [merchantId, OPERATOR_CHAIN, formatId('merchant', merchantId)],
  );
  return rows.length > 0;
};
