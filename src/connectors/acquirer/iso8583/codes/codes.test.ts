import assert from 'node:assert/strict';
import { test } from 'node:test';
import { declineReasons } from '../../contract.ts';
import { findDialect } from '../dialects/index.ts';
import type { CodeRow } from './code-row.ts';
import { codes1987 } from './codes-1987.ts';
import { codes1993 } from './codes-1993.ts';
import { codeRowOf } from './read-code.ts';

const range = (from: number, to: number, digits: number): readonly string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => String(from + index).padStart(digits, '0'));

/** What ISO 8583:1987 defines in field 39; 45 to 50, 69 to 74 and 76 to 89 are reserved. */
const documented1987 = [...range(0, 44, 2), ...range(51, 68, 2), '75', ...range(90, 96, 2)];
/** What the schemes use of the rest, and letters of their own. */
const schemes1987 =
  '1A 46 6P 70 76 77 78 79 80 81 82 83 84 85 86 87 88 89 97 98 99 N0 N3 N4 N7 N8 P2 Q1 R0 R1 R3 R9 Z3'.split(' ');
/** The action codes of ISO 8583:1993. */
const documented1993 = [
  ...range(0, 7, 3),
  ...range(100, 129, 3),
  ...range(200, 210, 3),
  ...range(300, 309, 3),
  '400',
  ...range(500, 504, 3),
  ...range(600, 606, 3),
  '700',
  '800',
  ...range(900, 923, 3),
  '950',
];

test('every documented code of 1987 has a row, and no row is of nothing', () => {
  assert.equal(documented1987.length, 71);
  assert.deepEqual(Object.keys(codes1987).sort(), [...documented1987, ...schemes1987].sort());
});

test('every action code of 1993 has a row, and no row is of nothing', () => {
  assert.equal(documented1993.length, 99);
  assert.deepEqual(Object.keys(codes1993).sort(), [...documented1993].sort());
});

const ascii = findDialect('ascii-1987');
const of1993 = findDialect('iso-1993');
assert(ascii && of1993);

test('the only yes is the one to all that was asked', () => {
  const yes = (rows: Readonly<Record<string, CodeRow>>) =>
    Object.entries(rows).flatMap(([code, { means }]) => (means === 'approved' ? [code] : []));
  assert.deepEqual(yes(codes1987), ['00']);
  assert.deepEqual(yes(codes1993), ['000']);
  for (const code of ['08', '10', '11', '16', '32', '09', '68', '94'])
    assert.equal(codeRowOf(ascii, code).means, 'undecided');
  for (const code of ['001', '002', '003', '004', '005', '006', '007', '913', '923', '800'])
    assert.equal(codeRowOf(of1993, code).means, 'undecided');
});

test('a code without a row is the cautious reading of its kind', () => {
  for (const code of ['Z9', '49', '', '0']) {
    assert.deepEqual(codeRowOf(ascii, code), { means: 'declined', reason: 'doNotHonor' });
  }
  for (const code of ['199', '250', '999']) assert.equal(codeRowOf(of1993, code).means, 'declined');
  for (const code of ['008', '099', '399', '450', '00', '']) assert.equal(codeRowOf(of1993, code).means, 'undecided');
  // Names that every object has are no codes.
  for (const code of ['toString', '__proto__']) assert.equal(codeRowOf(ascii, code).means, 'declined');
});

test('every reason that a bank can give is told by some code', () => {
  for (const [name, dialect, rows] of [
    ['1987', ascii, codes1987],
    ['1993', of1993, codes1993],
  ] as const) {
    const told = new Set(
      Object.values({ ...rows, ...dialect.codes }).flatMap((row) => (row.means === 'declined' ? [row.reason] : [])),
    );
    // Ours alone.
    assert.deepEqual(
      declineReasons.filter((reason) => reason !== 'velocityExceeded' && !told.has(reason)),
      [],
      name,
    );
  }
});
