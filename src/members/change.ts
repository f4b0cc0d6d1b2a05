import type { Actor } from '../audit/entry.ts';
import type { Uuid } from '../base/id.ts';
import type { Transaction } from '../db/db.ts';
import type { MemberDeps } from './deps.ts';
import { endLinksOf } from './link-store.ts';
import { findDeciderRefusal, isLastOwner, type Decider, type PersonRefusal } from './rule.ts';
import type { Role } from './roles.ts';
import { deletePasskeysOf } from './passkey-store.ts';
import { removeSearchesOf } from './searches.ts';
import { deleteSessionsOf } from './session-store.ts';
import { endMember, lockMembers, updateRole, type LockedMember } from './store.ts';
import { tellAbout } from './tell.ts';

/** A person of a merchant, and who asks for something to be done to him. */
export type AskedPerson = {
  readonly merchantId: Uuid<'merchant'>;
  readonly memberId: string;
  readonly actor: Actor;
  readonly by: Decider;
};

/** What was done, or why nothing was. */
export type Changed = { readonly kind: 'done' } | { readonly kind: 'refused'; readonly refusal: PersonRefusal };

/** Another role, from the next page that the member opens. The same role again changes nothing. */
export const changeRole = (deps: MemberDeps, asked: AskedPerson & { readonly role: Role }): Promise<Changed> =>
  decide(deps, asked, asked.role, async (query, member, people) => {
    const { role } = asked;
    if (role === member.role) return undefined;
    if (isLastOwner(people, member)) return 'lastOwner';
    await updateRole(query, asked.merchantId, member.id, role);
    const [before, after] = [{ role: member.role }, { role }];
    await tellAbout(deps, query, { ...asked, action: 'member.roleChanged', before, after });
    return undefined;
  });

/** A member is one no longer, and signed out everywhere. */
export const removeMember = (deps: MemberDeps, asked: AskedPerson): Promise<Changed> =>
  decide(deps, asked, undefined, async (query, member, people) => {
    if (isLastOwner(people, member)) return 'lastOwner';
    await endMember(query, asked.merchantId, member.id);
    await endLinksOf(query, asked.merchantId, member.id);
    await deletePasskeysOf(query, asked.merchantId, member.id);
    await removeSearchesOf(query, asked.merchantId, member.id);
    await deleteSessionsOf(query, asked.merchantId, member.id, null);
    const before = { email: member.email, role: member.role };
    await tellAbout(deps, query, { ...asked, action: 'member.removed', before });
    return undefined;
  });

/** Signs somebody else out everywhere: a telephone was lost. Done also when he was signed in nowhere. */
export const endSessionsOf = (deps: MemberDeps, asked: AskedPerson): Promise<Changed> =>
  decide(deps, asked, undefined, async (query, member) => {
    const ended = await deleteSessionsOf(query, asked.merchantId, member.id, null);
    if (ended === 0) return undefined;
    await tellAbout(deps, query, { ...asked, action: 'member.sessionEnded', after: { ended, session: null } });
    return undefined;
  });

/** Locks the people first, then judges who asks, then does it. Gives the refusal of whichever says no. */
export const decide = (
  deps: MemberDeps,
  { merchantId, memberId, by }: AskedPerson,
  role: Role | undefined,
  act: (
    query: Transaction,
    member: LockedMember,
    people: readonly LockedMember[],
  ) => Promise<PersonRefusal | undefined>,
): Promise<Changed> =>
  deps.db.transaction(async (query) => {
    const people = await lockMembers(query, merchantId);
    const member = people.find(({ id, is_removed }) => id === memberId && !is_removed);
    const judged = findDeciderRefusal(people, by, { target: member, role });
    const refusal = judged ?? (member === undefined ? 'unknown' : await act(query, member, people));
    return refusal === undefined ? { kind: 'done' } : { kind: 'refused', refusal };
  });
