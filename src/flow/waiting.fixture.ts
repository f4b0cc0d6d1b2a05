/** Every statement that moves money or a session, as one word; and what must be true of the books after any of them. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Client } from 'pg';
import { aDirectPaymentInsert, aSessionInsert } from '../../test/support/inserts.ts';
import { createTestDatabase, runSql } from '../../test/support/postgres.ts';
import type { Query, Transaction } from '../db/db.ts';
import { createPool } from '../db/pool.ts';
import { beginChallenge, clearAuthentication } from './authentication/store.ts';
import type { OperationKind } from './operation/lifecycle.ts';
import { startReversal } from './payment/reconcile-store.ts';
import { beginAttempts } from './statements/begin-attempts.ts';
import { beginCaptures } from './statements/begin-captures.ts';
import { beginDirectPayments } from './statements/begin-direct-payments.ts';
import { beginIncrements } from './statements/begin-increments.ts';
import { beginRefunds } from './statements/begin-refunds.ts';
import { beginStepUp } from './statements/begin-step-up.ts';
import { beginVoids } from './statements/begin-voids.ts';
import { cancelUnauthorized } from './statements/cancel-unauthorized.ts';
import { createSessions } from './statements/create-sessions.ts';
import { expireSessions } from './statements/expire-sessions.ts';
import { beginOperations, settleOperations, type OperationOutcome } from './statements/operations.ts';
import { proceedToAuthorize } from './statements/proceed-to-authorize.ts';
import { settleCaptures } from './statements/settle-captures.ts';
import { settleIncrements } from './statements/settle-increments.ts';
import { settleRefunds } from './statements/settle-refunds.ts';
import { settleVoids } from './statements/settle-voids.ts';
import { settleAttempts, type AttemptOutcome } from './statements/settle-attempts.ts';

/**
 * A purchase of 100, with the ids of all that may come of it. Each attempt and operation is begun under the next of its
 * ids.
 */
export type Subject = {
  readonly session: string;
  readonly payment: string;
  readonly attempts: string[];
  readonly operations: Map<string, string>;
};

const merchantId = randomUUID();
const FINGERPRINT = '5a'.repeat(32);
const SUMMARY = { status: 'authenticated', liabilityShift: true } as const;
const CARD = { brand: 'visa', bin: '42424242', last4: '4242', expiryMonth: 1, expiryYear: 2040 } as const;
const WAITING = { demand: 'none', form_number: null, amount: 100, currency: 'EUR', ends_in_seconds: 600 } as const;
const CHALLENGE = {
  threeds_server_trans_id: 's',
  acs_trans_id: 'a',
  ds_trans_id: 'd',
  protocol_version: '2.2.0',
  acs_url: 'https://acs.example/',
  creq: 'c',
} as const;

const ids = (count: number): readonly string[] => Array.from({ length: count }, () => randomUUID());
const last = (subject: Subject): string => subject.attempts.at(-1) ?? assert.fail('no attempt was begun');

type Run = (query: Transaction, subject: Subject) => Promise<unknown>;

const begin =
  (first: 'send' | 'challenge'): Run =>
  async (query, subject) => {
    const attempt = randomUUID();
    const [row] = await query<{ attempts_begun: number }>(
      { name: 'count-attempts', text: 'select attempts_begun from sessions where merchant_id = $1 and id = $2' },
      [merchantId, subject.session],
    );
    const [begun] = await beginAttempts(query, merchantId, [
      {
        session_id: subject.session,
        payment_id: subject.payment,
        attempt_id: attempt,
        attempt_number: row?.attempts_begun ?? 0,
        event_ids: ids(2),
        card: CARD,
        connector: 'sandbox',
        account_id: null,
        routing: null,
        kept_card: null,
        payment_method_id: null,
        three_ds: null,
        card_fingerprint: FINGERPRINT,
        authentication: first === 'challenge' ? { ...WAITING, form_number: 0, ...CHALLENGE } : null,
      },
    ]);
    if (begun !== 'notPayable') subject.attempts.push(attempt);
  };

