import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Secret } from '../../../base/secret.ts';
import { testCards } from '../../../card/test-cards.ts';
import { authorization, newReference } from '../../../../test/conformance/acquirer/conformance.ts';
import { encodeForm } from './form.ts';
import { cardMethod, confirmation } from './map.ts';
import { scrubForm, scrubText } from './scrub.ts';
import { cardOf } from './stripe.fixture.ts';

const PAN = '4242424242424242';
const CAVV = 'AAABBEg0VhI0VniQEjRWAAAAAAA=';
const host = { approvedCard: () => cardOf(PAN, '737') };
const request = {
  ...authorization(host),
  authentication: { version: '2.2.0', eci: '05', cavv: CAVV, dsTransId: newReference() },
};
const features = { multicapture: true, incremental: true, networkTransactionIds: true };
const form = [
  ...cardMethod(request).form,
  ...confirmation(request, { intentId: 'pi_1', methodId: 'pm_1', features }).form,
];

test('of a card and its confirmation the log gets bin and last4, and of everything else what is named', () => {
  assert.deepEqual(scrubForm(form), { bin: '424242', last4: '4242' });
  assert.deepEqual(
    scrubForm([
      ['amount', '1000'],
      ['currency', 'eur'],
      ['metadata[reference]', 'r1'],
      ['metadata[order_id]', `order ${PAN}`],
      ['new_field', PAN],
    ]),
    { amount: '1000', currency: 'eur', 'metadata[reference]': 'r1' },
  );
  assert.deepEqual(scrubForm([['metadata[reference]', `ref-${PAN}`]]), { 'metadata[reference]': 'ref-[card]' });
});

test('a whole confirmation as a text shows neither number nor code, expiry, cavv or key', () => {
  const plain = form.map(([name, value]) => `${name}=${value}`).join('&');
  const json = JSON.stringify({ card: { number: PAN, cvc: '737', exp_month: 12, exp_year: 2031 }, cryptogram: CAVV });
  for (const text of [encodeForm(form), plain, json, JSON.stringify({ body: json })]) {
    const scrubbed = scrubText(text);
    for (const secret of [PAN, '737', CAVV, encodeURIComponent(CAVV), '2031'])
      assert(!scrubbed.includes(secret), `${secret} in ${scrubbed}`);
  }
  assert.equal(scrubText('Bearer sk_live_51HqLyjWDarjtT1zdp7dc'), 'Bearer sk_live_[card]');
  assert.equal(scrubText('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'), 'whsec_[card]');
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
  ['in a form', (pan) => encodeForm([['card[number]', pan]])],
  ['in an answer', (pan) => JSON.stringify({ error: { message: `Your card ${pan} was declined.` } })],
];

for (const [story, disguise] of disguises) {
  test(`a card number ${story} is taken out of a text`, () => {
    for (const pan of [PAN, ...testCards.map((card) => card.pan)].filter(({ length }) => length >= 13)) {
      const scrubbed = scrubText(`error at host: ${disguise(pan)} (try again)`);
      assert(!scrubbed.includes(pan.slice(6, -4)), scrubbed);
      assert.match(scrubbed, /^error at host: .*\(try again\)$/);
    }
  });
}

test('texts without card data stay as they are', () => {
  for (const text of [
    newReference(),
    '/v1/payment_intents/pi_3MtwBwLkdIwHu7ix28a3tqPa/confirm',
    'card_declined',
    '2026-11-22T18:12:33.611Z',
  ]) {
    assert.equal(scrubText(text), text);
  }
});

test('a key that is printed by chance is a mask', () => {
  assert.equal(String(new Secret('sk_test_simulated')), '[secret]');
});
