import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Clock } from '../../base/clock.ts';
import type { Uuid } from '../../base/id.ts';
import { parseCurrency } from '../../base/money.ts';
import { Secret } from '../../base/secret.ts';
import { digitsOf, formatAmount, formatTimeLeft } from './amounts.ts';
import { pickEncoding } from '../kernel/static-file.ts';
import { catalogs, pickLocale } from './catalogs/index.ts';
import { createFormTokens } from './form-token.ts';
import { createFrameHeaders, createPageHeaders } from './headers.ts';
import { html, jsonForScript } from '../kernel/html.ts';
import { sizeOf } from './summary.ts';

const money = (minor: bigint, letters: string) => {
  const currency = parseCurrency(letters);
  assert.ok(currency);
  return { minor, currency };
};
const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, ' ').replaceAll(/[\u200e\u200f\u061c]/g, '');

test('text never becomes markup', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const { markup } = html`<p title="${text}">${text}</p>`;
      assert.equal(markup.match(/[<>]/g)?.length, 4);
      assert.equal(markup.match(/"/g)?.length, 2);
    }),
  );
  assert.equal(html`${html`<b>1</b>`}${[html`2`, html`3`]}${false}${undefined}${4}`.markup, '<b>1</b>234');
  assert.equal(jsonForScript({ text: '</script><!--' }).markup, '{"text":"\\u003c/script>\\u003c!--"}');
});

test('amounts are written as the customer writes them, with the decimals of ISO 4217, exactly', () => {
  const rows: readonly (readonly [minor: bigint, currency: string, tag: string, written: string])[] = [
    [4990n, 'EUR', 'en', '€49.90'],
    [4990n, 'EUR', 'de', '49,90 €'],
    [4990n, 'EUR', 'de-AT', '€ 49,90'],
    [123456n, 'EUR', 'fr', '1 234,56 €'],
    [1n, 'USD', 'en', '$0.01'],
    [5000n, 'JPY', 'en', '¥5,000'],
    [12345n, 'KWD', 'en', 'KWD 12.345'],
    [12345n, 'KWD', 'es', '12,345 KWD'],
    [5000n, 'ISK', 'en', 'ISK 5,000'],
    [5000n, 'UGX', 'en', 'UGX 5,000'],
    [1999n, 'LAK', 'en', 'LAK 19.99'],
    [1999n, 'IQD', 'en', 'IQD 1.999'],
    [4990n, 'EUR', 'el', '49,90 €'],
    [4990n, 'EUR', 'ar', '49.90 €'],
    [12900n, 'USD', 'ar', '129.00 \u2066US$\u2069'],
    [14800n, 'JPY', 'ar', '14,800 \u2066JP¥\u2069'],
    [12900n, 'SAR', 'ar', '129.00 ر.س.'],
    [12900n, 'USD', 'es', '129,00 US$'],
    [12900n, 'USD', 'es-419', 'USD 129.00'],
    [4990n, 'EUR', 'ar-EG', '٤٩٫٩٠ €'],
    [999_999_999_999_999_999n, 'EUR', 'en', '€9,999,999,999,999,999.99'],
  ];
  for (const [minor, currency, tag, written] of rows)
    assert.equal(plain(formatAmount(money(minor, currency), tag)), written);
});

test('only what is seen counts for the size of an amount', () => {
  for (const currency of ['SAR', 'AED', 'EGP', 'USD', 'KWD'])
    assert.equal(sizeOf(formatAmount(money(12900n, currency), 'ar')), 'short', currency);
  assert.equal(sizeOf(formatAmount(money(99_999_999n, 'KWD'), 'ar')), 'long');
  assert.equal(sizeOf('€49.90'), 'short');
});

test('the script is told the digits of the language, so that browsers do not mix two kinds', () => {
  assert.deepEqual(['ar', 'ar-EG', 'ar-AE', 'de', 'es-419'].map(digitsOf), ['latn', 'arab', 'latn', 'latn', 'latn']);
});

test('the time left is rounded down to its largest sensible unit, in the language’s own plural', () => {
  const minutes = (count: number) => count * 60_000;
  const rows: readonly (readonly [ms: number, tag: string, written: string])[] = [
    [minutes(19), 'en', '19 minutes'],
    [minutes(1), 'en', '1 minute'],
    [0, 'en', '1 minute'],
    [minutes(119), 'en', '119 minutes'],
    [minutes(150), 'en', '2 hours'],
    [minutes(60 * 24 * 30), 'de', '30 Tage'],
    [minutes(3), 'ar', '3 دقائق'],
    [minutes(2), 'el', '2 λεπτά'],
  ];
  for (const [ms, tag, written] of rows) assert.equal(plain(formatTimeLeft(ms, tag)), written);
});

test('the shop’s language, else the browser’s, else English', () => {
  const rows: readonly (readonly [wanted: string | undefined, header: string | undefined, tag: string])[] = [
    ['EN', 'de', 'en'],
    ['de', undefined, 'de'],
    ['de-AT', undefined, 'de-AT'],
    ['de_at', 'en', 'de-AT'],
    ['DE-Latn-CH', undefined, 'de-CH'],
    ['pt_BR', 'fr-CH, fr;q=0.9, en;q=0.8', 'fr-CH'],
    ['pt_BR', 'pt-BR', 'en'],
    ['de', 'de-AT,en', 'de-AT'],
    ['de-DE', 'de-AT', 'de-DE'],
    [undefined, 'en;q=0.5, el;q=0.9', 'el'],
    [undefined, 'es;q=0, ar', 'ar'],
    [undefined, '*', 'en'],
    [undefined, '', 'en'],
    [undefined, undefined, 'en'],
    [undefined, 'ar-u-nu-latn', 'ar'],
    [undefined, 'es-419,es;q=0.9', 'es-419'],
    ['es_419', undefined, 'es-419'],
    [undefined, 'x'.repeat(10_000), 'en'],
    ['<script>', ';;;,,q=', 'en'],
    ['constructor', '__proto__', 'en'],
  ];
  for (const [wanted, acceptLanguage, tag] of rows)
    assert.equal(pickLocale({ wanted, acceptLanguage }).tag, tag, `${wanted} ${acceptLanguage}`);
});

