import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { test } from 'node:test';
import { runInNewContext } from 'node:vm';
import {
  signWebhookForTest,
  standardWebhookHeadersForTest,
  verifyWebhook,
  verifyWebhookAsync,
  verifyWebhookSignature,
  webhookKeysOf,
  WebhookVerificationError,
} from './index.ts';
import type { WebhookVerificationCode } from './index.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const NOW_SECONDS = 1_711_614_397;
const now = NOW_SECONDS * 1000;
const body = JSON.stringify({
  created: '2024-03-28T08:26:37Z',
  data: { object: { id: 'ps_1', status: 'completed' } },
  id: 'ev_1',
  sequence: 2,
  type: 'session.completed',
});
const goodHeader = signWebhookForTest(body, SECRET, { timestamp: NOW_SECONDS });

const refusedWith = (code: WebhookVerificationCode) => (error: unknown) => {
  assert.ok(error instanceof WebhookVerificationError);
  assert.equal(error.code, code);
  assert.match(error.message, /[.?)]$/);
  return true;
};

test('X-Signature is the HMAC of body, dot, time: the body first, the secret as its letters', () => {
  const byHand = createHmac('sha256', SECRET)
    .update(`${body}.${String(NOW_SECONDS)}`)
    .digest('hex');
  assert.equal(goodHeader, `t=${String(NOW_SECONDS)},v1=${byHand}`);
});

test('a good delivery gives the event, whatever holds the raw body', () => {
  const bytes = new TextEncoder().encode(body);
  const elsewhere = runInNewContext('new Uint8Array(size)', { size: bytes.length }) as Uint8Array;
  elsewhere.set(bytes);
  for (const raw of [body, Buffer.from(body), bytes, bytes.buffer, elsewhere]) {
    const event = verifyWebhook(raw, goodHeader, SECRET, { now });
    assert.equal(event.type, 'session.completed');
    assert.equal(event.sequence, 2);
    if (event.type === 'session.completed') assert.equal(event.data.object.status, 'completed');
  }
});

test('headers may be an object of Node, of fetch, or in any case', () => {
  for (const headers of [
    { 'x-signature': goodHeader },
    { 'X-Signature': goodHeader },
    new Headers({ 'X-Signature': goodHeader }),
    // Another library's: only what all have in common counts.
    { get: (name: string) => (name === 'x-signature' ? goodHeader : null) },
  ]) {
    assert.equal(verifyWebhook(body, headers, SECRET, { now }).id, 'ev_1');
  }
});

test('during a rotation either side may have two secrets', () => {
  const twoSignatures = signWebhookForTest(body, ['new', 'old'], { timestamp: NOW_SECONDS });
  assert.equal(verifyWebhook(body, twoSignatures, 'old', { now }).id, 'ev_1');
  assert.equal(verifyWebhook(body, twoSignatures, 'new', { now }).id, 'ev_1');
  assert.equal(verifyWebhook(body, goodHeader, ['other', SECRET], { now }).id, 'ev_1');
});

test('the Standard Webhooks vector verifies', () => {
  const vector = {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  };
  const vectorBody = '{"test": 2432232314}';
  const at = { now: 1_614_265_330_000 };
  verifyWebhookSignature(vectorBody, vector, SECRET, at);
  verifyWebhookSignature(
    vectorBody,
    { ...vector, 'webhook-signature': `v1a,abc v1,${'A'.repeat(43)}= ${vector['webhook-signature']}` },
    SECRET,
    at,
  );
  assert.throws(() => {
    verifyWebhookSignature(`${vectorBody} `, vector, SECRET, at);
  }, refusedWith('no_match'));
  assert.throws(() => {
    verifyWebhookSignature(vectorBody, { ...vector, 'webhook-id': 'msg_2' }, SECRET, at);
  }, refusedWith('no_match'));
  assert.throws(() => {
    verifyWebhook(vectorBody, vector, SECRET, at);
  }, refusedWith('malformed_body'));
});

test('a delivery with both dialects verifies by the one that the secret fits', () => {
  const both = {
    'x-signature': signWebhookForTest(body, 'plain', { timestamp: NOW_SECONDS }),
    ...standardWebhookHeadersForTest(body, SECRET, { id: 'ev_1', timestamp: NOW_SECONDS }),
  };
  assert.equal(verifyWebhook(body, both, SECRET, { now }).id, 'ev_1');
  assert.equal(verifyWebhook(body, both, 'plain', { now }).id, 'ev_1');
});

