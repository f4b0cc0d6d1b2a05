import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { Uuid } from '../base/id.ts';
import { createKeys } from '../base/keys.ts';
import { systemRandom } from '../base/random.ts';
import { Secret } from '../base/secret.ts';
import { createPool } from '../db/pool.ts';
import type { Db } from '../db/db.ts';
import { createTestDatabase, runSql, type TestDatabase } from '../../test/support/postgres.ts';
import type { Actor } from '../audit/entry.ts';
import { createApiKey, createReturnKeys, deleteApiKey, listApiKeys, type NewKey } from './api-keys.ts';
import { createAuthenticator } from './authenticator.ts';
import { createMerchant as createMerchantBy } from './create.ts';
import { setMerchantSuspended } from './change.ts';
import { NO_LIMITS, type KeyLimits } from './key-limits.ts';
import { modeOfKey } from './key-text.ts';

let database: TestDatabase;
let db: Db;
let wallMs = Date.now();
let monotonicMs = 0;
let queries = 0;
const clock = { nowMs: () => wallMs, monotonicMs: () => monotonicMs, sleep: () => Promise.resolve() };
const keys = createKeys(new Secret(Buffer.alloc(32, 1)));
const depsOf = () => ({
  db: {
    ...db,
    query: ((statement, values) => {
      queries++;
      return db.query(statement, values);
    }) as Db['query'],
  },
  keys,
  clock,
  random: systemRandom,
  mode: 'sandbox' as const,
  inBackground: (work: Promise<unknown>) => void background.push(work),
});
let background: Promise<unknown>[] = [];
const actor: Actor = { kind: 'operator', name: 'test' };
const createMerchant = (deps: ReturnType<typeof depsOf>, { name }: { readonly name: string }) =>
  createMerchantBy(deps, { name, actor });
const makeKey = (input: NewKey, limits: KeyLimits = NO_LIMITS) =>
  db.transaction((query) => createApiKey(depsOf(), query, { actor, limits }, input));
const removeKey = (merchantId: Uuid<'merchant'>, id: Uuid<'apiKey'>, limits: KeyLimits = NO_LIMITS) =>
  db.transaction((query) => deleteApiKey(depsOf(), query, { actor, limits }, { merchantId, id }));
const limitedTo = (limits: Partial<KeyLimits>): KeyLimits => ({ ...NO_LIMITS, ...limits });

before(async () => {
  database = await createTestDatabase();
  db = createPool({ databaseUrl: database.url, maxConnections: 2, onConnectionError: () => undefined });
});
after(async () => {
  await db.close();
  await database.drop();
});

test('a new merchant has one key, which opens, and is stored only as a hash', async () => {
  const { merchantId, apiKey } = await createMerchant(depsOf(), { name: 'Acme' });
  assert.match(apiKey.reveal(), /^[0-9A-Za-z]{40}$/);
  const authenticate = createAuthenticator(depsOf()).find;
  const known = await authenticate(apiKey.reveal());
  assert.ok(known.kind === 'known' && known.caller.merchantId === merchantId);
  const [row] = await runSql<{ text: string }>(database.url, `select string_agg(k::text, ' ') as text from api_keys k`);
  assert.equal(row?.text.includes(apiKey.reveal()), false);
});

test('letters of keys are equally likely', async () => {
  const { merchantId } = await createMerchant(depsOf(), { name: 'Letters' });
  const counts = new Map<string, number>();
  for (let n = 0; n < 300; n++) {
    const made = await makeKey({ merchantId, name: 'k' });
    assert.ok(made.kind === 'made');
    for (const letter of made.apiKey.reveal().slice(3, 34)) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  }
  // 9,300 letters of 62: 150 of each on average, with a deviation of 12.
  assert.equal(counts.size, 62);
  for (const [letter, count] of counts) assert.ok(count > 70 && count < 230, `${letter}: ${count}`);
});

test('guesses are refused without asking the database when they cannot be keys, and never remembered', async () => {
  const authenticate = createAuthenticator(depsOf()).find;
  queries = 0;
  for (const guess of [
    '',
    'x',
    'x'.repeat(39),
    'x'.repeat(41),
    `${'x'.repeat(39)} `,
    'é'.repeat(40),
    `' or 1=1 --${'x'.repeat(29)}`,
  ])
    assert.deepEqual(await authenticate(guess), { kind: 'unknown', otherMode: undefined });
  assert.equal(queries, 0);
  for (let n = 0; n < 3; n++)
    assert.deepEqual(await authenticate('y'.repeat(40)), { kind: 'unknown', otherMode: undefined });
  assert.equal(queries, 3);
});

