import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Problem } from '../base/problem.ts';
import { parseStrictJson } from './strict-json.ts';

const refuses = (text: string, sentence: RegExp): void => {
  assert.throws(
    () => parseStrictJson(text),
    (error: unknown) => error instanceof Problem && error.code === 'invalid_json' && sentence.test(error.message),
    text.slice(0, 60),
  );
};

test('ordinary JSON is read as JSON.parse reads it', () => {
  const plain = fc.jsonValue({ maxDepth: 6, noUnicodeString: false }).filter(
    (value) =>
      !/[.eE]/.test(
        JSON.stringify(value)
          .replaceAll(/"(?:[^"\\]|\\.)*"/g, '')
          .replaceAll(/true|false|null/g, ''),
      ),
  );
  fc.assert(
    fc.property(plain, fc.constantFrom(0, 1, '\t'), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      if (text.includes('"__proto__"') || /\d{16}/.test(text)) return;
      assert.deepEqual(parseStrictJson(text), JSON.parse(text));
    }),
  );
});

test('brackets, quotes, numbers and keys inside of texts are only text', () => {
  for (const value of ['{"a":1,"a":2}', '[[[[[[[[[[', '1e5', '\\"', '"__proto__"', '\\\\', 'a,b:c', '🙂\u2028'])
    assert.deepEqual(parseStrictJson(JSON.stringify({ value, [value]: [value] })), { value, [value]: [value] });
  assert.deepEqual(parseStrictJson('{"a":{"x":1},"b":{"x":2},"c":[{"x":3},{"x":4}]}'), {
    a: { x: 1 },
    b: { x: 2 },
    c: [{ x: 3 }, { x: 4 }],
  });
});

test('what is no JSON', () => {
  for (const text of [
    '',
    ' ',
    '{',
    '}',
    '{"a":}',
    '{a:1}',
    "{'a':1}",
    '[1,]',
    '01',
    '+1',
    '.5',
    'NaN',
    'Infinity',
    '"\n"',
    '{"a":1}x',
    '\ufeff{}',
    '{"a":1,}',
    'undefined',
  ])
    refuses(text, /not valid JSON/);
});

test('the same key twice, however it is written', () => {
  for (const text of [
    '{"a":1,"a":1}',
    '{"a":1,"b":2,"a":3}',
    '{"a":1,"\\u0061":2}',
    '{"x":{"a":1,"a":2}}',
    '[{"a":1,"a":2}]',
    '{"":1,"":2}',
    '{"a":{"b":1},"a":2}',
    '{"a":[1],"a":2}',
    '{ "a" : 1 , "a" : 2 }',
  ])
    refuses(text, /there twice/);
  for (const text of ['{"__proto__":1}', '{"a":{"__proto__":{}}}', '{"\\u005f_proto__":1}']) refuses(text, /__proto__/);
});

test('a key that is a card number is not repeated', () => {
  assert.throws(
    () => parseStrictJson('{"4444555511113333":1,"4444555511113333":2}'),
    (error: unknown) => error instanceof Problem && !error.message.includes('4444'),
  );
});

test('numbers are whole, exact, and written in digits', () => {
  for (const text of [
    '1e3',
    '1E3',
    '1.0',
    '0.5',
    '-1.5',
    '1e-2',
    '9007199254740992',
    '-9007199254740992',
    '123456789012345678901234567890',
    '[1,2.5]',
    '{"a":-0.0}',
  ])
    refuses(text, /whole number/);
  for (const text of ['0', '-0', '1', '-1', '9007199254740991', '-9007199254740991', '[1,-2,3]'])
    assert.deepEqual(parseStrictJson(text), JSON.parse(text));
});

test('eight levels are enough, and a million do not hurt', () => {
  assert.doesNotThrow(() => parseStrictJson(`${'['.repeat(8)}${']'.repeat(8)}`));
  refuses(`${'['.repeat(9)}${']'.repeat(9)}`, /more than 8 levels/);
  refuses(`${'{"a":'.repeat(9)}1${'}'.repeat(9)}`, /more than 8 levels/);
  assert.throws(() => parseStrictJson(`${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`), Problem);
});

test('whatever the text, it is read or refused, never anything else', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'{}[]":,\\u0123ae.- \n'.split('')), maxLength: 40 }), (text) => {
      try {
        parseStrictJson(text);
      } catch (error) {
        assert.ok(error instanceof Problem);
      }
    }),
  );
});