test('every way to be wrong has its own code', () => {
  const hex = goodHeader.slice(goodHeader.indexOf('v1=') + 3);
  const t = String(NOW_SECONDS);
  const cases: readonly (readonly [label: string, code: WebhookVerificationCode, run: () => unknown])[] = [
    ['parsed body', 'body_not_raw', () => verifyWebhook(JSON.parse(body) as string, goodHeader, SECRET, { now })],
    ['no body', 'body_not_raw', () => verifyWebhook(undefined as unknown as string, goodHeader, SECRET, { now })],
    ['no header', 'no_signature', () => verifyWebhook(body, undefined, SECRET, { now })],
    ['empty header', 'no_signature', () => verifyWebhook(body, ' ', SECRET, { now })],
    ['headers without it', 'no_signature', () => verifyWebhook(body, { accept: '*/*' }, SECRET, { now })],
    ['no t', 'malformed_signature', () => verifyWebhook(body, `v1=${hex}`, SECRET, { now })],
    ['no v1', 'malformed_signature', () => verifyWebhook(body, `t=${t}`, SECRET, { now })],
    ['two t', 'malformed_signature', () => verifyWebhook(body, `t=1,${goodHeader}`, SECRET, { now })],
    [
      'two headers joined',
      'malformed_signature',
      () => verifyWebhook(body, { 'x-signature': [goodHeader, goodHeader] }, SECRET, { now }),
    ],
    ['short v1', 'malformed_signature', () => verifyWebhook(body, `t=${t},v1=${hex.slice(2)}`, SECRET, { now })],
    ['upper case', 'malformed_signature', () => verifyWebhook(body, `t=${t},v1=${hex.toUpperCase()}`, SECRET, { now })],
    ['noise', 'malformed_signature', () => verifyWebhook(body, `${goodHeader},`, SECRET, { now })],
    ['no secret', 'no_secret', () => verifyWebhook(body, goodHeader, '', { now })],
    [
      'a secret that is not set',
      'no_secret',
      () => verifyWebhook(body, goodHeader, process.env['TOLLGATE_NOT_SET'], { now }),
    ],
    ['secrets that are not set', 'no_secret', () => verifyWebhook(body, goodHeader, [undefined, ''], { now })],
    ['no secrets', 'no_secret', () => verifyWebhook(body, goodHeader, [], { now })],
    ['other secret', 'no_match', () => verifyWebhook(body, goodHeader, 'other', { now })],
    [
      'changed body',
      'no_match',
      () => verifyWebhook(body.replace('completed', 'expired'), goodHeader, SECRET, { now }),
    ],
    ['changed time', 'no_match', () => verifyWebhook(body, goodHeader.replace(t, '1711614398'), SECRET, { now })],
    ['too old', 'timestamp_too_old', () => verifyWebhook(body, goodHeader, SECRET, { now: now + 301_000 })],
    ['from the future', 'timestamp_in_future', () => verifyWebhook(body, goodHeader, SECRET, { now: now - 301_000 })],
    [
      'not an event',
      'malformed_body',
      () => verifyWebhook('[]', signWebhookForTest('[]', SECRET, { timestamp: NOW_SECONDS }), SECRET, { now }),
    ],
    [
      'not JSON',
      'malformed_body',
      () => verifyWebhook('x', signWebhookForTest('x', SECRET, { timestamp: NOW_SECONDS }), SECRET, { now }),
    ],
    [
      'bad whsec',
      'malformed_secret',
      () =>
        verifyWebhook(
          body,
          { 'webhook-id': 'a', 'webhook-timestamp': t, 'webhook-signature': `v1,${'A'.repeat(43)}=` },
          'whsec_*',
          { now },
        ),
    ],
  ];
  for (const [label, code, run] of cases) assert.throws(run, refusedWith(code), label);
});

test('a Request of fetch stands for body and headers, and its answer is a promise', async () => {
  const request = (headers: Record<string, string>) =>
    new Request('https://shop.example/webhooks', { method: 'POST', body, headers });
  const event = await verifyWebhook(request({ 'x-signature': goodHeader }), SECRET, { now });
  assert.equal(event.id, 'ev_1');
  await assert.rejects(verifyWebhook(request({}), SECRET, { now }), refusedWith('no_signature'));
  await assert.rejects(
    verifyWebhook(request({ 'x-signature': goodHeader }), 'other', { now }),
    refusedWith('no_match'),
  );
});

test('by WebCrypto the answers are the same, in both dialects', async () => {
  assert.equal((await verifyWebhookAsync(body, goodHeader, ['other', SECRET], { now })).id, 'ev_1');
  const standard = standardWebhookHeadersForTest(body, SECRET, { id: 'ev_1', timestamp: NOW_SECONDS });
  assert.equal((await verifyWebhookAsync(body, standard, SECRET, { now })).id, 'ev_1');
  await assert.rejects(verifyWebhookAsync(`${body} `, goodHeader, SECRET, { now }), refusedWith('no_match'));
  await assert.rejects(verifyWebhookAsync(body, goodHeader, '', { now }), refusedWith('no_secret'));
});

test('a limit that is no number limits nothing, so it is refused', () => {
  for (const toleranceSeconds of [Number.NaN, -1, '300' as unknown as number])
    assert.throws(() => verifyWebhook(body, goodHeader, SECRET, { now: now + 9_999_999, toleranceSeconds }), TypeError);
  assert.throws(() => verifyWebhook(body, goodHeader, SECRET, { now: Number.NaN }), TypeError);
});

