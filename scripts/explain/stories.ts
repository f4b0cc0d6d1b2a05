import { randomBytes, randomUUID } from 'node:crypto';
import { aDirectPaymentInsert } from '../../test/support/inserts.ts';
import type { Transaction } from '../../src/db/db.ts';
import {
  findAuthentication,
  findAuthenticationOfSession,
  findLiveAuthentication,
  noteReturn,
} from '../../src/flow/authentication/store.ts';
import { claimAuthenticationsToCheck, scheduleCheck, wasRejectedBefore } from '../../src/flow/authentication/store.ts';
import {
  claimOperationsToReconcile,
  findLapsedPayments,
  findOperation,
  findOperations,
  scheduleOperation,
} from '../../src/flow/operation/store.ts';
import {
  claimAttemptsToReconcile,
  confirmReversalAlone,
  findBegun,
  scheduleReconciliation,
  undoLateApproval,
} from '../../src/flow/payment/reconcile-store.ts';
import { findChargeable, findPaymentMethod, findPaymentMethods } from '../../src/flow/payment-method/store.ts';
import { findPayment, findPayments, hasAttempt } from '../../src/flow/payment/store.ts';
import { openReturn } from '../../src/flow/session/return-store.ts';
import { findCheckouts, findOverdueSessions, findSession, findSessions } from '../../src/flow/session/store.ts';
import { openCheckouts, recordTicketOpening } from '../../src/flow/session/visitor-store.ts';
import { count, countGuess, findGuesses } from '../../src/flow/velocity/store.ts';
import { beginDirectPayments } from '../../src/flow/statements/begin-direct-payments.ts';
import { deletePaymentMethodRow } from '../../src/flow/statements/delete-payment-method.ts';
import type { Act, Stage, Subject } from '../../src/flow/waiting.fixture.ts';
import { findFirstAnswer, isKeyTaken, keepAnswer, storeAnswer, takeKey } from '../../src/http/idempotency/store.ts';
import { findKeyByHash } from '../../src/merchants/key-store.ts';
import { spendToken } from '../../src/vault/token-store.ts';
import { claimDeliveries } from '../../src/webhooks/claim-store.ts';
import { putOffFollowers, releaseFollowers } from '../../src/webhooks/follower-store.ts';
import { recordResults, releaseDeliveries } from '../../src/webhooks/result-store.ts';

/** Whole lives of a purchase. Together they send every statement that begins, settles or ends something. */
export const stories: readonly (readonly Act[])[] = [
  ['create', 'begin', 'approveSale', 'refund', 'refunded', 'refund2', 'refundFailed2'],
  [
    'create',
    'begin',
    'approveAuthorization',
    'increment',
    'incremented',
    'capture',
    'captured',
    'capture',
    'captureFailed',
    'cancel',
    'voidFailed',
    'cancel',
    'voided',
  ],
  ['create', 'begin', 'decline', 'expire'],
  ['create', 'begin', 'reversing', 'reverse'],
  ['create', 'challenge', 'clear', 'proceed', 'approveSale'],
  ['prepare', 'beginChallenge', 'cancelDirect'],
  ['prepare', 'beginChallenge', 'clear', 'proceed', 'stepUp', 'approveSale'],
];

type Questions = (query: Transaction, stage: Stage, subject: Subject) => Promise<void>;

const PAGE = { limit: 101, before: undefined, states: undefined, createdFrom: undefined, createdTo: undefined };

/**
 * What is asked about a purchase beside its moves: by the API, the page, the clock, and the guard against card testers.
 */
