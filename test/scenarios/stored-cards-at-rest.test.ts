/**
 * What a thief of the database would find of stored cards: nothing. The scanner is shown first that it would find them.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { parseId } from '../../src/base/id.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { createPanScanner, makePans } from '../support/pan-scanner.ts';
import { cardOf } from '../support/payments.ts';
import { withClient } from '../support/postgres.ts';
import { dumpRows } from '../support/rows.ts';

const ofSixteenDigits = (count: number): readonly string[] =>
  makePans(2 * count, randomBytes)
    .filter((pan) => pan.length === 16)
    .slice(0, count);

const KEPT = ofSixteenDigits(24);
const DECLINED = ofSixteenDigits(4);
const PLANTED = makePans(50, randomBytes);

let world: World;
let acme: TestMerchant;
/** Everything that the gateway answered. */
const answers: string[] = [];

before(async () => {
  world = await createWorld({ TOLLGATE_VAULT_KEY: randomBytes(32).toString('hex') });
  acme = await world.addMerchant();
});
after(() => world.close());

const call = async (method: string, path: string, body?: object): Promise<Record<string, unknown>> => {
  const answer = await acme.shop.call(method, path, {
    ...(body === undefined ? {} : { body, headers: { 'Idempotency-Key': randomBytes(8).toString('hex') } }),
  });
  answers.push(answer.text, JSON.stringify([...answer.headers]));
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
};

const payWith = (pan: string, n: number, order: string) =>
  call('POST', '/payments', {
    amount: 1_000 + n,
    currency: 'EUR',
    merchantReferenceId: order,
    merchantCustomerId: `customer-${n}`,
    setupFutureUsage: { category: 'unscheduled' },
    paymentMethod: { card: { ...cardOf(pan), cardholderName: 'Ada Lovelace' } },
  });

/** What lies on the disk of this database and in the write-ahead log, with everything in memory written out before. */
const filesOfDatabase = async (): Promise<readonly string[]> => {
  await world.sql('checkpoint');
  const [place] = await world.sql<{ folder: string; oid: string }>(
    `select current_setting('data_directory') as folder, (select oid::text from pg_database
      where datname = current_database()) as oid`,
  );
  assert.ok(place);
  return [join(place.folder, 'base', place.oid), join(place.folder, 'pg_wal'), join(place.folder, 'global')].flatMap(
    (folder) =>
      readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(folder, entry.name)),
  );
};

type Found = { readonly where: string; readonly last4: string; readonly form: string };

const scanFiles = async (pans: readonly string[]): Promise<readonly Found[]> => {
  const scan = createPanScanner(pans);
  return (await filesOfDatabase()).flatMap((file) => scan(readIfThere(file)).map((hit) => ({ where: file, ...hit })));
};

