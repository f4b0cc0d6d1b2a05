import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readMail } from './config-mail.ts';

test('an address says how mail goes, a port of its own, and who signs in', () => {
  const read = (url: string) => readMail((name) => (name === 'TOLLGATE_SMTP_URL' ? url : 'a@shop.example'));
  const { login, ...settings } = read('smtps://gateway:p%40ss%3Aword@mail.example') ?? {};
  assert.deepEqual(settings, {
    from: 'a@shop.example',
    host: 'mail.example',
    port: 465,
    isTlsFirst: true,
    mayBePlain: false,
  });
  assert.deepEqual([login?.user, login?.password.reveal()], ['gateway', 'p@ss:word']);
  assert.deepEqual(read('smtp://[::1]:2525'), {
    from: 'a@shop.example',
    host: '::1',
    port: 2525,
    isTlsFirst: false,
    mayBePlain: true,
  });
});

test('settings that are wrong are refused without showing the password', () => {
  const read = (url: string | undefined, from: string | undefined) => () =>
    readMail((name) => (name === 'TOLLGATE_SMTP_URL' ? url : from));
  assert.equal(read(undefined, undefined)(), undefined);
  for (const url of ['https://u:hidden@mail.example', 'smtp://', 'smtp://u:hidden@mail.example?x'])
    assert.throws(read(url, 'a@b.example'), (error: Error) => !error.message.includes('hidden'));
  assert.throws(read('smtp://mail.example', undefined), /belong together/);
  assert.throws(read('smtp://mail.example', 'Ada <a@b.example>'), /must be an address/);
});
