import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkReturnOrigin, mayReturnTo } from './return-origin.ts';

test('an origin, hosts below one, and an app are taken', () => {
  for (const text of [
    'https://shop.example',
    'https://shop.example:8443',
    'https://*.shop.example',
    'http://localhost:3000',
    'com.shop.app://',
    'sdk://',
  ])
    assert.equal(checkReturnOrigin(text, 'sandbox'), undefined, text);
});

test('anything else is refused, with how it should look', () => {
  const refused = {
    'shop.example': /absolute address/,
    'https://shop.example/': /such as https:\/\/shop\.example\.$/,
    'https://shop.example/done': /without path/,
    'https://Shop.example': /such as https:\/\/shop\.example\.$/,
    'https://shop.example:443': /such as https:\/\/shop\.example\.$/,
    'https://user@shop.example': /user name/,
    'https://*.com': /name a domain/,
    'https://*': /letters, digits/,
    'https://a.*.example': /letters, digits/,
    'javascript://': /scheme of your own/,
    'sdk://done': /sdk:\/\/ alone/,
    '': /absolute address/,
  };
  for (const [text, words] of Object.entries(refused))
    assert.match(checkReturnOrigin(text, 'sandbox')?.message ?? '', words, text);
  assert.match(checkReturnOrigin('http://shop.example', 'live')?.message ?? '', /https:/);
});

test('a customer is sent to what is allowed, and to nothing that looks like it', () => {
  const origins = ['https://shop.example', 'https://*.shop.test', 'sdk://'];
  for (const address of [
    'https://shop.example/done?x=1',
    'https://a.b.shop.test/',
    'sdk://done',
    'HTTPS://SHOP.EXAMPLE/',
  ])
    assert.ok(mayReturnTo(address, origins), address);
  for (const address of [
    'http://shop.example/',
    'https://shop.example.evil.test/',
    'https://shop.example:8443/',
    'https://evilshop.test/',
    'https://shop.test/',
    'https://evil.test/?https://shop.example',
    'https://evil.test#@shop.example',
    'sdkx://done',
  ])
    assert.ok(!mayReturnTo(address, origins), address);
  assert.ok(mayReturnTo('https://anywhere.test/', []));
});
