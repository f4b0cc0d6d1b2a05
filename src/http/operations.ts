import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from '../base/problem.ts';
import type { Db } from '../db/db.ts';
import { complainAbout, readSchemaState } from '../db/schema-state.ts';
import { checkWrites } from '../db/write-check.ts';
import type { Metrics } from '../base/metrics.ts';
import { OF_EVERY_ANSWER } from './kernel/problems.ts';

/**
 * For whoever operates the gateway: is the process alive (`/healthz`), may it be sent traffic (`/readyz`: the database
 * takes writes, has this program's migrations, and still has all that it uses; no while it shuts down), how does it do
 * (`/metrics`, Prometheus). Load balancers need the first two without a secret; what is behind the answer, and the
 * metrics, are for the operator.
 */
export const registerOperations = (
  app: FastifyInstance,
  deps: {
    readonly db: Db;
    readonly metrics: Metrics;
    readonly isStopping: () => boolean;
    /** What is worth seeing beside the checks, but stops no traffic. */
    readonly details: () => Promise<Readonly<Record<string, unknown>>>;
    readonly mode: 'sandbox' | 'live';
    readonly metricsToken: string | undefined;
  },
): void => {
  const isOperator = createOperatorCheck(deps);
  app.get('/healthz', async (_, reply) => reply.headers(OF_EVERY_ANSWER).send({ status: 'ok' }));

  app.get('/readyz', async (request, reply) => {
    const checks = { database: await checkDatabase(deps.db), shutdown: deps.isStopping() ? 'stopping' : 'ok' };
    const isReady = Object.values(checks).every((check) => check === 'ok');
    return reply
      .code(isReady ? 200 : 503)
      .headers(OF_EVERY_ANSWER)
      .send({
        status: isReady ? 'ok' : 'not ready',
        ...(isOperator(request) && { checks, details: await deps.details() }),
      });
  });

  app.get('/metrics', async (request, reply) => {
    if (!isOperator(request))
      throw new Problem(
        'invalid_request',
        'Metrics are for the operator: send TOLLGATE_METRICS_TOKEN as a bearer token.',
      );
    return reply
      .headers({ ...OF_EVERY_ANSWER, 'Content-Type': deps.metrics.contentType })
      .send(await deps.metrics.text());
  });
};

/** Compared as hashes, so that neither letters nor length of the token are told by the time it takes. */
const createOperatorCheck = ({
  mode,
  metricsToken,
}: {
  readonly mode: 'sandbox' | 'live';
  readonly metricsToken: string | undefined;
}): ((request: FastifyRequest) => boolean) => {
  if (metricsToken === undefined) return () => mode === 'sandbox';
  const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();
  const expected = hashOf(metricsToken);
  return ({ headers }) =>
    timingSafeEqual(expected, hashOf(/^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? ''));
};

const checkDatabase = async (db: Db): Promise<string> => {
  try {
    return complainAbout(await readSchemaState(db.query)) ?? (await checkWrites(db.query));
  } catch {
    return 'does not answer';
  }
};
