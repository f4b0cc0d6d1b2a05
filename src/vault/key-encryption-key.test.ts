import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { test } from 'node:test';
import { systemRandom } from '../base/random.ts';
import { Secret } from '../base/secret.ts';
import { decrypt, encrypt } from './cipher.ts';
import { createLocalKeyEncryptionKey, parseVaultKeys } from './key-encryption-key.ts';

const A = 'a'.repeat(64);
const B = '0123456789abcdef'.repeat(4);
const secret = (hex: string): Secret<Buffer> => new Secret(Buffer.from(hex, 'hex'));

test('keys as an operator writes them down, the newest first', () => {
  const rows: readonly (readonly [text: string, keys: readonly string[] | undefined])[] = [
    [A, [A]],
    [`${A}\n`, [A]],
    [`# since November\n${B}\n\n# the old one\n${A.toUpperCase()}   # to be removed\n`, [B, A]],
    [`${B},${A}`, [B, A]],
    [`${B} ${A}\r\n`, [B, A]],
    ['', undefined],
    ['# nothing', undefined],
    [A.slice(1), undefined],
    [`${A}${B}`, undefined],
    [`${A}\nnot-a-key`, undefined],
    [`${A}\n${A}`, undefined],
  ];
  for (const [text, keys] of rows) {
    assert.deepEqual(
      parseVaultKeys(text)?.map((key) => key.reveal().toString('hex')),
      keys,
      text,
    );
  }
  assert.doesNotMatch(inspect(parseVaultKeys(A)), /aaaa/);
});

test('a wrapped key opens with its key and for its purpose only', async () => {
  const one = createLocalKeyEncryptionKey({ random: systemRandom }, secret(A));
  const other = createLocalKeyEncryptionKey({ random: systemRandom }, secret(B));
  const wrapped = await one.wrap(secret(B), 'seal 1');
  assert.equal((await one.unwrap(wrapped, 'seal 1'))?.reveal().toString('hex'), B);
  assert.equal(await one.unwrap(wrapped, 'seal 2'), undefined);
  assert.equal(await other.unwrap(wrapped, 'seal 1'), undefined);
  assert.notEqual(one.id, other.id);
  assert.equal(one.id, createLocalKeyEncryptionKey({ random: systemRandom }, secret(A)).id);
  assert.ok(!one.id.includes('aaaa'));
});

test('any changed bit, and anything too short, does not open', () => {
  const sealed = encrypt(systemRandom, secret(A), 'context', Buffer.from('4111111111111111'));
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed);
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
    assert.equal(decrypt(secret(A), 'context', changed), undefined, `byte ${at}`);
  }
  for (const length of [0, 1, 12, 27])
    assert.equal(decrypt(secret(A), 'context', sealed.subarray(0, length)), undefined);
  assert.equal(decrypt(secret(A), 'context', sealed)?.toString(), '4111111111111111');
});