test('the limits themselves still pass', () => {
  assert.equal(verifyWebhook(body, goodHeader, SECRET, { now: now + 300_000 }).id, 'ev_1');
  assert.equal(verifyWebhook(body, goodHeader, SECRET, { now: new Date(now - 300_000) }).id, 'ev_1');
  assert.equal(verifyWebhook(body, goodHeader, SECRET, { now: now + 900_000, toleranceSeconds: 900 }).id, 'ev_1');
});

/** As the gateway signs with an endpoint's ed25519 key, beside its secret. */
const asymmetric = (privateKey: KeyObject, text = body) => {
  const headers = standardWebhookHeadersForTest(text, SECRET, { id: 'ev_1', timestamp: NOW_SECONDS });
  const signed = sign(null, Buffer.from(`ev_1.${String(NOW_SECONDS)}.${text}`), privateKey).toString('base64');
  return { ...headers, 'webhook-signature': `${headers['webhook-signature']} v1a,${signed}` };
};
const jwkOf = (publicKey: KeyObject) => publicKey.export({ format: 'jwk' });
const publicKeyOf = (publicKey: KeyObject): string => webhookKeysOf({ keys: [jwkOf(publicKey)] })[0] ?? '';

test('a public key verifies v1a, at once and by WebCrypto, alone or among secrets', async () => {
  const pair = generateKeyPairSync('ed25519');
  const other = generateKeyPairSync('ed25519');
  const headers = asymmetric(pair.privateKey);
  const key = publicKeyOf(pair.publicKey);
  assert.match(key, /^whpk_[A-Za-z0-9+/]{43}=$/);
  for (const keys of [key, [publicKeyOf(other.publicKey), key], ['whsec_b3RoZXI=', key], [key, undefined]]) {
    assert.equal(verifyWebhook(body, headers, keys, { now }).id, 'ev_1');
    assert.equal((await verifyWebhookAsync(body, headers, keys, { now })).id, 'ev_1');
  }
  assert.equal(verifyWebhook(body, headers, SECRET, { now }).id, 'ev_1', 'a secret verifies what it always did');
  const wrong = [
    [body, publicKeyOf(other.publicKey), 'no_match'],
    [`${body} `, key, 'no_match'],
    [body, `${key.slice(0, -5)}=`, 'malformed_secret'],
    [body, 'whpk_', 'malformed_secret'],
  ] as const;
  for (const [text, keys, code] of wrong) {
    assert.throws(() => verifyWebhook(text, headers, keys, { now }), refusedWith(code));
    await assert.rejects(verifyWebhookAsync(text, headers, keys, { now }), refusedWith(code));
  }
  assert.throws(() => verifyWebhook(body, headers, key, { now: now + 301_000 }), refusedWith('timestamp_too_old'));
});

test('a public key is no secret: what is signed with its letters, which everybody knows, is refused', () => {
  const key = publicKeyOf(generateKeyPairSync('ed25519').publicKey);
  const header = signWebhookForTest(body, key, { timestamp: NOW_SECONDS });
  const secret = key.replace('whpk_', 'whsec_');
  const standard = standardWebhookHeadersForTest(body, secret, { id: 'ev_1', timestamp: NOW_SECONDS });
  for (const headers of [{ 'x-signature': header }, standard])
    assert.throws(() => verifyWebhook(body, headers, key, { now }), refusedWith('no_signature'));
  assert.throws(() => verifyWebhook(body, { 'x-signature': header }, [key, 'other'], { now }), refusedWith('no_match'));
  assert.throws(() => verifyWebhook(body, header, key, { now }), refusedWith('no_signature'));
});

test('while a key is rotated either one verifies; a v1a that is no signature is passed over', () => {
  const [old, young] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')];
  const [, ofOld] = asymmetric(old.privateKey)['webhook-signature'].split(' ');
  const both = asymmetric(young.privateKey);
  const headers = { ...both, 'webhook-signature': `${both['webhook-signature']} ${ofOld ?? ''} v1a,AAAA v2,x` };
  for (const { publicKey } of [old, young])
    assert.equal(verifyWebhook(body, headers, publicKeyOf(publicKey), { now }).id, 'ev_1');
  assert.equal(verifyWebhook(body, headers, SECRET, { now }).id, 'ev_1');
});

test('keys are read from a published set; keys of other kinds are passed over', () => {
  const { publicKey } = generateKeyPairSync('ed25519');
  const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
  assert.deepEqual(webhookKeysOf({ keys: [jwkOf(p256), jwkOf(publicKey), null, 7] }), [publicKeyOf(publicKey)]);
  for (const wrong of [null, [], { keys: 'x' }, 'text']) assert.throws(() => webhookKeysOf(wrong), TypeError);
});
