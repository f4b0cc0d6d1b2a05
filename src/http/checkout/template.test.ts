import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gunzipSync, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { GZIP_END, GZIP_START } from './gzip-pieces.ts';
import { trustMarkup } from '../kernel/html.ts';
import { compileTemplate, gap } from './template.ts';

const GAPS = ['first', 'second', 'list'] as const;
const TEXT = 'The same words, the same words, and again the same words: they are worth compressing. '.repeat(20);
const template = compileTemplate(
  `<p title="${gap('first')}">${gap('second')}</p>${TEXT}${gap('list')}${gap('list')}<b>${gap('first')}</b>`,
  GAPS,
);
const anyText = fc.string({ unit: 'binary', maxLength: 80 });

describe('a page of a template', () => {
  test('is the same packed and not, whatever stands in its gaps', () => {
    const values = fc.record({ first: anyText, second: anyText, list: fc.integer({ min: 0, max: 4_000 }) });
    fc.assert(
      fc.property(values, ({ first, second, list }) => {
        const page = template({ first, second, list: trustMarkup('<li>\u00e4</li>'.repeat(list)) });
        // gunzip also checks the length and the checksum.
        assert.deepEqual(gunzipSync(page.gzip()), page.plain());
      }),
    );
  });

  test('is much smaller packed', () => {
    const page = template({ first: 'a', second: 'b', list: trustMarkup('<li>one of many</li>'.repeat(200)) });
    assert.ok(page.gzip().length * 5 < page.plain().length);
  });

  test('has a length that does not say whether what a stranger wrote repeats a secret', () => {
    const secret = 'wS3cr3t-T0k3n-0f-th3-f0rm-4711';
    const sizeWith = (guess: string): number => template({ first: secret, second: guess, list: '' }).gzip().length;
    const wrong = 'x'.repeat(secret.length);
    assert.equal(sizeWith(secret), sizeWith(wrong));
    assert.equal(sizeWith(TEXT.slice(0, 100)), sizeWith('x'.repeat(100)));
    // Long values are compressed, each beside nothing.
    const long = `${secret}${'y'.repeat(2_000)}`;
    assert.equal(sizeWith(long), template({ first: wrong, second: long, list: '' }).gzip().length);
  });

  test('is made of pieces of which each can be read alone', () => {
    const alone = compileTemplate(TEXT, []);
    const pieces = alone({}).gzip();
    const body = pieces.subarray(GZIP_START.length, pieces.length - 8);
    assert.equal(inflateRawSync(body).toString(), TEXT);
    assert.deepEqual(body.subarray(-GZIP_END.length), GZIP_END);
  });
});
