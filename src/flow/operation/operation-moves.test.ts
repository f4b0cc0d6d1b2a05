/** Captures, voids and refunds by their statements: what is asked for at one moment, and answers that come twice. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import type { Db } from '../../db/db.ts';
import { createPool } from '../../db/pool.ts';
import { aDirectPaymentInsert } from '../../../test/support/inserts.ts';
import { createTestDatabase, runSql, type TestDatabase } from '../../../test/support/postgres.ts';
import { beginCaptures } from '../statements/begin-captures.ts';
import { beginDirectPayments } from '../statements/begin-direct-payments.ts';
import { beginIncrements } from '../statements/begin-increments.ts';
import { beginRefunds } from '../statements/begin-refunds.ts';
import { beginVoids } from '../statements/begin-voids.ts';
import { beginOperations, settleOperations, type OperationOutcome } from '../statements/operations.ts';
import { settleAttempts } from '../statements/settle-attempts.ts';
import { settleCaptures } from '../statements/settle-captures.ts';
import { settleIncrements } from '../statements/settle-increments.ts';
import { settleRefunds } from '../statements/settle-refunds.ts';
import { settleVoids } from '../statements/settle-voids.ts';
import type { OperationKind } from './lifecycle.ts';

let database: TestDatabase;
let db: Db;
const merchantId = randomUUID();
const ids = (count: number) => Array.from({ length: count }, () => randomUUID());

before(async () => {
  database = await createTestDatabase();
  db = createPool({ databaseUrl: database.url, maxConnections: 6, onConnectionError: () => undefined });
  await runSql(
    database.url,
    `insert into merchants (merchant_id, name) values ('${merchantId}', 'test');
      insert into merchant_counters (merchant_id) values ('${merchantId}')`,
  );
});
after(async () => {
  await db.close();
  await database.drop();
});

/** 100 authorized, or captured as well. */
const pay = async (outcome: 'approveAuthorization' | 'approveSale'): Promise<string> => {
  const [payment, attempt] = [randomUUID(), randomUUID()];
  await beginDirectPayments(db.query, merchantId, [
    aDirectPaymentInsert({ payment_id: payment, attempt_id: attempt, capture_method: 'manual' }),
  ]);
  const [settled] = await settleAttempts(db.query, merchantId, [
    {
      outcome,
      attempt_id: attempt,
      payment_id: payment,
      event_ids: ids(4),
      acquirer_reference: 'r',
      approval_code: 'a',
      network_transaction_id: null,
      decline_reason: null,
      acquirer_code: null,
      last_error: null,
      three_ds: null,
      valid_days: 7,
    },
  ]);
  assert.ok(settled !== 'superseded');
  return payment;
};

type Asked = { readonly amount?: number; readonly final?: boolean };

const beginnings = { capture: beginCaptures, void: beginVoids, refund: beginRefunds, increment: beginIncrements };
const settlements = {
  capture: settleCaptures,
  void: settleVoids,
  refund: settleRefunds,
  increment: settleIncrements,
};

/** The id of the operation; undefined: it was not allowed. */
const begin = async (
  payment: string,
  kind: OperationKind,
  { amount, final = false }: Asked = {},
): Promise<string | undefined> => {
  const insert = {
    operation_id: randomUUID(),
    payment_id: payment,
    amount: amount ?? null,
    final,
    reason: null,
    event_ids: ids(1),
    idempotency_key: null,
    request_hash: null,
  };
  const [begun] = await db.transaction((query) => beginOperations(query, merchantId, beginnings[kind], [insert]));
  return begun?.refusal === null ? begun.operation.id : undefined;
};

const settle = async (
  payment: string,
  operation: string,
  kind: OperationKind,
  outcome: OperationOutcome,
): Promise<boolean> => {
  const [settled] = await db.transaction((query) =>
    settleOperations(query, merchantId, settlements[kind], [
      {
        outcome,
        operation_id: operation,
        payment_id: payment,
        event_ids: ids(2),
        acquirer_reference: 'r',
        decline_reason: outcome === 'failed' ? 'doNotHonor' : null,
        acquirer_code: '00',
      },
    ]),
  );
  return settled !== 'superseded';
};

const now = async (payment: string) =>
  (
    await runSql<Record<string, unknown>>(
      database.url,
      `
    select p.state, p.version, p.sequence, p.amount::int, p.amount_authorized::int, p.amount_increment_pending::int,
    p.amount_captured::int, p.amount_capture_pending::int,
    p.amount_refunded::int, p.amount_refund_pending::int,
      (select count(*)::int from events where subject_id = p.id) as events
    from payments p where p.id = '${payment}'`,
    )
  )[0];

