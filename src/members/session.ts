import { timingSafeEqual } from 'node:crypto';
import { hmacSha256, type Keys } from '../base/keys.ts';
import { hashToken, isToken, type MemberDeps } from './deps.ts';
import { findMemberSession, touchMemberSession, type SessionRow } from './session-store.ts';

/** Who sits at a browser; `token` is the cookie's. */
export type Session = SessionRow & { readonly token: string };

/** Undefined: nobody is signed in with this. */
export const findSession = async (
  { db, keys }: Pick<MemberDeps, 'db' | 'keys'>,
  merchantId: string,
  token: unknown,
): Promise<Session | undefined> => {
  if (!isToken(token)) return undefined;
  const tokenHash = hashToken(keys, 'session', token);
  const row = await findMemberSession(db.query, merchantId, tokenHash);
  if (row === undefined) return undefined;
  if (row.is_unseen) await touchMemberSession(db.query, merchantId, tokenHash);
  return { ...row, token };
};

/**
 * Money and keys ask for both factors again when they were shown longer ago. In the sandbox whoever came by a link and
 * has none to show goes on.
 */
export const isFresh = (
  { authenticated_ago, has_password }: Pick<SessionRow, 'authenticated_ago' | 'has_password'>,
  mode: 'sandbox' | 'live',
): boolean => authenticated_ago <= FRESH_FOR_SECONDS || (mode === 'sandbox' && !has_password);

const FRESH_FOR_SECONDS = 15 * 60;

/** Stands in every form of a session: who does not read our pages cannot know it. */
export const formTokenOf = (keys: Keys, { token }: Pick<Session, 'token'>): string =>
  hmacSha256(keys.deriveKeyObject('member-form-token'), token).toString('base64url');

export const isFormToken = (keys: Keys, session: Pick<Session, 'token'>, given: unknown): boolean => {
  const right = Buffer.from(formTokenOf(keys, session));
  const shown = Buffer.from(typeof given === 'string' ? given : '');
  return shown.length === right.length && timingSafeEqual(shown, right);
};
