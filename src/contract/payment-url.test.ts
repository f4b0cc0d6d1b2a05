import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeBase58, encodeBase58 } from '../base/base58.ts';
import { systemClock } from '../base/clock.ts';
import { newUuid } from '../base/id.ts';
import { createKeys } from '../base/keys.ts';
import { systemRandom } from '../base/random.ts';
import { Secret } from '../base/secret.ts';
import { createPaymentUrls } from './payment-url.ts';

const BASE = 'https://pay.example';
const urlsUnder = (byte: number) =>
  createPaymentUrls({ keys: createKeys(new Secret(Buffer.alloc(32, byte))), publicUrl: BASE });
const urls = urlsUnder(7);
const id = () => newUuid({ clock: systemClock, random: systemRandom });
const bytesOf = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex');
const sessionToken = (url: string): string => url.slice(`${BASE}/pay/`.length);

test('an address names its merchant, and its session to who has the key', () => {
  for (let i = 0; i < 500; i++) {
    const [merchantId, sessionId] = [id(), id()];
    const token = sessionToken(urls.ofSession(merchantId, sessionId));
    assert.match(token, /^[1-9A-HJ-NP-Za-km-z]{32,44}$/);
    assert.deepEqual(urls.readSession(token), { merchantId, sessionId });
    assert.equal(
      sessionToken(urls.ofSession(merchantId, sessionId)),
      token,
      'a retrieved session has the same address',
    );
    assert.equal(urls.readSession(`1${token}`), undefined, 'one spelling only');
    assert.deepEqual(decodeBase58(token)?.subarray(0, 16), bytesOf(merchantId), 'the shard');
  }
});

test('no bits of the session’s id are in its address: neighbours differ in half of them', () => {
  const merchantId = id();
  let different = 0;
  for (let i = 0; i < 500; i++) {
    const one = bytesOf(id());
    const other = Buffer.from(one);
    other.writeUInt8(other.readUInt8(15) ^ 1, 15);
    const [a, b] = [one, other].map((bytes) => {
      const hex = bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
      return decodeBase58(sessionToken(urls.ofSession(merchantId, hex)))?.subarray(16) ?? assert.fail();
    });
    if (a === undefined || b === undefined) assert.fail();
    assert.ok(!a.equals(one));
    for (let byte = 0; byte < 16; byte++)
      different += (a.readUInt8(byte) ^ b.readUInt8(byte)).toString(2).replaceAll('0', '').length;
  }
  // 64,000 bits, each by chance: 32,000 ± 10 standard deviations.
  assert.ok(Math.abs(different - 32_000) < 1_265, `${different} of 64,000 bits`);
});

test('another key, a payment’s address and a changed letter name another session, which does not exist', () => {
  const [merchantId, sessionId] = [id(), id()];
  const token = sessionToken(urls.ofSession(merchantId, sessionId));
  assert.notEqual(urlsUnder(8).readSession(token)?.sessionId, sessionId);
  assert.notEqual(String(urls.readAction(token)?.paymentId), sessionId);
  const action = urls.ofAction(merchantId, sessionId).slice(`${BASE}/authenticate/`.length);
  assert.equal(urls.readAction(action)?.paymentId, sessionId);
  assert.notEqual(urls.readSession(action)?.sessionId, sessionId);
  for (let at = 22; at < token.length; at++) {
    const changed = token.slice(0, at) + (token[at] === 'x' ? 'y' : 'x') + token.slice(at + 1);
    assert.notEqual(urls.readSession(changed)?.sessionId, sessionId, changed);
  }
});

test('an address of ids is known for one, so that it can be refused or work as before', () => {
  let known = 0;
  for (let i = 0; i < 2_000; i++) {
    const [merchantId, sessionId] = [id(), id()];
    const address = urls.readSession(encodeBase58(Buffer.concat([bytesOf(merchantId), bytesOf(sessionId)])));
    if (address?.isOfIds === true && address.sessionId === sessionId) known++;
  }
  assert.ok(known >= 1_998, `${known} of 2,000`);
});

test('what is no token names nothing', () => {
  for (const text of ['', '0', '1', 'abc', 'x'.repeat(45), 'z'.repeat(44), '../../etc', '%00', 'x'.repeat(10_000)])
    assert.equal(urls.readSession(text), undefined, text.slice(0, 50));
  for (const length of [31, 33]) assert.equal(urls.readSession(encodeBase58(randomBytes(length))), undefined);
  fc.assert(
    fc.property(fc.string(), (text) => {
      urls.readSession(text);
      urls.readAction(text);
    }),
  );
});
