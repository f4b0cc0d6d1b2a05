import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { systemClock } from '../base/clock.ts';
import { formatId, newUuid, type Uuid } from '../base/id.ts';
import { createKeys } from '../base/keys.ts';
import { systemRandom } from '../base/random.ts';
import { Secret } from '../base/secret.ts';
import type { Db } from '../db/db.ts';
import { createPool } from '../db/pool.ts';
import { createTestDatabase, runSql, type TestDatabase } from '../../test/support/postgres.ts';
import { OPERATOR_CHAIN, type Actor } from './entry.ts';
import { sealAudit } from './seal.ts';
import { findEntries } from './store.ts';
import { verifyAudit } from './verify.ts';
import { writeAudit } from './write.ts';

let database: TestDatabase;
let db: Db;
const keys = createKeys(new Secret(Buffer.alloc(32, 1)));
const logged: string[] = [];
const log = { error: (_fields: object, message: string) => void logged.push(message) };
const depsOf = () => ({ db, keys, log, clock: systemClock, random: systemRandom });

const actor: Actor = {
  kind: 'apiKey',
  id: 'ak_1',
  name: 'shop server',
  from: { address: '203.0.113.7', requestId: 'req_1' },
};
const refund = (minor: number) => ({
  action: 'refund.requested' as const,
  subject: { kind: 'payment' as const, id: 'py_1' },
  after: { amount: minor, reason: 'déjà vu \u2028 "quoted"' },
});

before(async () => {
  database = await createTestDatabase();
  db = createPool({ databaseUrl: database.url, maxConnections: 6, onConnectionError: () => undefined });
});
after(async () => {
  await db.close();
  await database.drop();
});

const newMerchant = () => newUuid<'merchant'>({ clock: systemClock, random: systemRandom });
const act = (merchantId: Uuid<'merchant'>, minor: number) =>
  db.transaction((query) => writeAudit(depsOf(), query, { merchantId, actor, acts: [refund(minor)] }));
const seal = async () => {
  // The first chain of a merchant makes an act of the operator's, which is sealed by the next run.
  while ((await sealAudit(depsOf())) > 0);
};
const verify = async (merchantId: string, noted: Readonly<Record<string, string>> = {}) => {
  const report = (await verifyAudit({ db, keys }, noted)).find((one) => one.merchantId === merchantId);
  assert.ok(report, 'the chain is looked at');
  return report;
};
const chainOf = async (acts: number): Promise<Uuid<'merchant'>> => {
  const merchantId = newMerchant();
  for (let minor = 1; minor <= acts; minor++) await act(merchantId, minor);
  await seal();
  assert.deepEqual([(await verify(merchantId)).broken, (await verify(merchantId)).sealed], [undefined, acts]);
  return merchantId;
};

