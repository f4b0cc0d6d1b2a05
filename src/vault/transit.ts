import { createHash } from 'node:crypto';
import type { Secret } from '../base/secret.ts';
import { wrapCardFields, type CardFields } from './card-fields.ts';
import { createRecipient, deriveKeyPair, ENCAPSULATED_KEY_BYTES, openMessage } from './hpke.ts';

/**
 * The card's way from the customer's browser into the vault: the page encrypts to the public key (HPKE, RFC 9180, base
 * mode, DHKEM(P-256) + HKDF-SHA256 + AES-256-GCM), and only `open` can read it. Whatever lies between them, the process
 * that terminates HTTP included, carries an envelope.
 */
export type Transit = {
  readonly publicKey: TransitPublicKey;
  /** `unreadable`: another key, another session or attempt, or not an envelope at all. */
  readonly open: (envelope: Envelope) => Promise<CardFields | 'unreadable'>;
  /** The way in for browsers without script: the fields themselves. Takes what a parsed form holds. */
  readonly acceptPlain: (form: Readonly<Record<string, unknown>>) => CardFields;
};

/** `raw`: the uncompressed point, base64url. `keyId` changes with the key. */
export type TransitPublicKey = { readonly keyId: string; readonly raw: string };

/** `sealed`: base64url of the encapsulated key (65 bytes) and the ciphertext. `aad` binds it to its use. */
export type Envelope = { readonly keyId: string; readonly sealed: string; readonly aad: string };

/** Both sides name what the key is used for, so that an envelope for anything else can't be opened here. */
export const TRANSIT_INFO = 'tollgate checkout card v1';

const MAX_SEALED_LENGTH = 2048;
const MIN_IKM_BYTES = 32;

/**
 * The key pair is derived from `ikm` (RFC 9180, DeriveKeyPair): all processes with the same `ikm` open each other's
 * envelopes.
 */
export const createTransit = ({ ikm }: { readonly ikm: Secret<Buffer> }): Transit => {
  if (ikm.reveal().length < MIN_IKM_BYTES)
    throw new Error(`The transit key material must have at least ${MIN_IKM_BYTES} bytes.`);
  const recipient = createRecipient(deriveKeyPair(ikm.reveal()), Buffer.from(TRANSIT_INFO));
  const raw = recipient.publicKey;
  const keyId = createHash('sha256').update(raw).digest('base64url').slice(0, 11);

  // A promise, although nothing waits here: who asks must not depend on the vault being in the same process.
  const open = async (envelope: Envelope): Promise<CardFields | 'unreadable'> => {
    if (envelope.keyId !== keyId || envelope.sealed.length > MAX_SEALED_LENGTH) return 'unreadable';
    const bytes = Buffer.from(envelope.sealed, 'base64url');
    const enc = bytes.subarray(0, ENCAPSULATED_KEY_BYTES);
    const ciphertext = bytes.subarray(ENCAPSULATED_KEY_BYTES);
    try {
      return unpack(openMessage(recipient, { enc, ciphertext, aad: Buffer.from(envelope.aad) }));
    } catch {
      // A wrong key, a changed byte, a point off the curve and a wrong aad are one answer: telling them apart helps
      // only someone who tries. What depends on our key takes the same time whether it fits or not; a point that is
      // none is refused earlier, which tells its sender nothing new.
      return 'unreadable';
    }
  };
  return { publicKey: { keyId, raw: raw.toString('base64url') }, open, acceptPlain: wrapCardFields };
};

/** The plaintext is JSON of the four fields, padded with spaces; its bytes are wiped once the fields are wrapped. */
const unpack = (plaintext: Buffer): CardFields | 'unreadable' => {
  try {
    const fields: unknown = JSON.parse(plaintext.toString('utf8'));
    return isRecord(fields) ? wrapCardFields(fields) : 'unreadable';
  } finally {
    plaintext.fill(0);
  }
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
