import { timingSafeEqual } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import { hmacSha256, type Keys } from '../base/keys.ts';
import type { Random } from '../base/random.ts';

/**
 * What a device signs: 16 random bytes, when they end, and our seal over both and over what they are for. So whoever
 * only asks for a challenge writes nothing, and one for another merchant, member or use is none.
 */
export type ChallengeUse =
  | { readonly kind: 'signIn'; readonly merchantId: string }
  | { readonly kind: 'confirm' | 'add'; readonly merchantId: string; readonly memberId: string };

const NONCE_BYTES = 16;
const TIME_BYTES = 6;
/** Long enough to fetch a key from another room. */
export const CHALLENGE_MINUTES = 5;

export const newChallenge = (
  { keys, clock, random }: { readonly keys: Keys; readonly clock: Pick<Clock, 'nowMs'>; readonly random: Random },
  use: ChallengeUse,
): Buffer => {
  const end = Buffer.alloc(TIME_BYTES);
  end.writeUIntBE(clock.nowMs() + CHALLENGE_MINUTES * 60_000, 0, TIME_BYTES);
  const said = Buffer.concat([random.bytes(NONCE_BYTES), end]);
  return Buffer.concat([said, sealOf(keys, use, said)]);
};

/** The random bytes of a challenge of ours that has not ended; undefined: it is none. */
export const readChallenge = (
  { keys, clock }: { readonly keys: Keys; readonly clock: Pick<Clock, 'nowMs'> },
  use: ChallengeUse,
  challenge: string,
): Buffer | undefined => {
  const bytes = Buffer.from(challenge, 'base64url');
  const said = bytes.subarray(0, NONCE_BYTES + TIME_BYTES);
  const seal = bytes.subarray(NONCE_BYTES + TIME_BYTES);
  const right = sealOf(keys, use, said);
  if (seal.length !== right.length || !timingSafeEqual(seal, right)) return undefined;
  return said.readUIntBE(NONCE_BYTES, TIME_BYTES) > clock.nowMs() ? said.subarray(0, NONCE_BYTES) : undefined;
};

const sealOf = (keys: Keys, use: ChallengeUse, said: Buffer): Buffer => {
  const about = `${use.kind}|${use.merchantId}|${'memberId' in use ? use.memberId : ''}|`;
  return hmacSha256(keys.deriveKeyObject('member-passkey-challenge'), Buffer.concat([Buffer.from(about), said]));
};