test('a deleted key is dead within 5 s where it was just used, and at once elsewhere', async () => {
  const { merchantId, apiKey } = await createMerchant(depsOf(), { name: 'Rotating' });
  const authenticate = createAuthenticator(depsOf()).find;
  const known = await authenticate(apiKey.reveal());
  assert.ok(known.kind === 'known');
  assert.equal((await removeKey(merchantId, known.caller.apiKeyId)).kind, 'deleted');
  assert.equal((await removeKey(merchantId, known.caller.apiKeyId)).kind, 'unknown');
  assert.deepEqual(await createAuthenticator(depsOf()).find(apiKey.reveal()), { kind: 'deleted' });
  // Somebody puts the clock on the wall back meanwhile: what a process remembers is not kept longer for it.
  wallMs -= 3_600_000;
  monotonicMs += 5_000;
  assert.deepEqual(await authenticate(apiKey.reveal()), { kind: 'deleted' });
  assert.deepEqual(await listApiKeys(db.query, merchantId, { limit: 10, before: undefined }), []);
});

test('the key that signs returns is the one that the shop derives, and outlives its API key', async () => {
  const { merchantId, apiKey } = await createMerchant(depsOf(), { name: 'Returns' });
  const known = await createAuthenticator(depsOf()).find(apiKey.reveal());
  assert.ok(known.kind === 'known');
  await removeKey(merchantId, known.caller.apiKeyId);
  const returnKey = await createReturnKeys(depsOf())(known.caller);
  assert.deepEqual(returnKey.export(), createHmac('sha256', apiKey.reveal()).update('tollgate return v1').digest());
  await assert.rejects(
    createReturnKeys({ ...depsOf(), keys: createKeys(new Secret(Buffer.alloc(32, 2))) })(known.caller),
    'another master key opens it',
  );
});

test('a key says whose it is and what money it moves, and a scanner tells it from a coincidence', async () => {
  const { merchantId, apiKey } = await createMerchant(depsOf(), { name: 'Scanned' });
  const text = apiKey.reveal();
  assert.match(`"${text}"`, /\btgs[0-9A-Za-z]{37}\b/);
  assert.equal(modeOfKey(text), 'sandbox');
  for (let at = 0; at < 40; at++) {
    const other = text.charAt(at) === 'a' ? 'b' : 'a';
    assert.equal(modeOfKey(text.slice(0, at) + other + text.slice(at + 1)), undefined, `letter ${at}`);
  }
  const live = await db.transaction((query) =>
    createApiKey({ ...depsOf(), mode: 'live' }, query, { actor, limits: NO_LIMITS }, { merchantId, name: 'live' }),
  );
  assert.ok(live.kind === 'made');
  assert.match(live.apiKey.reveal(), /^tgl/);
  await removeKey(merchantId, live.row.id as Uuid<'apiKey'>);
  await runSql(database.url, `delete from api_keys where id = '${live.row.id}'`);
  const authenticate = createAuthenticator(depsOf()).find;
  assert.deepEqual(await authenticate(live.apiKey.reveal()), { kind: 'unknown', otherMode: 'live' });
});

test('a key given out before keys had a form of their own still opens, and may do everything', async () => {
  const { merchantId, apiKey } = await createMerchant(depsOf(), { name: 'Old' });
  const old = 'Zz0'.padEnd(40, 'q');
  const hash = createHmac('sha256', keys.deriveKeyObject('api-key-hash')).update(old).digest('hex');
  await runSql(
    database.url,
    `update api_keys set key_hash = decode('${hash}', 'hex'), scopes = null where merchant_id = '${merchantId}'`,
  );
  const found = await createAuthenticator(depsOf()).find(old);
  assert.ok(found.kind === 'known');
  assert.deepEqual(found.grant.limits, NO_LIMITS);
  assert.equal((await createAuthenticator(depsOf()).find(apiKey.reveal())).kind, 'unknown');
});

test('where a key is deleted it is forgotten at once, also by a look-up that had begun before', async () => {
  const { merchantId, apiKey } = await createMerchant(depsOf(), { name: 'Forgotten' });
  let hold: Promise<unknown> = Promise.resolve();
  const slow: Db['query'] = async (statement, values) => {
    const rows = await db.query(statement, values);
    await hold;
    return rows as never;
  };
  const authenticator = createAuthenticator({ ...depsOf(), db: { query: slow } });
  const known = await authenticator.find(apiKey.reveal());
  assert.ok(known.kind === 'known');
  await removeKey(merchantId, known.caller.apiKeyId);
  authenticator.forget(known.caller.apiKeyId);
  assert.equal((await authenticator.find(apiKey.reveal())).kind, 'deleted');

  const second = await createMerchant(depsOf(), { name: 'Racing' });
  const { promise, resolve } = Promise.withResolvers<undefined>();
  hold = promise;
  const underWay = authenticator.find(second.apiKey.reveal());
  const read = db.query({ name: 'test-turn', text: 'select 1' });
  await read;
  await removeKey(second.merchantId, second.apiKeyId);
  authenticator.forget(second.apiKeyId);
  resolve(undefined);
  await underWay;
  assert.equal((await authenticator.find(second.apiKey.reveal())).kind, 'deleted');
});

