import assert from 'node:assert/strict';
import { test } from 'node:test';
import { declineReasons } from '../contract.ts';
import { codeOfReason, declineOfAction, declineOfCode, refusals } from './refusals.ts';

/** As the documentation lists them; 1, 13 and 30 are no codes, and 0 says nothing. */
const documented = [
  ...[2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29],
  ...[31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46],
];

test('every documented refusal reason has a row, and no other', () => {
  assert.deepEqual(Object.keys(refusals).map(Number), documented);
  assert.equal(documented.length, 43);
});

test('every row leads to a reason of ours; soft is the one that asks for authentication', () => {
  for (const code of Object.keys(refusals)) {
    const decline = declineOfCode(code, undefined);
    assert(declineReasons.includes(decline.declineReason), code);
    assert.equal(decline.acquirerCode, code);
    assert.equal(decline.softDecline, decline.declineReason === 'authenticationRequired', code);
  }
  const soft = Object.keys(refusals).filter((code) => declineOfCode(code, undefined).softDecline);
  assert.deepEqual(soft, ['38']);
});

test('a code of tomorrow is the cautious reading', () => {
  for (const code of ['99', '0', 'constructor', '__proto__'])
    assert.deepEqual(declineOfCode(code, undefined), {
      kind: 'declined',
      declineReason: 'doNotHonor',
      acquirerCode: code,
      softDecline: false,
    });
});

test('a blocked card is lost or stolen when the issuer says so, and else restricted', () => {
  const reasonOf = (raw: string | undefined) => declineOfCode('5', raw).declineReason;
  assert.equal(reasonOf('41 : Lost card'), 'lostCard');
  assert.equal(reasonOf('43 : Stolen card, pick up'), 'stolenCard');
  assert.equal(reasonOf('62 : Restricted card'), 'restrictedCard');
  assert.equal(reasonOf('410 : something else'), 'restrictedCard');
  assert.equal(reasonOf(undefined), 'restrictedCard');
  assert.equal(declineOfCode('12', '41 : Lost card').declineReason, 'insufficientFunds');
});

test('the words of every reason lead to its code, however they are written', () => {
  for (const [code, { text }] of Object.entries(refusals)) {
    assert.equal(codeOfReason(text), code);
    assert.equal(codeOfReason(text.toUpperCase().replace(/[^A-Z0-9]+/g, '_')), code);
  }
  assert.equal(codeOfReason('a sentence of tomorrow'), '2');
  assert.equal(codeOfReason(''), '2');
});

test('a host that wants to authenticate by itself has declined softly', () => {
  const { declineReason, softDecline, acquirerCode } = declineOfAction('ChallengeShopper');
  assert.deepEqual([declineReason, softDecline, acquirerCode], ['authenticationRequired', true, 'ChallengeShopper']);
});