export const askAround: Questions = async (query, { merchantId }, { session, payment, attempts, operations }) => {
  const attemptId = attempts[0] ?? '';
  const operationId = [...operations.values()][0] ?? randomUUID();
  await findSession(query, merchantId as never, session as never);
  await findSessions(query, merchantId as never, { ...PAGE, merchantReferenceId: undefined });
  await findCheckouts(query, merchantId, [session]);
  const visitor = { session_id: session, visitor_hash: randomBytes(32).toString('hex'), is_of_ids: false };
  await openCheckouts(query, merchantId, [visitor]);
  await openReturn(query, { merchantId, sessionId: session, isForced: false });
  await recordTicketOpening(query, { merchantId, paymentId: payment, visitorHash: visitor.visitor_hash });
  await findPayment(query, merchantId, payment);
  await findPayments(query, merchantId, { ...PAGE, merchantReferenceId: undefined, sessionId: undefined });
  await findOperation(query, merchantId, 'refund', operationId);
  await findOperations(query, merchantId, 'refund', { ...PAGE, paymentId: undefined });
  await scheduleOperation(query, { merchantId, operationId, seconds: 5, what: 'asked' });
  await findAuthentication(query, merchantId, attemptId);
  await findLiveAuthentication(query, merchantId, payment);
  await findAuthenticationOfSession(query, merchantId, session);
  await noteReturn(query, merchantId, attemptId);
  await scheduleCheck(query, { merchantId, attemptId, seconds: 5 });
  await wasRejectedBefore(query, merchantId, { sessionId: session, cardFingerprint: randomBytes(32) });
  await scheduleReconciliation(query, { merchantId, attemptId, seconds: 5 });
  await confirmReversalAlone(query, merchantId, attemptId);
  await hasAttempt(query, merchantId, attemptId);
  await findBegun(query, merchantId, attemptId);
  await undoLateApproval(query, merchantId, attemptId);
  await claimAttemptsToReconcile(query, 10, 60);
  await claimOperationsToReconcile(query, 10, 60);
  await claimAuthenticationsToCheck(query, 10, 60);
  await findLapsedPayments(query, 10);
  await findOverdueSessions(query, 10);
};

/** A merchant's server pays with a new card, and looks after the stored ones. */
export const payDirectly = async (
  query: Transaction,
  { merchantId }: Stage,
  storedCard: { readonly id: string; readonly customer: string },
): Promise<void> => {
  await beginDirectPayments(query, merchantId, [aDirectPaymentInsert()]);
  await findChargeable(query, merchantId, storedCard.id);
  await findPaymentMethod(query, merchantId, storedCard.id);
  const filter = { limit: 101, before: undefined, merchantCustomerId: storedCard.customer };
  await findPaymentMethods(query, merchantId, filter);
  await deletePaymentMethodRow(query, { merchantId, id: storedCard.id, eventId: randomUUID() });
};

/** The guards of a request: its key, its token, and how much was tried lately. */
export const askGuards: Questions = async (query, { merchantId }) => {
  const once = { key: 'key-of-now', requestHash: randomBytes(32), mayBeRepeatOf: () => true };
  const answer = { status: 200, answer: { body: '{}' } };
  const nowMs = Date.now();
  const cardHash = randomBytes(32).toString('hex');
  await findKeyByHash(query, randomBytes(32));
  await isKeyTaken(query, merchantId, once);
  await takeKey(query, merchantId, once);
  await keepAnswer(query, merchantId, once, answer);
  await storeAnswer(query, merchantId, once, answer);
  await findFirstAnswer(query, merchantId, once);
  await spendToken(query, {
    merchantId,
    tokenHash: randomBytes(32),
    usedBy: randomBytes(32),
    usableUntilMs: nowMs,
    isUsable: true,
  });
  await count(query, merchantId, {
    counts: [{ rule: 'card', subject: cardHash, adds: 1, approved: 0 }],
    most: { card: 10 },
    nowMs,
  });
  await findGuesses(query, { cardHashes: [cardHash], nowMs, mostOfOne: 5 });
  await countGuess(query, merchantId, { cardHash, nowMs, most: 5 });
};

/** A webhook on its way: claimed, sent, written down. */
export const deliver = async (query: Transaction, { merchantId }: Stage, endpointId: string): Promise<void> => {
  const endpoint = { merchantId, endpointId };
  const [claimed] = await claimDeliveries(query, {
    wishes: [{ ...endpoint, room: 2, isProbe: false }],
    leaseMs: 60_000,
  });
  const deliveries = claimed?.claimed ?? [];
  const refs = deliveries.map(({ event, fence }) => ({ ...endpoint, eventId: event.id, fence }));
  if (refs.length === 0) throw new Error('there was nothing to deliver');
  await recordResults(
    query,
    refs.slice(0, 1).map((ref) => ({
      ...ref,
      outcome: 'delivered' as const,
      status: 200,
      detail: '',
      headers: {},
      startedAt: new Date(),
      durationMs: 1,
      waitMs: 0,
      isProbe: false,
    })),
  );
  await releaseDeliveries(query, refs.slice(1));
  await putOffFollowers(query, [endpoint]);
  await releaseFollowers(query);
};
