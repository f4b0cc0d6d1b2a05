import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findClientAddress, NO_PROXIES, parseTrustedProxies, type ProxyHeader } from './client-address.ts';

const addressOf = (trusted: string, peer: string, value: string, header: ProxyHeader = 'x-forwarded-for'): string => {
  const proxies = parseTrustedProxies(trusted, header);
  assert.ok(proxies, trusted);
  return findClientAddress(proxies, peer, { [header]: value }).address;
};

test('without a proxy the connection says who it is, whatever headers say', () => {
  for (const header of ['x-forwarded-for', 'forwarded'])
    assert.equal(
      findClientAddress(NO_PROXIES, '198.51.100.1', { [header]: 'for=203.0.113.7' }).address,
      '198.51.100.1',
      header,
    );
});

test('trusted hops are counted from the right: what a stranger wrote to the left is not read', () => {
  const rows: readonly (readonly [trusted: string, header: string, expected: string])[] = [
    ['1', '203.0.113.7', '203.0.113.7'],
    ['1', '6.6.6.6, 203.0.113.7', '203.0.113.7'],
    ['1', '6.6.6.6,10.0.0.1,203.0.113.7', '203.0.113.7'],
    ['2', '6.6.6.6, 203.0.113.7, 10.0.0.2', '203.0.113.7'],
    // Somebody came past the outer proxy: the inner one's word is all there is.
    ['2', '203.0.113.7', '203.0.113.7'],
    ['10.0.0.0/8', '6.6.6.6, 203.0.113.7', '203.0.113.7'],
    ['10.0.0.0/8', '6.6.6.6, 203.0.113.7, 10.1.2.3', '203.0.113.7'],
    ['10.0.0.1, 2001:db8:ff::/48', '6.6.6.6, 203.0.113.7, 2001:db8:ff::9', '203.0.113.7'],
    ['10.0.0.0/8', '10.9.9.9', '10.9.9.9'],
    // None of ours connected: its header is its own invention.
    ['192.168.0.0/16', '203.0.113.7', '10.0.0.1'],
  ];
  for (const [trusted, header, expected] of rows)
    assert.equal(addressOf(trusted, '10.0.0.1', header), expected, `${trusted} | ${header}`);
});

test('ports and brackets go; what is no address ends the walk at the proxy that said it', () => {
  const rows: readonly (readonly [written: string, expected: string])[] = [
    ['203.0.113.7:51234', '203.0.113.7'],
    [' 203.0.113.7 ', '203.0.113.7'],
    ['[2001:db8::7]', '2001:db8::7'],
    ['[2001:DB8:0::7]:443', '2001:db8::7'],
    ['2001:db8:0:0::7', '2001:db8::7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::ffff:cb00:7107', '203.0.113.7'],
    ['[::ffff:203.0.113.7]:80', '203.0.113.7'],
    ['fe80::1%eth0', 'fe80::1'],
    ...[
      '999.1.1.1',
      '010.1.1.1',
      '0x7f.0.0.1',
      '2130706433',
      '203.0.113.7:',
      '203.0.113.7:123456',
      'unknown',
      '_hidden',
      '',
      'localhost',
      '[203.0.113.7',
      "203.0.113.7'--",
      '203.0.113.7 6.6.6.6',
    ].map((nonsense) => [nonsense, '10.0.0.1'] as const),
  ];
  for (const [written, expected] of rows)
    assert.equal(addressOf('1', '10.0.0.1', `6.6.6.6,${written}`), expected, `"${written}"`);
});

test('the Forwarded header: read from the right, whole elements only', () => {
  const rows: readonly (readonly [header: string, expected: string])[] = [
    ['for=203.0.113.7', '203.0.113.7'],
    ['for=6.6.6.6, for="203.0.113.7:4711";proto=https', '203.0.113.7'],
    ['for=6.6.6.6, proto=https;For="[2001:db8::7]:443";by=10.0.0.1', '2001:db8::7'],
    // The stranger opened a quotation mark to swallow what our proxy adds.
    ['for="6.6.6.6, for=203.0.113.7', '203.0.113.7'],
    ['for=203.0.113.7;host="a, for=6.6.6.6"', '10.0.0.1'],
    ['for=6.6.6.6, for=unknown', '10.0.0.1'],
    ['for=6.6.6.6, by=10.0.0.1', '10.0.0.1'],
    ['6.6.6.6', '10.0.0.1'],
  ];
  for (const [header, expected] of rows)
    assert.equal(addressOf('1', '10.0.0.1', header, 'forwarded'), expected, header);
});

test('only the header that our proxies write is read', () => {
  const proxies = parseTrustedProxies('1', 'forwarded');
  assert.ok(proxies);
  const headers = { 'x-forwarded-for': '6.6.6.6', forwarded: 'for=203.0.113.7' };
  assert.equal(findClientAddress(proxies, '10.0.0.1', headers).address, '203.0.113.7');
});

test('limits count by what one customer has: an IPv4 address, or a /64', () => {
  const networkOf = (peer: string): string => findClientAddress(NO_PROXIES, peer, {}).network;
  assert.equal(networkOf('203.0.113.7'), '203.0.113.7');
  assert.equal(networkOf('::ffff:203.0.113.7'), '203.0.113.7');
  assert.equal(networkOf('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2::/64');
  assert.equal(networkOf('2001:db8:1:2::1'), networkOf('2001:db8:1:2:ffff::1'));
  assert.notEqual(networkOf('2001:db8:1:2::1'), networkOf('2001:db8:1:3::1'));
});

test('what is no number, list or "none" is no setting', () => {
  for (const text of [
    'yes',
    'true',
    '-1',
    '1.5',
    '10',
    '0.0.0.0/0',
    '::/0',
    '10.0.0.0/33',
    '10.0.0/8',
    'fd00::/129',
    'proxy.example',
    ',',
    '010.0.0.1',
    '::ffff:10.0.0.0/8',
  ])
    assert.equal(parseTrustedProxies(text, 'x-forwarded-for'), undefined, text);
  assert.deepEqual(parseTrustedProxies('none', 'x-forwarded-for'), NO_PROXIES);
});
