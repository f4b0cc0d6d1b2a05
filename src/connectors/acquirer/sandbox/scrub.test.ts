import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testCards } from '../../../card/test-cards.ts';
import { scrubOperation, scrubText } from './scrub.ts';
import type { WirePurchase } from './wire.ts';

const PAN = '4242424242424242';
const purchase: WirePurchase = {
  type: 'SALE',
  ref: '018f2c3e-7b1a-7c3d-9e2f-0123456789ab',
  amount: 1_099,
  currency: '978',
  merchant: 'mr_1',
  order: `order ${PAN}`,
  pan: PAN,
  expiry: '3012',
  cvv: '737',
  initiator: 'CIT',
};

test('of a message the log gets operation, references, amount, bin and last4', () => {
  assert.deepEqual(scrubOperation(purchase), {
    type: 'SALE',
    ref: purchase.ref,
    amount: 1_099,
    currency: '978',
    bin: '424242',
    last4: '4242',
  });
  assert.deepEqual(scrubOperation({ type: 'REVERSAL', originalRef: `ref-${PAN}` }), {
    type: 'REVERSAL',
    originalRef: 'ref-[card]',
  });
});

const disguises: readonly (readonly [story: string, disguise: (pan: string) => string])[] = [
  ['plain', (pan) => pan],
  ['in groups', (pan) => pan.replace(/(\d{4})(?=\d)/g, '$1 ')],
  ['with dashes', (pan) => pan.replace(/(\d{4})(?=\d)/g, '$1-')],
  ['in base64', (pan) => Buffer.from(pan).toString('base64')],
  ['in base64url', (pan) => Buffer.from(`x${pan}`).toString('base64url')],
  ['in hex', (pan) => Buffer.from(pan).toString('hex')],
  ['in UTF-16 and base64', (pan) => Buffer.from(pan, 'utf16le').toString('base64')],
  ['percent-encoded', (pan) => [...pan].map((digit) => `%3${digit}`).join('')],
  ['in a JSON message', (pan) => JSON.stringify({ pan, cvv: '737' })],
  ['in a whole message in base64', (pan) => Buffer.from(JSON.stringify({ ...purchase, pan })).toString('base64')],
];

for (const [story, disguise] of disguises) {
  test(`a card number ${story} is taken out of a text`, () => {
    for (const pan of [PAN, ...testCards.map((card) => card.pan)].filter(({ length }) => length >= 13)) {
      const hidden = disguise(pan);
      const scrubbed = scrubText(`error at host: ${hidden} (try again)`);
      assert(!scrubbed.includes(hidden), hidden);
      assert(!scrubbed.includes(pan.slice(6, -4)), scrubbed);
      assert.match(scrubbed, /^error at host: .*\(try again\)$/);
    }
  });
}

test('fields of a message are taken out by name, short numbers and CVCs too, also inside another JSON', () => {
  const message = JSON.stringify({ pan: '500000000009', cvv: '737', expiry: '3012', ref: 'r1' });
  for (const text of [message, JSON.stringify({ body: message }), 'pan=500000000009&cvv=737&ref=r1']) {
    const scrubbed = scrubText(text);
    for (const secret of ['500000000009', '737']) assert(!scrubbed.includes(secret), scrubbed);
    assert(scrubbed.includes('r1'));
  }
});

test('texts without card data stay as they are', () => {
  for (const text of [
    purchase.ref,
    'responseCode 51',
    'rrn 000000000042',
    '2026-11-22T18:12:33.611Z',
    'aGVsbG8gd29ybGQgaGVsbG8gd29ybGQ=',
  ]) {
    assert.equal(scrubText(text), text);
  }
});
