import type { Uuid } from '../base/id.ts';
import { mayDo, type Role } from './roles.ts';

/**
 * Who decides about people. `operator`: somebody at the gateway's command line, who makes the first owner. `apiKey`: a
 * key that was allowed to by name, which is no owner. Otherwise a member.
 */
export type Decider = 'operator' | 'apiKey' | { readonly memberId: Uuid<'member'> };

export type PersonRefusal = 'unknown' | 'notAllowed' | 'ownersOnly' | 'yourself' | 'lastOwner';

/** Why something is not done to somebody, for whoever asked for it. */
export const personRefusals: Readonly<Record<PersonRefusal, string>> = {
  unknown: 'There is no such person.',
  notAllowed: 'Your role does not allow this any more.',
  ownersOnly: 'Only an owner decides about owners.',
  yourself: 'Nobody does this to himself: ask another owner or admin.',
  lastOwner: 'This is the last owner: make somebody else one first.',
};

type Person = {
  readonly id: string;
  readonly role: Role;
  readonly has_joined: boolean;
  readonly is_removed: boolean;
};

/** Judged on locked rows: who was removed or lowered a moment ago decides nothing any more. */
export const findDeciderRefusal = (
  people: readonly Person[],
  by: Decider,
  { target, role }: { readonly target: Person | undefined; readonly role: Role | undefined },
): PersonRefusal | undefined => {
  const decides = typeof by === 'string' ? undefined : people.find(({ id }) => id === by.memberId);
  if (typeof by !== 'string' && (decides === undefined || decides.is_removed || !mayDo(decides.role, 'members:write')))
    return 'notAllowed';
  if (decides !== undefined && target?.id === decides.id) return 'yourself';
  const isAboutOwner = role === 'owner' || (target?.is_removed === false && target.role === 'owner');
  return isAboutOwner && by !== 'operator' && decides?.role !== 'owner' ? 'ownersOnly' : undefined;
};

/** Somebody has to be able to make the other owners, which who was invited and never came is not. */
export const isLastOwner = (people: readonly Person[], target: Person): boolean =>
  target.role === 'owner' &&
  !people.some(
    ({ id, role, is_removed, has_joined }) => id !== target.id && role === 'owner' && !is_removed && has_joined,
  );
