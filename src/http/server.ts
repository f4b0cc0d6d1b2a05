import { isUtf8 } from 'node:buffer';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Clock } from '../base/clock.ts';
import { problems, Problem } from '../base/problem.ts';
import { unavailableReasonOf } from '../db/unavailable.ts';
import type { Log, LogFields } from '../base/log.ts';
import { newRequestId } from '../base/request-id.ts';
import { currentVersion } from '../contract/versions.ts';
import type { TrustedProxies } from './client-address.ts';
import { limitConnections, type ConnectionLimits } from './connections.ts';
import { answerBeforeFramework, answerClientError } from './client-errors.ts';
import { collectMethods } from './allowed-methods.ts';
import { HSTS, OF_EVERY_ANSWER, problemBody, PROBLEM_TYPE } from './problems.ts';
import { shedLoad, watchEventLoop } from './overload.ts';
import { parseStrictJson } from './strict-json.ts';
import { createSchemaValidator, type RequestPart } from './validation.ts';
import { addWork, measureWork } from './work.ts';

export type ServerDeps = {
  readonly log: Log;
  readonly publicUrl: string;
  readonly mode: 'sandbox' | 'live';
  readonly clock: Clock;
  readonly trustedProxies: TrustedProxies;
  readonly connections: ConnectionLimits;
  /** Called for every request that was answered, for the metrics. */
  readonly onAnswered: (request: {
    readonly method: string;
    readonly route: string;
    readonly status: number;
    readonly durationMs: number;
  }) => void;
};

/**
 * An HTTP server with limits, strict JSON, request ids, and one way to say what went wrong. Routes are registered on
 * top.
 */
export const createServer = (deps: ServerDeps): Server => {
  const app = Fastify({
    logger: false,
    genReqId: newRequestId,
    bodyLimit: MAX_BODY_BYTES,
    // Fastify sets Node's own limits to "never"; a slow sender must not hold a connection.
    requestTimeout: deps.connections.requestMs,
    connectionTimeout: 60_000,
    keepAliveTimeout: 65_000,
    http: {
      headersTimeout: deps.connections.headersMs,
      connectionsCheckingInterval: deps.connections.checkEveryMs,
      maxHeaderSize: 16_384,
      requireHostHeader: false,
    },
    routerOptions: { maxParamLength: 256, ignoreTrailingSlash: false },
    return503OnClosing: false,
    exposeHeadRoutes: true,
    clientErrorHandler: answerClientError(deps),
    // An address that can't be read never reaches a route, nor the hooks that answers usually pass.
    frameworkErrors: (error, request, reply) => {
      reply.raw.once('finish', () => {
        tellAnswered(deps, request, reply);
      });
      answerError(deps, error, request, reply);
    },
  });
  answerBeforeFramework(app.server, deps);
  limitConnections(app.server, deps.connections.perAddress, deps.trustedProxies);
  app.decorate('trust', { proxies: deps.trustedProxies });
  app.decorateRequest('merchantId', undefined);
  // Set by a hook before any handler of the API; nothing else reads it.
  app.decorateRequest('call', null as never);
  tellRequests(app, deps);
  acceptStrictJson(app);
  const validatorFor = createSchemaValidator(deps);
  app.setValidatorCompiler(({ schema, httpPart }) => validatorFor(schema as object, httpPart as RequestPart));
  // Answers are built in their order and sent as they are; their schemas document them and are checked by tests.
  app.setSerializerCompiler(() => JSON.stringify);
  app.setErrorHandler((error: FastifyError, request, reply) => answerError(deps, error, request, reply));
  const methodsAt = collectMethods(app);
  // Said before a body is waited for or read: there is nobody who wants it, whatever the method and the type.
  app.addHook('onRequest', async (request, reply) => {
    // Redirects have these alone.
    void reply.headers({ 'X-Content-Type-Options': 'nosniff', ...(deps.mode === 'live' && HSTS) });
    if (request.headers.host === undefined && request.raw.httpVersion === '1.1')
      throw new Problem('invalid_http', 'The Host header is missing. Let an HTTP library write the request.');
    if (hasTwoHosts(request))
      throw new Problem('invalid_http', 'The Host header was sent twice. Let an HTTP library write the request.');
    if (request.is404) throw nothingAt(deps, methodsAt(pathOf(request)), request, reply);
  });
  shedLoad(app, { lagMs: watchEventLoop(app), clock: deps.clock });
  const handling = countHandling(app);
  // A connection whose request outlived the closing would else be kept for a minute, and the process with it.
  app.addHook('preClose', (done) => {
    app.server.keepAliveTimeout = 1;
    done();
  });
  return { app, handling };
};