test('a key ends when it was said to, however lately it was used', async () => {
  const { merchantId } = await createMerchant(depsOf(), { name: 'Ending' });
  const made = await makeKey({ merchantId, name: 'ends', limits: { expiresAtMs: Date.now() + 3_600_000 } });
  assert.ok(made.kind === 'made');
  const authenticate = createAuthenticator(depsOf()).find;
  await runSql(
    database.url,
    `update api_keys set expires_at = now() + interval '1 second' where id = '${made.row.id}'`,
  );
  assert.equal((await authenticate(made.apiKey.reveal())).kind, 'known');
  await runSql(database.url, `update api_keys set expires_at = now() where id = '${made.row.id}'`);
  monotonicMs += 1_001;
  assert.equal((await authenticate(made.apiKey.reveal())).kind, 'expired');
});

test('a use is noted without a request that waits for it, and at most once in ten minutes', async () => {
  const { merchantId, apiKey } = await createMerchant(depsOf(), { name: 'Used' });
  background = [];
  for (let n = 0; n < 20; n++) {
    await createAuthenticator(depsOf()).find(apiKey.reveal());
    await Promise.all(background);
  }
  assert.equal(background.length, 1);
  const [row] = await listApiKeys(db.query, merchantId, { limit: 1, before: undefined });
  assert.ok(row?.last_used_at !== null);
});

test('no key makes or deletes a stronger one', async () => {
  const { merchantId, apiKeyId } = await createMerchant(depsOf(), { name: 'Strong' });
  const soonMs = Date.now() + 3_600_000;
  const weak = limitedTo({
    scopes: ['api-keys:write', 'refunds:read'],
    expiresAtMs: soonMs,
    allowedAddresses: ['10.0.0.0/8'],
  });
  const make = (limits: Partial<KeyLimits>, maker = weak) => makeKey({ merchantId, name: 'made', limits }, maker);
  const inherited = await make({});
  assert.ok(inherited.kind === 'made');
  assert.deepEqual(
    [inherited.row.scopes, Date.parse(inherited.row.expires_at ?? ''), inherited.row.allowed_addresses],
    [weak.scopes, soonMs, weak.allowedAddresses],
  );
  const weaker = await make({ scopes: ['refunds:read'], expiresAtMs: soonMs - 1, allowedAddresses: ['10.1.2.3'] });
  assert.equal(weaker.kind, 'made');
  const stronger: readonly (readonly [Partial<KeyLimits>, string])[] = [
    [{ scopes: ['*'] }, '/scopes'],
    [{ scopes: ['refunds:read', 'refunds:write'] }, '/scopes'],
    [{ expiresAtMs: soonMs + 1 }, '/expiresAt'],
    [{ allowedAddresses: ['10.0.0.0/7'] }, '/allowedAddresses'],
    [{ allowedAddresses: ['10.0.0.1', '::1'] }, '/allowedAddresses'],
  ];
  for (const [limits, pointer] of stronger) {
    const refused = await make(limits);
    assert.ok(refused.kind === 'stronger');
    assert.deepEqual(
      refused.fields.map((field) => field.pointer),
      [pointer],
    );
  }
  for (const one of [{ scopes: ['api-keys:write'] }, { expiresAtMs: soonMs }, { allowedAddresses: ['0.0.0.0/0'] }])
    assert.equal((await removeKey(merchantId, apiKeyId, limitedTo(one))).kind, 'stronger');
  assert.equal((await removeKey(merchantId, inherited.row.id as Uuid<'apiKey'>, weak)).kind, 'deleted');
});

test('what is done to keys and merchants is written down, and rolled back with it', async () => {
  const { merchantId, apiKeyId } = await createMerchant(depsOf(), { name: 'Told' });
  await setMerchantSuspended(depsOf(), { merchantId, actor, suspended: { reason: 'stolen cards' } });
  await setMerchantSuspended(depsOf(), { merchantId, actor, suspended: { reason: 'again' } });
  await setMerchantSuspended(depsOf(), { merchantId, actor, suspended: undefined });
  await assert.rejects(
    db.transaction(async (query) => {
      await deleteApiKey(depsOf(), query, { actor, limits: NO_LIMITS }, { merchantId, id: apiKeyId });
      throw new Error('no');
    }),
  );
  const rows = await runSql<{ action: string; text: string }>(
    database.url,
    `select action, concat(before, after) as text from audit_entries
      where merchant_id = '${merchantId}' order by action`,
  );
  assert.deepEqual(
    rows.map((row) => row.action),
    ['apiKey.created', 'merchant.created', 'merchant.resumed', 'merchant.suspended'],
  );
  assert.match(rows[3]?.text ?? '', /stolen cards/);
});
