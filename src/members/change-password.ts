import { findPasswordMistake, hashPassword, isPassword } from './password.ts';
import type { MemberDeps } from './deps.ts';
import { deleteSessionsOf } from './session-store.ts';
import { beginSession, mayTry, takeFactors, tellOf, type Browser } from './sign-in.ts';
import { findMemberByEmail, updatePassword } from './store.ts';

export type PasswordChange = {
  /** Of whoever is signed in. */
  readonly email: string;
  readonly password: string;
  readonly code: string;
  readonly newPassword: string;
};

/** `refused`: the password of before or the code is not right. `mistake`: nobody may choose the new one. */
export type PasswordChanged =
  | { readonly kind: 'changed'; readonly token: string }
  | { readonly kind: 'mistake'; readonly message: string }
  | { readonly kind: 'refused' }
  | { readonly kind: 'slowed' };

/**
 * Another password, for who shows the one of before and a code. Whoever else had it is signed out with all other
 * sessions; passkeys stay. Throws `TooBusy` when too many passwords are being checked.
 */
export const changePassword = async (
  deps: MemberDeps,
  merchantId: string,
  given: PasswordChange,
  from: Browser,
): Promise<PasswordChanged> => {
  const message = findPasswordMistake(given.newPassword, given.email);
  if (message !== undefined) return { kind: 'mistake', message };
  if (!(await mayTry(deps, merchantId, given.email, from))) return { kind: 'slowed' };
  const found = await findMemberByEmail(deps.db.query, merchantId, given.email);
  const isRight = await isPassword(found?.password_hash ?? undefined, given.password);
  if (!isRight) return { kind: 'refused' };
  const passwordHash = await hashPassword(deps.random, given.newPassword);
  return deps.db.transaction(async (query) => {
    const shown = await takeFactors(deps, query, merchantId, { found, isRight, code: given.code });
    if (shown === undefined) return { kind: 'refused' };
    const { member } = shown;
    await updatePassword(query, merchantId, member.id, passwordHash);
    await deleteSessionsOf(query, merchantId, member.id, null);
    await tellOf(deps, query, merchantId, { member, from, act: { action: 'member.passwordChanged' } });
    return {
      kind: 'changed',
      token: await beginSession(deps, query, merchantId, { ...shown, from, oldToken: undefined }),
    };
  });
};
