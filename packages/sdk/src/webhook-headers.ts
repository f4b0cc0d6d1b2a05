import { WebhookVerificationError } from './errors.ts';
import { parseBase64, parseHexDigest, parseUnixSeconds } from './signature.ts';

/** `req.headers` of Node, a `Headers` of any fetch (the runtime's, undici's, node-fetch's), or a plain object. */
export type HeadersLike =
  | { readonly get: (name: string) => string | null | undefined }
  | { readonly [name: string]: string | readonly string[] | undefined };

export type Signatures = {
  readonly dialect: 'x-signature' | 'standard-webhooks';
  /** The message id; only Standard Webhooks signs one. */
  readonly id: string;
  /** As sent, because these letters were signed. */
  readonly timestampText: string;
  readonly timestamp: number;
  readonly digests: readonly Uint8Array[];
  /** The ed25519 signatures (`v1a`), which public keys verify; only Standard Webhooks has them. */
  readonly asymmetric: readonly Uint8Array[];
};

/** A public key, as Standard Webhooks writes it. It verifies `v1a` and is never taken for a secret. */
export const PUBLIC_KEY_PREFIX = 'whpk_';

/** Standard Webhooks when its headers are there and a secret or key can verify them; otherwise X-Signature. */
export const readSignatures = (source: string | HeadersLike | undefined, secrets: readonly string[]): Signatures => {
  const hasSecret = secrets.some((secret) => !secret.startsWith(PUBLIC_KEY_PREFIX));
  if (typeof source === 'string') {
    if (!hasSecret) throw noAsymmetric();
    return readXSignature(source);
  }
  if (source === undefined) throw noSignature();
  const id = headerOf(source, 'webhook-id');
  const timestamp = headerOf(source, 'webhook-timestamp');
  const signature = headerOf(source, 'webhook-signature');
  const hasStandardSecret = secrets.some((secret) => /^wh(sec|pk)_/.test(secret));
  if (id !== undefined && timestamp !== undefined && signature !== undefined && hasStandardSecret) {
    const signatures = readStandardWebhooks(id, timestamp, signature);
    if (!hasSecret && signatures.asymmetric.length === 0) throw noAsymmetric();
    return signatures;
  }
  if (!hasSecret) throw noAsymmetric();
  const xSignature = headerOf(source, 'x-signature');
  if (xSignature === undefined) throw noSignature();
  return readXSignature(xSignature);
};

/** `t=1711614397,v1=<64 hex>[,v1=<64 hex>]`; versions that are not known yet are passed over. */
const readXSignature = (header: string): Signatures => {
  if (header.trim() === '') throw noSignature();
  const pairs = header.split(',').map((item) => /^\s*([A-Za-z0-9]+)=(\S*)\s*$/.exec(item));
  const valuesOf = (name: string) => pairs.flatMap((pair) => (pair?.[1] === name ? [pair[2] ?? ''] : []));
  const [timestampText = '', ...moreTimestamps] = valuesOf('t');
  const timestamp = parseUnixSeconds(timestampText);
  const digests = valuesOf('v1').map(parseHexDigest);
  if (pairs.includes(null) || moreTimestamps.length > 0 || timestamp === undefined) throw malformed();
  return { dialect: 'x-signature', id: '', timestampText, timestamp, digests: wellFormed(digests), asymmetric: [] };
};

/** `v1,<base64> v1,<base64> v1a,<ed25519>`; versions that are not known yet are passed over. */
const readStandardWebhooks = (id: string, timestampText: string, header: string): Signatures => {
  const timestamp = parseUnixSeconds(timestampText);
  if (timestamp === undefined) throw malformed();
  const items = header.split(' ');
  const valuesOf = (version: string) =>
    items.filter((item) => item.startsWith(`${version},`)).map((item) => parseBase64(item.slice(version.length + 1)));
  const asymmetric = valuesOf('v1a').filter((signature) => signature?.length === ED25519_BYTES);
  const all = wellFormed([...valuesOf('v1'), ...asymmetric]);
  return {
    dialect: 'standard-webhooks',
    id,
    timestampText,
    timestamp,
    digests: all.slice(0, all.length - asymmetric.length),
    asymmetric: all.slice(all.length - asymmetric.length),
  };
};

const ED25519_BYTES = 64;

/** More signatures than a rotation ever needs are refused, so that a header can't buy work. */
const MAX_SIGNATURES = 16;

const wellFormed = (digests: readonly (Uint8Array | undefined)[]): readonly Uint8Array[] => {
  const found = digests.filter((digest) => digest !== undefined);
  if (found.length === 0 || found.length !== digests.length || found.length > MAX_SIGNATURES) throw malformed();
  return found;
};

const headerOf = (source: HeadersLike, name: string): string | undefined => {
  if (hasGet(source)) return source.get(name) ?? undefined;
  const value = Object.entries(source).find(([key]) => key.toLowerCase() === name)?.[1];
  return typeof value === 'string' ? value : value?.join(', ');
};

// Not `instanceof Headers`: another realm's, or another library's, is one as well.
const hasGet = (source: HeadersLike): source is { readonly get: (name: string) => string | null | undefined } =>
  typeof source.get === 'function';

const noSignature = () =>
  new WebhookVerificationError(
    'no_signature',
    'The request carries no X-Signature header: it is not a delivery of the gateway, or a proxy removed the header.',
  );

const noAsymmetric = () =>
  new WebhookVerificationError(
    'no_signature',
    'A public key verifies the v1a part of the webhook-signature header, and there is none: pass all headers, and ' +
      'let the endpoint have signatures ["hmac", "ed25519"].',
  );

const malformed = () =>
  new WebhookVerificationError(
    'malformed_signature',
    'The signature header is not of the form "t=<unix seconds>,v1=<64 hex digits>" ' +
      '(for Standard Webhooks: "v1,<base64>").',
  );
