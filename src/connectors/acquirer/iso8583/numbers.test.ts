import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newReference } from '../../../../test/conformance/acquirer/conformance.ts';
import { numbersOf, stanOf } from './numbers.ts';

test('the numbers of a reference are always the same, and say when it was made', () => {
  const reference = '0193751c-0d80-7abc-8def-0123456789ab' as ReturnType<typeof newReference>;
  assert.deepEqual(numbersOf(reference), numbersOf(reference));
  assert.equal(numbersOf(reference).at, new Date(0x0193751c0d80).toISOString().replaceAll(/\D/g, '').slice(2, 14));
  const [own, reversal] = [numbersOf(reference), numbersOf(reference, 'reverse')];
  assert.notEqual(own.stan, reversal.stan);
  assert.equal(own.at, reversal.at);
});

test('any reference has numbers of the right form', () => {
  const farOff = 'ffffffff-ffff-7abc-8def-0123456789ab';
  for (const text of ['', 'x', 'é', 'a'.repeat(500), farOff, newReference()]) {
    const numbers = numbersOf(text as ReturnType<typeof newReference>);
    assert.match(numbers.stan, /^\d{6}$/);
    assert.notEqual(numbers.stan, '000000');
    assert.match(numbers.rrn, /^[0-9A-Z]{12}$/);
    assert.match(numbers.at, /^\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])([01]\d|2[0-3])[0-5]\d[0-5]\d$/);
  }
  assert.deepEqual(
    [stanOf(0), stanOf(999_998), stanOf(999_999), stanOf(4_294_967_295)],
    ['000001', '999999', '000001', '971590'],
  );
});

test('references that share a STAN are told apart by their RRN', () => {
  const byStan = new Map<string, string>();
  const rrns = new Set<string>();
  let collisions = 0;
  for (let count = 0; count < 20_000; count++) {
    const { stan, rrn } = numbersOf(newReference());
    if (byStan.has(stan)) collisions++;
    byStan.set(stan, rrn);
    rrns.add(rrn);
  }
  assert(collisions > 0, 'the test met no collision');
  assert.equal(rrns.size, 20_000);
});
