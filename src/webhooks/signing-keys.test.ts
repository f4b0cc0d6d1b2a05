import assert from 'node:assert/strict';
import { createPublicKey, sign, verify } from 'node:crypto';
import { test } from 'node:test';
import { createKeys } from '../base/keys.ts';
import { Secret } from '../base/secret.ts';
import { deriveSigningKey, publicJwk, publicKeyText, signingKeysOf } from './signing-keys.ts';

const keys = createKeys(new Secret(Buffer.alloc(32, 7)));
const owner = { merchantId: 'm', endpointId: 'e', keyId: 'k' };

test('a key is the same in every process, and another for every merchant, endpoint, key id and master key', () => {
  const again = createKeys(new Secret(Buffer.alloc(32, 7)));
  const text = publicKeyText(deriveSigningKey(keys, owner));
  assert.equal(publicKeyText(deriveSigningKey(again, owner)), text);
  assert.match(text, /^whpk_[A-Za-z0-9+/]{43}=$/);
  const others = [
    deriveSigningKey(keys, { ...owner, merchantId: 'n' }),
    deriveSigningKey(keys, { ...owner, endpointId: 'f' }),
    deriveSigningKey(keys, { ...owner, keyId: 'l' }),
    deriveSigningKey(createKeys(new Secret(Buffer.alloc(32, 8))), owner),
  ].map(publicKeyText);
  assert.equal(new Set([text, ...others]).size, 5);
});

test('what is published verifies what it signs, as text and as JWK', () => {
  const key = deriveSigningKey(keys, owner);
  const jwk = publicJwk(key, owner.keyId);
  assert.deepEqual([jwk['kty'], jwk['crv'], jwk['kid']], ['OKP', 'Ed25519', 'k']);
  assert.equal('d' in jwk, false, 'the private half is not in it');
  const message = Buffer.from('a message');
  const published = createPublicKey({ key: jwk, format: 'jwk' });
  assert.ok(verify(null, message, published, sign(null, message, key)));
  const raw = Buffer.from(publicKeyText(key).slice('whpk_'.length), 'base64');
  assert.equal(raw.toString('base64url'), jwk['x']);
});

test('a row has no key, one, or two while one takes the other’s place', () => {
  assert.deepEqual(signingKeysOf({}), []);
  assert.deepEqual(signingKeysOf({ signing_key_id: 'new' }), [{ keyId: 'new', expiresAtMs: undefined }]);
  const row = { signing_key_id: 'new', old_signing_key_id: 'old', old_signing_key_expires_at: '2024-03-28T08:26:37Z' };
  assert.deepEqual(signingKeysOf(row), [
    { keyId: 'new', expiresAtMs: undefined },
    { keyId: 'old', expiresAtMs: 1_711_614_397_000 },
  ]);
});
