/**
 * HMAC-SHA256 and ed25519 in two forms: at once where the runtime can, and by WebCrypto, which every runtime has. A
 * check is written once, as a generator that asks for digests, and run in either form.
 */
import { hmacSha256AtOnce, isEd25519AtOnce } from '#crypto';

export type Bytes = string | Uint8Array;

/** Asks for one digest after another, and gives what came of it. */
export type Check<T> = Generator<DigestRequest | Ed25519Request, T, Uint8Array | boolean>;

export type DigestRequest = { readonly kind: 'hmac'; readonly key: Uint8Array; readonly message: Uint8Array };
/** Does this signature of 64 bytes hold? */
export type Ed25519Request = {
  readonly kind: 'ed25519';
  readonly publicKey: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
};

/** One step of a check: `const digest = yield* hmacSha256(key, 'a', '.', bytes)`. */
export function* hmacSha256(key: Bytes, ...parts: readonly Bytes[]): Check<Uint8Array> {
  const digest = yield { kind: 'hmac', key: bytesOf(key), message: joined(parts) };
  if (typeof digest === 'boolean') throw new TypeError('A digest was asked for.');
  return digest;
}

export function* isEd25519(publicKey: Uint8Array, signature: Uint8Array, ...parts: readonly Bytes[]): Check<boolean> {
  return (yield { kind: 'ed25519', publicKey, signature, message: joined(parts) }) === true;
}

export const runAtOnce = <T>(check: Check<T>): T => {
  let step = check.next();
  while (step.done !== true) step = check.next(atOnce(step.value));
  return step.value;
};

export const runByWebCrypto = async <T>(check: Check<T>): Promise<T> => {
  let step = check.next();
  while (step.done !== true) step = check.next(await byWebCrypto(step.value));
  return step.value;
};

const atOnce = (asked: DigestRequest | Ed25519Request): Uint8Array | boolean =>
  asked.kind === 'hmac'
    ? hmacSha256AtOnce(asked.key, asked.message)
    : isEd25519AtOnce(asked.publicKey, asked.message, asked.signature);

const byWebCrypto = (asked: DigestRequest | Ed25519Request): Promise<Uint8Array | boolean> =>
  asked.kind === 'hmac' ? webHmac(asked) : isWebEd25519(asked);

const isWebEd25519 = async ({ publicKey, message, signature }: Ed25519Request): Promise<boolean> => {
  const { subtle } = globalThis.crypto;
  const key = await subtle.importKey('raw', new Uint8Array(publicKey), { name: 'Ed25519' }, false, ['verify']);
  return subtle.verify({ name: 'Ed25519' }, key, new Uint8Array(signature), new Uint8Array(message));
};

const webHmac = async ({ key, message }: DigestRequest): Promise<Uint8Array> => {
  const { subtle } = globalThis.crypto;
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const imported = await subtle.importKey('raw', new Uint8Array(key), algorithm, false, ['sign']);
  return new Uint8Array(await subtle.sign('HMAC', imported, new Uint8Array(message)));
};

/** The keys or secrets that are there, of one or several that may not be. */
export const allOf = (keys: string | undefined | readonly (string | undefined)[]): readonly string[] =>
  [keys]
    .flat()
    .filter((key) => key !== undefined)
    .filter((key) => key !== '');

/** Compares without telling, by the time it takes, how much of the guess was right. */
export const isSameDigest = (expected: Uint8Array, guess: Uint8Array): boolean => {
  if (expected.length !== guess.length) return false;
  let difference = 0;
  for (const [i, byte] of expected.entries()) difference |= byte ^ (guess[i] ?? 0);
  return difference === 0;
};

/** 64 lower-case hex digits as 32 bytes; undefined for anything else. */
export const parseHexDigest = (text: string): Uint8Array | undefined =>
  /^[0-9a-f]{64}$/.test(text)
    ? Uint8Array.from({ length: 32 }, (_, i) => Number.parseInt(text.slice(2 * i, 2 * i + 2), 16))
    : undefined;

/** Strict base64: decoders take anything and give something. */
export const parseBase64 = (text: string): Uint8Array | undefined => {
  const bare = text.replace(/={0,2}$/, '');
  if (!/^[A-Za-z0-9+/]+$/.test(bare) || bare.length % 4 === 1) return undefined;
  const bytes = Uint8Array.from(atob(bare), (letter) => letter.charCodeAt(0));
  return toBase64(bytes).replace(/=+$/, '') === bare ? bytes : undefined;
};

export const toBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

export const toHex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

export const parseUnixSeconds = (text: string): number | undefined =>
  /^\d{1,12}$/.test(text) ? Number(text) : undefined;

export type Freshness = { readonly toleranceSeconds?: number | undefined; readonly now?: number | Date | undefined };

/**
 * How many seconds ago something was signed, and how many are allowed. A limit that is no number would let everything
 * pass, because no comparison with NaN holds: throws TypeError.
 */
export const ageOf = (
  signedAtSeconds: number,
  { toleranceSeconds, now }: Freshness,
  defaultToleranceSeconds: number,
): { readonly ageSeconds: number; readonly toleranceSeconds: number } => {
  const allowedSeconds: unknown = toleranceSeconds ?? defaultToleranceSeconds;
  if (typeof allowedSeconds !== 'number' || Number.isNaN(allowedSeconds) || allowedSeconds < 0) {
    throw new TypeError('toleranceSeconds must be a number of seconds, 0 or more.');
  }
  const nowMs = Number(now ?? Date.now());
  if (!Number.isFinite(nowMs)) throw new TypeError('now must be a Date, or milliseconds since the epoch.');
  return { ageSeconds: Math.floor(nowMs / 1000) - signedAtSeconds, toleranceSeconds: allowedSeconds };
};

const encoder = new TextEncoder();

const bytesOf = (value: Bytes): Uint8Array => (typeof value === 'string' ? encoder.encode(value) : value);

const joined = (parts: readonly Bytes[]): Uint8Array => {
  const all = parts.map(bytesOf);
  const message = new Uint8Array(all.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of all) {
    message.set(part, at);
    at += part.length;
  }
  return message;
};
