import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { createTestDatabase } from '../../test/support/postgres.ts';
import { Secret } from '../base/secret.ts';
import type { Query } from '../db/db.ts';
import type { CardAddress, Vault } from './at-rest.ts';
import { rotateVault, tendVault, type RotationWish } from './rotate.ts';
import {
  createTestClock,
  insertTestMerchant,
  loadCard,
  newKey,
  openTestPool,
  startVaultProcess,
  storeCard,
} from './vault.fixture.ts';

const NOW_MS = Date.parse('2026-11-22T12:00:00Z');
const PAN = '4444555511113333';
const BOTH: RotationWish = { dataKey: true, kek: true };

const databases = new Set<{ readonly drop: () => Promise<void>; readonly close: () => Promise<void> }>();
after(async () => {
  for (const { close, drop } of databases) {
    await close();
    await drop();
  }
});

/** An installation of its own: a vault with some cards of two merchants. */
const install = async (cardCount: number) => {
  const database = await createTestDatabase();
  const db = openTestPool(database.url);
  databases.add({ drop: database.drop, close: db.close });
  const file = { keys: [newKey()] };
  const merchantIds = [await insertTestMerchant(db.query), await insertTestMerchant(db.query)];
  const { vault } = startVaultProcess(db, file, NOW_MS);
  let kept = 0;
  const keep = async (by: Vault): Promise<CardAddress> => {
    const address = { merchantId: merchantIds[kept++ % 2] ?? '', recordId: randomUUID() };
    await storeCard(db.query, address, await by.sealCard({ ...address, pan: new Secret(PAN) }));
    return address;
  };
  const cards = await Promise.all(Array.from({ length: cardCount }, () => keep(vault)));
  const opens = async (by: Vault, address: CardAddress): Promise<boolean> => {
    const pan = await by.openCard({ ...address, ...(await loadCard(db.query, address)) });
    return pan !== 'unreadable' && pan.reveal() === PAN;
  };
  /** What a process that starts this moment, with the keys the file has now, can open. */
  const allOpen = async (): Promise<boolean> => {
    const fresh = startVaultProcess(db, file, NOW_MS).vault;
    return (await Promise.all(cards.map((address) => opens(fresh, address)))).every(Boolean);
  };
  return { db, file, cards, keep, opens, allOpen };
};

const rotate = (
  query: Query,
  file: Parameters<typeof startVaultProcess>[1],
  wish: RotationWish,
  onProgress = (_line: string): void => undefined,
) =>
  rotateVault(
    { vault: startVaultProcess({ query }, file, NOW_MS).vault, clock: createTestClock(NOW_MS), onProgress },
    wish,
  );

/** As if the keys had been made that long ago. */
const age = (query: Query, hours: number) =>
  query({ name: 'test-age', text: 'update vault_data_keys set created_at = now() - make_interval(hours => $1)' }, [
    hours,
  ]);

const versionsOf = async (query: Query): Promise<readonly number[]> =>
  (
    await query<{ key_version: number }>({
      name: 'test-versions',
      text: 'select distinct key_version from vault_cards order by 1',
    })
  ).map((row) => row.key_version);

test('a rotation of both keys puts every card under the new ones, and the old ones open nothing', async () => {
  const { db, file, allOpen } = await install(20);
  const [old] = file.keys;
  assert.ok(old);
  const lines: string[] = [];
  file.keys = [newKey(), old];
  const report = await rotate(db.query, file, BOTH, (line) => lines.push(line));
  assert.deepEqual(report, {
    rewrapped: 2,
    newVersion: 2,
    resumed: false,
    reencrypted: 20,
    unreadable: 0,
    retired: [],
  });
  assert.ok(lines.length >= 3 && lines.every((line) => !line.includes('undefined')));
  assert.deepEqual(await versionsOf(db.query), [2]);
  file.keys = file.keys.slice(0, 1);
  assert.ok(await allOpen());
  await assert.rejects(startVaultProcess(db, { keys: [old] }, NOW_MS).vault.check(), /does not open/);
});

test('an old data key is kept for an hour, and as long as a card is under it', async () => {
  const { db, file, allOpen } = await install(3);
  await db.query({
    name: 'test-corrupt',
    text: `update vault_cards set sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1)
      where id = (select min(id::text)::uuid from vault_cards)`,
  });
  const { vault, logged } = startVaultProcess(db, file, NOW_MS);
  const report = await rotate(db.query, file, { dataKey: true, kek: false });
  assert.deepEqual([report.reencrypted, report.unreadable, report.retired], [2, 1, []]);
  await age(db.query, 2);
  assert.deepEqual(await vault.retireDataKeys(), [], 'the card that does not open still has its key');
  await db.query({ name: 'test-remove', text: 'delete from vault_cards where key_version = 1' });
  await age(db.query, 0);
  assert.deepEqual(await vault.retireDataKeys(), [], 'a slow process may still be sealing under it');
  await age(db.query, 2);
  assert.equal(await tendVault(vault), 1);
  assert.deepEqual(await vault.retireDataKeys(), []);
  assert.deepEqual(logged, []);
  assert.ok(!(await allOpen().catch(() => false)), 'one card was removed');
});

