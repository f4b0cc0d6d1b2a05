import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { withCheckDigit } from '../../../test/support/pans.ts';
import { BODY_LETTERS, HIDDEN, maskAnswer, maskPath, maskRequestBody, UNKNOWN, WRONG_TYPE } from './mask.ts';

const schema = {
  type: 'object',
  properties: {
    amount: { type: 'integer' },
    description: { type: 'string' },
    customer: { type: 'object', properties: { email: { type: 'string' } } },
    metadata: { type: 'object', additionalProperties: { type: 'string' } },
    tags: { type: 'array', items: { type: 'string' } },
    paymentMethod: { type: 'object', properties: { card: { type: 'object', properties: { number: {}, cvc: {} } } } },
    threeDs: { type: 'object', properties: { cavv: { type: 'string' } } },
  },
};
const masked = (body: unknown): unknown => JSON.parse(maskRequestBody(schema, body, true) ?? 'null');
const pan = withCheckDigit('411111000012345');
const key = `tgs${'a1B'.repeat(12)}c`;
const spaced = pan.replaceAll(/(.{4})(?=.)/g, '$1 ');

describe('of a request', () => {
  const rows: readonly (readonly [what: string, body: unknown, kept: unknown])[] = [
    ['what the route knows', { amount: 1099, description: 'two cups' }, { amount: 1099, description: 'two cups' }],
    [
      'a card, whatever is in it',
      { paymentMethod: { card: { number: pan, cvc: '737' } } },
      { paymentMethod: { card: '[card]' } },
    ],
    ['a card that is no object', { paymentMethod: { card: pan } }, { paymentMethod: { card: '[card]' } }],
    ['a field that nobody knows', { cvv: '737', amount: 1 }, { cvv: UNKNOWN, amount: 1 }],
    ['a card at the wrong place', { card: { cvc: '737' } }, { card: UNKNOWN }],
    ['a number in a name', { [pan]: 1 }, { '[card]': UNKNOWN }],
    ['a number in a text', { description: `card ${spaced}` }, { description: 'card [card]' }],
    ['a number as a number', { amount: Number(pan) }, { amount: '[card]' }],
    ['a number in base64', { description: Buffer.from(`pan=${pan}`).toString('base64') }, { description: '[card]' }],
    ['an object where text belongs', { description: { cvc: '737' } }, { description: WRONG_TYPE }],
    ['a text where a number belongs', { amount: '737' }, { amount: WRONG_TYPE }],
    ['a list where none belongs', { amount: ['737'] }, { amount: WRONG_TYPE }],
    ['a list', { tags: ['a', { cvc: '737' }] }, { tags: ['a', WRONG_TYPE] }],
    ['what the merchant calls his own', { metadata: { cart: `c ${pan}` } }, { metadata: { cart: 'c [card]' } }],
    ['a proof of 3-D Secure', { threeDs: { cavv: 'AAABBEg0VhI0VniQEjRWAAAAAAA=' } }, { threeDs: { cavv: HIDDEN } }],
    ['a key', { description: `use ${key}` }, { description: `use ${HIDDEN}` }],
    ['a secret', { description: 'whsec_MDEyMzQ1Njc4OWFiY2Rl' }, { description: HIDDEN }],
    [
      'a prototype',
      JSON.parse('{"__proto__":{"cvc":"737"},"constructor":"737"}'),
      JSON.parse(`{"__proto__":"${UNKNOWN}","constructor":"${UNKNOWN}"}`),
    ],
  ];
  for (const [what, body, kept] of rows) test(what, () => assert.deepEqual(masked(body), kept));

  test('what was let through has its secrets hidden all the same, and numbers as they are written', () => {
    const body = { description: `${spaced} ${key}`, paymentMethod: { card: { cvc: '737' } }, cvv: '737' };
    const kept = { description: `[card] ${HIDDEN}`, paymentMethod: { card: '[card]' }, cvv: UNKNOWN };
    assert.deepEqual(JSON.parse(maskRequestBody(schema, body, false) ?? ''), kept);
  });

  test('without a schema nothing but that there was a body', () => {
    assert.equal(maskRequestBody(undefined, { cvc: '737' }, true), `"${WRONG_TYPE}"`);
    assert.equal(maskRequestBody(schema, undefined, true), undefined);
  });

  test('no more than 4 KB', () => {
    assert.equal(maskRequestBody(schema, { description: 'a'.repeat(60_000) }, false)?.length, BODY_LETTERS);
  });
});

describe('of a path', () => {
  const query = { properties: { limit: { type: 'integer' }, path: { type: 'string' } } };
  const rows: readonly (readonly [sent: string, kept: string])[] = [
    ['/api2/sessions', '/api2/sessions'],
    ['/api2/sessions?limit=5', '/api2/sessions?limit=5'],
    ['/api2/sessions?cvc=737&limit=5', `/api2/sessions?cvc=${UNKNOWN}&limit=5`],
    [`/api2/payments/${pan}`, '/api2/payments/[card]'],
    [`/api2/payments?path=${pan}`, '/api2/payments?path=[card]'],
    [`/api2/payments?path=${encodeURIComponent(spaced)}`, '/api2/payments?path=[card]'],
    [`/api2/payments?path=${key}`, `/api2/payments?path=${HIDDEN}`],
    [`/api2/x?${pan}=1`, `/api2/x?[card]=${UNKNOWN}`],
  ];
  for (const [sent, kept] of rows) test(sent.slice(0, 40), () => assert.equal(maskPath(sent, query), kept));
});

describe('of an answer', () => {
  const door = `https://pay.example/pay/${'x'.repeat(44)}`;
  const rows: readonly (readonly [sent: string, kept: string])[] = [
    [`{"id":"ps_1","paymentUrl":"${door}"}`, `{"id":"ps_1","paymentUrl":"https://pay.example/pay/${HIDDEN}"}`],
    [
      `{"nextAction":{"url":"${door.replace('/pay/', '/authenticate/')}"}}`,
      `{"nextAction":{"url":"https://pay.example/authenticate/${HIDDEN}"}}`,
    ],
    [`{"url":"${door}#${'t'.repeat(900)}","a":1}`, `{"url":"https://pay.example/pay/${HIDDEN}","a":1}`],
    [`{"apiKey":"${key}"}`, `{"apiKey":"${HIDDEN}"}`],
    ['{"secret":"whsec_MDEyMzQ1Njc4OWFiY2Rl"}', `{"secret":"${HIDDEN}"}`],
    [`{"note":"${spaced}"}`, '{"note":"[card]"}'],
  ];
  for (const [sent, kept] of rows) test(kept.slice(0, 40), () => assert.equal(maskAnswer(sent, false), kept));

  test('a mistake that quotes what was sent', () => {
    assert.equal(maskAnswer(`{"detail":"none is ${pan}"}`, true), '{"detail":"none is [card]"}');
  });

  test('what is cut is cut behind a mask: no part of a secret is left at the end', () => {
    for (let at = BODY_LETTERS - 60; at <= BODY_LETTERS + 2_200; at += 7) {
      const kept = maskAnswer(`${key}${'-'.repeat(at)}${key}${'-'.repeat(9_000)}`, false);
      assert.equal(/tgs/.test(kept), false, String(at));
      assert.ok(kept.length <= BODY_LETTERS);
    }
  });
});
