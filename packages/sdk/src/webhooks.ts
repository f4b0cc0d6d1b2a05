import { WebhookVerificationError } from './errors.ts';
import type { TollgateEvent } from './events.ts';
import { PUBLIC_KEY_PREFIX, readSignatures } from './webhook-headers.ts';
import type { HeadersLike, Signatures } from './webhook-headers.ts';
import {
  ageOf,
  allOf,
  hmacSha256,
  isEd25519,
  isSameDigest,
  parseBase64,
  runAtOnce,
  runByWebCrypto,
  type Check,
} from './signature.ts';

/** The bytes as they arrived: a string, a Buffer or any Uint8Array, or what `request.arrayBuffer()` gives. */
export type RawBody = string | Uint8Array | ArrayBuffer;
/** One that is not set (an environment variable) is none: with no secret at all nothing verifies. */
type Secrets = string | undefined | readonly (string | undefined)[];

export type VerifyWebhookOptions = {
  /** How old, or how far ahead of this machine's clock, a delivery may be. 5 minutes by default. */
  readonly toleranceSeconds?: number | undefined;
  /** For tests: the time to judge by, in milliseconds since the epoch, or as a Date. */
  readonly now?: number | Date | undefined;
};

/** The `Request` of fetch: Next, Remix, Hono, workers. */
export type RequestLike = {
  readonly headers: { readonly get: (name: string) => string | null };
  readonly arrayBuffer: () => Promise<ArrayBuffer>;
};

/**
 * The event in a webhook delivery, if it is the gateway's own and fresh; otherwise throws WebhookVerificationError.
 *
 * `rawBody` is the body exactly as it arrived, before any JSON parser. `signature` is the `X-Signature` header, or all
 * headers of the request (then Standard Webhooks headers count too, for secrets that start with `whsec_`). While a
 * secret is being rotated pass both. An endpoint's public keys (`whpk_…`) may stand in the place of secrets, or beside
 * them: they verify its ed25519 signatures. A `Request` of fetch may stand for body and headers; then the answer is a
 * promise.
 */
export function verifyWebhook(
  rawBody: RawBody,
  signature: string | HeadersLike | undefined,
  secrets: Secrets,
  options?: VerifyWebhookOptions,
): TollgateEvent;
export function verifyWebhook(
  request: RequestLike,
  secrets: Secrets,
  options?: VerifyWebhookOptions,
): Promise<TollgateEvent>;
export function verifyWebhook(...given: Delivery | RequestAndSecrets): TollgateEvent | Promise<TollgateEvent> {
  return isOfRequest(given) ? verifyRequest(...given) : runAtOnce(eventIn(given));
}

/** The same by WebCrypto, for runtimes without `node:crypto`. */
export const verifyWebhookAsync = async (
  rawBody: RawBody,
  signature: string | HeadersLike | undefined,
  secrets: Secrets,
  options?: VerifyWebhookOptions,
): Promise<TollgateEvent> => runByWebCrypto(eventIn([rawBody, signature, secrets, options]));

/** The same check for a body of any shape: returns when the signature holds and throws when it does not. */
export const verifyWebhookSignature = (
  rawBody: RawBody,
  signature: string | HeadersLike | undefined,
  secrets: Secrets,
  options?: VerifyWebhookOptions,
): void => {
  runAtOnce(checkSignature([rawBody, signature, secrets, options]));
};

type Delivery = readonly [
  rawBody: RawBody,
  signature: string | HeadersLike | undefined,
  secrets: Secrets,
  options?: VerifyWebhookOptions | undefined,
];

type RequestAndSecrets = readonly [request: RequestLike, secrets: Secrets, options?: VerifyWebhookOptions | undefined];

const isOfRequest = (given: Delivery | RequestAndSecrets): given is RequestAndSecrets => {
  const source: unknown = given[0];
  return (
    typeof source === 'object' &&
    source !== null &&
    'headers' in source &&
    'arrayBuffer' in source &&
    typeof source.arrayBuffer === 'function'
  );
};

const verifyRequest = async (
  request: RequestLike,
  secrets: Secrets,
  options?: VerifyWebhookOptions,
): Promise<TollgateEvent> => runByWebCrypto(eventIn([await request.arrayBuffer(), request.headers, secrets, options]));

function* eventIn(delivery: Delivery): Check<TollgateEvent> {
  yield* checkSignature(delivery);
  return parseEvent(delivery[0]);
}

