import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { hmacSha256, type Keys } from '../base/keys.ts';
import { formatId } from '../base/id.ts';
import { wholeSeconds } from '../contract/session.ts';
import type { EndpointRow, PublishedKeys } from '../events/endpoint-object.ts';
import type { SecretOwner } from './secrets.ts';

/**
 * The ed25519 keys of endpoints. A key is derived from the master key for one merchant, endpoint and key id, so the
 * database holds its name only: a dump can sign nothing, and who writes to the database can't publish a key of his own.
 * Each endpoint has its own: a key of the whole gateway would let one merchant show another what the gateway sent him.
 */
export type SigningKeyOwner = SecretOwner & { readonly keyId: string };

export const deriveSigningKey = (keys: Keys, { merchantId, endpointId, keyId }: SigningKeyOwner): KeyObject => {
  return signingKeyOfSeed(
    hmacSha256(keys.deriveKeyObject('webhook-signing-key'), `${merchantId}/${endpointId}/${keyId}`),
  );
};

/** The key pair that 32 bytes stand for. */
export const signingKeyOfSeed = (seed: Buffer): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PKCS8_OF_ED25519, seed]), format: 'der', type: 'pkcs8' });

/** RFC 8410: the frame of a private key of 32 bytes, which follow it. */
const PKCS8_OF_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** `whpk_` and the base64 of 32 bytes: the form of Standard Webhooks. */
export const publicKeyText = (privateKey: KeyObject): string =>
  `${PUBLIC_KEY_PREFIX}${publicKeyBytes(privateKey).toString('base64')}`;

export const PUBLIC_KEY_PREFIX = 'whpk_';

/** RFC 8037, with what a library for JWKs wants to know beside the key. */
export const publicJwk = (privateKey: KeyObject, keyId: string): Readonly<Record<string, string>> => ({
  kty: 'OKP',
  crv: 'Ed25519',
  alg: 'EdDSA',
  use: 'sig',
  kid: keyId,
  x: publicKeyBytes(privateKey).toString('base64url'),
});

const publicKeyBytes = (privateKey: KeyObject): Buffer =>
  createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32);

/** What stands in an endpoint's row. A row of an older gateway's snapshot has none of it. */
export type SigningKeyRow = {
  readonly signing_key_id?: string | null;
  readonly old_signing_key_id?: string | null;
  readonly old_signing_key_expires_at?: string | Date | null;
};

export type NamedSigningKey = {
  readonly keyId: string;
  /** It signs and is published until then; undefined: until it is replaced. */
  readonly expiresAtMs: number | undefined;
};

/** Newest first: two while a key is being rotated, none when the endpoint wants none. */
export const signingKeysOf = (row: SigningKeyRow): readonly NamedSigningKey[] => {
  if (row.signing_key_id === undefined || row.signing_key_id === null) return [];
  const current = { keyId: row.signing_key_id, expiresAtMs: undefined };
  const { old_signing_key_id: oldKeyId, old_signing_key_expires_at: oldExpiresAt } = row;
  if (oldKeyId === undefined || oldKeyId === null) return [current];
  if (oldExpiresAt === undefined || oldExpiresAt === null) return [current];
  return [current, { keyId: oldKeyId, expiresAtMs: new Date(oldExpiresAt).getTime() }];
};

type PublishDeps = { readonly keys: Keys; readonly publicUrl: string; readonly nowMs: number };

/** As the endpoint's object shows them to its merchant; undefined when it has none. */
export const publishedKeys = ({ keys, publicUrl, nowMs }: PublishDeps, row: EndpointRow): PublishedKeys | undefined => {
  const named = signingKeysAt(row, nowMs);
  if (named.length === 0) return undefined;
  return {
    keys: named.map(({ keyId, expiresAtMs }) => ({
      ...(expiresAtMs !== undefined && { expiresAt: wholeSeconds(new Date(expiresAtMs).toISOString()) }),
      kid: keyId,
      publicKey: publicKeyText(deriveSigningKey(keys, ownerOf(row, keyId))),
    })),
    url: `${publicUrl}${signingKeysPath(formatId('merchant', row.merchant_id), formatId('webhookEndpoint', row.id))}`,
  };
};

/** As everybody may read them, a JWK set; undefined when it has none. */
export const jwkSet = (
  { keys, nowMs }: Omit<PublishDeps, 'publicUrl'>,
  row: EndpointRow,
): { readonly keys: readonly object[] } | undefined => {
  const named = signingKeysAt(row, nowMs);
  if (named.length === 0) return undefined;
  return { keys: named.map(({ keyId }) => publicJwk(deriveSigningKey(keys, ownerOf(row, keyId)), keyId)) };
};

/** Both ids, so that a request finds the merchant's rows; neither can be guessed. */
export const signingKeysPath = (merchant: string, endpoint: string): string =>
  `/.well-known/tollgate/webhook-keys/${merchant}/${endpoint}`;

const signingKeysAt = (row: SigningKeyRow, nowMs: number): readonly NamedSigningKey[] =>
  signingKeysOf(row).filter(({ expiresAtMs = Infinity }) => nowMs < expiresAtMs);

const ownerOf = (row: EndpointRow, keyId: string): SigningKeyOwner => ({
  merchantId: row.merchant_id,
  endpointId: row.id,
  keyId,
});
