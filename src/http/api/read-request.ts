import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { systemClock } from '../../base/clock.ts';
import { Problem } from '../../base/problem.ts';
import type { Vault } from '../../vault/at-rest.ts';
import { readOnce, type Once } from '../idempotency/once.ts';
import { findFirstAnswer } from '../idempotency/store.ts';
import { leaveOutUnknown } from '../kernel/ignored-fields.ts';
import { isRecord } from '../kernel/json-value.ts';
import { tidy, type ShapeSchema } from '../kernel/tidy.ts';
import { addWork, measureWork } from '../kernel/work.ts';
import { replayFirst, type OnceDeps } from '../idempotency/answer-once.ts';

declare module 'fastify' {
  // Only an interface can be added to.
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions
  interface FastifyRequest {
    /** Of a POST with an `Idempotency-Key`. */
    once: Once | undefined;
  }
}

export type ReadDeps = OnceDeps & {
  readonly vault: Pick<Vault, 'fingerprintOf'>;
  /** What an answer that is repeated shows beside its row, see `OnceDeps`. */
  readonly completeFor: (request: FastifyRequest) => NonNullable<OnceDeps['completeAnswer']>;
};

/**
 * What is done with every request of the API between its parsing and the checks of its route: what was meant is made of
 * what was sent, and a POST with a key gets the hash by which it is known again.
 */
export const readRequests = (api: FastifyInstance, deps: ReadDeps): void => {
  api.decorateRequest('once', undefined);
  api.addHook('preValidation', (request, reply) => measureWork(request, () => readRequest(deps, request, reply)));
  // Between these two hooks the framework checks the request against its schema, and does nothing else.
  const checkedFrom = new WeakMap<FastifyRequest, number>();
  const noteChecked = (request: FastifyRequest): void => {
    const beganAtMs = checkedFrom.get(request);
    if (beganAtMs !== undefined) addWork(request, { ms: systemClock.monotonicMs() - beganAtMs });
    checkedFrom.delete(request);
  };
  api.addHook('preValidation', (request, _reply, done) => {
    checkedFrom.set(request, systemClock.monotonicMs());
    done();
  });
  api.addHook('preHandler', (request, _reply, done) => {
    noteChecked(request);
    done();
  });
  api.setErrorHandler(async (error, request, reply) => {
    noteChecked(request);
    const { once } = request;
    if (once === undefined || !(await isRepeat(deps, request, once, error))) throw error;
    return replayFirst({ ...deps, completeAnswer: deps.completeFor(request) }, request, reply, once);
  });
};

const readRequest = async (deps: ReadDeps, request: FastifyRequest, reply: FastifyReply): Promise<void> => {
  refuseTrailingSlash(request);
  const schema = request.routeOptions.schema?.body as ShapeSchema | undefined;
  const sent = bodyOf(request);
  const meant = schema === undefined ? sent : tidy(schema, sent);
  request.body = meant;
  const { caller, version } = request.call;
  // Before fields are left out: what the merchant's setting says may change between a request and its repeat.
  if (request.method === 'POST')
    request.once = await readOnce(deps, request, { merchantId: caller.merchantId, version });
  if (schema !== undefined && caller.unknownFields === 'ignore') ignoreUnknown(request, reply, schema);
};

/** No body at all is undefined; `null` is a body, and no object. */
const bodyOf = ({ body }: FastifyRequest): unknown => {
  if (body === undefined || isRecord(body)) return body;
  const message = 'The body must be an object: {} when there is nothing to say.';
  throw new Problem('invalid_fields', message, { fields: [{ pointer: '', code: 'type', message }] });
};

/** `/sessions/` would else be read as the session with no id. */
const refuseTrailingSlash = ({ url }: FastifyRequest): void => {
  const path = url.split('?', 1)[0] ?? '';
  if (path.endsWith('/'))
    throw new Problem(
      'not_found',
      'There is nothing at an address that ends with a slash: add an id, or leave the slash out.',
    );
};

const ignoreUnknown = (request: FastifyRequest, reply: FastifyReply, schema: ShapeSchema): void => {
  const { value, ignored } = leaveOutUnknown(schema, request.body);
  if (ignored.length === 0) return;
  request.body = value;
  void reply.header('X-Ignored-Fields', ignored.join(', '));
};

/**
 * A repeat gets the first answer even where the same request would be refused by now: its `expiresAt` has come near,
 * its card has expired, a setting has changed. So before a request with a key is refused for what is in it, the key is
 * looked up.
 */
const isRepeat = async (deps: ReadDeps, request: FastifyRequest, once: Once, error: unknown): Promise<boolean> => {
  if (!(error instanceof Problem) || error.code !== 'invalid_fields') return false;
  try {
    return (await findFirstAnswer(deps.db.query, request.call.caller.merchantId, once)) !== undefined;
  } catch (reason) {
    if (reason instanceof Problem) return reason.code === 'idempotency_in_progress';
    throw reason;
  }
};
