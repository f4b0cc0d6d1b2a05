/** The audit log in the Personal area: who did what and when, before and after, exported, and whether it is whole. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { changesOf } from '../../src/http/dashboard/audit/entry.ts';
import { deskEnvironment, joinDesk, type JoinedMember } from '../support/desk.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { waitFor } from '../support/wait-for.ts';

let world: World;
let merchant: TestMerchant;
let ada: JoinedMember;
let dev: JoinedMember;

before(async () => {
  const { url, ...environment } = await deskEnvironment();
  world = await createWorld(environment);
  merchant = await world.addMerchant({ name: 'Slow Pour' });
  const { merchantId } = merchant;
  const join = async (email: string, role: string) =>
    joinDesk(url, (await world.admin.inviteMember({ merchantId, email, role })).link);
  [ada, dev] = [await join('ada@shop.example', 'owner'), await join('dev@shop.example', 'developer')];
  const settings = `${ada.base}/settings`;
  const form = await ada.browser.get(settings);
  const fields = Object.fromEntries(
    [...form.body.matchAll(/<input id="(\w[\w-]*)" name="[^"]+" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  );
  const choices = {
    challenge: 'noPreference',
    whenNotEnrolled: 'stop',
    whenUnavailable: 'stop',
    unknownFields: 'refuse',
  };
  const sent = { ...fields, ...choices, name: 'Pour <b>Over</b>', sessionMinutes: '45' };
  assert.equal((await ada.browser.post(settings, sent, { from: settings })).status, 303);
  await merchant.shop.call('PATCH', '/settings', { body: { orderGuard: true } });
});
after(() => world.close());

const log = async (query: string, who = ada): Promise<string> => {
  const { status, body } = await who.browser.get(`${who.base}/audit${query}`);
  assert.equal(status, 200, body);
  return body;
};
const actsIn = (body: string): number => [...body.matchAll(/<summary>/g)].length;

test('an act says who did it, when, and what changed from what to what; what is the same is left out', async () => {
  const body = await log('?who=ADA@shop.example&action=merchant.changed');
  assert.equal(actsIn(body), 1);
  assert.match(body, /<summary>Settings of the merchant were changed/);
  assert.match(body, /<td>ada@shop\.example<\/td>/);
  const changed = [...body.matchAll(/<th scope="row">(\w+)<\/th>\s*<td>([^<]*)<\/td>\s*<td>([^<]*)<\/td>/g)];
  assert.deepEqual(
    changed.map(([, name, old, now]) => [name, old, now]).filter(([name]) => name !== 'threeDs'),
    [
      ['name', 'Slow Pour', 'Pour &lt;b&gt;Over&lt;/b&gt;'],
      ['sessionMinutes', '20', '45'],
    ],
  );
  assert.match(body, /<dt>Request<\/dt><dd><code>req_/);
  assert.match(body, /<dt>From<\/dt><dd>127\.0\.0\.1/);
});

test('it is searched by who, what, about what, and when', async () => {
  const [key] = await world.sql<{ actor_id: string; subject_id: string }>(
    `select actor_id, subject_id from audit_entries where actor = 'apiKey' and action = 'merchant.changed'`,
  );
  assert.equal(actsIn(await log(`?who=${key?.actor_id}`)), 1);
  assert.equal(actsIn(await log(`?about=${key?.subject_id}&action=merchant.changed`)), 2);
  const today = new Date().toISOString().slice(0, 10);
  assert.ok(actsIn(await log(`?from=${today}`)) > 4);
  assert.match(await log('?to=2020-01-01'), /No act is like this/);
  assert.match(await log('?who=nobody'), /No act is like this/);
  // An action that nobody knows filters nothing, rather than show an error.
  assert.ok(actsIn(await log('?action=nothing')) > 4);
  // Developers read it, but open no page of a person there.
  assert.match(await log('?action=member.invited'), /<a href="[^"]+\/people\/mb_/);
  const asDeveloper = await log('?action=member.invited', dev);
  assert.doesNotMatch(asDeveloper, /\/people\/mb_|\/exports\//);
});

test('pages go on where the last one ended', async () => {
  const entries = `insert into audit_entries (merchant_id, id, actor, action, subject_kind, subject_id, mac)
    select merchant_id, ('01000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'gateway', 'event.resent',
      'event', 'ev_' || n, mac
    from (select * from audit_entries where actor = 'apiKey' limit 1) one, generate_series(1, 60) n`;
  const other = await world.addMerchant();
  const invited = await world.admin.inviteMember({ merchantId: other.merchantId, email: 'eve@other.example' });
  const eve = await joinDesk(new URL(invited.link).origin, invited.link);
  await other.shop.call('PATCH', '/settings', { body: { orderGuard: true } });
  await world.sql(entries.replace(`where actor = 'apiKey'`, `where actor_name = 'eve@other.example'`));
  const first = await log('?action=event.resent', eve);
  assert.equal(actsIn(first), 50);
  const next = /rel="next" href="([^"]+)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? '';
  assert.match(next, /action=event\.resent&.*before=au_/);
  const second = await log(next, eve);
  assert.equal(actsIn(second), 10);
  assert.doesNotMatch(second, /rel="next"/);
  // Nothing of one merchant's is seen by another.
  assert.doesNotMatch(await log('', eve), /ada@shop\.example/);
});

test('what the search finds is exported, and the export is an act itself', async () => {
  const path = (format: string) => `${ada.base}/exports/audit-log?action=merchant.changed&format=${format}`;
  const csv = await ada.browser.get(path('csv'));
  assert.match(csv.headers.get('content-disposition') ?? '', /filename="audit-log\.csv"/);
  const lines = csv.body.trim().split('\r\n');
  assert.equal(lines.length, 3);
  assert.match(lines[0] ?? '', /"created \(UTC\)","number","action","actor\.type"/);
  const rows = (await ada.browser.get(path('ndjson'))).body.trim().split('\n');
  assert.deepEqual(
    rows.map((row) => (JSON.parse(row) as { action: string }).action),
    ['merchant.changed', 'merchant.changed'],
  );
  assert.match(await log('?action=list.exported'), /audit-log/);
  assert.equal((await dev.browser.get(path('csv').replace(ada.base, dev.base))).status, 403);
});

test('it says that it is whole, names its end, and the row that somebody changed behind it', async () => {
  const check = (noted = '') => ada.browser.post(`${ada.base}/audit/verify`, { noted }, { from: `${ada.base}/audit` });
  await waitFor('all acts are sealed', async () => {
    const rows = await world.sql('select 1 from audit_queue');
    return rows.length === 0;
  });
  const whole = await check();
  assert.match(whole.body, /role="status">\d+ acts from the first on, none changed/);
  const end = /<code class="key">(\d+:[0-9a-f]{64})</.exec(whole.body)?.[1] ?? '';
  assert.match((await check(end)).body, /the end that you noted is among them/);
  assert.match((await check(end.replace(/.$/, (last) => (last === '0' ? '1' : '0')))).body, /is not in the chain/);
  assert.equal((await check('7')).status, 422);
  await world.sql(
    `update audit_entries set after = '{"sessionMinutes":20}' where actor_name = 'ada@shop.example'
     and action = 'merchant.changed'`,
  );
  assert.match((await check()).body, /role="alert">The log was changed: row \d+ \(au_\w+\) was changed/);
});

test('changes are those of the names on either side', () => {
  assert.deepEqual(changesOf('{"a":1,"b":{"c":[1]},"d":2}', '{"a":1,"b":{"c":[2]},"e":null}'), [
    { name: 'b', before: { c: [1] }, after: { c: [2] } },
    { name: 'd', before: 2, after: undefined },
    { name: 'e', before: undefined, after: null },
  ]);
  assert.deepEqual(changesOf(null, null), []);
});