test('a card that does not open is no unfinished rotation: the next one makes a new key all the same', async () => {
  const { db, file } = await install(3);
  await db.query({
    name: 'test-corrupt-one',
    text: `update vault_cards set sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1)
      where id = (select min(id::text)::uuid from vault_cards)`,
  });
  for (const [newVersion, reencrypted] of [
    [2, 2],
    [3, 2],
  ]) {
    const report = await rotate(db.query, file, { dataKey: true, kek: false });
    assert.deepEqual(report, { rewrapped: 0, newVersion, resumed: false, reencrypted, unreadable: 1, retired: [] });
  }
});

test(
  'no card fails to open or to be kept while both keys are rotated again and again',
  { timeout: 240_000 },
  async () => {
    const { db, file, cards, keep, opens, allOpen } = await install(40);
    let isOver = false;
    let operations = 0;
    const gateway = async (startMs: number): Promise<number> => {
      const { vault, clock } = startVaultProcess(db, file, startMs);
      let failures = 0;
      for (let at = 0; !isOver; at++) {
        cards.push(await keep(vault));
        const address = cards[(at * 7) % cards.length];
        if (address !== undefined && !(await opens(vault, address))) failures++;
        // Its caches grow old at their own pace.
        clock.pass(700);
        operations++;
      }
      return failures;
    };
    const gateways = [gateway(NOW_MS), gateway(NOW_MS + 5_000)];
    let newestVersion = 1;
    // A rotation that finds cards under older keys, of a gateway that is behind, finishes the one before and makes no
    // version.
    while (newestVersion < 5 || operations < 50) {
      file.keys = [newKey(), ...file.keys];
      newestVersion = (await rotate(db.query, file, BOTH)).newVersion ?? newestVersion;
      file.keys = file.keys.slice(0, 1);
    }
    isOver = true;
    assert.deepEqual(await Promise.all(gateways), [0, 0]);
    // The processes' clocks ran slower than the rotation's, so that some cards are left under older keys: the clock's
    // work.
    const fresh = startVaultProcess(db, file, NOW_MS).vault;
    while ((await tendVault(fresh)) > 0);
    assert.deepEqual(await versionsOf(db.query), [newestVersion]);
    assert.ok(await allOpen());
  },
);

test(
  'a rotation killed at any statement leaves every card open, and the next one ends it',
  { timeout: 240_000 },
  async () => {
    const { db, file, allOpen } = await install(12);
    const kill = new Error('killed');
    let statements = 0;
    for (const when of ['before', 'after'] as const) {
      for (let victim = 1; ; victim++) {
        let at = 0;
        const dyingQuery: Query = async (statement, values) => {
          at++;
          if (at > victim || (at === victim && when === 'before')) throw kill;
          const rows = await db.query<never>(statement, values);
          if (at === victim) throw kill;
          return rows;
        };
        file.keys = [newKey(), ...file.keys.slice(0, 1)];
        const died = await rotate(dyingQuery, file, BOTH).then(
          () => false,
          (error: unknown) => error === kill,
        );
        if (!died) break;
        statements = Math.max(statements, victim);
        assert.ok(await allOpen(), `killed ${when} statement ${victim}`);
        const left = await startVaultProcess(db, file, NOW_MS).vault.countCardsUnderOlderKeys();
        const report = await rotate(db.query, file, BOTH);
        assert.deepEqual([report.unreadable, report.resumed, report.newVersion === undefined], [0, left > 0, left > 0]);
        assert.equal(await startVaultProcess(db, file, NOW_MS).vault.countCardsUnderOlderKeys(), 0);
        file.keys = file.keys.slice(0, 1);
        assert.ok(await allOpen(), `killed ${when} statement ${victim}, finished, and the old key removed`);
        // Or there would be more keys, and so more statements, every time.
        await age(db.query, 2);
        await startVaultProcess(db, file, NOW_MS).vault.retireDataKeys();
      }
    }
    assert.ok(statements >= 10, `${statements} statements`);
  },
);

test('a key-encryption key that is not listed any more stops a rotation before it changes anything', async () => {
  const { db, file, allOpen } = await install(2);
  const { keys } = file;
  await assert.rejects(rotate(db.query, { keys: [newKey()] }, BOTH), /list the old key below the new one/);
  file.keys = keys;
  assert.ok(await allOpen());
  const again = await rotate(db.query, file, { dataKey: false, kek: true });
  assert.deepEqual([again.rewrapped, again.newVersion], [0, undefined]);
});
