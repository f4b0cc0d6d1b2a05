import assert from 'node:assert/strict';
import { createECDH } from 'node:crypto';
import { test } from 'node:test';
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import fc from 'fast-check';
import { createRecipient, deriveKeyPair, firstScalar, openMessage } from './hpke.ts';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');

/**
 * The published vectors of RFC 9180 (github.com/cfrg/draft-irtf-cfrg-hpke, test-vectors.json, to which the RFC points):
 * mode 0, kem_id 16, kdf_id 1, aead_id 2, the first encryption. The RFC's own appendix A.3 prints the same suite with
 * AES-128-GCM only, so it speaks for the key pair alone.
 */
const VECTOR = {
  info: hex('4f6465206f6e2061204772656369616e2055726e'),
  ikmR: hex('a0ce15d49e28bd47a18a97e147582d814b08cbe00109fed5ec27d1b4e9f6f5e3'),
  skRm: '317f915db7bc629c48fe765587897e01e282d3e8445f79f27f65d031a88082b2',
  pkRm: '04abc7e49a4c6b3566d77d0304addc6ed0e98512ffccf505e6a8e3eb25c685136f853148544876de76c0f2ef99cdc3a05ccf5ded7860c7c021238f9e2073d2356c',
  enc: hex(
    '04c06b4f6bebc7bb495cb797ab753f911aff80aefb86fd8b6fcc35525f3ab5f03e0b21bd31a86c6048af3cb2d98e0d3bf01da5cc4c39ff5370d331a4f1f7d5a4e0',
  ),
  key_schedule_context:
    '008fc3aeb832490a4b5ab3e42023287db29a1f4bc7c222c0df228727b70a4021127f1ff3fd1aa97af7e5d473e1cb01ba74831133d9659b6c26b03a038a49a84074',
  aad: hex('436f756e742d30'),
  pt: '4265617574792069732074727574682c20747275746820626561757479',
  ct: hex('58c61a45059d0c5704560e9d88b564a8b63f1364b8d1fcb3c4c6ddc1d291742465e902cd216f8908da49f8f96f'),
};
const APPENDIX_A3 = {
  ikmR: hex('668b37171f1072f3cf12ea8a236a45df23fc13b82af3609ad1e354f6ef817550'),
  skRm: 'f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2',
  pkRm: '04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a826a779b4cf969b8a0e539c7f62fb3d30ad6aa8f80e30f1d128aafd68a2ce72ea0',
};

const recipient = createRecipient(deriveKeyPair(VECTOR.ikmR), VECTOR.info);
const message = { enc: VECTOR.enc, ciphertext: VECTOR.ct, aad: VECTOR.aad };

test('the published vectors: the key pair, the key schedule and the message', () => {
  for (const { ikmR, skRm, pkRm } of [VECTOR, APPENDIX_A3]) {
    const { publicKey, privateKey } = deriveKeyPair(ikmR);
    assert.equal(publicKey.toString('hex'), pkRm);
    assert.equal(Buffer.from(privateKey.export({ format: 'jwk' }).d ?? '', 'base64url').toString('hex'), skRm);
  }
  assert.equal(recipient.scheduleContext.toString('hex'), VECTOR.key_schedule_context);
  assert.equal(openMessage(recipient, message).toString('hex'), VECTOR.pt);
});

test('what another implementation seals, opens: any length of text, info and aad', async () => {
  const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
  const bytes = (maxLength: number) => fc.uint8Array({ maxLength });
  const ikmBytes = fc.uint8Array({ minLength: 32, maxLength: 64 });
  await fc.assert(
    fc.asyncProperty(ikmBytes, bytes(80), bytes(80), bytes(600), async (ikm, info, aad, plaintext) => {
      const keyPair = deriveKeyPair(Buffer.from(ikm));
      const theirs = await suite.kem.deriveKeyPair(copyOf(ikm));
      assert.deepEqual(Buffer.from(await suite.kem.serializePublicKey(theirs.publicKey)), keyPair.publicKey);

      const sealed = await suite.seal(
        { recipientPublicKey: theirs.publicKey, info: copyOf(info) },
        copyOf(plaintext),
        copyOf(aad),
      );
      const opened = openMessage(createRecipient(keyPair, Buffer.from(info)), {
        enc: Buffer.from(sealed.enc),
        ciphertext: Buffer.from(sealed.ct),
        aad: Buffer.from(aad),
      });
      assert.deepEqual(opened, Buffer.from(plaintext));
    }),
    { numRuns: 30 },
  );
});

test('nothing but the very message opens', () => {
  const { enc, ciphertext } = message;
  const rows: readonly (readonly [why: string, changed: Partial<typeof message>])[] = [
    ['another aad', { aad: hex('436f756e742d31') }],
    ['no aad', { aad: Buffer.alloc(0) }],
    ['another sender', { enc: deriveKeyPair(Buffer.alloc(32, 3)).publicKey }],
    ['no point', { enc: Buffer.alloc(0) }],
    ['the point at infinity', { enc: Buffer.of(0) }],
    ['the point at infinity, as long as a point', { enc: Buffer.alloc(65) }],
    ['a point off the curve', { enc: flipped(enc, 64) }],
    ['a coordinate past the field', { enc: Buffer.concat([Buffer.of(4), Buffer.alloc(32, 0xff), enc.subarray(33)]) }],
    ['a compressed point', { enc: Buffer.concat([Buffer.of(2 + ((enc[64] ?? 0) & 1)), enc.subarray(1, 33)]) }],
    ['a hybrid point', { enc: Buffer.concat([Buffer.of(6 + ((enc[64] ?? 0) & 1)), enc.subarray(1)]) }],
    ['a point cut short', { enc: enc.subarray(0, 64) }],
    ['a point with more', { enc: Buffer.concat([enc, Buffer.of(0)]) }],
    ['no ciphertext', { ciphertext: Buffer.alloc(0) }],
    ['ciphertext cut short', { ciphertext: ciphertext.subarray(0, -1) }],
    ['less than a tag', { ciphertext: ciphertext.subarray(0, 15) }],
    ['the tag alone', { ciphertext: ciphertext.subarray(-16) }],
  ];
  for (const [why, changed] of rows)
    assert.throws(() => openMessage(recipient, { ...message, ...changed }), Error, why);
  for (let at = 0; at < ciphertext.length; at++) {
    assert.throws(
      () => openMessage(recipient, { ...message, ciphertext: flipped(ciphertext, at) }),
      Error,
      `byte ${at}`,
    );
  }
  assert.throws(
    () => openMessage(createRecipient(recipient, Buffer.from('another use')), message),
    Error,
    'another info',
  );
  assert.throws(
    () => openMessage(createRecipient(deriveKeyPair(APPENDIX_A3.ikmR), VECTOR.info), message),
    Error,
    'another key',
  );
});

test('a private key is in the range of the curve: the first candidate that is', () => {
  const order = hex('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');
  const below = Buffer.from(order);
  below.writeUInt8(0x50, 31);
  const candidates = [Buffer.alloc(32, 0xff), order, Buffer.alloc(32), below, Buffer.alloc(32, 1)];
  assert.deepEqual(
    firstScalar((counter) => candidates[counter] ?? order),
    below,
  );
  assert.throws(() => firstScalar(() => order), /No private key/);
  // OpenSSL agrees on where the range ends.
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(below);
  assert.throws(() => {
    ecdh.setPrivateKey(order);
  });
});

const flipped = (bytes: Buffer, at: number): Buffer => {
  const changed = Buffer.from(bytes);
  changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
  return changed;
};

const copyOf = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;
