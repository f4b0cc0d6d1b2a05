/** Every statement that moves a session, against a session in every state. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import type { MoveRow } from '../base/lifecycle.ts';
import { createPool } from '../db/pool.ts';
import type { Db } from '../db/db.ts';
import { aSessionInsert } from '../../test/support/inserts.ts';
import { createTestDatabase, runSql, type TestDatabase } from '../../test/support/postgres.ts';
import { expireSessions } from './statements/expire-sessions.ts';
import { beginAttempts } from './statements/begin-attempts.ts';
import { clearAuthentication } from './authentication/store.ts';
import { proceedToAuthorize } from './statements/proceed-to-authorize.ts';
import { confirmReversalAlone, startReversal, undoLateApproval } from './payment/reconcile-store.ts';
import { paymentLifecycle } from './payment/lifecycle.ts';
import { sessionLifecycle } from './session/lifecycle.ts';
import { attemptOutcomes, settleAttempts, type AttemptOutcome } from './statements/settle-attempts.ts';
import { createSessions } from './statements/create-sessions.ts';

let database: TestDatabase;
let db: Db;
const merchantId = randomUUID();

before(async () => {
  database = await createTestDatabase();
  db = createPool({ databaseUrl: database.url, maxConnections: 4, onConnectionError: () => undefined });
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

const ids = (count: number) => Array.from({ length: count }, () => randomUUID());

/** A session with the ids of its payment and its attempt, whether or not they were begun. */
type Subject = { readonly session: string; readonly payment: string; readonly attempt: string };

const create = async (): Promise<Subject> => {
  const subject = { session: randomUUID(), payment: randomUUID(), attempt: randomUUID() };
  const [row] = await createSessions(db.query, merchantId, [aSessionInsert({ id: subject.session })]);
  assert.ok(typeof row === 'object' && row.state === 'open');
  return subject;
};

const CHALLENGE = {
  demand: 'none',
  form_number: 0,
  amount: 100,
  currency: 'EUR',
  ends_in_seconds: 600,
  threeds_server_trans_id: 's',
  acs_trans_id: 'a',
  ds_trans_id: 'd',
  protocol_version: '2.2.0',
  acs_url: 'https://acs.example/',
  creq: 'c',
} as const;

const begin = async (subject: Subject, attemptNumber = 0, first: 'send' | 'challenge' = 'send'): Promise<boolean> => {
  const [begun] = await beginAttempts(db.query, merchantId, [
    {
      session_id: subject.session,
      payment_id: subject.payment,
      attempt_id: subject.attempt,
      attempt_number: attemptNumber,
      event_ids: ids(2),
      card: { brand: 'visa', bin: '42424242', last4: '4242', expiryMonth: 1, expiryYear: 2040 },
      connector: 'sandbox',
      account_id: null,
      routing: null,
      kept_card: null,
      payment_method_id: null,
      three_ds: null,
      card_fingerprint: FINGERPRINT,
      authentication: first === 'challenge' ? CHALLENGE : null,
    },
  ]);
  return begun !== 'notPayable';
};

const settle = async ({ payment, attempt }: Subject, outcome: AttemptOutcome): Promise<boolean> => {
  const [settled] = await settleAttempts(db.query, merchantId, [
    {
      outcome,
      attempt_id: attempt,
      payment_id: payment,
      event_ids: ids(3),
      acquirer_reference: 'r',
      approval_code: 'a',
      network_transaction_id: null,
      decline_reason: 'doNotHonor',
      acquirer_code: '05',
      last_error: null,
      three_ds: null,
      valid_days: 7,
    },
  ]);
  return settled !== 'superseded';
};

const FINGERPRINT = '5a'.repeat(32);
const SUMMARY = { status: 'authenticated', liabilityShift: true } as const;

const clear = ({ attempt }: Subject): Promise<boolean> =>
  clearAuthentication(db.query, {
    merchantId,
    attemptId: attempt,
    endsInSeconds: 600,
    clearance: { proof: undefined, isExempt: false, summary: SUMMARY },
  });

const proceed = async ({ attempt, payment }: Subject, fingerprint = FINGERPRINT): Promise<boolean> =>
  (await proceedToAuthorize(db.query, {
    merchantId,
    attemptId: attempt,
    paymentId: payment,
    cardFingerprint: Buffer.from(fingerprint, 'hex'),
    summary: SUMMARY,
  })) !== 'superseded';

const expire = async ({ session }: Subject, reason: 'merchant' | 'timeout' = 'merchant'): Promise<boolean> =>
  (
    await db.transaction((query) =>
      expireSessions(query, merchantId, { reason, sessions: [{ session_id: session, event_ids: ids(2) }] }),
    )
  ).length > 0;

