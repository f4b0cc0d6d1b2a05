/** Passkeys in a real Chromium with an authenticator of its own: made, used, refused when something is not right. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import type { CDPSession, Page } from 'playwright-core';
import { startChromium, type Chromium } from '../support/chromium.ts';
import { createDeskBrowser, deskEnvironment, joinDesk, type JoinedMember } from '../support/desk.ts';
import { freePort } from '../support/free-port.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { axeViolations, inPage, scrollsSideways } from './page-checks.ts';

let world: World;
let url: string;
let merchant: TestMerchant;
let ada: JoinedMember;
let chromium: Chromium;
let page: Page;
let device: CDPSession;
let authenticatorId: string;
/** What the browser refused or threw: the pages' policy would be among it. */
const complaints: string[] = [];

before(async () => {
  const environment = await deskEnvironment('localhost');
  ({ url } = environment);
  world = await createWorld(environment);
  merchant = await world.addMerchant({ name: 'Slow Pour' });
  const invited = { merchantId: merchant.merchantId, email: 'ada@shop.example', role: 'owner' };
  ada = await joinDesk(url, (await world.admin.inviteMember(invited)).link);
  chromium = await startChromium();
  const { context } = await chromium.open();
  page = await context.newPage();
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  device = await context.newCDPSession(page);
  await device.send('WebAuthn.enable');
  const options = {
    protocol: 'ctap2',
    transport: 'internal',
    hasResidentKey: true,
    hasUserVerification: true,
  } as const;
  const made = await device.send('WebAuthn.addVirtualAuthenticator', {
    options: { ...options, isUserVerified: true, automaticPresenceSimulation: true },
  });
  ({ authenticatorId } = made);
});
after(async () => {
  await chromium.close();
  await world.close();
});

const signInPage = (): string => `${url}${ada.base}/sign-in`;
const signedInBy = async (): Promise<readonly string[]> =>
  (await world.sql<{ by: string }>(`select authenticated_by as by from member_sessions order by created_at`)).map(
    ({ by }) => by,
  );
const acts = async (): Promise<readonly string[]> =>
  (
    await world.sql<{ action: string }>(`select action from audit_entries where action like '%asskey%' order by id`)
  ).map(({ action }) => action);

type Wish = { readonly from?: string; readonly options?: string };
/** What the device says to a challenge; nobody has seen it yet. `options`: an expression over what was asked for. */
const signedAnswer = async ({ from = signInPage(), options = 'options' }: Wish = {}): Promise<string> => {
  const challenge = await (await fetch(`${url}${ada.base}/passkey-challenge`)).text();
  await page.goto(from);
  return inPage(
    page,
    `(async () => {
      const options = ${challenge};
      const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(${options});
      return JSON.stringify((await navigator.credentials.get({ publicKey })).toJSON());
    })()`,
  );
};
const bring = (answer: string, base = ada.base) => {
  const browser = createDeskBrowser(url);
  return world
    .sql('delete from gateway_sign_in_tries')
    .then(() => browser.post(`${base}/passkey-sign-in`, { answer, next: '' }));
};

test('a passkey is added under a name on the account page, by keyboard', async () => {
  const [name = '', value = ''] = [...ada.browser.cookies][0] ?? [];
  await page.context().addCookies([{ name, value, url }]);
  await page.goto(`${url}${ada.base}/account`);
  await page.getByLabel('A name, to know it again').focus();
  await page.keyboard.type('Work <b>laptop</b>');
  await Promise.all([page.waitForURL(/done=added/), page.keyboard.press('Enter')]);
  const section = page.locator('section', { hasText: 'Passkeys' });
  assert.match(await section.innerText(), /The passkey is added[\s\S]*Work <b>laptop<\/b>[\s\S]*never/);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    assert.deepEqual(await axeViolations(page), [], colorScheme);
  }
  await page.setViewportSize({ width: 320, height: 640 });
  assert.equal(await scrollsSideways(page), false);
  await page.setViewportSize({ width: 1280, height: 800 });
  // The device says that it has one; the page says a sentence, and the form stays.
  await page.getByLabel('A name, to know it again').fill('Again');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByText('The browser gave no passkey').waitFor();
  assert.deepEqual(await acts(), ['member.passkeyAdded']);
});

