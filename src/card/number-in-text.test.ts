import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { holdsCardNumber } from './number-in-text.ts';

/** Published test numbers: of every scheme in every length that it issues. */
const PANS = [
  '4111111111111111',
  '4444555511113333',
  '5555555555554444',
  '2223003122003222',
  '2720990000000007',
  '378282246310005',
  '341111111111111',
  '6011111111111117',
  '6445644564456445',
  '6510000000000018',
  '30569309025904',
  '36227206271667',
  '38520000023237',
  '3530111333300000',
  '6200000000000005',
  '6200000000000005124',
  '8171999900000018',
  '2200000000000004',
  '5018000000000009',
  '5641820000000005',
  '6304000000000000',
  '6759649826438453',
  '6799990100000000019',
].filter((pan) => Number(pan) > 0);

const fours = (pan: string, gap: string): string => (pan.match(/.{1,4}/g) ?? []).join(gap);
const inScript = (pan: string, zero: number): string =>
  pan.replaceAll(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));

const GAPS = [
  ' ',
  '-',
  '.',
  '/',
  ',',
  '_',
  ':',
  '|',
  '*',
  '+',
  '\t',
  '\n',
  '\u00a0',
  '\u202f',
  '–',
  ' - ',
  ', ',
  '\u200b',
  '\u00ad',
  '\u2060',
  '\\',
  '#',
  '~',
  '·',
  '•',
  '\u3000',
];

/** Where people and programs hide a number without meaning to. */
const hidingPlaces: Readonly<Record<string, (pan: string) => string>> = {
  alone: (pan) => pan,
  ...Object.fromEntries(GAPS.map((gap) => [`in groups with ${JSON.stringify(gap)}`, (pan: string) => fours(pan, gap)])),
  'every digit apart': (pan) => [...pan].join(' '),
  'every digit with a dash': (pan) => [...pan].join('-'),
  'in pairs': (pan) => (pan.match(/.{1,2}/g) ?? []).join(' '),
  'bin and the rest': (pan) => `${pan.slice(0, 6)} ${pan.slice(6)}`,
  'bin, middle, last four': (pan) => `${pan.slice(0, 6)}-${pan.slice(6, -4)}-${pan.slice(-4)}`,
  'as on an American Express': (pan) => `${pan.slice(0, 4)} ${pan.slice(4, 10)} ${pan.slice(10)}`,
  'in a sentence': (pan) => `please charge ${pan}, thank you`,
  'after an order number': (pan) => `order 12 ${fours(pan, ' ')}`,
  'after an order number of four digits': (pan) => `order 1042 ${fours(pan, ' ')}`,
  'between letters': (pan) => `pan${pan}x`,
  'in brackets': (pan) => `(${pan})`,
  'in quotes': (pan) => `"${pan}"`,
  'with a zero before': (pan) => `0${pan}`,
  'with zeros before': (pan) => `000${pan}`,
  'as a telephone number': (pan) => `+${pan}`,
  'as a telephone number with a zero': (pan) => `0${fours(pan, ' ')}`,
  'with an expiry run together': (pan) => `${pan}1229`,
  'with expiry and code run together': (pan) => `${pan}1229123`,
  'with a long expiry and code run together': (pan) => `${pan}122029847`,
  'with a code of four': (pan) => `${pan}11291234`,
  'with the year first': (pan) => `${pan}2912123`,
  'behind its expiry': (pan) => `1229${pan}`,
  'with expiry and code apart': (pan) => `${pan} 12/29 123`,
  'with expiry and code by commas': (pan) => `${pan},12,29,123`,
  'in groups, with expiry and code': (pan) => `${fours(pan, ' ')} 1229 123`,
  'in groups, run into the expiry': (pan) => `${fours(pan, '-')}1229`,
  'as the track of a stripe': (pan) => `;${pan}=29121010000000000000?`,
  'as the first track': (pan) => `%B${pan}^LOVELACE/ADA^29121010000000000000?`,
  'full-width': (pan) => inScript(pan, 0xff10),
  Arabic: (pan) => inScript(pan, 0x660),
  Persian: (pan) => inScript(pan, 0x6f0),
  Devanagari: (pan) => inScript(pan, 0x966),
  'mathematical bold': (pan) => inScript(pan, 0x1d7ce),
  'superscript and plain': (pan) => pan.replace(/1/g, '\u00b9'),
  circled: (pan) => pan.replaceAll(/[1-9]/g, (digit) => String.fromCodePoint(0x245f + Number(digit))),
  'as keycaps': (pan) => [...pan].join('\ufe0f\u20e3'),
  'with zero-width marks': (pan) => [...pan].join('\u200d'),
  'percent-encoded': (pan) => [...pan].map((digit) => `%3${digit}`).join(''),
  'percent-encoded twice': (pan) => [...pan].map((digit) => `%253${digit}`).join(''),
  'with encoded spaces': (pan) => fours(pan, '%20'),
  'with encoded no-break spaces': (pan) => fours(pan, '%C2%A0'),
  'as entities': (pan) => [...pan].map((digit) => `&#${digit.charCodeAt(0)};`).join(''),
  'as entities in hex': (pan) => [...pan].map((digit) => `&#x3${digit};`).join(''),
  'with entities between': (pan) => fours(pan, '&nbsp;'),
  'in an address': (pan) => `https://shop.example/done?order=${pan}`,
  'in the path of an address': (pan) => `https://shop.example/${fours(pan, '/')}/done`,
  'as a host': (pan) => `https://${fours(pan, '-')}.shop.example/`,
  'as an e-mail': (pan) => `${pan}@shop.example`,
  'as JSON in text': (pan) => JSON.stringify({ number: pan, cvc: '123' }),
  'as XML': (pan) => `<pan>${pan}</pan>`,
  'as a form': (pan) => `pan=${fours(pan, '+')}&cvc=123`,
  'beside a UUID': (pan) => `b8dd201e-5da0-4655-bc31-c3470698c172 ${pan}`,
  'at the end of 400 letters': (pan) => `${'word '.repeat(80)}${pan}`,
  'in a locale': (pan) => `en-${fours(pan, '-')}`,
  'with a country in front': (pan) => `DE${pan}`,
};

