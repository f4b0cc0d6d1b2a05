import { createHmac, createPublicKey, verify } from 'node:crypto';

/** HMAC-SHA256 at once: what Node, Bun and Deno can. */
export const hmacSha256AtOnce = (key: Uint8Array, message: Uint8Array): Uint8Array =>
  new Uint8Array(createHmac('sha256', key).update(message).digest());

/** Whether an ed25519 signature holds, at once. `publicKey` is 32 bytes, `signature` 64. */
export const isEd25519AtOnce = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean => {
  const x = Buffer.from(publicKey).toString('base64url');
  return verify(null, message, createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }), signature);
};