test('it signs in by itself, without an e-mail address, and counts as both factors', async () => {
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.goto(`${signInPage()}?next=${encodeURIComponent(`${ada.base}/settings`)}`);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).waitFor();
  assert.deepEqual(await axeViolations(page), []);
  await Promise.all([
    page.waitForURL(/\/settings$/),
    page.getByRole('button', { name: 'Sign in with a passkey' }).click(),
  ]);
  assert.equal((await signedInBy()).at(-1), 'passkey');
  // Fresh, as after password and code: settings ask for nothing more.
  await page.getByLabel('Minutes that a session lives').fill('30');
  await Promise.all([page.waitForURL(/done=saved/), page.getByRole('button', { name: 'Save' }).click()]);
});

test('a quarter of an hour later it shows again that it is you', async () => {
  await world.sql(`update member_sessions set authenticated_at = now() - interval '16 minutes'`);
  // Before a way in is added or taken away, too.
  await page.goto(`${url}${ada.base}/account`);
  assert.equal(await page.getByRole('button', { name: 'Add a passkey' }).count(), 0);
  await Promise.all([page.waitForURL(/\/confirm/), page.getByRole('button', { name: 'Remove Work' }).click()]);
  await page.goto(`${url}${ada.base}/settings`);
  await Promise.all([page.waitForURL(/\/confirm/), page.getByRole('button', { name: 'Save' }).click()]);
  assert.deepEqual(await axeViolations(page), []);
  await Promise.all([
    page.waitForURL(/\/settings$/),
    page.getByRole('button', { name: 'Go on with a passkey' }).click(),
  ]);
  await Promise.all([page.waitForURL(/done=saved/), page.getByRole('button', { name: 'Save' }).click()]);
});

test('without a script there is no form of a passkey, and password and code are asked for as ever', async () => {
  const { context, close } = await chromium.open({ javaScriptEnabled: false });
  const plain = await context.newPage();
  await plain.goto(signInPage());
  assert.equal(await plain.getByRole('button', { name: 'Sign in with a passkey' }).isVisible(), false);
  assert.equal(await plain.getByLabel('Password').isVisible(), true);
  assert.equal(await plain.getByLabel('Password').getAttribute('type'), 'password');
  await close();
});

test('what was signed is good once, also when it comes twice at the same moment', async () => {
  const answer = await signedAnswer();
  const twice = await Promise.all([bring(answer), bring(answer)]);
  assert.deepEqual(twice.map(({ status }) => status).sort(), [303, 401]);
  const again = await bring(answer);
  assert.deepEqual([again.status, /lets nobody in here/.test(again.body)], [401, true]);
  // It was the challenge that was spent, not the count that gave it away.
  assert.deepEqual(await acts(), ['member.passkeyAdded']);
});

test('what was signed on another page, unseen by its owner, or for somebody else lets nobody in', async () => {
  const port = await freePort();
  const elsewhere = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<p>Sign in'));
  await new Promise<void>((resolve) => elsewhere.listen(port, '127.0.0.1', resolve));
  assert.equal((await bring(await signedAnswer({ from: `http://localhost:${port}/` }))).status, 401);
  elsewhere.close();

  await device.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
  const unseen = await signedAnswer({ options: `{ ...options, userVerification: 'discouraged' }` });
  assert.equal((await bring(unseen)).status, 401);
  await device.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });

  const other = await world.addMerchant();
  const answer = await signedAnswer();
  assert.equal((await bring(answer, `/m/${other.merchantId}`)).status, 401);
  const changed = JSON.parse(answer) as { response: { userHandle: string } };
  changed.response.userHandle = Buffer.alloc(16).toString('base64url');
  for (const broken of [JSON.stringify(changed), answer.slice(1), '{}', '{"id":"AAAA","response":{}}', 'null', ''])
    assert.equal((await bring(broken)).status, 401, broken);
  const ownChallenge = `{ ...options, challenge: '${Buffer.alloc(54, 7).toString('base64url')}' }`;
  assert.equal((await bring(await signedAnswer({ options: ownChallenge }))).status, 401);
  // And all the same the right one does.
  assert.equal((await bring(answer)).status, 303);
});

