/** Who decides about whom in the Personal area, and what stays of it in the audit log. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createDeskBrowser, deskEnvironment, joinDesk, type JoinedMember } from '../support/desk.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';

let world: World;
let url: string;
let merchant: TestMerchant;
let owner: JoinedMember;
let admin: JoinedMember;
const idOf: Record<string, string> = {};

before(async () => {
  const environment = await deskEnvironment();
  ({ url } = environment);
  world = await createWorld(environment);
  merchant = await world.addMerchant();
  const invited = await world.admin.inviteMember({ merchantId: merchant.merchantId, email: 'olga@shop.example' });
  idOf['olga'] = invited.memberId;
  owner = await joinDesk(url, invited.link);
  admin = await joinDesk(url, await invite(owner, 'adam', 'admin'));
});
after(() => world.close());

const linkIn = (body: string): string => /<code class="key">([^<]+)<\/code>/.exec(body)?.[1] ?? '';
const send = (who: JoinedMember, path: string, fields: Readonly<Record<string, string>> = {}) =>
  who.browser.post(`${who.base}/people/${path}`, fields, { from: `${who.base}/account` });
const refusalIn = (body: string): string => /role="alert">([^<]+)</.exec(body)?.[1] ?? '';

/** Gives the link, and notes the id that the list shows. */
const invite = async (who: JoinedMember, name: string, role: string): Promise<string> => {
  const { status, body } = await send(who, 'invite', { email: `${name}@shop.example`, role });
  assert.equal(status, 200, body);
  const list = (await who.browser.get(`${who.base}/people`)).body;
  idOf[name] = new RegExp(`people/(mb_\\w+)">[^<]*</a>[^<]*</td>\\s*<td>${name}@`).exec(list)?.[1] ?? '';
  return linkIn(body);
};
const acts = async (name: string) =>
  (
    await world.sql<{ action: string; before: unknown; after: unknown; actor_name: string }>(
      `select action, before, after, actor_name from audit_entries
       where subject_id = '${idOf[name] ?? ''}' order by id`,
    )
  ).map(({ action, before: was, after: is, actor_name }) => [action, actor_name, was, is]);

test('somebody is invited, gets another role, is signed out and removed: each with before and after', async () => {
  const kim = await joinDesk(url, await invite(admin, 'kim', 'viewer'));
  const at = idOf['kim'] ?? '';
  const list = (await owner.browser.get(`${owner.base}/people`)).body;
  assert.match(list, /kim@shop\.example<\/td>\s*<td>Viewer<\/td>\s*<td><time/);
  assert.equal((await kim.browser.get(`${kim.base}/people`)).status, 403);
  assert.match((await send(admin, `${at}/role`, { role: 'support' })).headers.get('location') ?? '', /done=role$/);
  assert.match((await owner.browser.get(`${owner.base}/people/${at}`)).body, /Support: finds payments/);
  assert.equal((await kim.browser.get(`${kim.base}/payments`)).status, 200);
  assert.match((await send(admin, `${at}/end-sessions`)).headers.get('location') ?? '', /done=ended$/);
  assert.equal((await kim.browser.get(`${kim.base}/payments`)).status, 303);
  assert.equal((await send(admin, `${at}/remove`)).headers.get('location'), `${admin.base}/people`);
  assert.equal((await owner.browser.get(`${owner.base}/people/${at}`)).status, 404);
  const adam = 'adam@shop.example';
  assert.deepEqual(
    (await acts('kim')).filter(([, actor]) => actor === adam),
    [
      ['member.invited', adam, null, { email: 'kim@shop.example', role: 'viewer' }],
      ['member.roleChanged', adam, { role: 'viewer' }, { role: 'support' }],
      ['member.sessionEnded', adam, null, { ended: 1, session: null }],
      ['member.removed', adam, { email: 'kim@shop.example', role: 'support' }, null],
    ],
  );
});

