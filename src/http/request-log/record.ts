import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../base/clock.ts';
import { newUuid } from '../../base/id.ts';
import type { Random } from '../../base/random.ts';
import { clientAddress } from '../kernel/client-address.ts';
import type { ShapeSchema } from '../kernel/tidy.ts';
import type { Noted, RequestLog } from './buffer.ts';
import { maskAnswer, maskPath, maskRequestBody } from './mask.ts';

type Deps = { readonly clock: Clock; readonly random: Random; readonly requestLog: RequestLog };
/** Whose key a request is made with, as soon as that is known: also what is refused afterwards is written down. */
type Known = { readonly merchantId: string; readonly apiKeyId: string };

const known = new WeakMap<FastifyRequest, Known>();

export const noteCaller = (request: FastifyRequest, { merchantId, apiKeyId }: Known): void => {
  // Found while the connection stands: whoever has gone has no address.
  clientAddress(request);
  known.set(request, { merchantId, apiKeyId });
};

/** Every request of a merchant that is answered. Only what has to be looked at now is looked at now. */
export const recordRequests = (api: FastifyInstance, deps: Deps): void => {
  api.addHook('onSend', (request, reply, payload, done) => {
    const caller = known.get(request);
    // An answer that cannot be sent is followed by another one.
    known.delete(request);
    if (caller !== undefined) {
      const answered = {
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime),
        atMs: deps.clock.nowMs(),
      };
      deps.requestLog.add(() => toRow(deps, { caller, request, reply, payload, ...answered }));
    }
    done();
  });
};

type Answered = {
  readonly caller: Known;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly payload: unknown;
  readonly status: number;
  readonly durationMs: number;
  readonly atMs: number;
};

const toRow = (deps: Deps, { caller, request, reply, payload, ...answered }: Answered): Noted => {
  const { status, durationMs, atMs } = answered;
  const route = request.routeOptions.url ?? '(none)';
  const schema = request.routeOptions.schema as
    { readonly body?: ShapeSchema; readonly querystring?: ShapeSchema } | undefined;
  const text = typeof payload === 'string' ? payload : '';
  const isProblem = status >= 400;
  return {
    merchantId: caller.merchantId,
    row: {
      id: newUuid<'loggedRequest'>({ clock: { ...deps.clock, nowMs: () => atMs }, random: deps.random }),
      request_id: request.id.replace(/^req_/, ''),
      method: request.method,
      route,
      path: maskPath(request.url, schema?.querystring),
      status,
      duration_ms: durationMs,
      api_key_id: caller.apiKeyId,
      address: clientAddress(request).address,
      api_version: String(reply.getHeader('X-Version') ?? '') || null,
      problem_code: isProblem ? (/"code":"([a-z_]{1,40})"/.exec(text)?.[1] ?? null) : null,
      is_replay: reply.getHeader('Idempotent-Replayed') === 'true',
      ...subjectsOf(request, text),
      request_body: maskRequestBody(schema?.body, request.body, isProblem) ?? null,
      // What is read out of this log is in it already.
      response_body: text === '' || route.startsWith(OWN_ROUTE) ? null : maskAnswer(text, isProblem),
      created_at: new Date(atMs).toISOString(),
    },
  };
};

const OWN_ROUTE = '/api2/request-log';

/** Ids in the address, in the body, and at the beginning of an answer that is one object. */
const subjectsOf = (
  { params, body }: FastifyRequest,
  text: string,
): { readonly session: string | null; readonly payment: string | null } => {
  const { id } = (params ?? {}) as { readonly id?: unknown };
  const { paymentId, payment } = (body ?? {}) as { readonly paymentId?: unknown; readonly payment?: unknown };
  const answered = text.startsWith('{"id":"') ? (text.match(SUBJECTS) ?? []) : [];
  const named = [id, paymentId, payment, ...answered];
  const firstOf = (kind: RegExp): string | null =>
    named.find((one): one is string => typeof one === 'string' && kind.test(one)) ?? null;
  return { session: firstOf(SESSION), payment: firstOf(PAYMENT) };
};

const SUBJECTS = /(?<="(?:id|payment|paymentId|session|sessionId)":")p[sy]_[1-9A-HJ-NP-Za-km-z]{40,60}/g;
const SESSION = /^ps_[1-9A-HJ-NP-Za-km-z]{40,60}$/;
const PAYMENT = /^py_[1-9A-HJ-NP-Za-km-z]{40,60}$/;
