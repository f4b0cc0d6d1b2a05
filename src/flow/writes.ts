import { insertEntries } from '../audit/store.ts';
import { createBatch } from '../db/batch.ts';
import type { Db } from '../db/db.ts';
import type { FlowDeps, FlowWrites } from './deps.ts';
import { beginOperations, beginningNames, type Beginning } from './operation/begin-store.ts';
import type { OperationKind } from './operation/lifecycle.ts';
import { settleOperations, type OperationOutcome } from './operation/settle-store.ts';
import { beginAttempts } from './payment/begin-store.ts';
import { beginDirectPayments } from './payment/direct-store.ts';
import { settleAttempts } from './statements/settle-attempts.ts';
import { findCheckouts, insertSessions } from './session/store.ts';
import { openCheckouts } from './session/visitor-store.ts';

/** The reads of the payment page: the same session's twice may ride together, but need not. */
export const createFindCheckout = (db: Db): FlowDeps['findCheckout'] =>
  createBatch({
    run: (merchantId, addresses) =>
      findCheckouts(
        db.query,
        merchantId,
        addresses.map(({ sessionId }) => sessionId),
      ),
    groupOf: (address) => address.merchantId,
    keyOf: (address) => address.sessionId,
    maxInFlight: 4,
  });

export const createOpenCheckout = (db: Db): FlowDeps['openCheckout'] =>
  createBatch({
    run: (merchantId, items) =>
      openCheckouts(
        db.query,
        merchantId,
        items.map(({ opening }) => opening),
      ),
    groupOf: (item) => item.merchantId,
    keyOf: ({ opening }) => opening.session_id,
    maxInFlight: 4,
  });

const insertsOf = <Insert>(items: readonly { readonly insert: Insert }[]): readonly Insert[] =>
  items.map(({ insert }) => insert);
const inputsOf = <Input>(items: readonly { readonly input: Input }[]): readonly Input[] =>
  items.map(({ input }) => input);

/** The audit log commits with what was begun, and has nothing of what was refused. */
const beginOperation = (db: Db, beginning: Beginning): FlowWrites['beginOperation'][Beginning] =>
  createBatch({
    run: (merchantId, items) =>
      db.transaction(async (query) => {
        const inserts = insertsOf(items);
        const begun = await beginOperations(query, merchantId, beginning, inserts);
        const acts = items.flatMap(({ audit }, at) => (begun[at] === undefined || audit === undefined ? [] : [audit]));
        if (acts.length > 0) await insertEntries(query, merchantId, acts);
        return begun;
      }),
    groupOf: (item) => item.merchantId,
    keyOf: ({ insert }) => insert.payment_id,
  });

export const createFlowWrites = (db: Db): FlowWrites => {
  const settleOperation = (
    kind: OperationKind,
    outcome: OperationOutcome,
  ): FlowWrites['settleOperation'][OperationKind][OperationOutcome] =>
    createBatch({
      run: (merchantId, items) =>
        db.transaction((query) => settleOperations(query, merchantId, { kind, outcome }, inputsOf(items))),
      groupOf: (item) => item.merchantId,
      keyOf: ({ input }) => input.payment_id,
    });
  const settleBoth = (kind: OperationKind) => ({
    succeed: settleOperation(kind, 'succeed'),
    fail: settleOperation(kind, 'fail'),
  });
  const beginAttempt = (first: keyof FlowWrites['beginAttempt']): FlowWrites['beginAttempt']['send'] =>
    createBatch({
      run: (merchantId, items) => beginAttempts(db.query, merchantId, insertsOf(items), first),
      groupOf: (item) => item.merchantId,
      keyOf: ({ insert }) => insert.session_id,
    });
  const beginDirectPayment = (
    first: keyof FlowWrites['beginDirectPayment'],
  ): FlowWrites['beginDirectPayment']['send'] =>
    createBatch({
      run: (merchantId, items) => beginDirectPayments(db.query, merchantId, insertsOf(items), first),
      groupOf: (item) => item.merchantId,
      keyOf: ({ insert }) => insert.idempotency_key ?? insert.payment_id,
    });
  return {
    beginOperation: Object.fromEntries(
      beginningNames.map((name) => [name, beginOperation(db, name)]),
    ) as FlowWrites['beginOperation'],
    settleOperation: { capture: settleBoth('capture'), void: settleBoth('void'), refund: settleBoth('refund') },
    insertSession: createBatch({
      run: (merchantId, items) => insertSessions(db.query, merchantId, insertsOf(items)),
      groupOf: (item) => item.merchantId,
      // Two requests with one idempotency key must meet in different statements: the second finds the first's answer.
      keyOf: ({ insert }) => insert.idempotency_key ?? insert.id,
    }),
    beginAttempt: { send: beginAttempt('send'), challenge: beginAttempt('challenge') },
    beginDirectPayment: { send: beginDirectPayment('send'), prepare: beginDirectPayment('prepare') },
    settleAttempt: createBatch({
      run: (merchantId, items) => settleAttempts(db.query, merchantId, inputsOf(items)),
      groupOf: (item) => item.merchantId,
      keyOf: ({ input }) => input.payment_id,
    }),
  };
};
