import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, test } from 'node:test';
import { createKeys } from '../base/keys.ts';
import { systemRandom } from '../base/random.ts';
import { Secret } from '../base/secret.ts';
import { createPool } from '../db/pool.ts';
import type { Db } from '../db/db.ts';
import { createTestDatabase, runSql, type TestDatabase } from '../../test/support/postgres.ts';
import { createApiKey, createAuthenticator, createReturnKeys, deleteApiKey, listApiKeys } from './api-keys.ts';
import { createMerchant } from './create.ts';

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
});

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
  const authenticate = createAuthenticator(depsOf());
  const known = await authenticate(apiKey.reveal());
  assert.ok(known.kind === 'known' && known.caller.merchantId === merchantId);
  const [row] = await runSql<{ text: string }>(database.url, `select string_agg(k::text, ' ') as text from api_keys k`);
  assert.equal(row?.text.includes(apiKey.reveal()), false);
});

test('letters of keys are equally likely', async () => {
  const { merchantId } = await createMerchant(depsOf(), { name: 'Letters' });
  const counts = new Map<string, number>();
  for (let n = 0; n < 300; n++) {
    const { apiKey } = await createApiKey(depsOf(), { merchantId, name: 'k' });
    for (const letter of apiKey.reveal()) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  }
  // 12,000 letters of 62: 194 of each on average, with a deviation of 14.
  assert.equal(counts.size, 62);
  for (const [letter, count] of counts) assert.ok(count > 100 && count < 290, `${letter}: ${count}`);
});

test('guesses are refused without asking the database when they can not be keys, and never remembered', async () => {
  const authenticate = createAuthenticator(depsOf());
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
    assert.deepEqual(await authenticate(guess), { kind: 'unknown' });
  assert.equal(queries, 0);
  for (let n = 0; n < 3; n++) assert.deepEqual(await authenticate('y'.repeat(40)), { kind: 'unknown' });
  assert.equal(queries, 3);
});

test('a deleted key is dead within 5 s where it was just used, and at once elsewhere', async () => {
  const { merchantId, apiKey } = await createMerchant(depsOf(), { name: 'Rotating' });
  const authenticate = createAuthenticator(depsOf());
  const known = await authenticate(apiKey.reveal());
  assert.ok(known.kind === 'known');
  assert.equal(await deleteApiKey(db.query, merchantId, known.caller.apiKeyId), true);
  assert.equal(await deleteApiKey(db.query, merchantId, known.caller.apiKeyId), false);
  assert.deepEqual(await createAuthenticator(depsOf())(apiKey.reveal()), { kind: 'deleted' });
  // Somebody puts the clock on the wall back meanwhile: what a process remembers is not kept longer for it.
  wallMs -= 3_600_000;
  monotonicMs += 5_000;
  assert.deepEqual(await authenticate(apiKey.reveal()), { kind: 'deleted' });
  assert.deepEqual(await listApiKeys(db.query, merchantId, { limit: 10, before: undefined }), []);
});

test('the key that signs returns is the one that the shop derives, and outlives its API key', async () => {
  const { merchantId, apiKey } = await createMerchant(depsOf(), { name: 'Returns' });
  const known = await createAuthenticator(depsOf())(apiKey.reveal());
  assert.ok(known.kind === 'known');
  await deleteApiKey(db.query, merchantId, known.caller.apiKeyId);
  const returnKey = await createReturnKeys(depsOf())(known.caller);
  assert.deepEqual(returnKey.export(), createHmac('sha256', apiKey.reveal()).update('tollgate return v1').digest());
  await assert.rejects(
    createReturnKeys({ ...depsOf(), keys: createKeys(new Secret(Buffer.alloc(32, 2))) })(known.caller),
    'another master key opens it',
  );
});
