import { createHmac, timingSafeEqual } from 'node:crypto';

export const hmacSha256 = (key: string | Uint8Array, ...parts: readonly (string | Uint8Array)[]): Buffer => {
  const hmac = createHmac('sha256', key);
  for (const part of parts) hmac.update(part);
  return hmac.digest();
};

/** The keys or secrets that are there, of one or several that may not be. */
export const allOf = (keys: string | undefined | readonly (string | undefined)[]): readonly string[] =>
  [keys]
    .flat()
    .filter((key) => key !== undefined)
    .filter((key) => key !== '');

/** Compares without telling, by the time it takes, how much of the guess was right. */
export const isSameDigest = (expected: Uint8Array, guess: Uint8Array): boolean =>
  expected.length === guess.length && timingSafeEqual(expected, guess);

/** 64 lower-case hex digits as 32 bytes; undefined for anything else. */
export const parseHexDigest = (text: string): Buffer | undefined =>
  /^[0-9a-f]{64}$/.test(text) ? Buffer.from(text, 'hex') : undefined;

/** Strict base64: Node's own decoder takes anything and gives something. */
export const parseBase64 = (text: string): Buffer | undefined => {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64').replace(/=+$/, '') === text.replace(/=+$/, '') ? bytes : undefined;
};

export const parseUnixSeconds = (text: string): number | undefined =>
  /^\d{1,12}$/.test(text) ? Number(text) : undefined;
