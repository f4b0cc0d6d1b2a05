import { createHmac } from 'node:crypto';

/** HMAC-SHA256 at once: what Node, Bun and Deno can. */
export const hmacSha256AtOnce = (key: Uint8Array, message: Uint8Array): Uint8Array =>
  new Uint8Array(createHmac('sha256', key).update(message).digest());
