import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Problem } from '../../base/problem.ts';
import { parseStrictJson } from './strict-json.ts';

const refuses = (text: string, sentence: RegExp, pointer?: string): void => {
  assert.throws(
    () => parseStrictJson(text),
    (error: unknown) =>
      error instanceof Problem &&
      error.code === (pointer === undefined ? 'invalid_json' : 'invalid_fields') &&
      error.fields[0]?.pointer === pointer &&
      sentence.test(error.message),
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
    '\ufeff',
    '{}\ufeff',
    '{"a":1,}',
    'undefined',
  ])
    refuses(text, /not valid JSON/);
});

test('a byte order mark says nothing', () => {
  assert.deepEqual(parseStrictJson('\ufeff{"a":1}'), { a: 1 });
});

test('the same key twice, however it is written', () => {
  const rows: readonly (readonly [text: string, pointer: string])[] = [
    ['{"a":1,"a":1}', '/a'],
    ['{"a":1,"b":2,"a":3}', '/a'],
    ['{"a":1,"\\u0061":2}', '/a'],
    ['{"x":{"a":1,"a":2}}', '/x/a'],
    ['[0,{"a":1,"a":2}]', '/1/a'],
    ['{"":1,"":2}', '/'],
    ['{"a":{"b":1},"a":2}', '/a'],
    ['{"a":[1],"a":2}', '/a'],
    ['{ "a" : 1 , "a" : 2 }', '/a'],
    ['{"b/~":{"a":1,"a":2}}', '/b~1~0/a'],
  ];
  for (const [text, pointer] of rows) refuses(text, /there twice/, pointer);
  refuses('{"__proto__":1}', /__proto__/, '/__proto__');
  refuses('{"a":{"__proto__":{}}}', /__proto__/, '/a/__proto__');
  refuses('{"\\u005f_proto__":1}', /__proto__/, '/__proto__');
});

test('a key that is a card number is not repeated', () => {
  assert.throws(
    () => parseStrictJson('{"4444555511113333":1,"4444555511113333":2}'),
    (error: unknown) => error instanceof Problem && !error.message.includes('4444'),
  );
});

test('numbers are whole, exact, and written in digits', () => {
  const rows: readonly (readonly [text: string, pointer: string])[] = [
    ['1e3', ''],
    ['1E3', ''],
    ['1.0', ''],
    ['0.5', ''],
    ['-1.5', ''],
    ['1e-2', ''],
    ['9007199254740992', ''],
    ['-9007199254740992', ''],
    ['123456789012345678901234567890', ''],
    ['[1,2.5]', '/1'],
    ['{"a":-0.0}', '/a'],
    ['{"x":1,"amount":1.5,"y":2}', '/amount'],
    ['{"x":{"y":[{"z":1},{"z":[1,2,3e1]}]}}', '/x/y/1/z/2'],
    ['{"x":{"y":[1,2]},"z":0.1}', '/z'],
  ];
  for (const [text, pointer] of rows) refuses(text, /whole number/, pointer);
  for (const text of ['0', '-0', '1', '-1', '9007199254740991', '-9007199254740991', '[1,-2,3]'])
    assert.deepEqual(parseStrictJson(text), JSON.parse(text));
});

test('eight levels are enough, and a million do not hurt', () => {
  assert.doesNotThrow(() => parseStrictJson(`${'['.repeat(8)}${']'.repeat(8)}`));
  refuses(`${'['.repeat(9)}${']'.repeat(9)}`, /more than 8 levels/, '/0'.repeat(8));
  refuses(`${'{"a":'.repeat(9)}1${'}'.repeat(9)}`, /more than 8 levels/, '/a'.repeat(8));
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

test('all that is wrong is named at once, and of very much the first twenty', () => {
  const fieldsOf = (text: string): readonly unknown[] => {
    try {
      parseStrictJson(text);
    } catch (error) {
      if (error instanceof Problem) return error.fields.map(({ pointer, code }) => [pointer, code]);
      throw error;
    }
    return [];
  };
  assert.deepEqual(fieldsOf('{"amount":1.5,"to":[1,1e3],"amount":2,"a":{"__proto__":1}}'), [
    ['/amount', 'type'],
    ['/to/1', 'type'],
    ['/amount', 'repeated'],
    ['/a/__proto__', 'unknown'],
  ]);
  assert.equal(fieldsOf(`[${'1.5,'.repeat(1_000)}1]`).length, 20);
});
