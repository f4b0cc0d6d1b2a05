import { generateSecret, generateURI, verifySync } from 'otplib';
import { hmacSha256, seal, unseal, type Keys } from '../base/keys.ts';
import type { Random } from '../base/random.ts';
import { Secret } from '../base/secret.ts';

/** The second factor: RFC 6238 codes of six digits for 30 seconds, as every authenticator app makes them. */
const PERIOD_SECONDS = 30;
const ISSUER = 'Tollgate';

export const newTotpSecret = (): Secret => new Secret(generateSecret());

/** What an authenticator app reads from a QR code. */
export const totpUri = (secret: Secret, email: string): string =>
  generateURI({ issuer: ISSUER, label: email, secret: secret.reveal() });

/**
 * The time step of a right code, or undefined. A code of the step before or after is right, too; one of `usedStep` or
 * earlier is not: a code works once.
 */
export const findTotpStep = (
  secret: Secret,
  code: string,
  { nowMs, usedStep }: { readonly nowMs: number; readonly usedStep: number },
): number | undefined => {
  if (!/^\d{6}$/.test(code)) return undefined;
  const nowStep = Math.floor(nowMs / 1_000 / PERIOD_SECONDS);
  // All three steps are tried whatever the first says; the newest right one is the one that is used up.
  const right = [nowStep - 1, nowStep, nowStep + 1].filter(
    (step) => verifySync({ secret: secret.reveal(), token: code, epoch: step * PERIOD_SECONDS }).valid,
  );
  return right.findLast((step) => step > usedStep);
};

export const sealTotp = (keys: Keys, memberId: string, secret: Secret): Buffer =>
  seal(keys.derive('member-totp-sealing'), memberId, Buffer.from(secret.reveal()));

/** Throws when it was sealed for somebody else. */
export const unsealTotp = (keys: Keys, memberId: string, sealed: Buffer): Secret =>
  new Secret(unseal(keys.derive('member-totp-sealing'), memberId, sealed).toString());

const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';
const RECOVERY_CODES = 10;
const RECOVERY_LETTERS = 12;

/** Ten codes of 60 random bits, shown once: each stands in for a code of the app. */
export const newRecoveryCodes = (random: Random): readonly string[] =>
  Array.from({ length: RECOVERY_CODES }, () => {
    const letters = Array.from(random.bytes(RECOVERY_LETTERS), (byte) => LETTERS.charAt(byte % 32));
    return [0, 4, 8].map((at) => letters.slice(at, at + 4).join('')).join('-');
  });

/** Blanks, dashes and capitals are how people write codes down. Undefined: it has not the form of one. */
export const hashRecoveryCode = (keys: Keys, memberId: string, code: string): Buffer | undefined => {
  const letters = code.toLowerCase().replaceAll(/[\s-]/g, '');
  if (letters.length !== RECOVERY_LETTERS) return undefined;
  return hmacSha256(keys.deriveKeyObject('member-recovery-hash'), `${memberId}|${letters}`);
};