declare module 'fastify' {
  // Only an interface can be added to.
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions
  interface FastifyRequest {
    /** Whom the request concerns, once that is known; for the log. */
    merchantId: string | undefined;
  }
}

/** One line for each request, and one count for each that was answered. */
const tellRequests = (app: FastifyInstance, deps: ServerDeps): void => {
  app.addHook('onRequest', (request, reply, done) => {
    // The framework's hook is silent about a sender who went before the answer.
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished)
        deps.log.info({ ...toldOf(request, reply), outcome: 'senderGone' }, 'a request was abandoned by its client');
    });
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    if (reply.raw.writableFinished) tellAnswered(deps, request, reply);
    done();
  });
};

const tellAnswered = (deps: ServerDeps, request: FastifyRequest, reply: FastifyReply): void => {
  const { statusCode: status, elapsedTime: durationMs } = reply;
  deps.onAnswered({ method: request.method, route: routeOf(request), status, durationMs });
  deps.log.info({ ...toldOf(request, reply), status }, 'a request was answered');
};

/** The route's pattern and never the address, which holds ids, tokens and whatever a stranger typed. */
const toldOf = (request: FastifyRequest, reply: FastifyReply): LogFields => ({
  requestId: request.id,
  method: request.method,
  route: routeOf(request),
  durationMs: Math.round(reply.elapsedTime * 100) / 100,
  ...(request.merchantId !== undefined && { merchantId: request.merchantId }),
});

export type Server = {
  readonly app: FastifyInstance;
  /**
   * How many requests are being handled; also those whose sender has gone, which closing the server does not wait for.
   */
  readonly handling: () => number;
};

const countHandling = (app: FastifyInstance): (() => number) => {
  let count = 0;
  const counted = new WeakSet<FastifyRequest>();
  app.addHook('preHandler', (request, _reply, done) => {
    counted.add(request);
    count++;
    done();
  });
  app.addHook('onSend', (request, _reply, _payload, done) => {
    // Once for each that was counted: an error while sending sends again.
    if (counted.delete(request)) count--;
    done();
  });
  return () => count;
};

/** Nothing at this address, or nothing for this method: then the answer says which there are. */
const nothingAt = (
  { publicUrl }: ServerDeps,
  methods: readonly string[],
  request: FastifyRequest,
  reply: FastifyReply,
): Problem => {
  if (methods.length === 0)
    return new Problem(
      'not_found',
      `There is nothing at ${request.method} ${shownPathOf(request)}. The API reference is at ${publicUrl}/docs.`,
    );
  void reply.header('Allow', methods.join(', '));
  return new Problem(
    'method_not_allowed',
    `${request.method} is not allowed here; ${methods.join(', ')} ${methods.length === 1 ? 'is' : 'are'}.`,
  );
};

/** Also bounds what a webhook carries: of an object, only some 2 KB come from us and the rest was in one request. */
const MAX_BODY_BYTES = 64 * 1024;

const acceptStrictJson = (app: FastifyInstance): void => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    addWork(request, { bodyBytes: body.length });
    if (!isPlainUtf8(request)) {
      done(
        new Problem(
          'unsupported_media_type',
          'Send the body as JSON in UTF-8, and not packed: no other charset, no Content-Encoding.',
        ),
      );
      return;
    }
    // Decoded all the same, a wrong byte would become a replacement letter that nobody wrote, and three bytes long.
    if (!isUtf8(body as Buffer)) {
      done(new Problem('invalid_json', 'The body is not valid UTF-8, which JSON is written in.'));
      return;
    }
    const text = (body as Buffer).toString('utf8');
    if (text === '') {
      done(null, undefined);
      return;
    }
    try {
      done(
        null,
        measureWork(request, () => parseStrictJson(text)),
      );
    } catch (error) {
      done(error as Error);
    }
  });
};