describe('an answer counts once', () => {
  for (const [kind, paid] of [
    ['capture', 'approveAuthorization'],
    ['void', 'approveAuthorization'],
    ['refund', 'approveSale'],
    ['increment', 'approveAuthorization'],
  ] as const) {
    for (const outcome of ['succeeded', 'failed'] as const) {
      test(`${kind}: ${outcome}, and then the same again or the other changes nothing`, async () => {
        const payment = await pay(paid);
        // Another one under way has its amount put aside: were that taken by the second answer, nothing would refuse
        // it.
        const [operation, other] =
          kind === 'void' || kind === 'increment'
            ? [await begin(payment, kind, kind === 'void' ? {} : { amount: 40 })]
            : [await begin(payment, kind, { amount: 40 }), await begin(payment, kind, { amount: 40 })];
        assert.ok(operation !== undefined && (kind === 'void' || kind === 'increment' || other !== undefined));
        assert.ok(await settle(payment, operation, kind, outcome));
        const settled = await now(payment);
        assert.equal(settled?.['events'], settled?.['sequence']);
        for (const again of ['succeeded', 'failed'] as const)
          assert.equal(await settle(payment, operation, kind, again), false);
        assert.deepEqual(await now(payment), settled);
      });
    }
  }
});

test('a last capture is not begun beside another, nor another beside a last one', async () => {
  const payment = await pay('approveAuthorization');
  const part = await begin(payment, 'capture', { amount: 40 });
  assert.ok(part);
  assert.equal(await begin(payment, 'capture', { amount: 10, final: true }), undefined);
  assert.ok(await settle(payment, part, 'capture', 'succeeded'));
  assert.ok(await begin(payment, 'capture', { amount: 10, final: true }));
  assert.equal(await begin(payment, 'capture', { amount: 10 }), undefined);
});

test('of many that ask at one moment for the whole, one gets it', async () => {
  for (const [kind, paid] of [
    ['capture', 'approveAuthorization'],
    ['void', 'approveAuthorization'],
    ['refund', 'approveSale'],
  ] as const) {
    const payment = await pay(paid);
    const begun = await Promise.all([1, 2, 3, 4, 5].map(() => begin(payment, kind, { final: kind !== 'refund' })));
    assert.equal(begun.filter((id) => id !== undefined).length, 1, kind);
  }
});

test('an increment is alone: nothing is begun beside it, nor it beside a capture or a void', async () => {
  const payment = await pay('approveAuthorization');
  const increment = await begin(payment, 'increment', { amount: 50 });
  assert.ok(increment);
  for (const kind of ['capture', 'void', 'increment'] as const)
    assert.equal(await begin(payment, kind, { amount: 10 }), undefined, kind);
  assert.ok(await settle(payment, increment, 'increment', 'succeeded'));
  const part = await begin(payment, 'capture', { amount: 120 });
  assert.ok(part);
  assert.equal(await begin(payment, 'increment', { amount: 10 }), undefined, 'beside a capture');
  assert.ok(await settle(payment, part, 'capture', 'succeeded'));
  assert.ok(await begin(payment, 'void'));
  assert.equal(await begin(payment, 'increment', { amount: 10 }), undefined, 'beside a void');
});

test('what a program does that knows nothing of increments, the database refuses itself', async () => {
  const payment = await pay('approveAuthorization');
  const first = await begin(payment, 'increment', { amount: 50 });
  const where = `where id = '${payment}'`;
  for (const set of [
    'amount_capture_pending = 10',
    `previous_state = 'requiresCapture', state = 'canceling'`,
    'amount_increment_pending = -1',
  ])
    await assert.rejects(runSql(database.url, `update payments set ${set} ${where}`), /payments_.*increment/, set);
  await assert.rejects(
    runSql(
      database.url,
      `insert into operations (merchant_id, id, payment_id, kind, previous_state, state, amount, currency,
        currency_as_sent)
      select merchant_id, gen_random_uuid(), payment_id, kind, 'none', 'sending', amount, currency, currency_as_sent
      from operations where id = '${first}'`,
    ),
    /operations_one_increment/,
  );
});

test('a second void of one payment is refused by the database itself', async () => {
  const payment = await pay('approveAuthorization');
  const first = await begin(payment, 'void');
  await assert.rejects(
    runSql(
      database.url,
      `
    insert into operations (merchant_id, id, payment_id, kind, previous_state, state, amount, currency,
    currency_as_sent)
    select merchant_id, gen_random_uuid(), payment_id, kind, 'none', 'sending', amount, currency, currency_as_sent
    from operations where id = '${first}'`,
    ),
    /operations_one_void/,
  );
});
