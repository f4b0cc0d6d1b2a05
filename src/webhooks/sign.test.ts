import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { Secret } from '../base/secret.ts';
import { signatureHeaders } from './sign.ts';

const secret = new Secret('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1614265330, body: '{"test": 2432232314}' };

test('Standard Webhooks: the vector of the specification', () => {
  const headers = signatureHeaders({ ...message, secrets: [secret] });
  assert.equal(headers['webhook-id'], message.id);
  assert.equal(headers['webhook-timestamp'], '1614265330');
  assert.equal(headers['webhook-signature'], 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
});

test('X-Signature: the body comes first, the whole secret is the key', () => {
  const headers = signatureHeaders({ ...message, secrets: [secret] });
  const expected = createHmac('sha256', secret.reveal()).update('{"test": 2432232314}.1614265330').digest('hex');
  assert.equal(headers['X-Signature'], `t=1614265330,v1=${expected}`);
});

test('a body with letters beyond ASCII is signed as UTF-8', () => {
  const headers = signatureHeaders({ ...message, body: '{"name":"Zoë Χ"}', secrets: [new Secret('whsec_eA==')] });
  const expected = createHmac('sha256', Buffer.from('whsec_eA=='))
    .update(Buffer.from('{"name":"Zoë Χ"}.1614265330'))
    .digest('hex');
  assert.equal(headers['X-Signature'], `t=1614265330,v1=${expected}`);
});

test('while a secret is rotated there are two signatures, the new one first', () => {
  const newer = new Secret('whsec_bmV3ZXIgbmV3ZXIgbmV3ZXI=');
  const both = signatureHeaders({ ...message, secrets: [newer, secret] });
  const byNewer = signatureHeaders({ ...message, secrets: [newer] });
  const byOlder = signatureHeaders({ ...message, secrets: [secret] });
  assert.equal(both['X-Signature'], `${byNewer['X-Signature']},${byOlder['X-Signature']?.replace(/^t=\d+,/, '')}`);
  assert.equal(both['webhook-signature'], `${byNewer['webhook-signature']} ${byOlder['webhook-signature']}`);
});
