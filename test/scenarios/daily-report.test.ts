/** The figures of the day before by e-mail: to whom wants them, once, and with the numbers of the page. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createTollgate } from '@tollgate/sdk';
import { systemClock } from '../../src/base/clock.ts';
import { readMail } from '../../src/config-mail.ts';
import type { Db } from '../../src/db/db.ts';
import { createPool } from '../../src/db/pool.ts';
import { createMailer } from '../../src/mail/mailer.ts';
import { sendDailyReports } from '../../src/reports/daily/send.ts';
import { createDeskBrowser, deskEnvironment, type DeskBrowser } from '../support/desk.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { createPayment } from '../support/payments.ts';
import { startMailServer, type TestMailServer } from '../support/smtp-server.ts';

const DAY_MS = 86_400_000;

let world: World;
let merchant: TestMerchant;
let other: TestMerchant;
let mail: TestMailServer;
let db: Db;
let deskUrl: string;
const warnings: unknown[] = [];

before(async () => {
  mail = await startMailServer();
  const { url, ...environment } = await deskEnvironment();
  deskUrl = url;
  // Without the clock: this test says itself what time it is.
  world = await createWorld({
    ...environment,
    TOLLGATE_ROLES: 'api,dashboard',
    TOLLGATE_SMTP_URL: mail.url,
    TOLLGATE_MAIL_FROM: 'payments@gateway.example',
  });
  [merchant, other] = [await world.addMerchant({ name: 'Slow Pour' }), await world.addMerchant()];
  db = createPool({ databaseUrl: world.database.url, maxConnections: 4, onConnectionError: () => undefined });
});
after(async () => {
  await db.close();
  await world.close();
  await mail.close();
});

const signIn = async ({ merchantId }: TestMerchant, email: string, role: 'finance' | 'viewer' | 'owner') => {
  await world.admin.inviteMember({ merchantId, email, role });
  const { link } = await world.admin.createSignInLink({ merchantId, email });
  const browser = createDeskBrowser(deskUrl);
  await browser.post(new URL(link).pathname, {});
  return browser;
};

const askFor = (browser: DeskBrowser, { merchantId }: TestMerchant) =>
  browser.post(`/m/${merchantId}/figures/daily-report`, { wanted: 'yes' }, { from: `/m/${merchantId}/figures` });

/** The job at 6 o'clock in the morning, `days` from today. */
const sendAt = (days: number, hour = 6): Promise<number> => {
  const midnight = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  const { send } = createMailer(settings());
  return sendDailyReports({
    db,
    clock: { ...systemClock, nowMs: () => midnight + days * DAY_MS + hour * 3_600_000 },
    log: { warn: (fields) => warnings.push(fields) },
    post: send,
    roles: ['owner', 'finance'],
    dashboardUrl: deskUrl,
  });
};

const settings = () => {
  const found = readMail((name) => (name === 'TOLLGATE_SMTP_URL' ? mail.url : 'payments@gateway.example'));
  assert.ok(found);
  return found;
};

describe('a daily report', () => {
  test('comes to whom asked for it, when the merchant has it switched on', async () => {
    const finance = await signIn(merchant, 'fin@shop.example', 'finance');
    const page = await finance.get(`/m/${merchant.merchantId}/figures`);
    assert.match(page.body, /It is switched off\. An owner or an admin/);
    const { settings: account } = createTollgate({ apiKey: merchant.apiKey, baseUrl: world.gatewayUrl });
    assert.equal((await account.update({ dailyReport: true })).dailyReport, true);
    assert.equal((await askFor(finance, merchant)).status, 303);
    await signIn(merchant, 'boss@shop.example', 'owner');
    const elsewhere = await signIn(other, 'fin@other.example', 'finance');
    await askFor(elsewhere, other);
    await createPayment(merchant.shop, { amount: 123_456 });
    await sendAt(1, 4);
    assert.equal(mail.heard.length, 0, 'not before five');
    await sendAt(1);
    const [only, ...rest] = mail.heard;
    assert.deepEqual(rest, []);
    assert.deepEqual(only?.to, ['fin@shop.example']);
    assert.match(only.text, /^Subject: Slow Pour, \d{4}-\d\d-\d\d: approved payments: 1\r\n/m);
    assert.match(only.text, /Volume in EUR: 1234\.56 EUR, of which 0\.00 EUR is captured \(0\.00 EUR\)/);
  });

  test('of several processes that have it to do, one sends it, and once', async () => {
    mail.heard.length = 0;
    await Promise.all([sendAt(2), sendAt(2), sendAt(2)]);
    await sendAt(2);
    assert.equal(mail.heard.length, 1);
    assert.match(mail.heard[0]?.text ?? '', /Message-ID:\s+<daily-report-\S+@gateway\.example>/i);
  });

  test('goes later when the server is busy, under the same id; an address that is none is dropped', async () => {
    mail.heard.length = 0;
    mail.refuse(451);
    await sendAt(3);
    await sendAt(3);
    assert.equal(mail.heard.length, 0);
    mail.refuse(undefined);
    await world.sql(`update daily_reports set next_try_at = now() where state = 'pending'`);
    await sendAt(3);
    assert.equal(mail.heard.length, 1);
    mail.refuse(550);
    await sendAt(4);
    assert.deepEqual(await world.sql(`select tries, reason from daily_reports where state = 'dropped'`), [
      { tries: 1, reason: 'the server answered 550' },
    ]);
    assert.equal(warnings.length, 1);
    mail.refuse(undefined);
  });

  test('nobody gets one who was removed since, or whose team switched it off', async () => {
    mail.heard.length = 0;
    mail.refuse(451);
    await sendAt(5);
    await world.sql(`update merchants set daily_report = false; update daily_reports set next_try_at = now()
                     where state = 'pending'`);
    mail.refuse(undefined);
    await sendAt(5);
    await sendAt(6);
    assert.deepEqual(mail.heard, []);
  });
});
