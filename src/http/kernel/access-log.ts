import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Log, LogFields } from '../../base/log.ts';

export type AccessLogDeps = {
  readonly log: Log;
  /** Called for every request that was answered, for the metrics. */
  readonly onAnswered: (request: {
    readonly method: string;
    readonly route: string;
    readonly status: number;
    readonly durationMs: number;
  }) => void;
};

/** One line for each request, and one count for each that was answered. */
export const logRequests = (app: FastifyInstance, deps: AccessLogDeps): void => {
  app.addHook('onRequest', (request, reply, done) => {
    // The framework's hook is silent about a sender who went before the answer.
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished)
        deps.log.info({ ...fieldsOf(request, reply), outcome: 'senderGone' }, 'a request was abandoned by its client');
    });
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    if (reply.raw.writableFinished) logAnswered(deps, request, reply);
    done();
  });
};

export const logAnswered = (deps: AccessLogDeps, request: FastifyRequest, reply: FastifyReply): void => {
  const { statusCode: status, elapsedTime: durationMs } = reply;
  deps.onAnswered({ method: request.method, route: routeOf(request), status, durationMs });
  deps.log.info({ ...fieldsOf(request, reply), status }, 'a request was answered');
};

/** The route's pattern and never the address, which holds ids, tokens and whatever a stranger typed. */
const fieldsOf = (request: FastifyRequest, reply: FastifyReply): LogFields => ({
  requestId: request.id,
  method: request.method,
  route: routeOf(request),
  durationMs: Math.round(reply.elapsedTime * 100) / 100,
  ...(request.merchantId !== undefined && { merchantId: request.merchantId }),
});

export const routeOf = (request: FastifyRequest): string => request.routeOptions.url ?? '(none)';
