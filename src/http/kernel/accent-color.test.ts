import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contrastOf, findAccentMistake, renderAccentStyle } from './accent-color.ts';

test('contrast is what WCAG says', () => {
  assert.equal(contrastOf('#000000', '#ffffff'), 21);
  assert.equal(contrastOf('#ffffff', '#ffffff'), 1);
  assert.equal(contrastOf('#777777', '#ffffff').toFixed(2), '4.48');
  assert.equal(contrastOf('#767676', '#ffffff').toFixed(2), '4.54');
});

test('a color that can be read is taken, a lighter one refused with the nearest that can', () => {
  assert.equal(findAccentMistake('#1e4fd0'), undefined);
  assert.equal(findAccentMistake('#767676'), undefined);
  for (const color of ['#777777', '#ffcc00', '#ffffff', '#00ff00']) {
    const nearest = /(#[0-9a-f]{6}) is the nearest/.exec(findAccentMistake(color) ?? '')?.[1];
    assert.equal(nearest === undefined ? 'nothing' : findAccentMistake(nearest), undefined, color);
  }
  for (const text of ['1e4fd0', '#1E4FD0', '#fff', 'red', '#1e4fd0;}', ''])
    assert.match(findAccentMistake(text) ?? '', /such as #1e4fd0/, text);
});

test('in the dark, what has the focus is seen, whatever the color', () => {
  for (const color of ['#000000', '#1e4fd0', '#0b0b3b', '#b3261e']) {
    const ring = /dark\)\{:root\{.*--focus:(#[0-9a-f]{6})/.exec(renderAccentStyle(color))?.[1] ?? '';
    assert.ok(contrastOf(ring, '#172032') >= 3, `${color}: ${ring}`);
  }
});
