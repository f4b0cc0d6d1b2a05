import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { problemOfTarget, type TargetRules } from './target.ts';

type Row = readonly [url: string, sandbox: boolean, live: boolean];

const rows: readonly Row[] = [
  ['https://shop.example/hooks', true, true],
  ['https://shop.example:8443/hooks?a=1&b=2', true, true],
  ['https://xn--bcher-kva.example/', true, true],
  ['https://93.184.215.14/hook', true, true],
  ['https://[2606:4700::1111]/hook', true, true],
  ['https://shop.example:80/', true, true],
  ['https://shop.example:8080/', true, false],
  ['https://shop.example:22/', true, false],
  ['http://shop.example/', true, false],
  ['http://localhost:3000/hook', true, false],
  ['http://127.0.0.1:3000/hook', true, false],
  ['http://[::1]:3000/hook', true, false],
  ['http://host.docker.internal:3000/', true, false],
  ['https://localhost/', true, false],
  ['https://shop.localhost/', true, false],
  ['https://printer.local/', true, false],
  ['https://db.internal./', true, false],
  ['https://intranet/', true, false],
  ['https://10.0.0.7/', true, false],
  ['https://0x7f000001/', true, false],
  ['https://2130706433/', true, false],
  ['https://127.1/', true, false],
  ['https://[::ffff:127.0.0.1]/', true, false],
  ['http://169.254.169.254/latest/meta-data', false, false],
  ['https://[::ffff:a9fe:a9fe]/', false, false],
  ['https://user:secret@shop.example/', false, false],
  ['https://user@shop.example/', false, false],
  ['https://shop.example/#here', false, false],
  ['https://shop.example/#', false, false],
  ['https://shop.example/a b', false, false],
  ['https://shop.example/\n', false, false],
  ['https://bücher.example/', false, false],
  ['ftp://shop.example/', false, false],
  ['javascript:alert(1)', false, false],
  ['file:///etc/passwd', false, false],
  ['/hooks', false, false],
  ['', false, false],
  ['https://', false, false],
  [`https://shop.example/${'x'.repeat(2_048)}`, false, false],
];

const mayBe = (rules: TargetRules, url: string): boolean => problemOfTarget(rules, url) === undefined;

describe('URLs of endpoints', () => {
  for (const [url, sandbox, live] of rows) {
    test(JSON.stringify(url.slice(0, 60)), () => {
      assert.equal(mayBe({ mode: 'sandbox' }, url), sandbox, 'sandbox');
      assert.equal(mayBe({ mode: 'live' }, url), live, 'live');
    });
  }

  test('an operator can allow other ports', () => {
    assert.equal(mayBe({ mode: 'live', livePorts: [9443] }, 'https://shop.example:9443/'), true);
    assert.equal(mayBe({ mode: 'live', livePorts: [9443] }, 'https://shop.example/'), false);
  });
});
