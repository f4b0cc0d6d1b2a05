import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSlots, STALLED_AFTER_MS } from './slots.ts';

const createStage = () => {
  let nowMs = 1_000;
  const slots = createSlots({ nowMs: () => nowMs, monotonicMs: () => nowMs, sleep: () => Promise.resolve() });
  return {
    slots,
    pass: (ms: number) => {
      nowMs += ms;
    },
    fill: (isSuspect: boolean) => {
      const begun = [];
      while (slots.canBegin(isSuspect)) begun.push(slots.begin(isSuspect));
      return begun;
    },
  };
};

test('suspects leave a quarter of the places to the others', () => {
  const { slots, fill } = createStage();
  assert.equal(fill(true).length, 384);
  assert.equal(fill(false).length, 128);
  assert.equal(slots.canBegin(false), false);
});

test('requests that stall make room, until very many did; then only for those that answer', () => {
  const { slots, pass, fill } = createStage();
  assert.equal(slots.isCrowded(), false);
  for (let round = 0; round < 4; round++) {
    assert.equal(fill(true).length, 384);
    pass(STALLED_AFTER_MS);
  }
  assert.equal(slots.canBegin(true), false);
  assert.equal(slots.isCrowded(), true);
  assert.equal(slots.canBegin(false), true);
});

test('an ended request gives its place back once, stalled or not', () => {
  const { slots, pass, fill } = createStage();
  const quick = fill(false);
  assert.equal(quick.length, 512);
  for (const slot of quick) slots.end(slot);
  for (const slot of quick) slots.end(slot);
  const again = fill(false);
  assert.equal(again.length, 512);
  pass(STALLED_AFTER_MS);
  assert.equal(slots.canBegin(false), true);
  assert.equal(slots.isCrowded(), true);
  for (const slot of again) slots.end(slot);
  assert.equal(slots.isCrowded(), false);
  assert.equal(fill(false).length, 512);
});