test('every catalogue says everything, in its own words', () => {
  const sentencesOf = (value: unknown): readonly string[] => {
    if (typeof value === 'string') return [value];
    if (typeof value === 'function') return [String(value('Blue Mountain'))];
    return typeof value === 'object' && value !== null ? Object.values(value).flatMap(sentencesOf) : [];
  };
  const [english, ...others] = catalogs.map((catalog) => ({ catalog, sentences: sentencesOf(catalog) }));
  assert.ok(english);
  for (const { catalog, sentences } of others) {
    assert.equal(sentences.length, english.sentences.length, catalog.language);
    const copied: readonly string[] = sentences.filter(
      (sentence, i) => sentence === english.sentences[i] && sentence.length > 12,
    );
    assert.deepEqual(copied, [], `${catalog.language} has untranslated sentences`);
  }
  for (const { catalog, sentences } of [english, ...others]) {
    for (const sentence of sentences)
      assert.ok(sentence.trim() === sentence && sentence !== '', `${catalog.language}: «${sentence}»`);
    for (const [reason, sentence] of Object.entries(catalog.declines))
      assert.ok(sentence.length > 30, `${catalog.language} ${reason} helps`);
  }
});

test('a form’s token is good for its session and attempt, for a day', () => {
  let nowMs = Date.parse('2026-11-22T12:00:30Z');
  const clock: Clock = { nowMs: () => nowMs, monotonicMs: () => 0, sleep: async () => undefined };
  const tokens = createFormTokens(new Secret(Buffer.alloc(32, 1)), clock);
  const address = { merchantId: 'm1' as Uuid<'merchant'>, sessionId: 's1' as Uuid<'session'> };
  const token = tokens.issue(address, 3);
  assert.equal(tokens.read(token, address), 3);
  assert.equal(tokens.read(token, { ...address, sessionId: 's2' as Uuid<'session'> }), undefined);
  assert.equal(createFormTokens(new Secret(Buffer.alloc(32, 2)), clock).read(token, address), undefined);
  for (const forged of [
    '',
    'x',
    undefined,
    7,
    null,
    {},
    `B${token.slice(1)}`,
    `${token.slice(0, -2)}AA`,
    'A'.repeat(54),
    'A'.repeat(5000),
  ]) {
    assert.equal(tokens.read(forged, address), undefined);
  }
  nowMs += 24 * 3_600_000;
  assert.equal(tokens.read(token, address), 3);
  nowMs += 60_000;
  assert.equal(tokens.read(token, address), undefined);
});

test('a form leads to us alone, or on to a bank by https; the page frames nobody but us', () => {
  const rows: readonly (readonly ['live' | 'sandbox', string])[] = [
    ['live', 'https:'],
    ['sandbox', 'https: http:'],
  ];
  for (const [mode, banks] of rows) {
    const settings = { mode, publicUrl: 'https://pay.example' };
    const page = createPageHeaders(settings);
    assert.match(page()['content-security-policy'] ?? '', /; form-action 'self'$/);
    assert.match(page({ hasFrames: true })['content-security-policy'] ?? '', /; form-action 'self'; frame-src 'self'$/);
    assert.ok(page({ postsToBank: true })['content-security-policy']?.endsWith(`; form-action 'self' ${banks}`));
    const common =
      "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'; frame-ancestors 'self'";
    const frame = createFrameHeaders(settings);
    assert.equal(
      frame('bank')['content-security-policy'],
      `${common}; form-action ${banks}; frame-src 'self' ${banks}; connect-src ${banks}`,
    );
    assert.equal(
      frame('method')['content-security-policy'],
      `${common}; form-action ${banks}; frame-src 'self' ${banks}`,
    );
    assert.equal(frame('ourForm')['content-security-policy'], `${common}; form-action 'self'`);
    assert.equal(frame('nothing')['content-security-policy'], `${common}; form-action 'none'`);
    assert.equal(frame('nothing')['x-frame-options'], 'SAMEORIGIN');
  }
  const headers = createPageHeaders({ mode: 'live', publicUrl: 'https://pay.example' });
  assert.match(headers()['content-security-policy'] ?? '', /^default-src 'none'; /);
  assert.equal(headers()['strict-transport-security'], 'max-age=31536000');
  assert.equal(
    createPageHeaders({ mode: 'sandbox', publicUrl: 'https://pay.example' })()['strict-transport-security'],
    undefined,
  );
});

test('the best encoding that the browser takes', () => {
  const rows = [
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['br;q=0.1', 'br'],
    ['', undefined],
    ['brotli', undefined],
  ] as const;
  for (const [header, encoding] of rows) assert.equal(pickEncoding(header), encoding, header);
  assert.equal(pickEncoding(undefined), undefined);
});

test('the built files are what the sources give', () => {
  execFileSync(process.execPath, ['scripts/build-checkout.ts', '--check'], {
    cwd: new URL('../../../', import.meta.url),
  });
});
