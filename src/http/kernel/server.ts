import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Clock } from '../../base/clock.ts';
import { Problem } from '../../base/problem.ts';
import { newRequestId } from '../../base/request-id.ts';
import { logAnswered, logRequests, type AccessLogDeps } from './access-log.ts';
import { collectMethods } from './allowed-methods.ts';
import { answerError } from './answer-error.ts';
import type { TrustedProxies } from './client-address.ts';
import { answerBeforeFramework, answerClientError } from './client-errors.ts';
import { limitConnections, type ConnectionLimits } from './connections.ts';
import { collectWhenIdle } from './idle-memory.ts';
import { acceptStrictJson, MAX_BODY_BYTES } from './json-body.ts';
import { shedLoad, watchEventLoop } from './overload.ts';
import { HSTS } from './problems.ts';
import { createSchemaValidator, type RequestPart } from './validation.ts';

export type ServerDeps = AccessLogDeps & {
  readonly publicUrl: string;
  readonly mode: 'sandbox' | 'live';
  readonly clock: Clock;
  readonly trustedProxies: TrustedProxies;
  readonly connections: ConnectionLimits;
  /** For a server of pages: how a mistake is shown to people. Left out: as a problem, to programs. */
  readonly showMistake?: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => FastifyReply;
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
        logAnswered(deps, request, reply);
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
  logRequests(app, deps);
  acceptStrictJson(app);
  const validatorFor = createSchemaValidator(deps);
  app.setValidatorCompiler(({ schema, httpPart }) => validatorFor(schema as object, httpPart as RequestPart));
  // Answers are built in their order and sent as they are; their schemas document them and are checked by tests.
  app.setSerializerCompiler(() => JSON.stringify);
  app.setErrorHandler((error: FastifyError, request, reply) =>
    deps.showMistake === undefined ? answerError(deps, error, request, reply) : deps.showMistake(error, request, reply),
  );
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
  collectWhenIdle(app);
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

/**
 * A proxy in front may have believed the one, and we would believe the other. Node keeps the first and says nothing.
 */
const hasTwoHosts = ({ raw }: FastifyRequest): boolean => {
  let count = 0;
  for (let at = 0; at < raw.rawHeaders.length; at += 2) if (/^host$/i.test(raw.rawHeaders[at] ?? '')) count++;
  return count > 1;
};

const pathOf = (request: FastifyRequest): string => request.url.split('?', 1)[0] ?? '';

const shownPathOf = (request: FastifyRequest): string =>
  pathOf(request)
    .slice(0, 100)
    .replaceAll(/\d{12,}/g, '…');
