import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemRandom } from '../base/random.ts';
import { findPasswordMistake, hashPassword, isPassword } from './password.ts';

test('a password has 12 letters or more, of any kind, and does not repeat the address', () => {
  for (const [password, mistake] of [
    ['elevenletrs', /12 letters or more/],
    ['twelve lettr', undefined],
    ['only small letters', undefined],
    ['гдежетытеперь', undefined],
    ['🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵🐔🐧', undefined],
    ['x'.repeat(40), /five different letters/],
    [`${'word '.repeat(51)}x`, undefined],
    [`${'word '.repeat(51)}xy`, /256 letters at most/],
    ['my name is Adalovelace', /repeat the e-mail address/],
  ] as const) {
    const found = findPasswordMistake(password, 'adalovelace@shop.example');
    if (mistake === undefined) assert.equal(found, undefined, password);
    else assert.match(found ?? '', mistake, password);
  }
});

test('it is kept as argon2id with a salt of its own, and judged whole, as it was typed', async () => {
  const long = `${'correct horse battery staple '.repeat(8)}end`;
  const [one, other] = await Promise.all([hashPassword(systemRandom, long), hashPassword(systemRandom, long)]);
  assert.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  assert.notEqual(one, other);
  assert.deepEqual(
    [await isPassword(one, long), await isPassword(one, `${long}!`), await isPassword(one, long.slice(0, -1))],
    [true, false, false],
  );
  assert.equal(await isPassword(one, long.toUpperCase()), false);
  assert.equal(await isPassword(undefined, long), false);
});
