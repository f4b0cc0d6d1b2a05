import assert from 'node:assert/strict';
import { test } from 'node:test';
import { currencyExponents } from '../../../base/currencies.ts';
import { parseCurrency, type Money } from '../../../base/money.ts';
import { fromWireAmount, toWireAmount } from './amounts.ts';

const money = (minor: bigint, letters: string): Money => {
  const currency = parseCurrency(letters);
  assert(currency !== undefined, letters);
  return { minor, currency };
};

/** Of currencies in which Stripe counts otherwise than ISO 4217: what it is told for one whole unit. */
const unlikeIso: Readonly<Record<string, string>> = { ISK: '100', UGX: '100', MGA: '1' };
/** Of which the last digit, as we count, has to be zero. */
const threeDecimals: ReadonlySet<string> = new Set(['BHD', 'JOD', 'KWD', 'OMR', 'TND']);
/** Stripe charges in none of these. */
const untaken = `BOV BTN CHE CHW CLF COU CUP ERN GHS IQD IRR KPW LYD MRU MXV SDG SSP STN SVC SYP TMT USN UYI UYW VED VES
  XAD ZWG`.split(/\s+/);

test('every currency of ours is told to Stripe in its own units, or not at all', () => {
  let counted = 0;
  for (const [letters, exponent] of currencyExponents) {
    const unit = money(10n ** BigInt(exponent), letters);
    const told = toWireAmount(unit);
    assert.equal(told === undefined, untaken.includes(letters), letters);
    counted++;
    if (told === undefined) {
      assert.equal(fromWireAmount(100n, letters.toLowerCase()), undefined, letters);
      continue;
    }
    assert.equal(told.currency, letters.toLowerCase());
    assert.equal(told.amount, unlikeIso[letters] ?? String(unit.minor), letters);
    assert.deepEqual(fromWireAmount(BigInt(told.amount), told.currency), unit, letters);
  }
  assert.equal(counted, currencyExponents.size);
});

test('what Stripe cannot be told exactly is never rounded', () => {
  for (const [letters, exponent] of currencyExponents) {
    if (untaken.includes(letters)) continue;
    const odd = money(10n ** BigInt(exponent) + 1n, letters);
    const isImpossible = threeDecimals.has(letters) || letters === 'MGA';
    assert.equal(toWireAmount(odd) === undefined, isImpossible, letters);
  }
  assert.deepEqual(toWireAmount(money(5_120n, 'KWD')), { amount: '5120', currency: 'kwd' });
  assert.equal(toWireAmount(money(5_124n, 'KWD')), undefined);
  assert.deepEqual(toWireAmount(money(500n, 'MGA')), { amount: '5', currency: 'mga' });
  assert.equal(toWireAmount(money(520n, 'MGA')), undefined);
});

test('crowns of Iceland and shillings of Uganda are whole units in two decimals', () => {
  assert.deepEqual(toWireAmount(money(5n, 'ISK')), { amount: '500', currency: 'isk' });
  assert.deepEqual(fromWireAmount(500n, 'isk'), money(5n, 'ISK'));
  assert.deepEqual(toWireAmount(money(2_000n, 'UGX')), { amount: '200000', currency: 'ugx' });
  // Half a crown is no amount of ours.
  assert.equal(fromWireAmount(550n, 'isk'), undefined);
});

test('forints and Taiwan dollars are charged in two decimals: only their payouts are in whole units', () => {
  assert.deepEqual(toWireAmount(money(1_045n, 'HUF')), { amount: '1045', currency: 'huf' });
  assert.deepEqual(toWireAmount(money(80_045n, 'TWD')), { amount: '80045', currency: 'twd' });
});
