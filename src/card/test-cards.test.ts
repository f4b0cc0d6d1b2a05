import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brandRulesOf } from './brand.ts';
import { findPanMistake } from './pan.ts';
import { testCards } from './test-cards.ts';

test('every test card is a number that the payment page takes, of the brand that it says', () => {
  for (const { pan, brand } of testCards) {
    assert.equal(findPanMistake(pan), undefined, pan);
    assert.equal(brandRulesOf(pan).brand, brand, pan);
    assert(brandRulesOf(pan).panLengths.includes(pan.length), pan);
  }
});

test('no number stands twice, nor two that look the same on a receipt', () => {
  assert.equal(new Set(testCards.map(({ pan }) => pan)).size, testCards.length);
  assert.equal(new Set(testCards.map(({ pan }) => pan.slice(0, 6) + pan.slice(-4))).size, testCards.length);
});

test('exactly the declined cards have a reason, and every title is one sentence', () => {
  for (const card of testCards) {
    assert.equal(card.declineReason !== undefined, card.behavior === 'declined', card.pan);
    assert.match(card.title, /^(?:[^.]|(?<=\d)\.(?=\d))+\.$/);
  }
});
