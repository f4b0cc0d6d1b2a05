import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHistogram } from './histogram.ts';

test('percentiles are right to 1 % from microseconds to minutes', () => {
  for (const scale of [1, 37, 1_000, 61_234]) {
    const histogram = createHistogram();
    for (let i = 1; i <= 10_000; i++) histogram.record(i * scale);
    for (const share of [0.5, 0.9, 0.99, 1]) {
      const exact = 10_000 * share * scale;
      assert.ok(
        Math.abs(histogram.percentile(share) - exact) <= exact * 0.01 + 1,
        `${share} of ${scale}: ${histogram.percentile(share)}`,
      );
    }
  }
});

test('the counts of two add up to those of one', () => {
  const [one, two, both] = [createHistogram(), createHistogram(), createHistogram()];
  for (let i = 0; i < 1_000; i++) {
    (i % 3 === 0 ? one : two).record(i * i);
    both.record(i * i);
  }
  one.add(two.counts());
  assert.equal(one.count(), 1_000);
  assert.deepEqual(one.counts(), both.counts());
});

test('nothing recorded is no time, and what is out of range counts as the nearest that is in it', () => {
  const histogram = createHistogram();
  assert.equal(histogram.percentile(0.99), 0);
  histogram.record(-5);
  assert.equal(histogram.percentile(1), 0);
  histogram.record(1e15);
  assert.ok(histogram.percentile(1) > 2e9);
});