/** Other tests' databases share the log: PostgreSQL may take a segment away between listing and reading. */
const readIfThere = (file: string): Buffer => {
  try {
    return readFileSync(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
};

test('the scanner finds what is really there: fifty numbers in a table, in its files, in the log and in a dump', async () => {
  await withClient(world.database.url, async (client) => {
    await client.query('create table planted (number text, note bytea)');
    // Twice, because the log cuts what lies across the end of one of its pages in two.
    for (const [n, pan] of [...PLANTED, ...PLANTED].entries()) {
      await client.query(
        'insert into planted values ($1, $2)',
        n % 2 === 0 ? [pan, null] : [null, Buffer.from(`x${pan}`)],
      );
    }
  });
  const all = PLANTED.map((pan) => pan.slice(-4)).sort();
  const last4Of = (found: readonly { readonly last4: string }[]) =>
    [...new Set(found.map(({ last4 }) => last4))].sort();
  const inFiles = await scanFiles(PLANTED);
  assert.deepEqual(last4Of(inFiles.filter(({ where }) => where.includes('/base/'))), [...new Set(all)]);
  assert.deepEqual(last4Of(inFiles.filter(({ where }) => where.includes('/pg_wal/'))), [...new Set(all)]);
  assert.deepEqual(last4Of(createPanScanner(PLANTED)(Buffer.from(await dumpRows(world.database.url)))), [
    ...new Set(all),
  ]);
});

test('of kept, charged, declined and deleted cards there is nothing, anywhere', { timeout: 500_000 }, async () => {
  for (const [n, pan] of KEPT.entries()) assert.equal((await payWith(pan, n, `kept-${n}`))['status'], 'succeeded');
  for (const [n, pan] of DECLINED.entries()) {
    await world.acquirer.setFault({ kind: 'decline', match: { order: `declined-${n}` }, count: 1, code: '51' });
    assert.equal((await payWith(pan, n, `declined-${n}`))['status'], 'requiresPaymentMethod');
  }
  const { data } = (await call('GET', '/payment-methods?limit=100')) as { data: readonly { readonly id: string }[] };
  assert.equal(data.length, KEPT.length);
  const ciphertexts = new Map(
    (
      await world.sql<{ id: string; sealed: string }>(`select id, encode(sealed, 'hex') as sealed from vault_cards`)
    ).map(({ id, sealed }) => [id, sealed]),
  );
  for (const [n, { id }] of data.entries()) {
    await call('POST', '/payments', { amount: 500 + n, currency: 'EUR', storedPaymentMethodId: id });
    if (n % 2 === 0) await call('DELETE', `/payment-methods/${id}`);
  }
  const lastDeleted = data.filter((_, n) => n % 2 === 0).at(-1)?.id;
  await acme.sink.waitFor(
    ({ event }) => event.type === 'paymentMethod.deleted' && event.data.object['id'] === lastDeleted,
  );

  const pans = [...KEPT, ...DECLINED];
  const dump = await dumpRows(world.database.url);
  assert.ok(dump.includes('vault_cards') && dump.includes('Ada Lovelace'), 'the dump holds the stored cards');
  const scan = createPanScanner(pans);
  assert.deepEqual(scan(Buffer.from(dump)), [], 'in the dump');
  assert.deepEqual(await scanFiles(pans), [], 'in the files of the database and its log');
  assert.deepEqual(scan(Buffer.from(answers.join('\n'))), [], 'in the answers of the API');
  assert.deepEqual(
    scan(Buffer.from(acme.sink.received.map(({ rawBody, headers }) => rawBody + JSON.stringify(headers)).join('\n'))),
    [],
    'in webhooks',
  );

  const told = await world.sql<{ count: number }>(
    `select count(*)::int as count from events where snapshot::text ~ 'fingerprint|holder|Ada|sealed'`,
  );
  assert.deepEqual(told, [{ count: 0 }], 'events keep nothing by which a card or a person can be recognized');

  for (const [n, { id }] of data.entries()) {
    const sealed = ciphertexts.get(parseId('paymentMethod', id) ?? '');
    assert.ok(sealed !== undefined && sealed.length === 2 * (12 + 16 + 19), 'no length tells the brand');
    assert.equal(dump.includes(sealed), n % 2 !== 0, 'a deleted card has not even its ciphertext left');
  }
});

test('a row that was copied over another one does not open: no other card is charged', async () => {
  const { data } = (await call('GET', '/payment-methods?limit=2')) as { data: readonly { readonly id: string }[] };
  const [one, other] = data.map(({ id }) => parseId('paymentMethod', id) ?? '');
  await world.sql(
    `update vault_cards a set sealed = b.sealed, key_version = b.key_version from vault_cards b
      where a.id = '${one}' and b.id = '${other}'`,
  );
  const { status, text } = await acme.shop.call('POST', '/payments', {
    body: { amount: 777, currency: 'EUR', merchantReferenceId: 'copied', storedPaymentMethodId: data[0]?.id },
  });
  assert.deepEqual([status, text.includes('open')], [500, false]);
  assert.deepEqual(await world.acquirer.journal({ order: 'copied' }), []);
});
