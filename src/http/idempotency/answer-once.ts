import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../base/clock.ts';
import type { Uuid } from '../../base/id.ts';
import type { Keys } from '../../base/keys.ts';
import { Problem, problems } from '../../base/problem.ts';
import type { PaymentUrls } from '../../contract/payment-url.ts';
import type { WireObject } from '../../contract/versions.ts';
import type { Db, Transaction } from '../../db/db.ts';
import type { EventObject } from '../../events/catalog.ts';
import { presentObject } from '../../events/present.ts';
import { findSession } from '../../flow/session/store.ts';
import type { Caller } from '../../merchants/authenticator.ts';
import { PROBLEM_TYPE, problemBody } from '../kernel/problems.ts';
import type { Once } from './once.ts';
import { sealAnswer, unsealAnswer } from './sealed-answer.ts';
import {
  findFirstAnswer,
  isKeyTaken,
  keepAnswer,
  stillRunning,
  storeAnswer,
  takeKey,
  type StoredAnswer,
} from './store.ts';

export type OnceDeps = {
  readonly db: Db;
  readonly clock: Clock;
  readonly keys: Keys;
  readonly publicUrl: string;
  readonly urls: PaymentUrls;
  /**
   * Adds what an answer shows and no store may have: made again of the request, which is the same, or it would not be
   * this answer.
   */
  readonly completeAnswer?: (object: WireObject, row: object) => Promise<WireObject>;
};

type Effect = (query: Transaction) => Promise<{
  readonly body: unknown;
  readonly holdsSecret?: boolean;
  /** 200 when left out. */
  readonly status?: 202;
}>;

/**
 * Answers a POST whose effect fits in one transaction, once for each idempotency key: taking the key, the effect and
 * its answer commit together. A problem that the effect throws is an answer as well, and is repeated like one.
 */
export const answerOnce = async (
  deps: OnceDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  effect: Effect,
): Promise<FastifyReply> => {
  const { once } = request;
  if (once === undefined) {
    const { body, status = 200 } = await deps.db.transaction(effect);
    return reply.code(status).send(body);
  }
  const { merchantId } = request.call.caller;
  if (await isKeyTaken(deps.db.query, merchantId, once)) return replayFirst(deps, request, reply, once);

  const answered = await deps.db.transaction(async (query) => {
    await query(LIMIT_LOCK_WAIT);
    if (!(await takeKeyInTime(query, merchantId, once))) return undefined;
    const answer = await runEffect(deps, request, query, effect);
    await storeAnswer(query, merchantId, once, {
      status: answer.status,
      answer: answer.holdsSecret
        ? { sealed: sealAnswer(deps.keys, request, once, answer.body) }
        : { body: answer.body },
    });
    return answer;
  });
  if (answered !== undefined) return send(reply, answered.status, answered.body);
  return replayFirst(deps, request, reply, once);
};

/** Repeats the first answer: its very bytes, or the same bytes made again from the row it was made of. */
export const replay = async (
  deps: OnceDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  { once, first }: { readonly once: Once; readonly first: StoredAnswer },
): Promise<FastifyReply> => {
  const body = await firstBody(deps, request, once, first.answer);
  void reply.header('Idempotent-Replayed', 'true');
  const status = await statusOfEnded(deps, request.call.caller.merchantId, first.answer);
  if (status !== undefined) void reply.header('Idempotent-Session-Status', status);
  return send(reply, first.status, body);
};

/**
 * A session that was open when it was first answered, and is over: who sends a customer there sends them to a closed
 * page.
 */
const statusOfEnded = async (
  { db }: OnceDeps,
  merchantId: Caller['merchantId'],
  answer: StoredAnswer['answer'],
): Promise<'completed' | 'expired' | undefined> => {
  if (!('object' in answer) || answer.object !== 'session') return undefined;
  const session = await findSession(db.query, merchantId, String(answer.snapshot['id']) as Uuid<'session'>);
  return session?.state === 'completed' || session?.state === 'expired' ? session.state : undefined;
};