test('an act is written in its transaction, waits to be sealed, and is read as it was written', async () => {
  const merchantId = newMerchant();
  await assert.rejects(
    db.transaction(async (query) => {
      await writeAudit(depsOf(), query, { merchantId, actor, acts: [refund(1)] });
      throw new Error('the act fails');
    }),
  );
  await act(merchantId, 2);
  const before_ = await verify(merchantId);
  assert.deepEqual([before_.sealed, before_.waiting, before_.broken], [0, 1, undefined]);
  await seal();
  const [row, ...others] = await findEntries(db.query, merchantId, {
    limit: 10,
    before: undefined,
    action: 'refund.requested',
    subjectId: 'py_1',
    createdFrom: undefined,
    createdTo: undefined,
  });
  assert.deepEqual(others, []);
  assert.ok(row);
  assert.deepEqual(
    [row.number, row.actor, row.actor_id, row.address, row.after],
    ['1', 'apiKey', 'ak_1', '203.0.113.7', JSON.stringify(refund(2).after)],
  );
  assert.match(row.occurred_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  const report = await verify(merchantId);
  assert.deepEqual([report.sealed, report.waiting, report.broken], [1, 0, undefined]);
  assert.match(report.head ?? '', /^1:[0-9a-f]{64}$/);
});

test('acts of many transactions at once, sealed by several processes, make one chain without a gap', async () => {
  const merchantId = newMerchant();
  await Promise.all([
    ...Array.from({ length: 60 }, (_, minor) => act(merchantId, minor)),
    ...Array.from({ length: 12 }, () => sealAudit(depsOf())),
  ]);
  await seal();
  const report = await verify(merchantId);
  assert.deepEqual([report.sealed, report.waiting, report.broken], [60, 0, undefined]);
});

/** What somebody with the database's password does to a chain of five acts, and what is found. */
const tampering: readonly (readonly [name: string, sql: (merchantId: string) => string, found: RegExp])[] = [
  [
    'an amount is changed',
    (m) => `update audit_entries set after = '{"amount":9}' where ${nth(m, 3)}`,
    /^row 3 \(au_\w+\) was changed$/,
  ],
  [
    'who did it is changed',
    (m) => `update audit_entries set actor_id = 'ak_2' where ${nth(m, 2)}`,
    /^row 2 .* was changed$/,
  ],
  [
    'the time is changed',
    (m) => `update audit_entries set occurred_at = occurred_at - interval '1 microsecond' where ${nth(m, 4)}`,
    /^row 4 .* changed, moved or put in$/,
  ],
  ['an act is deleted', (m) => `delete from audit_entries where ${nth(m, 3)}`, /^row 3 .* was deleted$/],
  [
    'an act and its link are deleted',
    (m) => `
      with gone as (delete from audit_seals where merchant_id = '${m}' and number = 3 returning entry_id)
      delete from audit_entries where merchant_id = '${m}' and id in (select entry_id from gone)`,
    /^row 3 is missing/,
  ],
  [
    'an act and its link are deleted, and the numbers closed up',
    (m) => `
      delete from audit_entries where ${nth(m, 3)};
      delete from audit_seals where merchant_id = '${m}' and number = 3;
      update audit_seals set number = 3 where merchant_id = '${m}' and number = 4;
      update audit_seals set number = 4 where merchant_id = '${m}' and number = 5`,
    /^row 3 .* was changed, moved or put in$/,
  ],
  [
    'two acts change places',
    (m) => `
      update audit_seals set number = 99 where merchant_id = '${m}' and number = 2;
      update audit_seals set number = 2 where merchant_id = '${m}' and number = 3;
      update audit_seals set number = 3 where merchant_id = '${m}' and number = 99`,
    /^row 2 /,
  ],
  [
    'an act is put in, for the clock to seal',
    (m) => `
      insert into audit_entries (merchant_id, id, actor, action, subject_kind, subject_id, mac)
        select '${m}', '01a00000-0000-7000-8000-000000000001', 'operator', 'merchant.suspended', 'merchant', 'x', mac
        from audit_entries where ${nth(m, 1)};
      insert into audit_queue (merchant_id, entry_id) values ('${m}', '01a00000-0000-7000-8000-000000000001')`,
    /^the unsealed act au_\w+ was not written by the gateway/,
  ],
  [
    'an act is repeated under another id',
    (m) => `
      insert into audit_entries select merchant_id, gen_random_uuid(), occurred_at, actor, actor_id, actor_name, address, request_id,
        reason, action, subject_kind, subject_id, before, after, mac from audit_entries where ${nth(m, 1)}`,
    /^the unsealed act au_\w+ was not written by the gateway/,
  ],
  [
    'the end is cut off',
    (m) => `
      delete from audit_entries where ${nth(m, 5)};
      delete from audit_seals where merchant_id = '${m}' and number = 5`,
    /^row 5 is missing: the chain ends at row 5$/,
  ],
  [
    'the end is cut off, and the signed end set back',
    (m) => `
      delete from audit_entries where ${nth(m, 5)};
      delete from audit_seals where merchant_id = '${m}' and number = 5;
      update audit_heads set number = 4, mac = (select mac from audit_seals where merchant_id = '${m}' and number = 4)
        where merchant_id = '${m}'`,
    /^the signed end of the chain was changed$/,
  ],
  [
    'the signed end is deleted',
    (m) => `delete from audit_heads where merchant_id = '${m}'`,
    /signed end of the chain is gone/,
  ],
  [
    'the links are deleted and the acts left',
    (m) => `delete from audit_seals where merchant_id = '${m}'; delete from audit_heads where merchant_id = '${m}'`,
    /^the whole chain is gone$/,
  ],
  [
    'everything is deleted',
    (m) => `
      delete from audit_seals where merchant_id = '${m}';
      delete from audit_heads where merchant_id = '${m}';
      delete from audit_entries where merchant_id = '${m}'`,
    /^the whole chain is gone$/,
  ],
];
const nth = (merchantId: string, number: number) =>
  `merchant_id = '${merchantId}' and id = (select entry_id from audit_seals where merchant_id = '${merchantId}' and number = ${number})`;

for (const [name, sql, found] of tampering) {
  test(`it is found when ${name}`, async () => {
    const merchantId = await chainOf(5);
    const other = await chainOf(1);
    for (const statement of sql(merchantId).split(';\n')) await runSql(database.url, statement);
    assert.match((await verify(merchantId)).broken ?? 'nothing', found);
    assert.equal((await verify(other)).broken, undefined, 'the others are as they were');
  });
}

test('an act that is deleted before it is sealed leaves its place in the queue, and is missed', async () => {
  const merchantId = newMerchant();
  await act(merchantId, 1);
  await runSql(database.url, `delete from audit_entries where merchant_id = '${merchantId}'`);
  assert.match((await verify(merchantId)).broken ?? '', /^the unsealed act au_\w+ was deleted$/);
});

test('an older end with its true signature does not pass for the one that was noted down', async () => {
  const merchantId = await chainOf(2);
  await runSql(database.url, `create table kept as select * from audit_heads where merchant_id = '${merchantId}'`);
  await act(merchantId, 3);
  await seal();
  const { head } = await verify(merchantId);
  assert.ok(head);
  assert.equal((await verify(merchantId, { [merchantId]: head })).broken, undefined);
  for (const statement of [
    `delete from audit_entries where ${nth(merchantId, 3)}`,
    `delete from audit_seals where merchant_id = '${merchantId}' and number = 3`,
    `delete from audit_heads where merchant_id = '${merchantId}'`,
    'insert into audit_heads select * from kept',
    'drop table kept',
  ])
    await runSql(database.url, statement);
  assert.equal((await verify(merchantId)).broken, undefined, 'the database alone cannot tell');
  assert.match((await verify(merchantId, { [merchantId]: head })).broken ?? '', /^the end that was noted, 3:/);
});

test('another master key finds every row wrong, and a changed end is not made longer', async () => {
  const merchantId = await chainOf(1);
  const others = await verifyAudit({ db, keys: createKeys(new Secret(Buffer.alloc(32, 2))) });
  assert.match(others.find((one) => one.merchantId === merchantId)?.broken ?? '', /^row 1 .* was changed$/);

  await runSql(database.url, `update audit_heads set number = 7 where merchant_id = '${merchantId}'`);
  await act(merchantId, 2);
  logged.length = 0;
  assert.equal(await sealAudit(depsOf()), 0);
  assert.deepEqual(logged, [
    'the end of an audit log was changed: nothing more is sealed; run `tollgate audit verify`',
  ]);
  await runSql(database.url, `delete from audit_queue where merchant_id = '${merchantId}'`);
});

test("the operator's chain names every chain, and is missed itself", async () => {
  const merchantId = await chainOf(1);
  const rows = await runSql<{ subject_id: string }>(
    database.url,
    `select subject_id from audit_entries where merchant_id = '${OPERATOR_CHAIN}' and action = 'chain.begun'`,
  );
  assert.ok(rows.some((row) => row.subject_id === formatId('merchant', merchantId)));
  for (const table of ['audit_entries', 'audit_seals', 'audit_heads', 'audit_queue'])
    await runSql(database.url, `delete from ${table} where merchant_id = '${OPERATOR_CHAIN}'`);
  assert.equal((await verify(OPERATOR_CHAIN)).broken, 'the whole chain is gone');
});
