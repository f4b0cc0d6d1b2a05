/** The statements that keep and charge cards, several payments in one: what no request can be made to do on purpose. */
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { systemClock } from '../../src/base/clock.ts';
import { newUuid, newUuids } from '../../src/base/id.ts';
import { systemRandom } from '../../src/base/random.ts';
import { Secret } from '../../src/base/secret.ts';
import type { CardSummary } from '../../src/card/card.ts';
import { createPool } from '../../src/db/pool.ts';
import type { Db } from '../../src/db/db.ts';
import { keepCard, type KeptCard } from '../../src/flow/payment-method/keep.ts';
import { openForPayment } from '../../src/flow/payment-method/open.ts';
import { findPaymentMethods } from '../../src/flow/payment-method/store.ts';
import { beginAttempts, type AttemptInsert } from '../../src/flow/statements/begin-attempts.ts';
import { beginDirectPayments, type DirectPaymentInsert } from '../../src/flow/statements/begin-direct-payments.ts';
import { settleAttempts, type SettlementInput } from '../../src/flow/statements/settle-attempts.ts';
import { createSessions, type SessionInsert } from '../../src/flow/statements/create-sessions.ts';
import { createVault, type Vault } from '../../src/vault/at-rest.ts';
import { createLocalKeyEncryptionKey } from '../../src/vault/key-encryption-key.ts';
import { aDirectPaymentInsert, aSessionInsert } from '../support/inserts.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

const deps = { clock: systemClock, random: systemRandom };
const MONTHLY = { category: 'recurrent', recurringModel: { recurrent: { expiry: '2090-12-31', frequency: 28 } } };
const SUMMARY: CardSummary = { brand: 'visa', bin: '44445555', last4: '3333', expiryMonth: 12, expiryYear: 2039 };

let database: TestDatabase;
let db: Db;
let vault: Vault;
const merchantId = randomUUID();

before(async () => {
  database = await createTestDatabase();
  db = createPool({ databaseUrl: database.url, maxConnections: 6, onConnectionError: () => undefined });
  const kek = createLocalKeyEncryptionKey(deps, new Secret(randomBytes(32)));
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  vault = createVault({ db, ...deps, log, keyEncryptionKeys: () => Promise.resolve([kek]) });
  await sql(`insert into merchants (merchant_id, name) values ('${merchantId}', 'test')`);
  await sql(`insert into merchant_counters (merchant_id) values ('${merchantId}')`);
});
after(async () => {
  await db.close();
  await database.drop();
});

const sql = <Row>(text: string): Promise<Row[]> => db.query<Row>({ name: '', text });

const kept = (pan: string): Promise<KeptCard> =>
  keepCard(
    { ...deps, vault },
    {
      merchantId,
      card: {
        pan: new Secret(pan),
        cvc: new Secret('123'),
        expiryMonth: 12,
        expiryYear: 2039,
        cardholderName: 'Ada Lovelace',
      },
      cardSummary: SUMMARY,
    },
  );

const insertOf = (fields: Partial<DirectPaymentInsert>): DirectPaymentInsert =>
  aDirectPaymentInsert({ card: SUMMARY, connector: 'test', ...fields });

/** No refusal, which is a word. */
const isWritten = <Row extends object>(row: Row | string): row is Row => typeof row === 'object';

type Begun = { readonly payment_id: string; readonly attempt_id: string };

const settlementOf = (outcome: SettlementInput['outcome'], { payment_id, attempt_id }: Begun): SettlementInput => ({
  outcome,
  payment_id,
  attempt_id,
  event_ids: newUuids<'event'>(deps, 4),
  acquirer_reference: 'acq-1',
  approval_code: '123456',
  network_transaction_id: `net-${payment_id.slice(-6)}`,
  decline_reason: null,
  acquirer_code: null,
  last_error: null,
  three_ds: null,
  valid_days: null,
});

const begin = (...inserts: readonly DirectPaymentInsert[]) => beginDirectPayments(db.query, merchantId, inserts);
const settleAll = (outcome: 'approveSale' | 'decline', begun: readonly Begun[]) =>
  settleAttempts(
    db.query,
    merchantId,
    begun.map((one) => settlementOf(outcome, one)),
  );
const approve = (...begun: readonly Begun[]) => settleAll('approveSale', begun);
const methodsOf = (merchantCustomerId: string) =>
  findPaymentMethods(db.query, merchantId, { limit: 10, before: undefined, merchantCustomerId });

const keepFor = async (customer: string, pan: string): Promise<string> => {
  const insert = insertOf({ merchant_customer_id: customer, setup_future_usage: MONTHLY, kept_card: await kept(pan) });
  await begin(insert);
  await approve(insert);
  return (await methodsOf(customer))[0]?.id ?? '';
};

/** A session that asks to keep the card, or what the test cares about. */
const sessionOf = async (fields: Partial<SessionInsert> = {}): Promise<string> => {
  const id = newUuid<'session'>(deps);
  const [session] = await createSessions(db.query, merchantId, [
    aSessionInsert({ id, merchant_customer_id: 'customer-page', setup_future_usage: MONTHLY, ...fields }),
  ]);
  assert.ok(typeof session === 'object');
  return id;
};