const settle =
  (outcome: AttemptOutcome): Run =>
  (query, subject) =>
    settleAttempts(query, merchantId, [
      {
        outcome,
        attempt_id: last(subject),
        payment_id: subject.payment,
        event_ids: ids(4),
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

const beginnings = { capture: beginCaptures, void: beginVoids, refund: beginRefunds, increment: beginIncrements };
const settlements = {
  capture: settleCaptures,
  void: settleVoids,
  refund: settleRefunds,
  increment: settleIncrements,
};

const ask =
  (kind: OperationKind, { amount = null as number | null, final = false, as = 'one' } = {}): Run =>
  async (query, subject) => {
    const id = randomUUID();
    const [begun] = await beginOperations(query, merchantId, beginnings[kind], [
      {
        operation_id: id,
        payment_id: subject.payment,
        amount,
        final,
        reason: null,
        event_ids: ids(1),
        idempotency_key: null,
        request_hash: null,
      },
    ]);
    if (begun?.refusal === null) subject.operations.set(`${kind} ${as}`, id);
  };

const answer =
  (kind: OperationKind, outcome: OperationOutcome, as = 'one'): Run =>
  (query, subject) =>
    settleOperations(query, merchantId, settlements[kind], [
      {
        outcome,
        operation_id: subject.operations.get(`${kind} ${as}`) ?? randomUUID(),
        payment_id: subject.payment,
        event_ids: ids(2),
        acquirer_reference: 'r',
        decline_reason: null,
        acquirer_code: '00',
      },
    ]);

const acts = {
  create: (query, { session }) =>
    createSessions(query, merchantId, [aSessionInsert({ id: session, capture_method: 'manual' })]),
  begin: begin('send'),
  challenge: begin('challenge'),
  decline: settle('decline'),
  exhaust: settle('exhaust'),
  notSend: settle('notSend'),
  approveSale: settle('approveSale'),
  approveAuthorization: settle('approveAuthorization'),
  reversing: (query, subject) => startReversal(query, merchantId, last(subject)),
  reverse: settle('reverse'),
  stop: settle('stop'),
  stop2: settle('stop'),
  stopForGood: settle('stopForGood'),
  clear: (query, subject) =>
    clearAuthentication(query, {
      merchantId,
      attemptId: last(subject),
      endsInSeconds: 600,
      clearance: { proof: undefined, isExempt: false, summary: SUMMARY },
    }),
  proceed: (query, subject) =>
    proceedToAuthorize(query, {
      merchantId,
      attemptId: last(subject),
      paymentId: subject.payment,
      cardFingerprint: Buffer.from(FINGERPRINT, 'hex'),
      summary: SUMMARY,
    }),
  expire: (query, { session }) =>
    expireSessions(query, merchantId, { reason: 'merchant', sessions: [{ session_id: session, event_ids: ids(2) }] }),
  capture: ask('capture', { amount: 40 }),
  captureLast: ask('capture', { final: true }),
  captured: answer('capture', 'succeeded'),
  captureFailed: answer('capture', 'failed'),
  increment: ask('increment', { amount: 20 }),
  incremented: answer('increment', 'succeeded'),
  incrementFailed: answer('increment', 'failed'),
  cancel: ask('void'),
  voided: answer('void', 'succeeded'),
  voidFailed: answer('void', 'failed'),
  refund: ask('refund', { amount: 30 }),
  refundAll: ask('refund'),
  refunded: answer('refund', 'succeeded'),
  refundFailed: answer('refund', 'failed'),
  refund2: ask('refund', { amount: 30, as: 'two' }),
  refundAll2: ask('refund', { as: 'two' }),
  refunded2: answer('refund', 'succeeded', 'two'),
  refundFailed2: answer('refund', 'failed', 'two'),
  prepare: (query, subject) => {
    const attempt = randomUUID();
    subject.attempts.push(attempt);
    return beginDirectPayments(query, merchantId, [
      aDirectPaymentInsert({
        payment_id: subject.payment,
        attempt_id: attempt,
        waiting_card: { key_version: 1, sealed: '00', cardholder_name: null },
        authentication: WAITING,
      }),
    ]);
  },
  beginChallenge: (query, subject) =>
    beginChallenge(query, { merchantId, attemptId: last(subject), challenge: CHALLENGE, endsInSeconds: 600 }),
  stepUp: async (query, subject) => {
    const attempt = randomUUID();
    const hasBegun = await beginStepUp(query, merchantId, {
      payment_id: subject.payment,
      declined_attempt_id: last(subject),
      attempt_id: attempt,
      event_ids: ids(1),
      card_fingerprint: FINGERPRINT,
      waiting_card: { key_version: 1, sealed: '00' },
      kept_card: null,
      authentication: { ...WAITING, demand: 'softDecline' },
    });
    if (hasBegun) subject.attempts.push(attempt);
  },
  cancelDirect: (query, { payment }) =>
    cancelUnauthorized(query, merchantId, { paymentId: payment, eventId: randomUUID() }),
} satisfies Readonly<Record<string, Run>>;

export type Act = keyof typeof acts;

export type Stage = Awaited<ReturnType<typeof openStage>>;

export const openStage = async () => {
  const database = await createTestDatabase();
  const db = createPool({ databaseUrl: database.url, maxConnections: 4, onConnectionError: () => undefined });
  await runSql(
    database.url,
    `insert into merchants (merchant_id, name) values ('${merchantId}', 'test'); insert into merchant_counters (merchant_id) values ('${merchantId}')`,
  );
  return {
    databaseUrl: database.url,
    merchantId,
    newSubject: (): Subject => ({ session: randomUUID(), payment: randomUUID(), attempts: [], operations: new Map() }),
    /** Alone in a transaction, as the flow does it; or in the open transaction of `holder`, or by its query. */
    act: async (act: Act, subject: Subject, holder?: Client | Transaction): Promise<void> => {
      const run: Run = acts[act];
      if (holder === undefined) await db.transaction((query) => run(query, subject));
      else await run(typeof holder === 'function' ? holder : queryOf(holder), subject);
    },
    lockAll: ({ session, payment }: Subject): readonly string[] => [
      `select from attempts where payment_id = '${payment}' for update`,
      `select from operations where payment_id = '${payment}' for update`,
      `select from authentications where payment_id = '${payment}' for update`,
      `select from payments where id = '${payment}' for update`,
      `select from sessions where id = '${session}' for update`,
    ],
    untilSomebodyWaits: async (isOver: () => boolean): Promise<void> => {
      while (!isOver()) {
        const [row] = await db.query<{ n: number }>({
          name: 'count-waiting',
          text: `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        });
        if ((row?.n ?? 0) > 0) return;
        await setImmediate();
      }
    },
    findDisagreements: (subject: Subject) => findDisagreements(db.query, subject),
    close: async () => {
      await db.close();
      await database.drop();
    },
  };
};

const queryOf = (client: Client): Transaction =>
  Object.assign(
    async (statement: Parameters<Query>[0], values: readonly unknown[] = []) =>
      (await client.query({ name: statement.name, text: statement.text, values: [...values] })).rows as never,
    { isTransaction: true } as const,
  );

/** One word a thing that does not agree with another; none when all is well. */
const findDisagreements = async (query: Query, { session, payment }: Subject): Promise<readonly string[]> => {
  const rows = await query<{ what: string }>(
    {
      name: 'find-disagreements',
      text: `
        with s as (select * from sessions where merchant_id = $1 and id = $2),
        p as (select * from payments where merchant_id = $1 and id = $3),
        a as (select * from attempts where merchant_id = $1 and payment_id = $3),
        u as (select * from authentications where merchant_id = $1 and payment_id = $3),
        o as (select * from operations where merchant_id = $1 and payment_id = $3),
        e as (select * from events where merchant_id = $1 and subject_id in ($2, $3))
        select 'session ' || s.state || ' with a payment ' || coalesce(p.state, 'none') as what from s left join p on true
        where coalesce(p.state, 'none') <> all (case s.state
          when 'open' then array['none', 'requiresPaymentMethod']
          when 'paying' then array['processing', 'requiresAction']
          when 'expired' then array['none', 'canceled', 'failed']
          else array['succeeded', 'requiresCapture', 'canceling', 'releasing', 'canceled'] end)
        union all
        select 'payment ' || p.state || ' with an attempt ' || coalesce(a.state, 'none') from p left join a on a.id = p.attempt_id
        where coalesce(a.state, 'none') <> all (case p.state
          when 'processing' then array['sending', 'reversing']
          when 'requiresAction' then array['authenticating']
          when 'requiresPaymentMethod' then array['declined', 'notSent', 'reversed']
          when 'failed' then array['declined']
          when 'canceled' then array['declined', 'abandoned', 'notSent', 'reversed', 'approved']
          else array['approved'] end)
        union all
        select 'attempt ' || a.state || ' with an authentication ' || u.state from u join a on a.id = u.attempt_id
        where (a.state = 'authenticating') <> (u.state in ('prepared', 'challenging', 'cleared'))
        union all
        select 'events ' || array_agg(e.sequence order by e.sequence)::text || ' of ' || coalesce(max(s.sequence), max(p.sequence))
        from e left join s on true left join p on true
        having array_agg(e.sequence order by e.sequence) <>
          array(select n from generate_series(1, coalesce(max(s.sequence), max(p.sequence))) n)
        union all
        select 'amounts' from p
        where (p.amount_captured, p.amount_capture_pending, p.amount_refunded, p.amount_refund_pending, p.amount_increment_pending) is distinct from (
          case when exists (select from o where o.kind = 'capture') or p.state <> 'succeeded' then
            coalesce((select sum(amount) from o where o.kind = 'capture' and o.state = 'succeeded'), 0) else p.amount_authorized end,
          coalesce((select sum(amount) from o where o.kind = 'capture' and o.state = 'sending'), 0),
          coalesce((select sum(amount) from o where o.kind = 'refund' and o.state = 'succeeded'), 0),
          coalesce((select sum(amount) from o where o.kind = 'refund' and o.state = 'sending'), 0),
          coalesce((select sum(amount) from o where o.kind = 'increment' and o.state = 'sending'), 0))
        union all
        select 'a void under way and a payment ' || p.state from p
        where (p.state in ('canceling', 'releasing')) <> exists (select from o where o.kind = 'void' and o.state = 'sending')
        union all
        select 'a session that says ' || s.payment_status || ' of a payment ' || p.state from s join p on true
        where s.payment_status = 'canceled' and p.state <> 'canceled' or p.state = 'canceled' and s.state = 'completed' and s.payment_status <> 'canceled'
          or p.amount_refunded > 0 and s.payment_status not in ('refunded', 'partiallyRefunded')`,
    },
    [merchantId, session, payment],
  );
  return rows.map(({ what }) => what);
};