/** The moves of payment and session that an outcome is. */
const movesOf = {
  approveSale: ['succeed', 'complete'],
  approveAuthorization: ['authorize', 'complete'],
  approveCheck: ['verify', 'complete'],
  decline: ['decline', 'decline'],
  exhaust: ['fail', 'exhaust'],
  block: ['block', 'decline'],
  blockForGood: ['blockForGood', 'exhaust'],
  stop: ['stop', 'decline'],
  stopForGood: ['stopForGood', 'exhaust'],
  notSend: ['reopen', 'reopen'],
  reverse: ['reopen', 'reopen'],
} as const satisfies Record<AttemptOutcome, readonly [string, string]>;

const told = (outcome: AttemptOutcome): readonly string[] => {
  const [ofPayment, ofSession] = movesOf[outcome];
  const tellsOf = (rows: readonly MoveRow[], verb: string) =>
    rows.find(([, on]) => on === verb)?.[3] ?? assert.fail(`no move ${verb}`);
  return [...tellsOf(paymentLifecycle.rows, ofPayment), ...tellsOf(sessionLifecycle.rows, ofSession)];
};

const eventsAfter = async ({ session }: Subject, sequence: number): Promise<readonly string[]> =>
  (
    await runSql<{ type: string }>(
      database.url,
      `select type from events where subject_id = '${session}' and sequence > ${sequence} order by sequence`,
    )
  ).map(({ type }) => type);

const now = async ({ session }: Subject) =>
  (
    await runSql<{ state: string; sequence: number; events: number }>(
      database.url,
      `
    select state, sequence, (select count(*)::int from events where subject_id = s.id) as events from sessions s
    where id = '${session}'`,
    )
  )[0];

/** How a session gets into each state, by the statements themselves. */
const into: Readonly<Record<string, () => Promise<Subject>>> = {
  open: create,
  paying: async () => {
    const subject = await create();
    assert.ok(await begin(subject));
    return subject;
  },
  'paying, with the issuer': async () => {
    const subject = await create();
    assert.ok(await begin(subject, 0, 'challenge'));
    return subject;
  },
  'paying, with the issuer’s yes': async () => {
    const subject = await create();
    assert.ok(await begin(subject, 0, 'challenge'));
    assert.ok(await clear(subject));
    return subject;
  },
  'paying, after the issuer’s yes': async () => {
    const subject = await create();
    assert.ok(await begin(subject, 0, 'challenge'));
    assert.ok((await clear(subject)) && (await proceed(subject)));
    return subject;
  },
  'paying, while it is undone': async () => {
    const subject = await create();
    assert.ok((await begin(subject)) && (await startReversal(db.query, merchantId, subject.attempt)));
    return subject;
  },
  'open after a decline': async () => {
    const subject = await create();
    assert.ok((await begin(subject)) && (await settle(subject, 'decline')));
    return subject;
  },
  completed: async () => {
    const subject = await create();
    assert.ok((await begin(subject)) && (await settle(subject, 'approveSale')));
    return subject;
  },
  expired: async () => {
    const subject = await create();
    assert.ok(await expire(subject));
    return subject;
  },
  'expired while it was tried': async () => {
    const subject = await create();
    assert.ok((await begin(subject)) && (await settle(subject, 'exhaust')));
    return subject;
  },
};

/** With the issuer nothing was sent, so only the issuer's no ends it; what was sent, the issuer can't stop any more. */
const stops = ['stop', 'stopForGood'];
/** What is being undone ends with that: an approval which comes now is one that the acquirer takes back. */
const undone = ['reverse'];
const answers = attemptOutcomes.filter((name) => !stops.includes(name) && !undone.includes(name));
const settlesFrom: Readonly<Record<string, readonly string[]>> = {
  paying: answers,
  'paying, while it is undone': undone,
  'paying, with the issuer': stops,
  'paying, with the issuer’s yes': stops,
  'paying, after the issuer’s yes': answers,
};

for (const [state, make] of Object.entries(into)) {
  describe(`from ${state}`, () => {
    const isOpen = state.startsWith('open');

    test(`beginning a payment ${isOpen ? 'moves it' : 'changes nothing'}`, async () => {
      const subject = await make();
      const before = await now(subject);
      assert.equal(await begin({ ...subject, attempt: randomUUID() }, state === 'open' ? 0 : 1), isOpen);
      assert.deepEqual((await now(subject))?.state, isOpen ? 'paying' : before?.state);
      if (!isOpen) assert.deepEqual(await now(subject), before);
    });

    test(`expiring it ${isOpen ? 'moves it' : 'changes nothing'}`, async () => {
      const subject = await make();
      const before = await now(subject);
      assert.equal(await expire(subject), isOpen);
      if (!isOpen) assert.deepEqual(await now(subject), before);
    });

    test('the clock does not expire it before its time', async () => {
      const subject = await make();
      assert.equal(await expire(subject, 'timeout'), false);
    });

    for (const outcome of attemptOutcomes) {
      const isLegal = settlesFrom[state]?.includes(outcome) === true;
      test(`${outcome} ${isLegal ? 'moves it' : 'changes nothing'}`, async () => {
        const subject = await make();
        const before = await now(subject);
        assert.equal(await settle(subject, outcome), isLegal);
        const after = await now(subject);
        if (isLegal) assert.notEqual(after?.state, 'paying');
        else assert.deepEqual(after, before);
        assert.equal(after?.events, after?.sequence, 'an event was not told, or not counted');
        if (!isLegal) return;
        assert.deepEqual(await eventsAfter(subject, before?.sequence ?? 0), told(outcome), 'as the lifecycles say');
        // The same answer once more is no news, and no other answer is either.
        for (const again of attemptOutcomes)
          assert.equal(await settle(subject, again), false, `${again} after ${outcome}`);
        assert.deepEqual(await now(subject), after);
      });
    }
  });
}

