/** Searches of the list of payments that somebody saved: theirs alone, opened by a link, and never a card number. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { deskEnvironment, joinDesk, type JoinedMember } from '../support/desk.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { createPayment } from '../support/payments.ts';

let world: World;
let merchant: TestMerchant;
let ada: JoinedMember;
let kim: JoinedMember;

before(async () => {
  const { url, ...environment } = await deskEnvironment();
  world = await createWorld(environment);
  merchant = await world.addMerchant();
  const { merchantId } = merchant;
  const join = async (email: string, role: string) =>
    joinDesk(url, (await world.admin.inviteMember({ merchantId, email, role })).link);
  [ada, kim] = [await join('ada@shop.example', 'owner'), await join('kim@shop.example', 'support')];
  await createPayment(merchant.shop, { merchantReferenceId: 'order-1' });
  await createPayment(merchant.shop, { merchantReferenceId: 'order-2', captureMethod: 'automatic' });
});
after(() => world.close());

const list = async (who: JoinedMember, query = ''): Promise<string> =>
  (await who.browser.get(`${who.base}/payments${query}`)).body;
const save = (who: JoinedMember, name: string, fields: Readonly<Record<string, string>>) =>
  who.browser.post(`${who.base}/searches/save`, { name, ...fields }, { from: `${who.base}/account` });
/** Address and name of each, as they stand on the page. */
const savedIn = (body: string): readonly (readonly [string, string])[] =>
  [...body.matchAll(/<li><a href="(\?[^"]*)"[^>]*>([^<]*)<\/a><\/li>/g)].map(([, href = '', name = '']) => [
    href.replaceAll('&amp;', '&'),
    name,
  ]);

test('what is searched for is saved under a name, and its link finds the same', async () => {
  const query = '?q=&state=requiresCapture&from=2020-01-01&to=';
  const shown = await list(ada, query);
  assert.match(shown, /Save this search/);
  const hidden = /searches\/save">([^]*?)<label/.exec(shown)?.[1] ?? '';
  assert.match(hidden, /name="state" value="requiresCapture">[^]*name="from" value="2020-01-01"/);
  const answer = await save(ada, 'To <capture>', { state: 'requiresCapture', from: '2020-01-01' });
  assert.deepEqual([answer.status, answer.headers.get('location')], [303, `${ada.base}/payments${query}`]);
  const [saved, ...others] = savedIn(await list(ada));
  assert.deepEqual([saved, others], [[query, 'To &lt;capture&gt;'], []]);
  const opened = await list(ada, saved?.[0]);
  assert.match(opened, />order-1</);
  assert.doesNotMatch(opened, />order-2<|Save this search/);
  assert.match(opened, /aria-current="true">To &lt;capture/);
  // The same name again is the same search, with what it finds now.
  await save(ada, 'To <capture>', { q: 'order-2' });
  assert.deepEqual(savedIn(await list(ada)), [['?q=order-2&state=&from=&to=', 'To &lt;capture&gt;']]);
});

test('it is seen and removed by whoever saved it, and by nobody else', async () => {
  assert.deepEqual(savedIn(await list(kim)), []);
  const id = /name="search" value="(ss_\w+)"/.exec(await list(ada))?.[1] ?? '';
  const remove = (who: JoinedMember) =>
    who.browser.post(`${who.base}/searches/remove`, { search: id }, { from: `${who.base}/account` });
  assert.equal((await remove(kim)).status, 404);
  assert.equal(savedIn(await list(ada)).length, 1);
  assert.equal((await remove(ada)).status, 303);
  assert.deepEqual(savedIn(await list(ada)), []);
});

test('without a name, without a search, with a card number or past twenty nothing is saved', async () => {
  for (const [name, fields] of [
    ['', { q: 'a' }],
    ['x'.repeat(61), { q: 'a' }],
    ['4242 4242 4242 4242', { q: 'a' }],
    ['mine', {}],
    ['mine', { q: '4242 4242 4242 4242' }],
  ] as const)
    assert.equal((await save(kim, name, fields)).status, 400, name);
  const many = Array.from({ length: 24 }, (_, at) => save(kim, `search ${at}`, { q: String(at) }));
  const statuses = (await Promise.all(many)).map(({ status }) => status);
  assert.deepEqual([statuses.filter((one) => one === 303).length, savedIn(await list(kim)).length], [20, 20]);
  assert.equal(statuses.filter((one) => one === 409).length, 4);
});

test('with the membership they end', async () => {
  await world.admin.removeMember({ merchantId: merchant.merchantId, email: 'kim@shop.example' });
  assert.deepEqual(await world.sql('select 1 from member_searches'), []);
});
