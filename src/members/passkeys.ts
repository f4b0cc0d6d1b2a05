import { isIP } from 'node:net';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { formatId, newUuid } from '../base/id.ts';
import type { MemberDeps, Origin } from './deps.ts';
import { newChallenge, readChallenge, type ChallengeUse } from './passkey-challenge.ts';
import { deletePasskey, findPasskeysOf, insertPasskey, spendChallenge, type PasskeyRow } from './passkey-store.ts';
import { tellOf, type Person } from './sign-in.ts';
import { lockMember } from './store.ts';

/** It takes 25 MB and 120 ms to load (measured): only a process in which somebody uses a passkey does. */
const webauthn = () => import('@simplewebauthn/server');

/** The pages that passkeys are for: devices keep them by host, browsers say the origin. */
export type PasskeySite = { readonly origin: string; readonly host: string };

/** Undefined: an address of figures, for which browsers keep no passkeys. */
export const passkeySiteOf = (dashboardUrl: string): PasskeySite | undefined => {
  const { origin, hostname } = new URL(dashboardUrl);
  return isIP(hostname.replace(/^\[|\]$/g, '')) === 0 ? { origin, host: hostname } : undefined;
};

export type PasskeyDeps = MemberDeps & { readonly site: PasskeySite };

const MOST_OF_ONE = 20;
/** The time that the browser gives its owner. */
const TIMEOUT_MS = 4 * 60_000;
/** EdDSA, ECDSA with P-256, RSA: what devices make. */
const ALGORITHMS = [-8, -7, -257];

/** What a browser is asked for to sign in; with `memberId` one of this member's. */
export const askForPasskey = async (deps: PasskeyDeps, merchantId: string, memberId?: string): Promise<object> => {
  const known = memberId === undefined ? [] : await findPasskeysOf(deps.db.query, merchantId, memberId);
  const use: ChallengeUse =
    memberId === undefined ? { kind: 'signIn', merchantId } : { kind: 'confirm', merchantId, memberId };
  const { generateAuthenticationOptions } = await webauthn();
  return generateAuthenticationOptions({
    rpID: deps.site.host,
    challenge: bytesOf(newChallenge(deps, use)),
    // The device asks for a finger, a face or a PIN: with that it is both factors.
    userVerification: 'required',
    allowCredentials: known.map(describe),
    timeout: TIMEOUT_MS,
  });
};

/** What a browser is asked for to make one. `team`: told apart where somebody works for several merchants. */
export const askForNewPasskey = async (
  deps: PasskeyDeps,
  merchantId: string,
  { member, team }: { readonly member: Person; readonly team: string },
): Promise<object> => {
  const known = await findPasskeysOf(deps.db.query, merchantId, member.id);
  const { generateRegistrationOptions } = await webauthn();
  return generateRegistrationOptions({
    rpName: 'Tollgate',
    rpID: deps.site.host,
    userID: bytesOf(handleOf(member.id)),
    userName: `${member.email} (${team})`,
    challenge: bytesOf(newChallenge(deps, { kind: 'add', merchantId, memberId: member.id })),
    // Who made a device says nothing of who holds it.
    attestationType: 'none',
    excludeCredentials: known.map(describe),
    // Kept by the device with the member's name, so that signing in asks for no e-mail address.
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: ALGORITHMS,
    timeout: TIMEOUT_MS,
  });
};

const describe = ({ credential_id, transports }: Pick<PasskeyRow, 'credential_id' | 'transports'>) => ({
  id: credential_id.toString('base64url'),
  transports: [...transports],
});

/** The member's UUID: it names nobody to who finds the device. */
const handleOf = (memberId: string): Buffer => Buffer.from(memberId.replaceAll('-', ''), 'hex');

const bytesOf = (buffer: Buffer): Uint8Array<ArrayBuffer> => Uint8Array.from(buffer);

export type Added = { readonly kind: 'added' } | { readonly kind: 'refused'; readonly message: string };

/** Keeps the public half of what a device made. `answer`: JSON, as the browser wrote it. */
export const addPasskey = async (
  deps: PasskeyDeps,
  merchantId: string,
  {
    member,
    from,
    ...given
  }: {
    readonly member: Person;
    readonly from: Origin;
    readonly name: string;
    readonly answer: string;
  },
): Promise<Added> => {
  const name = given.name.trim();
  if (name === '' || name.length > 100 || /[\u0000-\u001f\u007f-\u009f]/.test(name))
    return { kind: 'refused', message: 'A name is a line of 1 to 100 letters.' };
  const made = await checkMade(deps, { kind: 'add', merchantId, memberId: member.id }, given.answer);
  if (made === undefined) return NOT_MADE;
  return deps.db.transaction(async (query) => {
    const locked = await lockMember(query, merchantId, member.id);
    if (locked === undefined || !(await spendChallenge(query, merchantId, made.nonce))) return NOT_MADE;
    if ((await findPasskeysOf(query, merchantId, member.id)).length >= MOST_OF_ONE)
      return { kind: 'refused', message: `At most ${MOST_OF_ONE} passkeys: remove one that you do not use.` };
    const passkey = { ...made.passkey, id: newUuid<'passkey'>(deps), member_id: locked.id, name };
    if (!(await insertPasskey(query, merchantId, passkey)))
      return { kind: 'refused', message: 'This device has a passkey for you already.' };
    const after = { name, passkey: formatId('passkey', passkey.id) };
    await tellOf(deps, query, merchantId, { member, from, act: { action: 'member.passkeyAdded', after } });
    return { kind: 'added' };
  });
};