test('only an owner decides about owners, nobody about himself, and the last owner stays', async () => {
  const [olga, adam] = [idOf['olga'] ?? '', idOf['adam'] ?? ''];
  const before_ = await world.sql('select id, role, removed_at from members order by id');
  for (const [who, path, fields, sentence] of [
    [admin, 'invite', { email: 'new@shop.example', role: 'owner' }, /Only an owner/],
    [admin, `${olga}/role`, { role: 'viewer' }, /Only an owner/],
    [admin, `${olga}/remove`, {}, /Only an owner/],
    [admin, `${olga}/link`, {}, /Only an owner/],
    [admin, `${olga}/end-sessions`, {}, /Only an owner/],
    [admin, `${adam}/role`, { role: 'owner' }, /Nobody does this to himself/],
    [admin, `${adam}/role`, { role: 'viewer' }, /Nobody does this to himself/],
    [owner, `${olga}/role`, { role: 'admin' }, /Nobody does this to himself/],
    [owner, `${olga}/remove`, {}, /Nobody does this to himself/],
    [owner, 'invite', { email: 'olga@shop.example', role: 'viewer' }, /works here already/],
    [owner, 'invite', { email: 'ADAM@shop.example', role: 'owner' }, /works here already/],
    [owner, 'invite', { email: 'a@b<script>', role: 'viewer' }, /not an e-mail address/],
    [owner, `${adam}/role`, { role: 'king' }, /Choose a role/],
  ] as const) {
    const { status, body } = await send(who, path, fields);
    assert.equal(status, 422, path);
    assert.match(refusalIn(body), sentence, path);
  }
  assert.deepEqual(await world.sql('select id, role, removed_at from members order by id'), before_);
});

test('of two owners who remove each other at the same moment one stays', async () => {
  const other = await joinDesk(url, await invite(owner, 'oscar', 'owner'));
  const answers = await Promise.all([
    send(owner, `${idOf['oscar'] ?? ''}/remove`),
    send(other, `${idOf['olga'] ?? ''}/remove`),
  ]);
  const owners = await world.sql<{ id: string }>(
    `select id from members where role = 'owner' and removed_at is null and merchant_id = (
      select merchant_id from members where email = 'adam@shop.example')`,
  );
  assert.equal(owners.length, 1, JSON.stringify(answers.map(({ status }) => status)));
  // Whoever it was: the others of this file need Olga.
  const { link } = await world.admin
    .inviteMember({ merchantId: merchant.merchantId, email: 'olga@shop.example' })
    .catch(() => ({ link: undefined }));
  if (link !== undefined) owner = await joinDesk(url, link);
});

test('who was removed or lowered decides nothing, whatever page they have open', async () => {
  const ben = await joinDesk(url, await invite(owner, 'ben', 'admin'));
  const page = await ben.browser.get(`${ben.base}/people`);
  const formToken = /name="formToken" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
  await send(owner, `${idOf['ben'] ?? ''}/role`, { role: 'viewer' });
  const late = { formToken, email: 'friend@shop.example', role: 'admin' };
  assert.equal((await ben.browser.post(`${ben.base}/people/invite`, late)).status, 403);
});

test('a lost password: by a link both factors are chosen anew, and what was open is closed', async () => {
  const lea = await joinDesk(url, await invite(owner, 'lea', 'support'));
  const { body } = await send(owner, `${idOf['lea'] ?? ''}/link`);
  assert.equal((await lea.browser.get(`${lea.base}/payments`)).status, 200, 'a link that is not used changes nothing');
  const again = await joinDesk(url, linkIn(body));
  assert.equal((await lea.browser.get(`${lea.base}/payments`)).status, 303);
  assert.equal((await again.browser.get(`${again.base}/payments`)).status, 200);
  assert.notEqual(again.secret, lea.secret);
  assert.equal((await createDeskBrowser(url).get(new URL(linkIn(body)).pathname)).status, 404, 'it works once');
});