describe('a card number of every scheme is found in every hiding place', () => {
  for (const [name, hide] of Object.entries(hidingPlaces)) {
    test(name, () => {
      for (const pan of PANS) assert.equal(holdsCardNumber(hide(pan)), true, hide(pan));
    });
  }
});

test('what is no card number passes', () => {
  for (const text of [
    '',
    '1795824000008',
    '1711615597000',
    'order 2026-11-28 08:46:37.123',
    '20261128084637123456',
    '1859284759372615680',
    '17112345678901234',
    'IMEI 356938035643809',
    'IMEI 490154203237518',
    'ICCID 89490200001234567890',
    '8949020000123456789',
    'GTIN 4006381333931',
    '9783161484100',
    '00012345600012',
    'b8dd201e-5da0-4655-bc31-c3470698c172',
    '00000000-0000-4000-8000-446655440000',
    '41111111-1111-4111-8111-111111111111',
    'DE89 3704 0044 0532 0130 00',
    'GB82WEST12345698765432',
    'DE13 4306 0967 1234 5678 90',
    '+49 30 1234567',
    '+1 555 123 4567 x89',
    '0049 151 23456780',
    '+1 555 123 4567, +44 20 7946 0958',
    '0000000000000000',
    '4111111111111112',
    '41111111111111111111111111',
    '1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20',
    '4012, 4013, 4014, 4015, 4016, 4017, 4018, 4019',
    'XXXX XXXX XXXX 1111',
    '411111******1111',
    '52.5200066,13.4049540',
    '2026-11-28T08:46:37.1234567+01:00',
    '192.168.178.120:51234',
  ])
    assert.equal(holdsCardNumber(text), false, text);
});

test('texts without end are searched in a moment', () => {
  for (const text of [
    '1 '.repeat(32_000),
    '4'.repeat(64_000),
    '4111 '.repeat(13_000),
    '%34'.repeat(21_000),
    '&#52;'.repeat(13_000),
    '4-'.repeat(32_000),
  ]) {
    const startedAt = process.cpuUsage().user;
    holdsCardNumber(text);
    assert.ok(
      process.cpuUsage().user - startedAt < 1_000_000,
      `${text.slice(0, 10)}… took ${process.cpuUsage().user - startedAt} µs`,
    );
  }
});