/** The customer's n-th try on the page. */
const attempt = async (sessionId: string, number: number, fields: Partial<AttemptInsert> = {}) => {
  const [begun] = await beginAttempts(db.query, merchantId, [
    {
      session_id: sessionId,
      payment_id: newUuid(deps),
      attempt_id: newUuid(deps),
      attempt_number: number,
      event_ids: newUuids<'event'>(deps, 1),
      card: SUMMARY,
      connector: 'test',
      account_id: null,
      routing: null,
      kept_card: await kept('4000000000000036'),
      payment_method_id: null,
      three_ds: null,
      card_fingerprint: '00'.repeat(32),
      authentication: null,
      ...fields,
    },
  ]);
  assert.ok(begun !== undefined && begun !== 'notPayable');
  return { payment_id: begun.payment.id, attempt_id: begun.payment.attempt_id };
};

test('one card twice in one statement becomes one payment method', async () => {
  const inserts = await Promise.all(
    [1, 2, 3].map(async () =>
      insertOf({
        merchant_customer_id: 'customer-twice',
        setup_future_usage: MONTHLY,
        kept_card: await kept('4444555511113333'),
      }),
    ),
  );
  await begin(...inserts);
  assert.equal((await sql(`select from payment_methods where state = 'pending'`)).length, 3);
  assert.equal(
    (await approve(...inserts)).filter((settled) => settled !== 'superseded' && settled.payment.state === 'succeeded')
      .length,
    3,
  );
  const [method, ...others] = await methodsOf('customer-twice');
  assert.ok(method && others.length === 0);
  assert.deepEqual(await sql(`select id from vault_cards`), [{ id: method.id }]);
  assert.deepEqual(await sql(`select type, sequence from events where object = 'paymentMethod'`), [
    { type: 'paymentMethod.created', sequence: 1 },
  ]);
  const opened = await openForPayment({ db, vault }, { merchantId, paymentMethodId: method.id });
  assert.ok(opened.kind === 'card');
  assert.deepEqual(
    [opened.card.pan.reveal(), opened.card.cvc, opened.card.cardholderName],
    ['4444555511113333', undefined, 'Ada Lovelace'],
  );
  assert.match(opened.initiator.networkTransactionId ?? '', /^net-/);
});

test('a card charged and renewed in one statement: both count', async () => {
  const id = await keepFor('customer-both', '4000000000000010');
  const charge = insertOf({ payment_method_id: id });
  const renewal = insertOf({
    merchant_customer_id: 'customer-both',
    setup_future_usage: MONTHLY,
    kept_card: await kept('4000000000000010'),
  });
  assert.equal((await begin(charge, renewal)).filter(isWritten).length, 2);
  assert.equal((await approve(charge, renewal)).filter(isWritten).length, 2);
  assert.equal((await methodsOf('customer-both')).length, 1);
  assert.deepEqual(await begin(insertOf({ payment_method_id: id })), ['notChargeable'], 'the charge was counted');
});

test('of two charges in one statement, and of many in many, one begins; a refused one takes no number and no key', async () => {
  const id = await keepFor('customer-race', '4000000000000028');
  const counter = async () =>
    (
      await sql<{ n: string }>(`select last_reference as n from merchant_counters where merchant_id = '${merchantId}'`)
    )[0]?.n;
  const before = Number(await counter());
  const rounds = await Promise.all(
    Array.from({ length: 6 }, () =>
      begin(
        ...[1, 2].map(() =>
          insertOf({ payment_method_id: id, idempotency_key: randomUUID(), request_hash: '00'.repeat(32) }),
        ),
      ),
    ),
  );
  const begun = rounds.flat().filter(isWritten);
  assert.equal(begun.length, 1);
  assert.equal(Number(await counter()), before + 1);
  assert.equal((await sql(`select from idempotency_keys`)).length, 1);
  // It is declined: exactly one of the next takes its place, though all of them see that it has ended.
  const [first] = begun;
  assert.ok(first);
  await settleAll('decline', [{ payment_id: first.id, attempt_id: first.attempt_id }]);
  const next = await Promise.all(Array.from({ length: 12 }, () => begin(insertOf({ payment_method_id: id }))));
  assert.equal(next.flat().filter(isWritten).length, 1);
});

test('the page keeps a card only when the shop asked for it, and gives it up with a decline', async () => {
  const cards = async () => (await sql(`select from vault_cards`)).length;
  const cardsBefore = await cards();

  const notAsked = await sessionOf({ setup_future_usage: null });
  await approve(await attempt(notAsked, 0));
  const nobody = await sessionOf({ merchant_customer_id: null });
  await approve(await attempt(nobody, 0));
  assert.equal(await cards(), cardsBefore);

  const asked = await sessionOf({});
  const first = await attempt(asked, 0);
  assert.equal(await cards(), cardsBefore + 1);
  await settleAll('decline', [first]);
  assert.equal(await cards(), cardsBefore);
  const second = await attempt(asked, 1);
  // An answer to the attempt that was given up changes nothing.
  assert.deepEqual(await approve(first), ['superseded']);
  assert.deepEqual(await methodsOf('customer-page'), []);
  assert.notEqual((await approve(second))[0], 'superseded');
  assert.equal((await methodsOf('customer-page')).length, 1);
  assert.equal(await cards(), cardsBefore + 1);
});

test("a payment of the customer by the page does not count among the merchant's", async () => {
  const id = await keepFor('customer-here', '4000000000000044');
  const sessionId = await sessionOf({ merchant_customer_id: 'customer-here', setup_future_usage: null });
  assert.ok((await approve(await attempt(sessionId, 0, { kept_card: null, payment_method_id: id })))[0]);
  assert.ok((await begin(insertOf({ payment_method_id: id })))[0], 'the merchant may charge');
});
