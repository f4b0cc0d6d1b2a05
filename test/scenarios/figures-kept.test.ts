/** Hours that are kept say what a count of all rows says, before and after anything of them changed. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createTollgate, type FiguresOfPeriod } from '@tollgate/sdk';
import { systemClock } from '../../src/base/clock.ts';
import { formatId, parseId } from '../../src/base/id.ts';
import type { Db } from '../../src/db/db.ts';
import { createPool } from '../../src/db/pool.ts';
import { keepFigures } from '../../src/reports/figures/keep.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { cancel, capture, cardOf, createPayment, refund } from '../support/payments.ts';
import { aSession } from '../support/shop.ts';

let world: World;
let merchant: TestMerchant;
let db: Db;

const HOURS = 40 * 24;
const DECLINED = '4000000000000515';

/** A row like the one there is in every third hour of the last weeks. */
const spread = (table: 'payments' | 'sessions' | 'operations', id: string, given: string): Promise<unknown> =>
  world.sql(`
    insert into ${table}
    select (jsonb_populate_record(t, jsonb_build_object('id', uuidv7(make_interval(mins => -60 * n - 7)),
      'created_at', now() - make_interval(mins => 60 * n + 7)${given}))).*
    from ${table} t, generate_series(1, ${HOURS}, 3) n where t.id = '${id}'`);

const uuidOf = (id: string, kind: 'payment' | 'session' | 'refund' = 'payment'): string =>
  parseId(kind, id) ?? assert.fail(id);

before(async () => {
  // Without the clock: this test says itself when hours are counted.
  world = await createWorld({ TOLLGATE_ROLES: 'api,checkout' });
  merchant = await world.addMerchant({ countsTries: false });
  db = createPool({ databaseUrl: world.database.url, maxConnections: 4, onConnectionError: () => undefined });
  const { shop } = merchant;
  const [euro, yen] = [
    await createPayment(shop, { captureMethod: 'automatic' }),
    await createPayment(shop, { amount: 700, currency: 'JPY' }),
  ];
  const declined = await createPayment(shop, { paymentMethod: { card: cardOf(DECLINED) } });
  const paidBack = await refund(shop, euro.id, 10);
  const session = await shop.createSession(aSession);
  for (const id of [uuidOf(euro.id), uuidOf(yen.id), uuidOf(declined.id)])
    await spread('payments', id, `, 'idempotency_key', null, 'merchant_reference_id', 'o-' || n`);
  await spread('operations', uuidOf(paidBack.body.id, 'refund'), `, 'idempotency_key', null`);
  await spread('sessions', uuidOf(session.id, 'session'), `, 'merchant_reference_id', 's-' || n`);
  await world.sql(
    `update sessions set previous_state = 'open', state = 'expired', expiration_reason = 'timeout'
     where merchant_reference_id ~ '^s-.*[13579]$'`,
  );
  await world.sql('analyze');
});
after(async () => {
  await db.close();
  await world.close();
});

const keep = (): Promise<number> => keepFigures({ db, clock: systemClock });

/** Every hour that can be kept, also from a beginning. */
const keepAll = async (): Promise<void> => {
  await world.sql('update figure_marks set claimed_at = null');
  while ((await keep()) > 0);
};

const day = (ago: number): string => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);

const read = async (): Promise<readonly FiguresOfPeriod[]> => {
  const { figures } = createTollgate({ apiKey: merchant.apiKey, baseUrl: world.gatewayUrl });
  const all: FiguresOfPeriod[] = [];
  for (const [period, ago] of [
    ['day', 1],
    ['week', 8],
    ['month', 33],
    ['month', 0],
  ] as const)
    all.push(await figures.retrieve({ period, date: day(ago) }));
  return all;
};

/** As if nothing had ever been kept. */
const readFromRows = async (): Promise<readonly FiguresOfPeriod[]> => {
  await world.sql("update figure_marks set kept_to = kept_to - interval '1000 days'");
  const figures = await read();
  await world.sql("update figure_marks set kept_to = kept_to + interval '1000 days'");
  return figures;
};

