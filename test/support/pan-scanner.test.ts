import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { isLuhnValid } from '../../src/card/pan.ts';
import { createPanScanner, findPans, makePans } from './pan-scanner.ts';

const PANS = makePans(50, randomBytes);

/** Written without the scanner's own tables, in the ways that things are really stored and sent. */
const disguises: Readonly<Record<string, (pan: string) => Buffer>> = {
  plain: (pan) => Buffer.from(`{"number":"${pan}"}`),
  spaced: (pan) => Buffer.from(`card ${groups(pan).join(' ')} of`),
  dashed: (pan) => Buffer.from(groups(pan).join('-')),
  'json in base64': (pan) => Buffer.from(Buffer.from(`{"n":"${pan}"}`).toString('base64')),
  'base64 after one byte': (pan) => Buffer.from(Buffer.from(`x${pan}yz`).toString('base64')),
  'base64 after two bytes': (pan) => Buffer.from(Buffer.from(`xy${pan}z`).toString('base64')),
  'base64url of a spaced one': (pan) => Buffer.from(Buffer.from(`ab ${groups(pan).join(' ')}.`).toString('base64url')),
  'basic authorization': (pan) => Buffer.from(`Basic ${Buffer.from(`user:${pan}`).toString('base64')}`),
  'bytea of a dump': (pan) => Buffer.from(`\\x${Buffer.from(`seal${pan}`).toString('hex')}`),
  'hex in capitals': (pan) => Buffer.from(Buffer.from(groups(pan).join('-')).toString('hex').toUpperCase()),
  'utf-16 little endian': (pan) => Buffer.from(`odd${pan}`, 'utf16le'),
  'utf-16 big endian': (pan) => Buffer.from(groups(pan).join(' '), 'utf16le').swap16(),
  'form field': (pan) => Buffer.from(new URLSearchParams({ pan: groups(pan).join(' ') }).toString()),
  encodeURIComponent: (pan) => Buffer.from(`?pan=${encodeURIComponent(groups(pan).join(' '))}`),
  'every byte escaped': (pan) => Buffer.from([...pan].map((digit) => `%3${digit}`).join('')),
  'packed digits': (pan) => Buffer.from(pan.length % 2 === 1 ? `0${pan}` : pan, 'hex'),
};

const groups = (pan: string): readonly string[] =>
  pan.length === 15 ? [pan.slice(0, 4), pan.slice(4, 10), pan.slice(10)] : (pan.match(/.{1,4}/g) ?? []);

test('fifty planted numbers are found in every disguise, wherever they lie', () => {
  assert.ok(PANS.every((pan) => isLuhnValid(pan)) && new Set(PANS).size === 50);
  const scan = createPanScanner(PANS);
  for (const [name, disguise] of Object.entries(disguises)) {
    for (const [at, pan] of PANS.entries()) {
      const hits = scan(Buffer.concat([randomBytes(at), disguise(pan), randomBytes(64)]));
      assert.ok(
        hits.some((hit) => hit.last4 === pan.slice(-4)),
        `${name}: ${pan.length} digits at ${at}`,
      );
    }
  }
});

test('nothing is found where nothing is: noise, other numbers, a masked number', () => {
  const others = makePans(200, randomBytes).filter((pan) => !PANS.includes(pan));
  const masked = PANS.map((pan) => `${pan.slice(0, 6)}******${pan.slice(-4)}`);
  const noise = Buffer.concat([randomBytes(4_000_000), Buffer.from(others.join('\n')), Buffer.from(masked.join('\n'))]);
  assert.deepEqual(findPans(noise, PANS), []);
});

test('a hit tells where and how, and not the number', () => {
  const pan = PANS[0] ?? '';
  const hits = findPans(Buffer.from(`id=7&pan=${pan}`), [pan]);
  assert.deepEqual(hits, [{ last4: pan.slice(-4), form: 'plain, bytes', offset: 9 }]);
  assert.doesNotMatch(JSON.stringify(hits), new RegExp(pan));
});
