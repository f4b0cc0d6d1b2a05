import { newUuid, type Uuid } from '../base/id.ts';
import type { Query, Transaction } from '../db/db.ts';
import type { MemberDeps } from './deps.ts';
import { lockMember } from './store.ts';

/** What the form of the list of payments said, field by field; empty: any. */
export type Search = { readonly q: string; readonly state: string; readonly from: string; readonly to: string };

export type SavedSearch = { readonly id: Uuid<'savedSearch'>; readonly name: string; readonly search: Search };

const MOST_OF_ONE = 20;

/** By name. */
export const findSearchesOf = (query: Query, merchantId: string, memberId: string): Promise<SavedSearch[]> =>
  query<SavedSearch>(
    {
      name: 'find-searches-of-member',
      text: `
        select id, name, search from member_searches
        where merchant_id = $1 and member_id = $2
        order by name
        limit 100`,
    },
    [merchantId, memberId],
  );

export type Saved = { readonly kind: 'saved' } | { readonly kind: 'refused'; readonly message: string };

/** Keeps a search under a name; one of the same name is replaced. Nothing of the merchant changes: no log has it. */
export const saveSearch = (
  deps: MemberDeps,
  merchantId: string,
  { memberId, name, search }: { readonly memberId: string; readonly name: string; readonly search: Search },
): Promise<Saved> =>
  deps.db.transaction(async (query) => {
    // One after the other, so that their number is what it was judged by.
    const member = await lockMember(query, merchantId, memberId);
    const known = await findSearchesOf(query, merchantId, memberId);
    if (member === undefined) return { kind: 'refused', message: 'You do not work here any more.' };
    if (known.length >= MOST_OF_ONE && !known.some((one) => one.name === name))
      return { kind: 'refused', message: `At most ${MOST_OF_ONE} saved searches: remove one that you do not use.` };
    await upsertSearch(query, merchantId, { id: newUuid<'savedSearch'>(deps), memberId, name, search });
    return { kind: 'saved' };
  });

const upsertSearch = async (
  query: Transaction,
  merchantId: string,
  saved: SavedSearch & { readonly memberId: string },
): Promise<void> => {
  await query(
    {
      name: 'upsert-member-search',
      text: `
        insert into member_searches (merchant_id, id, member_id, name, search) values ($1, $2, $3, $4, $5::jsonb)
        on conflict (merchant_id, member_id, name) do update set search = excluded.search`,
    },
    [merchantId, saved.id, saved.memberId, saved.name, JSON.stringify(saved.search)],
  );
};

/** False: this member has none of this id. */
export const removeSearch = async (
  query: Query,
  merchantId: string,
  memberId: string,
  id: string,
): Promise<boolean> => {
  const rows = await query(
    {
      name: 'delete-member-search',
      text: 'delete from member_searches where merchant_id = $1 and member_id = $2 and id = $3 returning id',
    },
    [merchantId, memberId, id],
  );
  return rows.length > 0;
};

/** Of somebody who is a member no longer. */
export const removeSearchesOf = async (query: Query, merchantId: string, memberId: string): Promise<void> => {
  await query(
    {
      name: 'delete-searches-of-member',
      text: 'delete from member_searches where merchant_id = $1 and member_id = $2',
    },
    [merchantId, memberId],
  );
};