/** A body in another coding can happen to read as JSON, too, and then says what nobody meant. */
const isPlainUtf8 = ({ headers }: FastifyRequest): boolean => {
  const charset = /;\s*charset="?([^\s;"]+)/i.exec(headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  return /^utf-?8$/i.test(charset) && /^(?:identity)?$/i.test(headers['content-encoding'] ?? '');
};

/** The one place where an error becomes an answer. Pages have their own, nearer to them. */
const answerError = (deps: ServerDeps, error: Error, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  const problem = problemOf(error, request.method);
  const { status } = problems[problem.code];
  // What was refused on purpose stands in the line of its request. A sender who went while he was sending is told of
  // elsewhere.
  if (status >= 500 && !(error instanceof Problem) && !request.raw.readableAborted)
    deps.log.error(
      { requestId: request.id, method: request.method, route: routeOf(request), error },
      'a request failed',
    );
  void reply
    .code(status)
    .headers(OF_EVERY_ANSWER)
    .header('API-Request-Id', request.id)
    .header('Content-Type', PROBLEM_TYPE);
  if (reply.getHeader('X-Version') === undefined) void reply.header('X-Version', currentVersion);
  // RFC 9110 wants it on every 401; clients of some languages cannot read the answer without.
  if (status === 401) void reply.header('WWW-Authenticate', 'Bearer realm="tollgate"');
  if (problem.retryAfterSeconds !== undefined) void reply.header('Retry-After', problem.retryAfterSeconds);
  return reply.send(JSON.stringify(problemBody(problem, { publicUrl: deps.publicUrl, requestId: request.id })));
};

const problemOf = (error: Error, method: string): Problem => {
  if (error instanceof Problem) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return (
    frameworkProblems[code]?.() ??
    (unavailableReasonOf(error) !== undefined
      ? new Problem('unavailable', READS.has(method) ? CANNOT_READ : OUTCOME_UNKNOWN, { retryAfterSeconds: 2 })
      : new Problem(
          'internal',
          'Something went wrong on our side. Try again with the same Idempotency-Key; if it stays, name the requestId.',
        ))
  );
};

const READS: ReadonlySet<string> = new Set(['GET', 'HEAD']);
const CANNOT_READ = 'The gateway cannot answer now. Try again in a moment.';
/**
 * The line to the database may have been cut between a commit and its answer: nobody here can know what became of it.
 */
const OUTCOME_UNKNOWN =
  'The gateway cannot answer now, and it is not known whether this request was carried out. Repeat it with the ' +
  'same Idempotency-Key: it is carried out once, and you get its answer. Sent without a key, look first what ' +
  'became of it.';

/** What the HTTP framework refuses by itself, in our words. */
const frameworkProblems: Readonly<Record<string, () => Problem>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () => new Problem('body_too_large', 'The body may have at most 64 KB.'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () =>
    new Problem('unsupported_media_type', 'Send the body as JSON, with the header Content-Type: application/json.'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () =>
    new Problem('invalid_json', 'The body is not as long as Content-Length says.'),
  FST_ERR_CTP_EMPTY_JSON_BODY: () => new Problem('invalid_json', 'The body is empty; JSON was announced.'),
  FST_ERR_BAD_URL: () => new Problem('not_found', 'The address is not valid.'),
  FST_ERR_MAX_PARAM_LENGTH: () => new Problem('not_found', 'There is no such thing.'),
};

/**
 * A proxy in front may have believed the one, and we would believe the other. Node keeps the first and says nothing.
 */
const hasTwoHosts = ({ raw }: FastifyRequest): boolean => {
  let count = 0;
  for (let at = 0; at < raw.rawHeaders.length; at += 2) if (/^host$/i.test(raw.rawHeaders[at] ?? '')) count++;
  return count > 1;
};

export const routeOf = (request: FastifyRequest): string => request.routeOptions.url ?? '(none)';

const pathOf = (request: FastifyRequest): string => request.url.split('?', 1)[0] ?? '';

const shownPathOf = (request: FastifyRequest): string =>
  pathOf(request)
    .slice(0, 100)
    .replaceAll(/\d{12,}/g, '…');
