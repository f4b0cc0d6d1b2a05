import assert from 'node:assert/strict';
import { test } from 'node:test';
import { baseUrlOf, fields } from './account.ts';
import { HMAC_KEY } from './notifications.fixture.ts';

test('an account asks the test system, the live system of its prefix, or a simulation on this machine', () => {
  assert.equal(baseUrlOf({}), 'https://checkout-test.adyen.com/v71');
  assert.equal(
    baseUrlOf({ livePrefix: '1797a841fbb37ca7-AdyenDemo' }),
    'https://1797a841fbb37ca7-AdyenDemo-checkout-live.adyenpayments.com/checkout/v71',
  );
  assert.equal(baseUrlOf({ url: 'http://127.0.0.1:8082' }), 'http://127.0.0.1:8082/v71');
});

test('fields take what they expect and nothing else', () => {
  const takes = (name: string, value: string) => fields.find((field) => field.name === name)?.pattern.test(value);
  for (const url of ['http://127.0.0.1:8082', 'http://localhost:1', 'http://[::1]:9', 'https://adyen.test'])
    assert.equal(takes('url', url), true, url);
  for (const url of ['http://example.com', 'http://localhost.example.com', 'https://a/b', 'ftp://localhost', ''])
    assert.equal(takes('url', url), false, url);
  assert.equal(takes('livePrefix', 'evil.example.com/x'), false);
  assert.equal(takes('captureDelayHours', '168'), true);
  assert.equal(takes('captureDelayHours', '169'), false);
  assert.equal(takes('hmacKey', HMAC_KEY), true);
  assert.equal(takes('hmacKey', HMAC_KEY.slice(1)), false);
});
