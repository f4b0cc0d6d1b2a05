import type { Act, Actor } from '../audit/entry.ts';
import { writeAudit } from '../audit/write.ts';
import { formatId, newUuid } from '../base/id.ts';
import { hmacSha256 } from '../base/keys.ts';
import type { Query, Transaction } from '../db/db.ts';
import { hashToken, newToken, type MemberDeps, type Origin } from './deps.ts';
import { findLink, useLink } from './link-store.ts';
import { findTotpStep, hashRecoveryCode, unsealTotp } from './one-time-code.ts';
import { isPassword } from './password.ts';
import { deleteSessionsOf, insertMemberSession, type Factor } from './session-store.ts';
import {
  findMemberByEmail,
  lockMember,
  noteSignIn,
  removeRecoveryHash,
  updateTotpStep,
  type MemberRow,
} from './store.ts';
import { countTry } from './tries-store.ts';

/** The browser that wants in. `network`: what one customer of a provider has for himself. */
export type Browser = Origin & { readonly network: string; readonly userAgent: string };

export type Credentials = { readonly email: string; readonly password: string; readonly code: string };

/** Who acts, as far as the audit log and a session need it. */
export type Person = Pick<MemberRow, 'id' | 'email'>;

/**
 * `refused`: e-mail address, password or code are not right, and nobody is told which. `slowed`: too many tries from
 * this address; nothing was looked at.
 */
export type SignedIn =
  { readonly kind: 'signedIn'; readonly token: string } | { readonly kind: 'refused' } | { readonly kind: 'slowed' };

/**
 * Password and code are judged together, so that neither can be found alone. For somebody who does not exist the same
 * is done. `oldToken`: of a session that goes on under another. Throws `TooBusy` when too many passwords are being
 * checked.
 */
export const signIn = async (
  deps: MemberDeps,
  merchantId: string,
  given: Credentials,
  { from, oldToken }: { readonly from: Browser; readonly oldToken: string | undefined },
): Promise<SignedIn> => {
  const email = given.email.trim().toLowerCase();
  if (!(await mayTry(deps, merchantId, email, from))) return { kind: 'slowed' };
  const found = await findMemberByEmail(deps.db.query, merchantId, email);
  const isRight = await isPassword(found?.password_hash ?? undefined, given.password);
  return deps.db.transaction(async (query) => {
    const shown = await takeFactors(deps, query, merchantId, { found, isRight, code: given.code });
    if (shown === undefined) return { kind: 'refused' };
    return { kind: 'signedIn', token: await beginSession(deps, query, merchantId, { ...shown, from, oldToken }) };
  });
};

/** Whose password was right and whose code is, which is used up by it. Undefined: one of them is not. */
export const takeFactors = async (
  deps: MemberDeps,
  query: Transaction,
  merchantId: string,
  {
    found,
    isRight,
    code: typed,
  }: { readonly found: MemberRow | undefined; readonly isRight: boolean; readonly code: string },
): Promise<{ readonly member: MemberRow; readonly by: 'password' | 'recoveryCode' } | undefined> => {
  const member = await lockMember(query, merchantId, found?.id ?? NOBODY);
  const code = member === undefined ? undefined : findCode(deps, member, typed.trim());
  // A password that was changed since it was checked is not the right one any more.
  if (!isRight || code === undefined || member?.password_hash !== found?.password_hash) return undefined;
  if (member === undefined) return undefined;
  if ('step' in code) await updateTotpStep(query, merchantId, member.id, code.step);
  else await removeRecoveryHash(query, merchantId, member.id, code.hash);
  return { member, by: 'step' in code ? 'password' : 'recoveryCode' };
};

const NOBODY = '00000000-0000-0000-0000-000000000000';

/**
 * Twenty tries and then ten a minute from an address; five and then one a minute for one member from an address. No
 * count is a member's alone: who sits elsewhere is not slowed by who guesses. Whoever guesses from a thousand addresses
 * for a year has half a billion tries at a password of twelve letters together with a code of six digits.
 */
export const mayTry = async (
  { db, keys }: MemberDeps,
  merchantId: string,
  email: string,
  { network }: Browser,
): Promise<boolean> => {
  const subject = (text: string): Buffer => hmacSha256(keys.deriveKeyObject('member-token-hash'), `tries|${text}`);
  const fromHere = { subject: subject(network), most: 20, drainSeconds: 6 };
  const asThis = { subject: subject(`${network}|${merchantId}|${email}`), most: 5, drainSeconds: 60 };
  return (await countTry(db.query, fromHere)) && (await countTry(db.query, asThis));
};

