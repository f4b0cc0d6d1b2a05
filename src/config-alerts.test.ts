import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from './config.ts';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const HOOK = { TOLLGATE_ALERT_WEBHOOK_URL: 'http://localhost:9/hook', TOLLGATE_ALERT_WEBHOOK_SECRET: SECRET };
const MAIL = { TOLLGATE_SMTP_URL: 'smtps://mail.example', TOLLGATE_MAIL_FROM: 'gate@gateway.example' };

test('nobody is told when nothing is said', () => {
  const { alertWebhook, alertMailTo } = readConfig({});
  assert.deepEqual([alertWebhook, alertMailTo], [undefined, []]);
});

test('a webhook with its secret, and some people by mail', () => {
  const config = readConfig({ ...HOOK, ...MAIL, TOLLGATE_ALERT_MAIL_TO: 'ada@gateway.example, ops@gateway.example' });
  assert.equal(config.alertWebhook?.url, 'http://localhost:9/hook');
  assert.equal(config.alertWebhook.secret.reveal(), SECRET);
  assert.equal(JSON.stringify(config.alertWebhook).includes(SECRET), false);
  assert.deepEqual(config.alertMailTo, ['ada@gateway.example', 'ops@gateway.example']);
});

test('what is wrong is said, without the address and the secret, which are not for logs', () => {
  const wrong: readonly [Readonly<Record<string, string>>, RegExp][] = [
    [{ TOLLGATE_ALERT_WEBHOOK_URL: 'https://a.example' }, /belong together/],
    [{ TOLLGATE_ALERT_WEBHOOK_SECRET: SECRET }, /belong together/],
    [{ ...HOOK, TOLLGATE_ALERT_WEBHOOK_SECRET: 'whsec_c2hvcnQ=' }, /24 to 64 bytes/],
    [{ ...HOOK, TOLLGATE_ALERT_WEBHOOK_SECRET: 'secret-that-nobody-knows' }, /24 to 64 bytes/],
    [{ ...HOOK, TOLLGATE_ALERT_WEBHOOK_URL: 'ftp://a.example/T0K3N' }, /http:\/\/ or https:\/\//],
    [{ ...MAIL, TOLLGATE_ALERT_MAIL_TO: 'ada' }, /has "ada"/],
    [{ TOLLGATE_ALERT_MAIL_TO: 'ada@gateway.example' }, /set TOLLGATE_SMTP_URL/],
  ];
  for (const [environment, words] of wrong)
    assert.throws(
      () => readConfig(environment),
      (error: Error) =>
        words.test(error.message) && !error.message.includes('T0K3N') && !error.message.includes('nobody-knows'),
    );
});
