import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { after, test } from 'node:test';
import { createTestDatabase } from '../../test/support/postgres.ts';
import { Secret } from '../base/secret.ts';
import { insertTestMerchant, loadCard, newKey, openTestPool, startVaultProcess, storeCard } from './vault.fixture.ts';

const NOW_MS = Date.parse('2026-11-22T12:00:00Z');
const VISA = '4444555511113333';
const AMEX = '378282246310005';

const database = await createTestDatabase();
const db = openTestPool(database.url);
const file = { keys: [newKey()] };
const { vault } = startVaultProcess(db, file, NOW_MS);
after(async () => {
  await db.close();
  await database.drop();
});
const anAddress = () => ({ merchantId: randomUUID(), recordId: randomUUID() });

test('what is sealed opens under its address, in every process', async () => {
  const other = startVaultProcess(db, file, NOW_MS).vault;
  for (const pan of [VISA, AMEX, '6212345678901234567', '501800000009']) {
    const address = anAddress();
    const sealed = await vault.sealCard({ ...address, pan: new Secret(pan) });
    const opened = await other.openCard({ ...address, ...sealed });
    assert.ok(opened !== 'unreadable');
    assert.equal(opened.reveal(), pan);
    assert.doesNotMatch(
      inspect({ opened, sealed }, { depth: 9 }) + JSON.stringify({ opened, sealed }),
      new RegExp(pan),
    );
  }
});

test('the length of the number, and that it was sealed before, cannot be seen', async () => {
  const address = anAddress();
  const [visa, again, amex] = await Promise.all(
    [VISA, VISA, AMEX].map((pan) => vault.sealCard({ ...address, pan: new Secret(pan) })),
  );
  assert.equal(visa?.sealed.length, amex?.sealed.length);
  assert.notDeepEqual(visa?.sealed, again?.sealed);
});

test('a card moved to another record, merchant or key version does not open', async () => {
  const here = anAddress();
  const there = anAddress();
  const card = await vault.sealCard({ ...here, pan: new Secret(VISA) });
  const moves = [
    { ...card, merchantId: here.merchantId, recordId: there.recordId },
    { ...card, merchantId: there.merchantId, recordId: here.recordId },
    { ...card, ...here, keyVersion: card.keyVersion + 1 },
    { ...card, ...here, keyVersion: 0 },
    { ...card, ...here, sealed: Buffer.alloc(0) },
  ];
  for (const move of moves) assert.equal(await vault.openCard(move), 'unreadable');
});

test('the same two rows swapped in the database do not open, and open when swapped back', async () => {
  const merchantIds = [await insertTestMerchant(db.query), await insertTestMerchant(db.query)];
  const cards = merchantIds.map((merchantId) => ({ merchantId, recordId: randomUUID() }));
  for (const address of cards)
    await storeCard(db.query, address, await vault.sealCard({ ...address, pan: new Secret(VISA) }));
  const openAll = () =>
    Promise.all(
      cards.map(async (address) => {
        const opened = await vault.openCard({ ...address, ...(await loadCard(db.query, address)) });
        return opened === 'unreadable' ? opened : opened.reveal();
      }),
    );
  const swap = () =>
    db.query(
      {
        name: 'test-swap',
        text: `update vault_cards a set sealed = b.sealed, key_version = b.key_version from vault_cards b
          where a.id <> b.id and a.id = any ($1) and b.id = any ($1)`,
      },
      [cards.map(({ recordId }) => recordId)],
    );
  assert.deepEqual(await openAll(), [VISA, VISA]);
  await swap();
  assert.deepEqual(await openAll(), ['unreadable', 'unreadable']);
  await swap();
  assert.deepEqual(await openAll(), [VISA, VISA]);
});

test('a fingerprint is the same for one card of one merchant, whatever the data key, and for nobody else', async () => {
  const { merchantId } = anAddress();
  const fingerprintOf = async (pan: string, merchant = merchantId) =>
    (await vault.sealCard({ merchantId: merchant, recordId: randomUUID(), pan: new Secret(pan) })).fingerprint.toString(
      'hex',
    );
  const before = await fingerprintOf(VISA);
  assert.equal(await fingerprintOf(VISA), before);
  assert.notEqual(await fingerprintOf(AMEX), before);
  assert.notEqual(await fingerprintOf(VISA, randomUUID()), before);
  await vault.rotateDataKey();
  assert.equal(await fingerprintOf(VISA), before);
});

test('processes that start at once on an empty vault agree on its first keys', async () => {
  const empty = await createTestDatabase();
  const pool = openTestPool(empty.url);
  try {
    const processes = Array.from({ length: 4 }, () => startVaultProcess(pool, file, NOW_MS).vault);
    await Promise.all(processes.map((one) => one.check()));
    const address = anAddress();
    const cards = await Promise.all(processes.map((one) => one.sealCard({ ...address, pan: new Secret(VISA) })));
    for (const card of cards) {
      assert.deepEqual(card.fingerprint, cards[0]?.fingerprint);
      for (const one of processes) assert.notEqual(await one.openCard({ ...address, ...card }), 'unreadable');
    }
  } finally {
    await pool.close();
    await empty.drop();
  }
});

test('with a wrong key-encryption key the vault says so, and seals nothing', async () => {
  await vault.check();
  const stranger = startVaultProcess(db, { keys: [newKey()] }, NOW_MS);
  await assert.rejects(stranger.vault.check(), /does not open with the key-encryption keys given/);
  await assert.rejects(stranger.vault.sealCard({ ...anAddress(), pan: new Secret(VISA) }), /does not open/);
  assert.match(stranger.logged.join(), /a data key of the vault cannot be unwrapped/);
  await assert.rejects(startVaultProcess(db, { keys: [] }, NOW_MS).vault.check(), /no key-encryption key/);
});

test('while the database is away, cards seal for a minute and open without end', async () => {
  let isAway = false;
  const process = startVaultProcess(
    { query: (statement, values) => (isAway ? Promise.reject(new Error('away')) : db.query(statement, values)) },
    file,
    NOW_MS,
  );
  const address = anAddress();
  const card = await process.vault.sealCard({ ...address, pan: new Secret(VISA) });
  isAway = true;
  process.clock.pass(59_000);
  await process.vault.sealCard({ ...address, pan: new Secret(VISA) });
  process.clock.pass(3_600_000);
  await assert.rejects(process.vault.sealCard({ ...address, pan: new Secret(VISA) }), /away/);
  assert.notEqual(await process.vault.openCard({ ...address, ...card }), 'unreadable');
  isAway = false;
  await process.vault.sealCard({ ...address, pan: new Secret(VISA) });
});
