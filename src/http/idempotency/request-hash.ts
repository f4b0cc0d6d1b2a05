import { hmacSha256, type Keys } from '../../base/keys.ts';
import { Secret } from '../../base/secret.ts';
import { normalizePan } from '../../card/pan.ts';
import type { Vault } from '../../vault/at-rest.ts';
import { isRecord } from '../kernel/json-value.ts';

/** What makes two requests the same one. The body is what was read of it, not its letters. */
export type HashedRequest = {
  readonly merchantId: string;
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly version: string;
  readonly body: unknown;
};

export type RequestHashDeps = { readonly keys: Keys; readonly vault: Pick<Vault, 'fingerprintOf'> };

/**
 * Says of a request only whether another one is the same: an HMAC under a key that is not in the database, so that
 * nobody who has the database can try what was in it. Of a card even that holds the vault's keyed fingerprint alone, in
 * the place of the number; a code leaves no trace in any store, so a repeat with another code is the same request.
 *
 * The order of keys, spaces, and `{}` for no body at all make no difference. 33 bytes: the first tells the form.
 */
export const hashRequest = async (deps: RequestHashDeps, request: HashedRequest): Promise<Buffer> => {
  const { merchantId, method, url, version } = request;
  const body = await withoutCard(deps, merchantId, request.body ?? {});
  const text = JSON.stringify([merchantId, method, url, version, sorted(body)]);
  return Buffer.concat([FORM, hmacSha256(deps.keys.deriveKeyObject('idempotent-request-hash'), text)]);
};

const FORM = Buffer.from([2]);
const HASH_BYTES = 33;

/** False for what older versions wrote, and for what was put in its place: those say nothing about any request. */
export const isRequestHash = (stored: Buffer): boolean => stored.length === HASH_BYTES && stored[0] === FORM[0];

const withoutCard = async ({ vault }: RequestHashDeps, merchantId: string, body: unknown): Promise<unknown> => {
  if (!isRecord(body) || !isRecord(body['paymentMethod']) || !isRecord(body['paymentMethod']['card'])) return body;
  const { number, cvc: _, ...rest } = body['paymentMethod']['card'];
  const fingerprint =
    typeof number === 'string'
      ? (await vault.fingerprintOf(merchantId, new Secret(normalizePan(number)))).toString('hex')
      : undefined;
  return { ...body, paymentMethod: { ...body['paymentMethod'], card: { ...rest, fingerprint } } };
};

/** The same value with the keys of every object in one order. Depth is bounded by the parser. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return ['list', ...value.map(sorted)];
  if (!isRecord(value)) return value;
  // Pairs, because an object would put keys that look like numbers first, whatever their order.
  const pairs = Object.keys(value)
    .sort()
    .map((key) => [key, sorted(value[key])]);
  return ['object', ...pairs];
};
