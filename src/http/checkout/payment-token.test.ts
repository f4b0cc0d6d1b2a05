import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatPaymentToken, parsePaymentToken } from '../../contract/payment-url.ts';

test('a token names its merchant and session, and only its own spelling is read', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.uuid(), (merchant, session) => {
      const token = formatPaymentToken(merchant, session);
      assert.match(token, /^[1-9A-HJ-NP-Za-km-z]{32,44}$/);
      assert.deepEqual(parsePaymentToken(token), { merchantId: merchant, sessionId: session });
      assert.equal(parsePaymentToken(`1${token}`), undefined);
    }),
  );
});

test('two spellings never name one session', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[1-9A-HJ-NP-Za-km-z]{40,44}$/), (text) => {
      const address = parsePaymentToken(text);
      if (address !== undefined) assert.equal(formatPaymentToken(address.merchantId, address.sessionId), text);
    }),
    { numRuns: 1000 },
  );
});

test('what is no token is unknown', () => {
  for (const text of ['', '0', 'abc', 'x'.repeat(45), 'z'.repeat(44), '../../etc', '%00']) {
    assert.equal(parsePaymentToken(text), undefined, text);
  }
});
