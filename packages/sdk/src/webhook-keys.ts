import { parseBase64, toBase64 } from './signature.ts';
import { PUBLIC_KEY_PREFIX } from './webhook-headers.ts';

/**
 * The public keys (`whpk_…`) in what an endpoint's `signingKeysUrl` answers, for `webhooks.verify`. Fetch it when your
 * server starts and again, at most every few minutes, when no key verifies a delivery: a key that takes another's place
 * signs beside it for a while. Throws TypeError for what is no JWK set, and passes over keys of other kinds.
 */
export const webhookKeysOf = (jwkSet: unknown): readonly string[] => {
  const keys = typeof jwkSet === 'object' && jwkSet !== null && 'keys' in jwkSet ? jwkSet.keys : undefined;
  if (!Array.isArray(keys)) throw new TypeError('A JWK set is an object with a list of "keys".');
  return (keys as readonly unknown[]).flatMap(publicKeyOf);
};

const publicKeyOf = (jwk: unknown): string[] => {
  const { kty, crv, x } = (jwk ?? {}) as { readonly kty?: unknown; readonly crv?: unknown; readonly x?: unknown };
  if (kty !== 'OKP' || crv !== 'Ed25519' || typeof x !== 'string') return [];
  const bytes = parseBase64(x.replaceAll('-', '+').replaceAll('_', '/'));
  return bytes === undefined ? [] : [`${PUBLIC_KEY_PREFIX}${toBase64(bytes)}`];
};
