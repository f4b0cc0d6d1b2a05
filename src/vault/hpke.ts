import {
  createDecipheriv,
  createECDH,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';

/**
 * The receiving half of HPKE (RFC 9180) for one suite: base mode, DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM,
 * one message a key. Written on Node's own primitives because opening a card with WebCrypto's promises took 365 µs of a
 * core (16 at a time; alone 610) and takes 140 here. The sending half is the page's, which has WebCrypto only.
 */
export type HpkeKeyPair = {
  /** The uncompressed point, 65 bytes. */
  readonly publicKey: Buffer;
  readonly privateKey: KeyObject;
};

/** What a receiver holds: its keys, and what it uses them for (`info`), already hashed into the key schedule. */
export type HpkeRecipient = HpkeKeyPair & { readonly scheduleContext: Buffer };

export type HpkeMessage = { readonly enc: Buffer; readonly ciphertext: Buffer; readonly aad: Buffer };

/** The encapsulated key: an uncompressed point of P-256. */
export const ENCAPSULATED_KEY_BYTES = 65;

const KEM_SUITE = Buffer.from('KEM\x00\x10', 'latin1');
const HPKE_SUITE = Buffer.from('HPKE\x00\x10\x00\x01\x00\x02', 'latin1');
const BASE_MODE = Buffer.of(0);
const NOTHING = Buffer.alloc(0);
const UNCOMPRESSED = 4;
const COORDINATE_BYTES = 32;
const TAG_BYTES = 16;
/** The order of P-256: a private key is a number from 1 to one less. */
const ORDER = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex');

/**
 * RFC 9180, 5.1: `mode`, and the hashes of an empty `psk_id` and of `info`. The same for every message, so made once.
 */
export const createRecipient = (keyPair: HpkeKeyPair, info: Buffer): HpkeRecipient => {
  const pskIdHash = extract({ suite: HPKE_SUITE, label: 'psk_id_hash', ikm: NOTHING });
  const infoHash = extract({ suite: HPKE_SUITE, label: 'info_hash', ikm: info });
  return { ...keyPair, scheduleContext: Buffer.concat([BASE_MODE, pskIdHash, infoHash]) };
};

/**
 * The plaintext. Throws for a point that is not on the curve, another key, another `info` or `aad`, and a changed or
 * missing byte.
 */
export const openMessage = (recipient: HpkeRecipient, { enc, ciphertext, aad }: HpkeMessage): Buffer => {
  if (ciphertext.length < TAG_BYTES) throw new Error('A message has at least its tag.');
  const dh = diffieHellman({ privateKey: recipient.privateKey, publicKey: publicKeyOf(enc) });
  // 4.1, Decap: the secret depends on both public keys, so an envelope can't be passed on under another.
  const shared = derive({
    suite: KEM_SUITE,
    salt: NOTHING,
    ikmLabel: 'eae_prk',
    ikm: dh,
    label: 'shared_secret',
    info: Buffer.concat([enc, recipient.publicKey]),
    length: 32,
  });
  const scheduled = (label: string, length: number): Buffer =>
    derive({
      suite: HPKE_SUITE,
      salt: shared,
      ikmLabel: 'secret',
      ikm: NOTHING,
      label,
      info: recipient.scheduleContext,
      length,
    });
  // The first message is sealed under the base nonce as it is, and there is no second.
  const decipher = createDecipheriv('aes-256-gcm', scheduled('key', 32), scheduled('base_nonce', 12)).setAAD(aad);
  decipher.setAuthTag(ciphertext.subarray(-TAG_BYTES));
  const plaintext = decipher.update(ciphertext.subarray(0, -TAG_BYTES));
  try {
    // GCM gives nothing more here: it only says whether what came before can be believed.
    decipher.final();
    return plaintext;
  } catch (error) {
    plaintext.fill(0);
    throw error;
  }
};

/** RFC 9180, 7.1.3: the same material gives the same pair, everywhere. */
export const deriveKeyPair = (ikm: Buffer): HpkeKeyPair => {
  const scalar = firstScalar((counter) =>
    derive({
      suite: KEM_SUITE,
      salt: NOTHING,
      ikmLabel: 'dkp_prk',
      ikm,
      label: 'candidate',
      info: Buffer.of(counter),
      length: 32,
    }),
  );
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(scalar);
  const publicKey = ecdh.getPublicKey();
  return {
    publicKey,
    privateKey: createPrivateKey({ key: { ...jwkOf(publicKey), d: scalar.toString('base64url') }, format: 'jwk' }),
  };
};

/** One candidate in four thousand million is out of range; the RFC then takes the next. */
export const firstScalar = (candidateAt: (counter: number) => Buffer): Buffer => {
  for (let counter = 0; counter < 256; counter++) {
    const candidate = candidateAt(counter);
    if (candidate.compare(ORDER) < 0 && candidate.some((byte) => byte !== 0)) return candidate;
  }
  throw new Error('No private key can be derived from this material.');
};

/** Only the one encoding that the RFC allows; OpenSSL refuses what is not on the curve. */
const publicKeyOf = (point: Buffer): KeyObject => {
  if (point.length !== ENCAPSULATED_KEY_BYTES || point[0] !== UNCOMPRESSED)
    throw new Error('An encapsulated key is an uncompressed point.');
  return createPublicKey({ key: jwkOf(point), format: 'jwk' });
};

const jwkOf = (
  point: Buffer,
): { readonly kty: 'EC'; readonly crv: 'P-256'; readonly x: string; readonly y: string } => ({
  kty: 'EC',
  crv: 'P-256',
  x: point.toString('base64url', 1, 1 + COORDINATE_BYTES),
  y: point.toString('base64url', 1 + COORDINATE_BYTES),
});

type Derivation = {
  readonly suite: Buffer;
  readonly salt: Buffer;
  readonly ikmLabel: string;
  readonly ikm: Buffer;
  readonly label: string;
  readonly info: Buffer;
  readonly length: number;
};

/** LabeledExtract and LabeledExpand (RFC 9180, 4) in one call: an HKDF whose inputs carry the labels. */
const derive = ({ suite, salt, ikmLabel, ikm, label, info, length }: Derivation): Buffer => {
  const labeledInfo = Buffer.concat([Buffer.of(0, length), VERSION, suite, Buffer.from(label), info]);
  return Buffer.from(hkdfSync('sha256', labeledIkm(suite, ikmLabel, ikm), salt, labeledInfo, length));
};

/** LabeledExtract alone, with an empty salt: HMAC under a key of nothing. */
const extract = ({
  suite,
  label,
  ikm,
}: {
  readonly suite: Buffer;
  readonly label: string;
  readonly ikm: Buffer;
}): Buffer =>
  createHmac('sha256', NOTHING)
    .update(labeledIkm(suite, label, ikm))
    .digest();

const VERSION = Buffer.from('HPKE-v1');

const labeledIkm = (suite: Buffer, label: string, ikm: Buffer): Buffer =>
  Buffer.concat([VERSION, suite, Buffer.from(label), ikm]);