test('a copy that counts from before is refused, and the audit log says so', async () => {
  const { credentials } = await device.send('WebAuthn.getCredentials', { authenticatorId });
  const [credential] = credentials;
  assert.ok(credential && credential.signCount > 2);
  await device.send('WebAuthn.removeCredential', { authenticatorId, credentialId: credential.credentialId });
  await device.send('WebAuthn.addCredential', { authenticatorId, credential: { ...credential, signCount: 1 } });
  assert.equal((await bring(await signedAnswer())).status, 401);
  assert.deepEqual(await acts(), ['member.passkeyAdded', 'member.passkeyCopied']);
  await device.send('WebAuthn.removeCredential', { authenticatorId, credentialId: credential.credentialId });
  await device.send('WebAuthn.addCredential', { authenticatorId, credential: { ...credential, signCount: 100 } });
  assert.equal((await bring(await signedAnswer())).status, 303);
});

test('one that is removed lets nobody in', async () => {
  const answer = await signedAnswer();
  await page.goto(`${url}${ada.base}/account`);
  await Promise.all([page.waitForURL(/done=removed/), page.getByRole('button', { name: 'Remove Work' }).click()]);
  assert.equal((await bring(answer)).status, 401);
  assert.equal((await acts()).at(-1), 'member.passkeyRemoved');

  await device.send('WebAuthn.clearCredentials', { authenticatorId });
});

test('certificates of a device, for which nobody asked, are not looked at: they hold addresses', async () => {
  const add = async (attestation: 'direct' | 'none'): Promise<string> => {
    const made = await inPage<string>(
      page,
      `(async () => {
        const asked = await (await fetch('${ada.base}/account/passkey-challenge')).json();
        const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON({ ...asked, attestation: '${attestation}' });
        const form = document.querySelector('form[data-passkey=create]');
        form.elements.answer.value = JSON.stringify((await navigator.credentials.create({ publicKey })).toJSON());
        form.elements.name.value = 'Key ring';
        return form.elements.answer.value;
      })()`,
    );
    const submitted = inPage(page, `void document.querySelector('form[data-passkey=create]').submit()`);
    await Promise.all([page.waitForEvent('framenavigated'), submitted]);
    const { response } = JSON.parse(made) as { response: { attestationObject: string } };
    return Buffer.from(response.attestationObject, 'base64url').toString('latin1');
  };
  assert.match(await add('direct'), /x5c/);
  assert.match(await page.locator('main').innerText(), /could not be kept[\s\S]*You have none yet/);
  await device.send('WebAuthn.clearCredentials', { authenticatorId });
  assert.doesNotMatch(await add('none'), /x5c/);
  assert.match(await page.locator('main').innerText(), /The passkey is added[\s\S]*Key ring/);
});

test('whoever chooses a new password by a link begins without passkeys', async () => {
  assert.equal((await bring(await signedAnswer())).status, 303);
  const bob = { merchantId: merchant.merchantId, email: 'bob@shop.example', role: 'owner' };
  const admin = await joinDesk(url, (await world.admin.inviteMember(bob)).link);
  const people = await admin.browser.get(`${admin.base}/people`);
  const person = /\/people\/(mb_\w+)">Ada Desk<\/a>\s*<\/td>\s*<td>ada@/.exec(people.body)?.[1] ?? '';
  const made = await admin.browser.post(`${admin.base}/people/${person}/link`, {}, { from: `${admin.base}/people` });
  const link = /<code class="key">([^<]+\/link\/[^<]+)</.exec(made.body)?.[1] ?? made.body;
  assert.equal((await bring(await signedAnswer())).status, 303);
  await joinDesk(url, link);
  assert.equal((await bring(await signedAnswer())).status, 401);
});

test('no page broke its policy, and those without passkeys have no script', async () => {
  const known = /status of (401|422)/;
  assert.deepEqual(
    complaints.filter((text) => !known.test(text)),
    [],
  );
  const payments = await ada.browser.get(`${ada.base}/payments`);
  assert.doesNotMatch(payments.headers.get('content-security-policy') ?? '', /script-src|connect-src/);
  const { headers, body } = await ada.browser.get(`${ada.base}/sign-in`);
  assert.match(headers.get('content-security-policy') ?? '', /script-src 'self'; connect-src 'self'; base-uri/);
  assert.deepEqual([...body.matchAll(/<script[^>]*>/g)].length, 1);
  assert.match(body, /<script type="module" src="\/assets\/passkeys\.[0-9a-f]{16}\.js" integrity="sha384-/);
});
