/**
 * A payment of a shop's server that waits for its customer: of all that may come at one moment, one thing happens, and
 * it happens whole.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { Db } from '../../db/db.ts';
import { createPool } from '../../db/pool.ts';
import { aDirectPaymentInsert } from '../../../test/support/inserts.ts';
import { createTestDatabase, runSql, type TestDatabase } from '../../../test/support/postgres.ts';
import { waitFor } from '../../../test/support/wait-for.ts';
import { beginDirectPayments } from '../statements/begin-direct-payments.ts';
import { cancelUnauthorized } from '../statements/cancel-unauthorized.ts';
import { proceedToAuthorize } from '../statements/proceed-to-authorize.ts';
import { settleAttempts } from '../statements/settle-attempts.ts';
import { beginChallenge } from './store.ts';

let database: TestDatabase;
let db: Db;
const merchantId = randomUUID();
const fingerprint = '5a'.repeat(32);
const summary = { status: 'authenticated', liabilityShift: true } as const;

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

type Subject = { readonly payment: string; readonly attempt: string };

const prepare = async (): Promise<Subject> => {
  const subject = { payment: randomUUID(), attempt: randomUUID() };
  const [begun] = await beginDirectPayments(db.query, merchantId, [
    aDirectPaymentInsert({
      payment_id: subject.payment,
      attempt_id: subject.attempt,
      waiting_card: { key_version: 1, sealed: '00', cardholder_name: null },
      card_fingerprint: fingerprint,
      authentication: { demand: 'none', form_number: null, amount: 100, currency: 'EUR', ends_in_seconds: 600 },
    }),
  ]);
  assert.ok(typeof begun === 'object' && begun.state === 'requiresAction');
  return subject;
};

const proceed = async ({ payment, attempt }: Subject): Promise<boolean> =>
  (await proceedToAuthorize(db.query, {
    merchantId,
    attemptId: attempt,
    paymentId: payment,
    cardFingerprint: Buffer.from(fingerprint, 'hex'),
    summary,
  })) !== 'superseded';

const stop = async ({ payment, attempt }: Subject): Promise<boolean> => {
  const [settled] = await settleAttempts(db.query, merchantId, [
    {
      outcome: 'stop',
      attempt_id: attempt,
      payment_id: payment,
      event_ids: [1, 2, 3, 4].map(() => randomUUID()),
      acquirer_reference: null,
      approval_code: null,
      network_transaction_id: null,
      decline_reason: 'authenticationFailed',
      acquirer_code: null,
      last_error: null,
      three_ds: null,
      valid_days: null,
    },
  ]);
  return settled !== 'superseded';
};

const cancel = async ({ payment }: Subject): Promise<boolean> =>
  (await db.transaction((query) =>
    cancelUnauthorized(query, merchantId, { paymentId: payment, eventId: randomUUID() }),
  )) !== 'notCancelable';

const statesOf = async ({ payment }: Subject) =>
  (
    await runSql<{ payment: string; attempt: string; authentication: string; cards: number }>(
      database.url,
      `
    select p.state as payment, a.state as attempt, u.state as authentication,
      (select count(*)::int from vault_cards c where c.id = a.id) as cards
    from payments p join attempts a on a.id = p.attempt_id join authentications u on u.attempt_id = a.id
    where p.id = '${payment}'`,
    )
  )[0];

test('in one tab the issuer asks, in another it does not, at one moment: nothing goes to the acquirer beside a challenge', async () => {
  const subject = await prepare();
  const challenge = {
    threeds_server_trans_id: 's',
    acs_trans_id: 'a',
    ds_trans_id: 'd',
    protocol_version: '2.2.0',
    acs_url: 'https://acs.example/',
    creq: 'c',
  };
  const other = await db.transaction(async (query) => {
    assert.ok(await beginChallenge(query, { merchantId, attemptId: subject.attempt, challenge, endsInSeconds: 600 }));
    const proceeding = proceed(subject);
    await waitFor(
      'it waits for the row',
      async () =>
        (
          await runSql(
            database.url,
            `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
          )
        ).length > 0,
    );
    return { proceeding };
  });
  assert.equal(await other.proceeding, false);
  assert.deepEqual(await statesOf(subject), {
    payment: 'requiresAction',
    attempt: 'authenticating',
    authentication: 'challenging',
    cards: 1,
  });
});

test('the way to the acquirer, the issuer’s no and the merchant’s cancel at one moment: one of them happens, and no card waits any longer', async () => {
  for (let round = 0; round < 15; round++) {
    const subject = await prepare();
    const happened = await Promise.all([proceed(subject), stop(subject), cancel(subject)]);
    const { payment, attempt, authentication, cards } = (await statesOf(subject)) ?? {};
    if (happened[0]) assert.deepEqual([payment, attempt, authentication], ['processing', 'sending', 'spent']);
    // A declined payment may still be canceled.
    else
      assert.ok(
        payment === 'canceled' || (payment === 'requiresPaymentMethod' && attempt === 'declined'),
        `${payment} ${attempt}`,
      );
    assert.equal(happened[0] && (happened[1] || happened[2]), false);
    assert.equal(cards, 0);
  }
});
