/** The writes on a payment's path; those of one merchant that happen together share a statement (`db/batch.ts`). */
import type { EntryInsert } from '../audit/entry.ts';
import { insertEntries } from '../audit/store.ts';
import { createBatch } from '../db/batch.ts';
import type { Db, Statement } from '../db/db.ts';
import type { CheckoutAddress } from './page/checkout.ts';
import { findCheckouts } from './session/store.ts';
import { openCheckouts, type Opening } from './session/visitor-store.ts';
import { beginAttempts, type AttemptInsert } from './statements/begin-attempts.ts';
import { beginCaptures } from './statements/begin-captures.ts';
import { beginDirectPayments, type DirectPaymentInsert } from './statements/begin-direct-payments.ts';
import { beginIncrements } from './statements/begin-increments.ts';
import { beginRefunds } from './statements/begin-refunds.ts';
import { beginVoids } from './statements/begin-voids.ts';
import { createSessions, type SessionInsert } from './statements/create-sessions.ts';
import {
  beginOperations,
  settleOperations,
  type OperationInsert,
  type OperationSettlement,
} from './statements/operations.ts';
import { settleAttempts, type SettlementInput } from './statements/settle-attempts.ts';
import { settleCaptures } from './statements/settle-captures.ts';
import { settleIncrements } from './statements/settle-increments.ts';
import { settleRefunds } from './statements/settle-refunds.ts';
import { settleVoids } from './statements/settle-voids.ts';

type Write<Input> = { readonly merchantId: string; readonly input: Input };

const inputsOf = <Input>(writes: readonly Write<Input>[]): readonly Input[] => writes.map(({ input }) => input);
const groupOf = ({ merchantId }: { readonly merchantId: string }): string => merchantId;

export type FlowWrites = ReturnType<typeof createFlowWrites>;

export const createFlowWrites = (db: Db) => ({
  createSession: createBatch({
    run: (merchantId, writes: readonly Write<SessionInsert>[]) =>
      createSessions(db.query, merchantId, inputsOf(writes)),
    groupOf,
    // Two requests with one idempotency key must meet in different statements: the second finds the first's answer.
    keyOf: ({ input }) => input.idempotency_key ?? input.id,
  }),
  beginAttempt: createBatch({
    run: (merchantId, writes: readonly Write<AttemptInsert>[]) => beginAttempts(db.query, merchantId, inputsOf(writes)),
    groupOf,
    keyOf: ({ input }) => input.session_id,
  }),
  beginDirectPayment: createBatch({
    run: (merchantId, writes: readonly Write<DirectPaymentInsert>[]) =>
      beginDirectPayments(db.query, merchantId, inputsOf(writes)),
    groupOf,
    keyOf: ({ input }) => input.idempotency_key ?? input.payment_id,
  }),
  settleAttempt: createBatch({
    run: (merchantId, writes: readonly Write<SettlementInput>[]) =>
      settleAttempts(db.query, merchantId, inputsOf(writes)),
    groupOf,
    keyOf: ({ input }) => input.payment_id,
  }),
  beginOperation: {
    capture: beginOperation(db, beginCaptures),
    void: beginOperation(db, beginVoids),
    refund: beginOperation(db, beginRefunds),
    increment: beginOperation(db, beginIncrements),
  },
  settleOperation: {
    capture: settleOperation(db, settleCaptures),
    void: settleOperation(db, settleVoids),
    refund: settleOperation(db, settleRefunds),
    increment: settleOperation(db, settleIncrements),
  },
});

/** `audit`: written when the operation is; the audit log has nothing of what was refused. */
type BeginOperation = Write<OperationInsert> & { readonly audit: EntryInsert | undefined };

const beginOperation = (db: Db, statement: Statement) =>
  createBatch({
    run: (merchantId, writes: readonly BeginOperation[]) =>
      db.transaction(async (query) => {
        const begun = await beginOperations(query, merchantId, statement, inputsOf(writes));
        const acts = writes.flatMap(({ audit }, at) =>
          begun[at]?.refusal === null && audit !== undefined ? [audit] : [],
        );
        if (acts.length > 0) await insertEntries(query, merchantId, acts);
        return begun;
      }),
    groupOf,
    keyOf: ({ input }) => input.payment_id,
  });

const settleOperation = (db: Db, statement: Statement) =>
  createBatch({
    run: (merchantId, writes: readonly Write<OperationSettlement>[]) =>
      db.transaction((query) => settleOperations(query, merchantId, statement, inputsOf(writes))),
    groupOf,
    keyOf: ({ input }) => input.payment_id,
  });

/** The reads of the payment page: the same session's twice may ride together, but need not. */
export const createFindCheckout = (db: Db) =>
  createBatch({
    run: (merchantId, addresses: readonly CheckoutAddress[]) =>
      findCheckouts(
        db.query,
        merchantId,
        addresses.map(({ sessionId }) => sessionId),
      ),
    groupOf,
    keyOf: (address) => address.sessionId,
    maxInFlight: 4,
  });

/** A page that is opened in a browser: only the first one of a session is its own. */
export const createOpenCheckout = (db: Db) =>
  createBatch({
    run: (merchantId, writes: readonly Write<Opening>[]) => openCheckouts(db.query, merchantId, inputsOf(writes)),
    groupOf,
    keyOf: ({ input }) => input.session_id,
    maxInFlight: 4,
  });