test('a form pays once: the number it was made for is used up by the first', async () => {
  const subject = await create();
  assert.ok(await begin(subject, 0));
  await settle(subject, 'decline');
  assert.equal(await begin({ ...subject, attempt: randomUUID() }, 0), false);
  assert.equal(await begin({ ...subject, attempt: randomUUID() }, 1), true);
});

test('an answer to an attempt that was replaced changes nothing', async () => {
  const subject = await create();
  await begin(subject);
  await settle(subject, 'notSend');
  await begin({ ...subject, attempt: randomUUID() }, 1);
  assert.equal(await settle(subject, 'approveSale'), false);
  assert.equal((await now(subject))?.state, 'paying');
});

test('an approval after the reversal was acknowledged is undone again, and the session stays free', async () => {
  const subject = await create();
  await begin(subject);
  assert.ok(await startReversal(db.query, merchantId, subject.attempt));
  assert.ok(await settle(subject, 'reverse'));
  assert.equal(await settle(subject, 'approveSale'), false);
  assert.ok(await undoLateApproval(db.query, merchantId, subject.attempt));
  assert.equal(await undoLateApproval(db.query, merchantId, subject.attempt), false);
  await confirmReversalAlone(db.query, merchantId, subject.attempt);
  assert.equal((await now(subject))?.state, 'open');
});

test('being undone does not wait for as long as the questions did that went unanswered', async () => {
  const subject = await create();
  await begin(subject);
  const attempt = `attempts where id = '${subject.attempt}'`;
  await runSql(
    database.url,
    `update attempts set reconcile_tries = 150, reconcile_at = now() + interval '15 minutes'
      where id = '${subject.attempt}'`,
  );
  assert.ok(await startReversal(db.query, merchantId, subject.attempt));
  assert.deepEqual(
    await runSql(database.url, `select reconcile_tries as tries, reconcile_at <= now() as is_due from ${attempt}`),
    [{ tries: 0, is_due: true }],
  );
});

test('the issuer’s yes is good once, for its own card and amount, and only in time', async () => {
  const make = async (change?: string): Promise<Subject> => {
    const subject = await create();
    await begin(subject, 0, 'challenge');
    assert.equal(await proceed(subject), false, 'before the issuer said yes');
    assert.ok(await clear(subject));
    assert.equal(await clear(subject), false, 'a second yes');
    if (change !== undefined)
      await runSql(
        database.url,
        `update ${change} where merchant_id = '${merchantId}' and '${subject.attempt}' in (attempt_id::text)`,
      );
    return subject;
  };
  const good = await make();
  assert.equal(await proceed(good, '5b'.repeat(32)), false, 'another card');
  assert.deepEqual(
    await Promise.all([1, 2, 3, 4].map(() => proceed(good))).then((all) => all.filter(Boolean).length),
    1,
  );
  for (const change of [
    `authentications set amount = 99`,
    `authentications set currency = 'USD'`,
    `payments set amount = 101`,
    `authentications set ends_at = now()`,
  ]) {
    assert.equal(await proceed(await make(change)), false, change);
  }
});

test('the issuer’s no and the way to the acquirer: one of them happens', async () => {
  for (let round = 0; round < 20; round++) {
    const subject = await into['paying, with the issuer’s yes']?.();
    assert.ok(subject);
    const [wasStopped, hasProceeded] = await Promise.all([settle(subject, 'stop'), proceed(subject)]);
    assert.equal(wasStopped, !hasProceeded);
    assert.equal((await now(subject))?.state, wasStopped ? 'open' : 'paying');
  }
});

test('two live attempts of one payment are refused by the database itself', async () => {
  const subject = await create();
  await begin(subject);
  await assert.rejects(
    runSql(
      database.url,
      `
    insert into attempts (merchant_id, id, payment_id, previous_state, state, number, connector, amount, currency,
    capture, card)
    select merchant_id, gen_random_uuid(), payment_id, 'none', 'sending', 99, connector, amount, currency, capture, card
    from attempts where id = '${subject.attempt}'`,
    ),
    /attempts_one_live/,
  );
});