const findCode = (
  { keys, clock }: MemberDeps,
  member: MemberRow,
  code: string,
): { readonly step: number } | { readonly hash: Buffer } | undefined => {
  if (member.totp_sealed === null) return undefined;
  const secret = unsealTotp(keys, member.id, member.totp_sealed);
  const digits = code.replaceAll(/\s/g, '');
  const step = findTotpStep(secret, digits, { nowMs: clock.nowMs(), usedStep: Number(member.totp_step) });
  if (step !== undefined) return { step };
  const hash = hashRecoveryCode(keys, member.id, code);
  // Keyed hashes of 60 random bits: nothing is learnt from how long a comparison takes.
  return hash !== undefined && member.recovery_hashes.some((one) => one.equals(hash)) ? { hash } : undefined;
};

/** A link that an operator made lets its reader in, once. */
export const signInByLink = (
  deps: MemberDeps,
  merchantId: string,
  linkToken: string,
  from: Browser,
): Promise<SignedIn> =>
  deps.db.transaction(async (query) => {
    const tokenHash = hashToken(deps.keys, 'link', linkToken);
    const link = await findLink(query, merchantId, tokenHash);
    if (link?.purpose !== 'signIn' || !(await useLink(query, merchantId, tokenHash))) return { kind: 'refused' };
    const member = { id: link.member_id, email: link.email };
    const token = await beginSession(deps, query, merchantId, { member, by: 'link', from, oldToken: undefined });
    return { kind: 'signedIn', token };
  });

/** A new session under a new token, whatever the browser brought along. Gives the token. */
export const beginSession = async (
  deps: MemberDeps,
  query: Transaction,
  merchantId: string,
  {
    member,
    by,
    from,
    oldToken,
  }: {
    readonly member: Person;
    readonly by: Factor;
    readonly from: Browser;
    readonly oldToken: string | undefined;
  },
): Promise<string> => {
  const token = newToken(deps.random);
  const id = newUuid<'memberSession'>(deps);
  if (oldToken !== undefined) await deleteSession(query, merchantId, hashToken(deps.keys, 'session', oldToken));
  await insertMemberSession(query, merchantId, {
    tokenHash: hashToken(deps.keys, 'session', token),
    id,
    memberId: member.id,
    by,
    address: from.address,
    userAgent: from.userAgent.slice(0, 300),
  });
  await noteSignIn(query, merchantId, member.id);
  const after = { session: formatId('memberSession', id), by };
  await tellOf(deps, query, merchantId, { member, from, act: { action: 'member.signedIn', after } });
  return token;
};

const deleteSession = async (query: Query, merchantId: string, tokenHash: Buffer): Promise<void> => {
  await query(
    {
      name: 'delete-member-session',
      text: 'delete from member_sessions where merchant_id = $1 and token_hash = $2',
    },
    [merchantId, tokenHash],
  );
};

/** Ends one session of a member, or all. Gives how many that were. */
export const endSessions = (
  deps: MemberDeps,
  merchantId: string,
  {
    member,
    sessionId,
    from,
  }: {
    readonly member: Person;
    readonly sessionId: string | undefined;
    readonly from: Origin;
  },
): Promise<number> =>
  deps.db.transaction(async (query) => {
    const ended = await deleteSessionsOf(query, merchantId, member.id, sessionId ?? null);
    if (ended === 0) return 0;
    const after = { session: sessionId === undefined ? null : formatId('memberSession', sessionId), ended };
    await tellOf(deps, query, merchantId, { member, from, act: { action: 'member.sessionEnded', after } });
    return ended;
  });

/** As the audit log names a member who acts. */
export const actorOf = (member: Person, { address, requestId }: Origin): Actor => ({
  kind: 'member',
  id: formatId('member', member.id),
  name: member.email,
  from: { address, requestId },
});

/** What a member did about himself. */
export const tellOf = (
  deps: MemberDeps,
  query: Query,
  merchantId: string,
  { member, from, act }: { readonly member: Person; readonly from: Origin; readonly act: Omit<Act, 'subject'> },
): Promise<void> =>
  writeAudit(deps, query, {
    merchantId,
    actor: actorOf(member, from),
    acts: [{ ...act, subject: { kind: 'member', id: formatId('member', member.id) } }],
  });