const kept = async (): Promise<number> =>
  (await world.sql<{ n: number }>('select coalesce(sum(count), 0)::int as n from figure_hours'))[0]?.n ?? 0;

describe('kept hours', () => {
  test('say the same as all rows', async () => {
    const direct = await read();
    assert.equal(await kept(), 0);
    await keepAll();
    assert.ok((await kept()) > HOURS);
    const figures = await read();
    assert.deepEqual(figures, direct);
    assert.ok(figures.every(({ payments, volumes }) => payments.declined > 0 && volumes.length === 2));
  });

  test('are what a month is read from', async () => {
    await world.sql(`update figure_hours set count = count + 1000 where figure = 'sessions' and outcome = 'untried'`);
    const month = (await read()).at(-1);
    assert.ok((month?.pages.abandonedUntried ?? 0) > 1000);
    await world.sql(`update figure_hours set count = count - 1000 where figure = 'sessions' and outcome = 'untried'`);
  });

  test('a change of an old payment counts at once, and when its hour is kept anew', async () => {
    const [one, other] = [await createPayment(merchant.shop), await createPayment(merchant.shop)];
    const [oldOne, oldOther] = [await moveBack(one.id, 20), await moveBack(other.id, 400)];
    await keepFromRows();
    const before = await read();
    assert.equal((await capture(merchant.shop, oldOne, { amount: 4_000 })).status, 200);
    assert.equal((await cancel(merchant.shop, oldOther)).status, 200);
    const changed = await read();
    assert.notDeepEqual(changed, before);
    assert.deepEqual(changed, await readFromRows());
    // The events are no news any more, once their hours are counted again.
    await keepAll();
    await world.sql(`update figure_marks set seen_to = 'ffffffff-ffff-ffff-ffff-ffffffffffff'`);
    assert.deepEqual(await read(), changed);
    await world.sql(`update figure_marks set seen_to = '00000000-0000-0000-0000-000000000000'`);
  });

  test('a decline that no event tells is found in an hour with a payment that hung', async () => {
    const { id } = await createPayment(merchant.shop);
    const old = uuidOf(await moveBack(id, 30));
    await world.sql(`update payments set previous_state = 'none', state = 'processing' where id = '${old}'`);
    await keepFromRows();
    await world.sql(
      `update payments set previous_state = 'processing', state = 'requiresPaymentMethod', amount_authorized = 0,
       last_error = '{"code": "cardDeclined", "declineReason": "doNotHonor"}' where id = '${old}'`,
    );
    const figures = await read();
    assert.ok(figures.some(({ declineReasons }) => declineReasons.some(({ reason }) => reason === 'doNotHonor')));
    assert.deepEqual(figures, await readFromRows());
  });

  test('several processes that count at one time keep each hour once', async () => {
    const before = await read();
    await world.sql('truncate figure_hours, figure_marks');
    for (let round = 0; round < 10; round++) await Promise.all([keep(), keep(), keep()]);
    assert.deepEqual(await read(), before);
    assert.ok((await kept()) > HOURS);
  });
});

/** Counts everything anew, so that nothing of before is left to be noticed. */
const keepFromRows = async (): Promise<void> => {
  await world.sql('truncate figure_hours, figure_marks');
  await keepAll();
};

/** A payment as if it had been made hours ago; gives its new id. */
const moveBack = async (payment: string, hours: number): Promise<string> => {
  const old = uuidOf(payment);
  const rows = await world.sql<{ id: string }>(`select uuidv7(make_interval(hours => -${hours})) as id`);
  const id = rows[0]?.id ?? '';
  await world.sql(`
    insert into payments
    select (jsonb_populate_record(p, jsonb_build_object('id', '${id}', 'idempotency_key', null,
      'created_at', now() - make_interval(hours => ${hours})))).*
    from payments p where id = '${old}';
    update attempts set payment_id = '${id}' where payment_id = '${old}';
    delete from payments where id = '${old}';
    delete from events where object_id = '${old}';
    delete from deliveries where subject_id = '${old}'`);
  return formatId('payment', id);
};
