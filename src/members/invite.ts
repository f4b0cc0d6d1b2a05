import type { Actor } from '../audit/entry.ts';
import { newUuid, type Uuid } from '../base/id.ts';
import type { Query } from '../db/db.ts';
import { decide, type AskedPerson } from './change.ts';
import { hashToken, newToken, type MemberDeps } from './deps.ts';
import { endLinksOf, insertLink } from './link-store.ts';
import { findDeciderRefusal, type Decider, type PersonRefusal } from './rule.ts';
import type { Role } from './roles.ts';
import { insertMember, lockMembers, renewMember } from './store.ts';
import { tellAbout } from './tell.ts';

export type Invited =
  | { readonly kind: 'invited'; readonly memberId: Uuid<'member'>; readonly linkToken: string }
  | { readonly kind: 'memberAlready'; readonly memberId: Uuid<'member'>; readonly role: Role }
  | { readonly kind: 'refused'; readonly refusal: PersonRefusal };

/** How long links work. */
export const JOIN_HOURS = 7 * 24;
export const PASSWORD_HOURS = 24;

/**
 * Lets a person work for a merchant, with a link to choose a password by, which works once. Whoever was invited before
 * and did not come gets a new one, and the old one is dead. `email`: as `readEmail` gives it.
 */
export const inviteMember = (
  deps: MemberDeps,
  {
    merchantId,
    actor,
    by,
    email,
    role,
  }: {
    readonly merchantId: Uuid<'merchant'>;
    readonly actor: Actor;
    readonly by: Decider;
    readonly email: string;
    readonly role: Role;
  },
): Promise<Invited> =>
  deps.db.transaction(async (query) => {
    const people = await lockMembers(query, merchantId);
    const target = people.find((one) => one.email === email);
    const refusal = findDeciderRefusal(people, by, { target, role });
    if (refusal !== undefined && refusal !== 'yourself') return { kind: 'refused', refusal };
    const name = (email.split('@')[0] ?? email).slice(0, 100);
    const inserted = await insertMember(query, merchantId, { id: newUuid<'member'>(deps), email, name, role });
    // Whoever else invited the same person at this moment did it before us.
    const before = (await lockMembers(query, merchantId)).find((one) => one.email === email);
    if (before === undefined) throw new Error('a member who was inserted is not there');
    const { id: memberId } = before;
    if (!before.is_removed && before.has_joined) return { kind: 'memberAlready', memberId, role: before.role };
    if (inserted === undefined) await renewMember(query, merchantId, memberId, role);
    const linkToken = await makeLink(deps, query, merchantId, { memberId, purpose: 'join', hours: JOIN_HOURS });
    await tellAbout(deps, query, { merchantId, actor, memberId, action: 'member.invited', after: { email, role } });
    return { kind: 'invited', memberId, linkToken };
  });

export type Linked =
  { readonly kind: 'made'; readonly linkToken: string } | { readonly kind: 'refused'; readonly refusal: PersonRefusal };

/**
 * For somebody who lost password or app: a link by which he chooses both anew. It does not sign in by itself, so that
 * whoever makes it and opens it takes the other's way in away, which that one notices.
 */
export const createPasswordLink = (deps: MemberDeps, asked: AskedPerson): Promise<Linked> =>
  link(deps, asked, { purpose: 'join', hours: PASSWORD_HOURS });

/** For the demo, and for somebody who lost everything: a link that an operator makes, and that signs in by itself. */
export const createSignInLink = (
  deps: MemberDeps,
  { hours, ...asked }: Omit<AskedPerson, 'by'> & { readonly hours: number },
): Promise<Linked> => link(deps, { ...asked, by: 'operator' }, { purpose: 'signIn', hours });

type Link = { readonly purpose: 'join' | 'signIn'; readonly hours: number };

const link = async (deps: MemberDeps, asked: AskedPerson, { purpose, hours }: Link): Promise<Linked> => {
  let linkToken = '';
  const changed = await decide(deps, asked, undefined, async (query, { id: memberId }) => {
    linkToken = await makeLink(deps, query, asked.merchantId, { memberId, purpose, hours });
    await tellAbout(deps, query, { ...asked, action: 'member.linked', after: { hours, purpose } });
    return undefined;
  });
  return changed.kind === 'done' ? { kind: 'made', linkToken } : changed;
};

/** One link of a member works at a time. */
const makeLink = async (
  deps: MemberDeps,
  query: Query,
  merchantId: string,
  made: Link & { readonly memberId: string },
): Promise<string> => {
  const linkToken = newToken(deps.random);
  await endLinksOf(query, merchantId, made.memberId);
  await insertLink(query, merchantId, { ...made, tokenHash: hashToken(deps.keys, 'link', linkToken) });
  return linkToken;
};
