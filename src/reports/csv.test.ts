import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { csvLine } from './csv.ts';

/** As RFC 4180 reads it: the cells of one line, with `separator` between them. */
const read = (line: string, separator = ','): readonly string[] => {
  const cells = [''];
  let isQuoted = false;
  for (let at = 0; at < line.length; at++) {
    const letter = line[at] ?? '';
    const last = cells.length - 1;
    if (isQuoted && letter === '"' && line[at + 1] === '"') {
      cells[last] = `${cells[last] ?? ''}"`;
      at++;
    } else if (letter === '"' && (isQuoted || cells[last] === '')) isQuoted = !isQuoted;
    else if (!isQuoted && letter === separator) cells.push('');
    else if (!isQuoted && (letter === '\r' || letter === '\n')) {
      if (letter === '\n' && line.slice(at + 1) !== '') cells.push('');
    } else cells[last] = (cells[last] ?? '') + letter;
  }
  return cells;
};

const isFormula = (cell: string): boolean => /^[\s\u00a0]*[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(cell);

test('what is like a formula is text to a spreadsheet', () => {
  for (const start of ['=', '+', '-', '@', '\t=', '\r=', '\n', '\t', ' =', '＝', '＋', '－', '＠'])
    assert.match(csvLine([`${start}1+1`]), /^"[\s]*'/, JSON.stringify(start));
  assert.equal(
    csvLine(['=HYPERLINK("https://evil.example","x")']),
    `"'=HYPERLINK(""https://evil.example"",""x"")"\r\n`,
  );
});

test('a text that is none stays as it is', () => {
  assert.equal(
    csvLine(['order-1', 'a=b', 'x@y.example', 12, { decimal: '10.10' }, undefined, 'He said "no"']),
    '"order-1","a=b","x@y.example",12,10.10,,"He said ""no"""\r\n',
  );
});

test('no cell begins as a formula, whichever sign is taken for what separates', () => {
  const nasty = fc.stringMatching(/^[=+\-@;,|"\t\r\n a1＝]{0,12}$/);
  fc.assert(
    fc.property(fc.array(nasty, { minLength: 1, maxLength: 4 }), (texts) => {
      const line = csvLine(texts);
      for (const separator of [',', ';', '\t', '|'])
        for (const cell of read(line, separator))
          assert.ok(!isFormula(cell), `${JSON.stringify(line)} by ${separator}`);
      assert.equal(read(line).length, texts.length);
    }),
  );
});
