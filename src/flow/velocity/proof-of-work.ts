import { createHash, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import { hmacSha256, type Keys } from '../../base/keys.ts';
import type { Random } from '../../base/random.ts';

/**
 * Work for a browser before a card is tried: a number has to be found whose SHA-256, behind the challenge, begins with
 * so many bits of nought. A person's device is busy for a second; whoever tries cards by the thousand pays for a
 * thousand.
 */
export type Work = { readonly challenge: string; readonly bits: number };

/** What the browser found. */
export type WorkProof = { readonly challenge: string; readonly answer: string };

/**
 * The one form and card that the work is for: done for another, it is worth nothing. A form pays at most once, and so
 * does its work.
 */
export type WorkSubject = {
  readonly merchantId: string;
  readonly sessionId: string;
  readonly attemptNumber: number;
  readonly cardFingerprint: Buffer;
};

export type WorkDeps = { readonly keys: Pick<Keys, 'deriveKeyObject'>; readonly clock: Clock; readonly random: Random };

/** On average 131,000 hashes: 0.2 s on a laptop, two seconds on a slow phone. */
export const WORK_BITS = 17;
const VALID_MS = 10 * 60_000;

/** Short enough that challenge and answer are one block of SHA-256. */
export const issueWork = (deps: WorkDeps, subject: WorkSubject): Work => {
  const open = `${deps.clock.nowMs() + VALID_MS}.${deps.random.bytes(4).toString('base64url')}`;
  return { challenge: `${open}.${signatureOf(deps, subject, open)}`, bits: WORK_BITS };
};

export const isWorkDone = (deps: WorkDeps, subject: WorkSubject, { challenge, answer }: WorkProof): boolean => {
  const [endsAtMs = '', salt = '', signature = ''] = challenge.split('.');
  if (!/^\d{1,16}$/.test(endsAtMs) || Number(endsAtMs) < deps.clock.nowMs() || !/^\d{1,16}$/.test(answer)) return false;
  const expected = Buffer.from(signatureOf(deps, subject, `${endsAtMs}.${salt}`));
  const given = Buffer.from(signature);
  return (
    given.length === expected.length &&
    timingSafeEqual(given, expected) &&
    leadingZeroBits(createHash('sha256').update(`${challenge}.${answer}`).digest()) >= WORK_BITS
  );
};

const signatureOf = (
  { keys }: WorkDeps,
  { merchantId, sessionId, attemptNumber, cardFingerprint }: WorkSubject,
  open: string,
): string =>
  hmacSha256(
    keys.deriveKeyObject('proof-of-work'),
    `${merchantId}/${sessionId}/${attemptNumber}/${cardFingerprint.toString('hex')}/${open}`,
  )
    .subarray(0, 16)
    .toString('base64url');

const leadingZeroBits = (hash: Buffer): number => Math.clz32(hash.readUInt32BE(0));
