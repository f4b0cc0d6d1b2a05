import type { Secret } from '../base/secret.ts';
import { hashToken, type MemberDeps } from './deps.ts';
import { findLink, useLink, type LinkRow } from './link-store.ts';
import { findTotpStep, hashRecoveryCode, newRecoveryCodes, sealTotp } from './one-time-code.ts';
import { findPasswordMistake, hashPassword } from './password.ts';
import { deletePasskeysOf } from './passkey-store.ts';
import { deleteSessionsOf } from './session-store.ts';
import { beginSession, tellOf, type Browser } from './sign-in.ts';
import { lockMember, updateFactors } from './store.ts';

export type JoinInput = {
  readonly linkToken: string;
  readonly name: string;
  readonly password: string;
  /** What the app was given when the form was made. */
  readonly totp: Secret;
  readonly code: string;
};

export type Joined =
  | { readonly kind: 'joined'; readonly token: string; readonly recoveryCodes: readonly string[] }
  | { readonly kind: 'mistake'; readonly field: 'name' | 'password' | 'code'; readonly message: string }
  /** The link was used, is too old, or never was. */
  | { readonly kind: 'deadLink' };

/** The link that a token stands for, if it still works. */
export const viewLink = (
  { db, keys }: Pick<MemberDeps, 'db' | 'keys'>,
  merchantId: string,
  token: string,
): Promise<LinkRow | undefined> => findLink(db.query, merchantId, hashToken(keys, 'link', token));

/** Somebody who was invited, or lost his password, chooses one, shows that the app makes right codes, and is in. */
export const join = async (deps: MemberDeps, merchantId: string, input: JoinInput, from: Browser): Promise<Joined> => {
  const link = await viewLink(deps, merchantId, input.linkToken);
  if (link?.purpose !== 'join') return { kind: 'deadLink' };
  const name = input.name.trim();
  if (name.length < 1 || name.length > 100) return mistake('name', 'A name has 1 to 100 letters.');
  const wrong = findPasswordMistake(input.password, link.email);
  if (wrong !== undefined) return mistake('password', wrong);
  const code = input.code.replaceAll(/\s/g, '');
  const step = findTotpStep(input.totp, code, { nowMs: deps.clock.nowMs(), usedStep: 0 });
  if (step === undefined)
    return mistake('code', 'This is not the code that the app shows now. Look whether the clocks are right.');
  const passwordHash = await hashPassword(deps.random, input.password);
  const recoveryCodes = newRecoveryCodes(deps.random);
  return deps.db.transaction(async (query) => {
    const member = await lockMember(query, merchantId, link.member_id);
    const isUsed = await useLink(query, merchantId, hashToken(deps.keys, 'link', input.linkToken));
    if (member === undefined || !isUsed) return { kind: 'deadLink' };
    await updateFactors(query, merchantId, {
      memberId: member.id,
      name,
      passwordHash,
      totpSealed: sealTotp(deps.keys, member.id, input.totp),
      totpStep: step,
      recoveryHashes: recoveryCodes.flatMap((one) => hashRecoveryCode(deps.keys, member.id, one) ?? []),
    });
    // A password that was lost may have been found by somebody: what it opened is closed.
    await deletePasskeysOf(query, merchantId, member.id);
    await deleteSessionsOf(query, merchantId, member.id, null);
    await tellOf(deps, query, merchantId, { member, from, act: { action: 'member.joined', after: { name } } });
    const session = { member, by: 'password' as const, from, oldToken: undefined };
    return { kind: 'joined', token: await beginSession(deps, query, merchantId, session), recoveryCodes };
  });
};

const mistake = (field: 'name' | 'password' | 'code', message: string): Joined => ({ kind: 'mistake', field, message });
