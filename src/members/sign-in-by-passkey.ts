import { writeAudit } from '../audit/write.ts';
import { formatId } from '../base/id.ts';
import type { Transaction } from '../db/db.ts';
import type { ChallengeUse } from './passkey-challenge.ts';
import { findPasskey, notePasskeyUse, spendChallenge, type PasskeyRow } from './passkey-store.ts';
import { checkSigned, readSigned, type PasskeyDeps } from './passkeys.ts';
import { beginSession, mayTry, type Browser, type SignedIn } from './sign-in.ts';
import { lockMember } from './store.ts';

/**
 * Lets in whoever's device signed a challenge of ours. `memberId`: it has to be this member, who is signed in already.
 * What was signed is good once, also at the same moment.
 */
export const signInByPasskey = async (
  deps: PasskeyDeps,
  merchantId: string,
  answer: string,
  {
    from,
    oldToken,
    memberId,
  }: { readonly from: Browser; readonly oldToken: string | undefined; readonly memberId?: string },
): Promise<SignedIn> => {
  const read = readSigned(answer);
  const subject = read?.credentialId.toString('base64url') ?? '';
  if (!(await mayTry(deps, merchantId, subject, from))) return { kind: 'slowed' };
  if (read === undefined) return { kind: 'refused' };
  const passkey = await findPasskey(deps.db.query, merchantId, read.credentialId);
  if (passkey === undefined || (memberId !== undefined && passkey.member_id !== memberId)) return { kind: 'refused' };
  const use: ChallengeUse =
    memberId === undefined ? { kind: 'signIn', merchantId } : { kind: 'confirm', merchantId, memberId };
  const signed = await checkSigned(deps, use, { response: read.response, passkey });
  if (signed === undefined) return { kind: 'refused' };
  return deps.db.transaction(async (query) => {
    const member = await lockMember(query, merchantId, passkey.member_id);
    const isThere = (await findPasskey(query, merchantId, passkey.credential_id)) !== undefined;
    if (member === undefined || !isThere || !(await spendChallenge(query, merchantId, signed.nonce)))
      return { kind: 'refused' };
    if (!(await notePasskeyUse(query, merchantId, { id: passkey.id, counter: signed.counter }))) {
      await tellCopy(deps, query, merchantId, { passkey, counter: signed.counter });
      return { kind: 'refused' };
    }
    const session = { member, by: 'passkey' as const, from, oldToken };
    return { kind: 'signedIn', token: await beginSession(deps, query, merchantId, session) };
  });
};

/** Two devices that count apart have one key: the owner should know, and remove it. */
const tellCopy = (
  deps: PasskeyDeps,
  query: Transaction,
  merchantId: string,
  { passkey, counter }: { readonly passkey: PasskeyRow; readonly counter: number },
): Promise<void> => {
  const subject = { kind: 'member' as const, id: formatId('member', passkey.member_id) };
  const told = { name: passkey.name, passkey: formatId('passkey', passkey.id) };
  const acts = [
    {
      action: 'member.passkeyCopied' as const,
      subject,
      before: { ...told, counter: Number(passkey.counter) },
      after: { ...told, counter },
    },
  ];
  return writeAudit(deps, query, { merchantId, actor: { kind: 'gateway' }, acts });
};
