import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addToQuery } from './return-url.ts';

test('parameters are added and nothing else is changed', () => {
  for (const [url, expected] of [
    ['https://shop.example', 'https://shop.example?p=1'],
    ['https://shop.example/', 'https://shop.example/?p=1'],
    ['https://shop.example/done?order=1042', 'https://shop.example/done?order=1042&p=1'],
    ['https://shop.example/done?', 'https://shop.example/done?p=1'],
    ['https://shop.example/done?a=b&', 'https://shop.example/done?a=b&p=1'],
    ['https://shop.example/done#top', 'https://shop.example/done?p=1#top'],
    ['https://shop.example/?a=%20+ä&a=2#x?y=1', 'https://shop.example/?a=%20+ä&a=2&p=1#x?y=1'],
    ['https://shop.example/??', 'https://shop.example/??&p=1'],
    ['https://shop.example/#?', 'https://shop.example/?p=1#?'],
    ['HTTPS://Shop.Example:443/A/../b', 'HTTPS://Shop.Example:443/A/../b?p=1'],
    ['sdk://done', 'sdk://done?p=1'],
    ['com.shop.app://pay?x=1', 'com.shop.app://pay?x=1&p=1'],
  ] as const)
    assert.equal(addToQuery(url, 'p=1'), expected);
});

test('a shop that parses the address finds its own parameters and ours', () => {
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
      const [before, after] = [new URL(url), new URL(addToQuery(url, 'sessionId=ps_1&status=completed'))];
      assert.equal(after.searchParams.getAll('sessionId').at(-1), 'ps_1');
      assert.equal(after.searchParams.getAll('status').at(-1), 'completed');
      for (const name of new Set(before.searchParams.keys()))
        assert.deepEqual(
          after.searchParams.getAll(name).slice(0, before.searchParams.getAll(name).length),
          before.searchParams.getAll(name),
        );
      assert.deepEqual([after.origin, after.pathname, after.hash], [before.origin, before.pathname, before.hash]);
    }),
  );
});
