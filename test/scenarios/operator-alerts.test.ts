/** What is wrong with the installation is told once when it begins and once when it ends, by webhook and by e-mail. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { verifyWebhookSignature } from '@tollgate/sdk';
import { startGateway, type Gateway } from '../../src/app.ts';
import { deskEnvironment, joinDesk, type DeskBrowser } from '../support/desk.ts';
import { configOf, createWorld, freePort, type World } from '../support/gateway.ts';
import { startMailSink, type MailSink } from '../support/mail-sink.ts';
import { waitFor } from '../support/wait-for.ts';
import { startWebhookSink, type WebhookSink } from '../support/webhook-sink.ts';

const SECRET = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;

let world: World;
let other: Gateway;
let operator: DeskBrowser;
let mail: MailSink;
let hook: WebhookSink;

before(async () => {
  [mail, hook] = await Promise.all([startMailSink(), startWebhookSink()]);
  const alerts = {
    TOLLGATE_SMTP_URL: mail.url,
    TOLLGATE_MAIL_FROM: 'gate@gateway.example',
    TOLLGATE_ALERT_MAIL_TO: 'ada@gateway.example, ops@gateway.example',
    TOLLGATE_ALERT_WEBHOOK_URL: hook.url,
    TOLLGATE_ALERT_WEBHOOK_SECRET: SECRET,
  };
  const desk = await deskEnvironment();
  world = await createWorld({ ...desk, ...alerts });
  await world.addMerchant({ name: 'Slow Pour' });
  // Another process that looks and tells, too.
  const place = {
    databaseUrl: world.database.url,
    acquirerUrl: world.acquirer.url,
    threeDsUrl: world.threeDs.url,
    port: await freePort(),
  };
  other = await startGateway(configOf({ ...place, environment: { ...alerts, TOLLGATE_ROLES: 'api' } }));
  operator = (await joinDesk(desk.url, (await world.admin.inviteOperator({ email: 'ops@gateway.example' })).link))
    .browser;
});
after(async () => {
  await other.stop();
  await world.close();
  await Promise.all([mail.close(), hook.close()]);
});

const fail = () =>
  world.sql(`update webhook_endpoints set failing_since = now() - interval '2 hours', consecutive_failures = 31,
    probe_at = now() + interval '1 day'`);
const recover = async () => {
  await world.sql('update webhook_endpoints set failing_since = null, consecutive_failures = 0, probe_at = null');
  // What was not seen for some seconds is over.
  await world.sql(`update gateway_alerts set seen_at = now() - interval '1 minute'`);
};
const mails = (count: number) => waitFor(`${count} mails`, () => Promise.resolve(mail.received.length >= count));
const subjectOf = (text: string): string =>
  /^Subject: ([^]*?)\r\n(?! )/m.exec(text)?.[1]?.replaceAll('\r\n ', ' ') ?? '';

test('told once by each way, whoever looks; the end after the beginning, also to who was away meanwhile', async () => {
  hook.behave(503);
  await fail();
  await mails(1);
  await waitFor('the page says why it is not told', async () =>
    /beginning by webhook: not yet, the answer was 503/.test((await operator.get('/operator/alerts')).body),
  );
  assert.match((await operator.get('/operator')).body, /class="figure">1<\/p>\s*<p>not over yet/);
  await recover();
  await mails(2);
  assert.deepEqual(
    mail.received.map(({ to, text }) => [to, subjectOf(text)]),
    [
      [
        ['ada@gateway.example', 'ops@gateway.example'],
        'Alert: A webhook endpoint of Slow Pour takes nothing. Events that wait for it: 0.',
      ],
      [
        ['ada@gateway.example', 'ops@gateway.example'],
        'Over: A webhook endpoint of Slow Pour takes nothing. Events that wait for it: 0.',
      ],
    ],
  );
  assert.match(mail.received[1]?.text ?? '', /Ended: 20[\s\S]*\/operator\/alerts/);

  hook.behave(200);
  await world.sql(`update gateway_alert_messages set next_attempt_at = now() where next_attempt_at is not null`);
  await hook.waitFor(({ event }) => event.type === 'alert.ended');
  const told = hook.received.map(({ event, headers, rawBody }) => {
    verifyWebhookSignature(rawBody, headers, SECRET);
    assert.equal(headers['webhook-id'], event.id);
    return [event.type, event.data.object['rule'], event.data.object['ended'] === null];
  });
  assert.deepEqual(told, [
    ['alert.began', 'endpointFailing', true],
    ['alert.ended', 'endpointFailing', false],
  ]);
  await waitFor('everything is told', async () => {
    const left = await world.sql('select 1 from gateway_alert_messages where told_at is null');
    return left.length === 0;
  });
  assert.deepEqual([mail.received.length, hook.received.length], [2, 2]);
  assert.match((await operator.get('/operator/alerts')).body, /state-quiet">over<[\s\S]*end by webhook: <time/);
});

test('what cannot be told for a day is given up, and the page says so; the same again is a new alert', async () => {
  hook.behave('down');
  await fail();
  await mails(3);
  await waitFor('it is given up', async () => {
    await world.sql(`update gateway_alert_messages set attempts = 29, next_attempt_at = now()
      where next_attempt_at is not null and way = 'webhook'`);
    return /beginning by webhook: given up, connectionLost/.test((await operator.get('/operator/alerts')).body);
  });
  await recover();
  await mails(4);
  assert.equal(new Set((await world.sql<{ id: string }>('select id from gateway_alerts')).map(({ id }) => id)).size, 2);
});