const NOT_MADE: Added = {
  kind: 'refused',
  message: 'The passkey could not be kept: too much time went by, or the browser said something else. Try again.',
};

type Made = {
  readonly nonce: Buffer;
  readonly passkey: Omit<PasskeyRow, 'id' | 'member_id' | 'name' | 'counter'> & { readonly counter: number };
};

const checkMade = async (deps: PasskeyDeps, use: ChallengeUse, answer: string): Promise<Made | undefined> => {
  let nonce: Buffer | undefined;
  try {
    const response = JSON.parse(answer) as RegistrationResponseJSON;
    if (!(await isWithoutCertificates(response))) return undefined;
    const { verifyRegistrationResponse } = await webauthn();
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge: (challenge) => (nonce = readChallenge(deps, use, challenge)) !== undefined,
      expectedOrigin: deps.site.origin,
      expectedRPID: deps.site.host,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    });
    if (!verified || nonce === undefined) return undefined;
    const { id, publicKey, counter, transports = [] } = registrationInfo.credential;
    const known = transports.filter((one) => /^[a-z-]{1,20}$/.test(one)).slice(0, 8);
    const passkey = { credential_id: Buffer.from(id, 'base64url'), public_key: Buffer.from(publicKey), counter };
    return { nonce, passkey: { ...passkey, transports: known } };
  } catch {
    // Whatever a browser, or somebody in its place, made up: the library throws a sentence for each.
    return undefined;
  }
};

/**
 * We ask for no proof of who made the device. One that comes all the same could hold certificates with addresses at
 * which the library would look whether they were taken back: nobody makes this server call somebody.
 */
const isWithoutCertificates = async ({ response }: RegistrationResponseJSON): Promise<boolean> => {
  const { decodeAttestationObject, isoBase64URL } = await import('@simplewebauthn/server/helpers');
  const attestation = decodeAttestationObject(isoBase64URL.toBuffer(response.attestationObject));
  const format = attestation.get('fmt');
  return (format === 'none' || format === 'packed') && attestation.get('attStmt').get('x5c') === undefined;
};

/** Undefined: this member has none of this id. */
export const removePasskey = (
  deps: MemberDeps,
  merchantId: string,
  { member, from, passkeyId }: { readonly member: Person; readonly from: Origin; readonly passkeyId: string },
): Promise<{ readonly name: string } | undefined> =>
  deps.db.transaction(async (query) => {
    // Whoever signs in with it at this moment is judged before or after.
    await lockMember(query, merchantId, member.id);
    const name = await deletePasskey(query, merchantId, member.id, passkeyId);
    if (name === undefined) return undefined;
    const before = { name, passkey: formatId('passkey', passkeyId) };
    await tellOf(deps, query, merchantId, { member, from, act: { action: 'member.passkeyRemoved', before } });
    return { name };
  });

export type Signed = { readonly nonce: Buffer; readonly counter: number };

/**
 * Whether this passkey signed a challenge of ours, for this host and on a page of ours. The counter is judged by who
 * writes it down, under a lock.
 */
export const checkSigned = async (
  deps: PasskeyDeps,
  use: ChallengeUse,
  { response, passkey }: { readonly response: AuthenticationResponseJSON; readonly passkey: PasskeyRow },
): Promise<Signed | undefined> => {
  let nonce: Buffer | undefined;
  try {
    const { userHandle } = response.response;
    if (userHandle !== undefined && userHandle !== handleOf(passkey.member_id).toString('base64url')) return undefined;
    const { verifyAuthenticationResponse } = await webauthn();
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: (challenge) => (nonce = readChallenge(deps, use, challenge)) !== undefined,
      expectedOrigin: deps.site.origin,
      expectedRPID: deps.site.host,
      credential: {
        id: passkey.credential_id.toString('base64url'),
        publicKey: bytesOf(passkey.public_key),
        counter: 0,
      },
      requireUserVerification: true,
    });
    return verified && nonce !== undefined ? { nonce, counter: authenticationInfo.newCounter } : undefined;
  } catch {
    return undefined;
  }
};

/** The answer of a browser, or undefined: it is none. What is in it is judged by `checkSigned`. */
export const readSigned = (
  answer: string,
): { readonly response: AuthenticationResponseJSON; readonly credentialId: Buffer } | undefined => {
  try {
    const response = JSON.parse(answer) as AuthenticationResponseJSON;
    return typeof response.id === 'string' && typeof response.response === 'object'
      ? { response, credentialId: Buffer.from(response.id, 'base64url') }
      : undefined;
  } catch {
    return undefined;
  }
};
