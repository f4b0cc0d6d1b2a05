import { createCipheriv, createECDH, createHmac } from 'node:crypto';

/**
 * The card as the page's script sends it: HPKE (RFC 9180, base mode, DHKEM(P-256) + HKDF-SHA256 + AES-256-GCM), 512
 * bytes.
 *
 * In the world, every customer's own device seals one card, under a new key each time. Here one process would have to
 * do it for all of them, on cores that it shares with the gateway; so it makes the sender's key once. The gateway can't
 * tell, and opens each envelope from the beginning. Nothing but a bench may do so.
 */
export type Sealer = (fields: Readonly<Record<string, string>>, aad: string) => string;

const INFO = 'tollgate checkout card v1';
const PLAINTEXT_LENGTH = 512;

/** `publicKey`: the recipient's uncompressed point, base64url. */
export const createSealer = (publicKey: string): Sealer => {
  const recipient = Buffer.from(publicKey, 'base64url');
  const sender = createECDH('prime256v1');
  const enc = sender.generateKeys();
  const { key, nonce } = scheduleKeys(sharedSecret(sender.computeSecret(recipient), Buffer.concat([enc, recipient])));
  return (fields, aad) => {
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(aad));
    const sealed = [
      cipher.update(JSON.stringify(fields).padEnd(PLAINTEXT_LENGTH), 'utf8'),
      cipher.final(),
      cipher.getAuthTag(),
    ];
    return Buffer.concat([enc, ...sealed]).toString('base64url');
  };
};

/** KEM 0x0010; the suite adds KDF 0x0001 and AEAD 0x0002. */
const KEM_SUITE = Buffer.from('KEM\x00\x10', 'latin1');
const HPKE_SUITE = Buffer.from('HPKE\x00\x10\x00\x01\x00\x02', 'latin1');
const VERSION = 'HPKE-v1';
const NOTHING = Buffer.alloc(0);

/** RFC 9180, 4.1, ExtractAndExpand. */
const sharedSecret = (dh: Buffer, context: Buffer): Buffer =>
  expand(KEM_SUITE, extract(KEM_SUITE, NOTHING, 'eae_prk', dh), { label: 'shared_secret', info: context, length: 32 });

/** RFC 9180, 5.1, KeySchedule of mode_base. */
const scheduleKeys = (shared: Buffer): { readonly key: Buffer; readonly nonce: Buffer } => {
  const mode = Buffer.of(0);
  const info = Buffer.concat([
    mode,
    extract(HPKE_SUITE, NOTHING, 'psk_id_hash', NOTHING),
    extract(HPKE_SUITE, NOTHING, 'info_hash', Buffer.from(INFO)),
  ]);
  const secret = extract(HPKE_SUITE, shared, 'secret', NOTHING);
  return {
    key: expand(HPKE_SUITE, secret, { label: 'key', info, length: 32 }),
    nonce: expand(HPKE_SUITE, secret, { label: 'base_nonce', info, length: 12 }),
  };
};

const extract = (suite: Buffer, salt: Buffer, label: string, ikm: Buffer): Buffer =>
  createHmac('sha256', salt).update(VERSION).update(suite).update(label).update(ikm).digest();

type Expansion = { readonly label: string; readonly info: Buffer; readonly length: number };

/** Nothing here is longer than one hash, so one round is enough. */
const expand = (suite: Buffer, prk: Buffer, { label, info, length }: Expansion): Buffer =>
  createHmac('sha256', prk)
    .update(Buffer.of(0, length))
    .update(VERSION)
    .update(suite)
    .update(label)
    .update(info)
    .update(Buffer.of(1))
    .digest()
    .subarray(0, length);