const firstBody = async (
  deps: OnceDeps,
  request: FastifyRequest,
  once: Once,
  answer: StoredAnswer['answer'],
): Promise<string> => {
  if ('body' in answer) return answer.body;
  if ('sealed' in answer) return unsealAnswer(deps.keys, request, once, answer.sealed);
  const object = presentObject(answer.object, answer.snapshot, {
    version: request.call.version,
    urls: deps.urls,
  });
  return JSON.stringify((await deps.completeAnswer?.(object, answer.snapshot)) ?? object);
};

/** The key was used before: repeats that answer, waiting up to 5 s for a first request that still runs. */
export const replayFirst = async (
  deps: OnceDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  once: Once,
): Promise<FastifyReply> => {
  for (let looks = 0; looks < LOOKS; looks++) {
    const first = await findFirstAnswer(deps.db.query, request.call.caller.merchantId, once).catch((error: unknown) => {
      if (error instanceof Problem && error.code === 'idempotency_in_progress') return undefined;
      throw error;
    });
    if (first !== undefined) return replay(deps, request, reply, { once, first });
    await deps.clock.sleep(LOOK_EVERY_MS);
  }
  throw stillRunning();
};

const LOOK_EVERY_MS = 250;
const LOOKS = 20;

/**
 * Answers with an object whose outcome is not known yet. What is answered now is what the key repeats from now on;
 * should the outcome have been stored meanwhile, that is the answer instead.
 */
export const answerAsItIs = async (
  deps: OnceDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  { once, object, row }: { readonly once: Once | undefined; readonly object: EventObject; readonly row: object },
): Promise<FastifyReply> => {
  const { merchantId } = request.call.caller;
  if (
    once !== undefined &&
    !(await keepAnswer(deps.db.query, merchantId, once, { status: 200, answer: { object, snapshot: row as Snapshot } }))
  ) {
    return replayFirst(deps, request, reply, once);
  }
  const context = { version: request.call.version, urls: deps.urls };
  return reply.send(presentObject(object, row as Snapshot, context));
};

/**
 * The state did not allow it, or the key was used before: repeats the first answer, or answers with the problem that
 * `explain` finds, which is the key's answer from now on.
 */
export const answerRefusal = (
  deps: OnceDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  explain: () => Promise<Problem>,
): Promise<FastifyReply> =>
  answerOnce(deps, request, reply, async () => {
    throw await explain();
  });

type Snapshot = Readonly<Record<string, unknown>>;

/** A second request with the same key waits for the first one's transaction, but not longer than this. */
const LIMIT_LOCK_WAIT = { name: 'limit-lock-wait', text: `set local lock_timeout = '5s'` };
const LOCK_NOT_AVAILABLE = '55P03';

const takeKeyInTime = async (query: Transaction, merchantId: string, once: Once): Promise<boolean> => {
  try {
    return await takeKey(query, merchantId, once);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === LOCK_NOT_AVAILABLE) throw stillRunning();
    throw error;
  }
};

const runEffect = async (
  deps: OnceDeps,
  request: FastifyRequest,
  query: Transaction,
  effect: Effect,
): Promise<{ readonly status: number; readonly body: string; readonly holdsSecret: boolean }> => {
  try {
    const { body, holdsSecret = false, status = 200 } = await effect(query);
    return { status, body: JSON.stringify(body), holdsSecret };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const body = JSON.stringify(problemBody(error, { publicUrl: deps.publicUrl, requestId: request.id }));
    return { status: problems[error.code].status, body, holdsSecret: false };
  }
};

const send = (reply: FastifyReply, status: number, body: string): FastifyReply =>
  reply
    .code(status)
    .header('Content-Type', status < 400 ? 'application/json; charset=utf-8' : PROBLEM_TYPE)
    .send(body);
