import { timingSafeEqual } from 'node:crypto';
import { decodeBase58, encodeBase58 } from '../../base/base58.ts';
import { uuidOfBytes } from '../../base/id.ts';
import { hmacSha256, type Keys } from '../../base/keys.ts';

/**
 * The two addresses that an issuer is given for one attempt. Nobody can make one up: each ends in a keyed hash of what
 * it is for. They work without cookies, without a session and in every process, and knowing one does not help to guess
 * the other.
 *
 *   return   where the customer's browser is sent after the challenge
 *   result   where the directory server tells the outcome, server to server; no browser ever sees it
 */
export type AddressKind = 'return' | 'result';

export type AttemptAddress = { readonly merchantId: string; readonly attemptId: string };

export type ThreeDsAddresses = {
  readonly urlOf: (kind: AddressKind, address: AttemptAddress) => string;
  /** The attempt that a token names; undefined: not one of ours, or of the other kind. */
  readonly read: (kind: AddressKind, token: string) => AttemptAddress | undefined;
};

/** Shared with the routes that listen there. */
export const addressPaths = { return: '/3ds/return', result: '/3ds/results' } as const satisfies Readonly<
  Record<AddressKind, string>
>;

const ID_BYTES = 32;
const MAC_BYTES = 16;
const MAX_TOKEN_LENGTH = 72;

export const createThreeDsAddresses = ({
  keys,
  publicUrl,
}: {
  readonly keys: Keys;
  readonly publicUrl: string;
}): ThreeDsAddresses => {
  const macOf = (kind: AddressKind, ids: Buffer): Buffer =>
    hmacSha256(keys.deriveKeyObject('three-ds-address'), Buffer.concat([Buffer.from(`${kind} `), ids])).subarray(
      0,
      MAC_BYTES,
    );
  return {
    urlOf: (kind, { merchantId, attemptId }) => {
      const ids = Buffer.from(`${merchantId}${attemptId}`.replaceAll('-', ''), 'hex');
      return `${publicUrl}${addressPaths[kind]}/${encodeBase58(Buffer.concat([ids, macOf(kind, ids)]))}`;
    },
    read: (kind, token) => {
      const bytes = token.length <= MAX_TOKEN_LENGTH ? decodeBase58(token) : undefined;
      if (bytes?.length !== ID_BYTES + MAC_BYTES) return undefined;
      const ids = bytes.subarray(0, ID_BYTES);
      if (!timingSafeEqual(bytes.subarray(ID_BYTES), macOf(kind, ids))) return undefined;
      return { merchantId: uuidOfBytes(ids.subarray(0, 16)), attemptId: uuidOfBytes(ids.subarray(16)) };
    },
  };
};
