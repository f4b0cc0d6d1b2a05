import { WebhookVerificationError } from './errors.ts';
import type { TollgateEvent } from './events.ts';
import { readSignatures } from './webhook-headers.ts';
import type { HeadersLike, Signatures } from './webhook-headers.ts';
import { allOf, hmacSha256, isSameDigest, parseBase64 } from './signature.ts';

export type RawBody = string | Uint8Array;
/** One that is not set (an environment variable) is none: with no secret at all nothing verifies. */
type Secrets = string | undefined | readonly (string | undefined)[];

export type VerifyWebhookOptions = {
  /** How old, or how far ahead of this machine's clock, a delivery may be. 5 minutes by default. */
  readonly toleranceSeconds?: number | undefined;
  /** For tests: the time to judge by, in milliseconds since the epoch, or as a Date. */
  readonly now?: number | Date | undefined;
};

/**
 * The event in a webhook delivery, if it is the gateway's own and fresh; otherwise throws WebhookVerificationError.
 *
 * `rawBody` is the body exactly as it arrived, before any JSON parser. `signature` is the `X-Signature` header, or all
 * headers of the request (then Standard Webhooks headers count too, for secrets that start with `whsec_`). While a
 * secret is being rotated pass both.
 */
export const verifyWebhook = (
  rawBody: RawBody,
  signature: string | HeadersLike | undefined,
  secrets: Secrets,
  options: VerifyWebhookOptions = {},
): TollgateEvent => {
  verifyWebhookSignature(rawBody, signature, secrets, options);
  return parseEvent(rawBody);
};

/** The same check for a body of any shape: returns when the signature holds and throws when it does not. */
export const verifyWebhookSignature = (
  rawBody: RawBody,
  signature: string | HeadersLike | undefined,
  secrets: Secrets,
  options: VerifyWebhookOptions = {},
): void => {
  assertRaw(rawBody);
  const usableSecrets = allOf(secrets);
  if (usableSecrets.length === 0) {
    throw new WebhookVerificationError(
      'no_secret',
      'No webhook secret was given: it is shown when the endpoint is created.',
    );
  }
  const signatures = readSignatures(signature, usableSecrets);
  const expected = usableSecrets.flatMap((secret) => digestsFor(rawBody, signatures, secret));
  // Every pair is compared, without stopping at a match: the time taken says nothing about which one it was.
  const matches = expected.flatMap((digest) => signatures.digests.filter((guess) => isSameDigest(digest, guess)));
  if (matches.length === 0) throw noMatch(signatures);
  assertFresh(signatures.timestamp, options);
};

/** X-Signature: `body.t` under the secret's letters. Standard Webhooks: `id.t.body` under the bytes of its base64. */
const digestsFor = (rawBody: RawBody, signatures: Signatures, secret: string): readonly Uint8Array[] => {
  const { timestampText } = signatures;
  if (signatures.dialect === 'x-signature') return [hmacSha256(secret, rawBody, '.', timestampText)];
  if (!secret.startsWith('whsec_')) return [];
  const key = parseBase64(secret.slice('whsec_'.length));
  if (key === undefined) {
    throw new WebhookVerificationError(
      'malformed_secret',
      'The secret starts with "whsec_" but what follows is not base64.',
    );
  }
  return [hmacSha256(key, `${signatures.id}.${timestampText}.`, rawBody)];
};

const assertRaw = (rawBody: unknown): void => {
  if (typeof rawBody === 'string' || rawBody instanceof Uint8Array) return;
  throw new WebhookVerificationError(
    'body_not_raw',
    'The body was parsed before it was verified. The signature covers the bytes that arrived: pass them as a string ' +
      'or Buffer (in Express: express.raw({ type: "application/json" }) on this route).',
  );
};

const noMatch = (signatures: Signatures): WebhookVerificationError =>
  new WebhookVerificationError(
    'no_match',
    `None of the ${signatures.dialect === 'x-signature' ? 'X-Signature' : 'webhook-signature'} values was made with the ` +
      'given secret over this body. Is the secret this endpoint’s, and did nothing change the body on its way?',
  );

const DEFAULT_TOLERANCE_SECONDS = 300;

const assertFresh = (timestamp: number, options: VerifyWebhookOptions): void => {
  const toleranceSeconds = options.toleranceSeconds ?? DEFAULT_TOLERANCE_SECONDS;
  const ageSeconds = Math.floor(Number(options.now ?? Date.now()) / 1000) - timestamp;
  if (ageSeconds > toleranceSeconds) {
    throw new WebhookVerificationError(
      'timestamp_too_old',
      `The delivery was signed ${String(ageSeconds)} s ago, more than the ${String(toleranceSeconds)} s allowed: ` +
        "a replay, or this machine's clock is ahead.",
    );
  }
  if (-ageSeconds > toleranceSeconds) {
    throw new WebhookVerificationError(
      'timestamp_in_future',
      `The delivery was signed ${String(-ageSeconds)} s in the future by this machine's clock, which is probably behind.`,
    );
  }
};

const parseEvent = (rawBody: RawBody): TollgateEvent => {
  const text = typeof rawBody === 'string' ? rawBody : Buffer.from(rawBody).toString('utf8');
  try {
    const value = JSON.parse(text) as Partial<TollgateEvent> | null;
    const isEvent =
      typeof value?.id === 'string' && typeof value.type === 'string' && typeof value.data?.object === 'object';
    if (isEvent) return value as TollgateEvent;
  } catch {
    // Said below, together with JSON of another shape.
  }
  throw new WebhookVerificationError(
    'malformed_body',
    'The signature holds, but the body is not an event (id, type, data.object).',
  );
};