function* checkSignature([rawBody, signature, secrets, options = {}]: Delivery): Check<void> {
  const body = bytesOf(rawBody);
  const usableSecrets = allOf(secrets);
  if (usableSecrets.length === 0) {
    throw new WebhookVerificationError(
      'no_secret',
      'No webhook secret was given: it is shown when the endpoint is created.',
    );
  }
  const signatures = readSignatures(signature, usableSecrets);
  // Every pair is compared, without stopping at a match: the time taken says nothing about which one it was.
  let matches = 0;
  for (const secret of usableSecrets) {
    if (secret.startsWith(PUBLIC_KEY_PREFIX)) {
      matches += yield* countAsymmetric(body, signatures, secret);
      continue;
    }
    const expected = yield* digestFor(body, signatures, secret);
    if (expected === undefined) continue;
    for (const guess of signatures.digests) if (isSameDigest(expected, guess)) matches++;
  }
  if (matches === 0) throw noMatch(signatures);
  assertFresh(signatures.timestamp, options);
}

/** X-Signature: `body.t` under the secret's letters. Standard Webhooks: `id.t.body` under the bytes of its base64. */
function* digestFor(body: Uint8Array, signatures: Signatures, secret: string): Check<Uint8Array | undefined> {
  const { timestampText } = signatures;
  if (signatures.dialect === 'x-signature') return yield* hmacSha256(secret, body, '.', timestampText);
  if (!secret.startsWith('whsec_')) return undefined;
  const key = parseBase64(secret.slice('whsec_'.length));
  if (key === undefined) {
    throw new WebhookVerificationError(
      'malformed_secret',
      'The secret starts with "whsec_" but what follows is not base64.',
    );
  }
  return yield* hmacSha256(key, `${signatures.id}.${timestampText}.`, body);
}

function* countAsymmetric(body: Uint8Array, signatures: Signatures, publicKey: string): Check<number> {
  const key = parseBase64(publicKey.slice(PUBLIC_KEY_PREFIX.length));
  if (key?.length !== PUBLIC_KEY_BYTES) {
    throw new WebhookVerificationError(
      'malformed_secret',
      'The public key starts with "whpk_" but what follows is not the base64 of 32 bytes.',
    );
  }
  let matches = 0;
  for (const signature of signatures.asymmetric) {
    const holds = yield* isEd25519(key, signature, `${signatures.id}.${signatures.timestampText}.`, body);
    if (holds) matches++;
  }
  return matches;
}

const PUBLIC_KEY_BYTES = 32;

const bytesOf = (rawBody: unknown): Uint8Array => {
  if (typeof rawBody === 'string') return new TextEncoder().encode(rawBody);
  if (rawBody instanceof Uint8Array) return rawBody;
  // Jest runs tests in a realm of its own, whose ArrayBuffer and Uint8Array are not these.
  if (ArrayBuffer.isView(rawBody)) return new Uint8Array(rawBody.buffer, rawBody.byteOffset, rawBody.byteLength);
  if (Object.prototype.toString.call(rawBody) === '[object ArrayBuffer]') return new Uint8Array(rawBody as ArrayBuffer);
  throw new WebhookVerificationError(
    'body_not_raw',
    'The body was parsed before it was verified. The signature covers the bytes that arrived: pass them as a string, ' +
      'Buffer or ArrayBuffer (in Express: express.raw({ type: "application/json" }) on this route).',
  );
};

const noMatch = (signatures: Signatures): WebhookVerificationError =>
  new WebhookVerificationError(
    'no_match',
    `None of the ${signatures.dialect === 'x-signature' ? 'X-Signature' : 'webhook-signature'} values was made ` +
      'with the ' +
      'given secret over this body. Is the secret this endpoint’s, and did nothing change the body on its way?',
  );

const DEFAULT_TOLERANCE_SECONDS = 300;

const assertFresh = (timestamp: number, options: VerifyWebhookOptions): void => {
  const { ageSeconds, toleranceSeconds } = ageOf(timestamp, options, DEFAULT_TOLERANCE_SECONDS);
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
      `The delivery was signed ${String(-ageSeconds)} s in the future by this machine's clock, which is probably ` +
        'behind.',
    );
  }
};

const parseEvent = (rawBody: RawBody): TollgateEvent => {
  const text = typeof rawBody === 'string' ? rawBody : new TextDecoder().decode(bytesOf(rawBody));
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
