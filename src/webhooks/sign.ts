import { createHmac } from 'node:crypto';
import type { Secret } from '../base/secret.ts';

/**
 * What a receiver can check. One secret serves both dialects: `X-Signature` is keyed with the whole secret as text, the
 * Standard Webhooks headers with the bytes that its base64 part stands for.
 */
export type SignedMessage = {
  /** The event's public id: the same at every try, so that a receiver can drop what it has seen. */
  readonly id: string;
  readonly body: string;
  /** Unix seconds of this try. */
  readonly timestamp: number;
  /** Newest first: two while a secret is being rotated, so that receivers with either one accept. */
  readonly secrets: readonly Secret[];
};

export const signatureHeaders = (message: SignedMessage): Readonly<Record<string, string>> => {
  const { id, timestamp, secrets } = message;
  return {
    'X-Signature': [`t=${timestamp}`, ...secrets.map((secret) => `v1=${signBodyFirst(secret, message)}`)].join(','),
    'webhook-id': id,
    'webhook-signature': secrets.map((secret) => `v1,${signStandard(secret, message)}`).join(' '),
    'webhook-timestamp': String(timestamp),
  };
};

/** Lower-case hex of HMAC-SHA256(secret as UTF-8, body + "." + timestamp). */
const signBodyFirst = (secret: Secret, { body, timestamp }: SignedMessage): string =>
  createHmac('sha256', secret.reveal()).update(body).update(`.${timestamp}`).digest('hex');

/** Base64 of HMAC-SHA256(secret's bytes, id + "." + timestamp + "." + body), as Standard Webhooks 1.0 has it. */
const signStandard = (secret: Secret, { id, timestamp, body }: SignedMessage): string =>
  createHmac('sha256', Buffer.from(secret.reveal().slice(SECRET_PREFIX.length), 'base64'))
    .update(`${id}.${timestamp}.`)
    .update(body)
    .digest('base64');

export const SECRET_PREFIX = 'whsec_';
