import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig, settings } from './config.ts';
import { showSettings } from './config-shown.ts';

test('every setting is shown as it is in force, and no secret of any of them', () => {
  const secrets = {
    TOLLGATE_MASTER_KEY: '7a'.repeat(32),
    TOLLGATE_VAULT_KEY: '8b'.repeat(32),
    TOLLGATE_METRICS_TOKEN: 'm'.repeat(40),
    DATABASE_URL: 'postgres://gate:keeper@one:5432,two/tollgate?password=keeper2',
    TOLLGATE_SMTP_URL: 'smtps://post:office@mail.example',
  };
  const shown = showSettings(
    readConfig({
      ...secrets,
      TOLLGATE_MAIL_FROM: 'ops@gateway.example',
      TOLLGATE_TRUST_PROXY: '10.0.0.0/8',
      TOLLGATE_RATE_LIMIT_PER_KEY: '12',
    }),
  );
  assert.deepEqual(Object.keys(shown).sort(), settings.map(({ name }) => name).sort());
  assert.equal(shown.TOLLGATE_RATE_LIMIT_PER_KEY, '12');
  assert.equal(shown.TOLLGATE_TRUST_PROXY, '10.0.0.0/8');
  assert.equal(shown.DATABASE_URL, 'postgres://one:5432/tollgate postgres://two/tollgate');
  assert.equal(shown.TOLLGATE_SMTP_URL, 'smtps://mail.example:465');
  const text = JSON.stringify(shown);
  for (const secret of [...Object.values(secrets).slice(0, 3), 'keeper', 'office', 'gate:', 'post:'])
    assert.equal(text.includes(secret), false, secret);
});
