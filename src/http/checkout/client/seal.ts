import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';

export type Recipient = { readonly publicKey: string; readonly aad: string };

/** Must be what the vault says: it names what the envelope is for. */
const INFO = 'tollgate checkout card v1';

/** Every envelope has this length, so that it says nothing about the card or the name. */
const PLAINTEXT_LENGTH = 512;

/** Browsers offer encryption to pages from https and localhost only. */
export const canSeal = (): boolean => typeof crypto === 'object' && typeof crypto.subtle === 'object';

/** The fields as an envelope that only the vault can open (HPKE, RFC 9180), base64url. */
export const seal = async (
  fields: Readonly<Record<string, string>>,
  { publicKey, aad }: Recipient,
): Promise<string> => {
  const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
  const recipientPublicKey = await suite.kem.deserializePublicKey(fromBase64Url(publicKey));
  const plaintext = encode(JSON.stringify(fields).padEnd(PLAINTEXT_LENGTH));
  const { enc, ct } = await suite.seal({ recipientPublicKey, info: encode(INFO) }, plaintext, encode(aad));
  return toBase64Url(new Uint8Array([...new Uint8Array(enc), ...new Uint8Array(ct)]));
};

const encode = (text: string): ArrayBuffer => new TextEncoder().encode(text).buffer;

const toBase64Url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

const fromBase64Url = (text: string): ArrayBuffer =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0)).buffer;
