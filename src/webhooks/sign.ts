import { createHmac, sign, type KeyObject } from 'node:crypto';
import type { Secret } from '../base/secret.ts';

/**
 * What a receiver can check. One secret serves both dialects: `X-Signature` is keyed with the whole secret as text, the
 * Standard Webhooks headers with the bytes that its base64 part stands for. ed25519 keys sign for the latter only, and
 * after the secrets: who looks for what starts with `v1` meets `v1` before `v1a`.
 */
export type SignedMessage = {
  /** The event's public id: the same at every try, so that a receiver can drop what it has seen. */
  readonly id: string;
  readonly body: string;
  /** Unix seconds of this try. */
  readonly timestamp: number;
  /** Newest first: two while a secret is being rotated, so that receivers with either one accept. */
  readonly secrets: readonly Secret[];
  /** Private ed25519 keys, newest first; none for most endpoints. */
  readonly signingKeys?: readonly KeyObject[] | undefined;
};

export const signatureHeaders = (message: SignedMessage): Readonly<Record<string, string>> => {
  const { id, timestamp, secrets, signingKeys = [] } = message;
  const standard = [
    ...secrets.map((secret) => `v1,${signStandard(secret, message)}`),
    ...signingKeys.map((key) => `v1a,${signEd25519(key, message)}`),
  ];
  return {
    'X-Signature': [`t=${timestamp}`, ...secrets.map((secret) => `v1=${signBodyFirst(secret, message)}`)].join(','),
    'webhook-id': id,
    'webhook-signature': standard.join(' '),
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

/** Base64 of the ed25519 signature of the same letters, as Standard Webhooks 1.0 has it. */
const signEd25519 = (key: KeyObject, { id, timestamp, body }: SignedMessage): string =>
  sign(null, Buffer.from(`${id}.${timestamp}.${body}`), key).toString('base64');

export const SECRET_PREFIX = 'whsec_';
