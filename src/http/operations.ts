import type { FastifyInstance } from 'fastify';
import type { Db } from '../db/db.ts';
import { migrationNames } from '../db/migrate.ts';
import { checkWrites } from '../db/write-check.ts';
import type { Metrics } from '../base/metrics.ts';

/**
 * For whoever operates the gateway: is the process alive (`/healthz`), may it be sent traffic (`/readyz`: the database takes
 * writes and has this program's migrations; no while it shuts down), how does it do (`/metrics`, Prometheus).
 */
export const registerOperations = (
  app: FastifyInstance,
  deps: {
    readonly db: Db;
    readonly metrics: Metrics;
    readonly isStopping: () => boolean;
    /** What is worth seeing beside the checks, but stops no traffic. */
    readonly details: () => Promise<Readonly<Record<string, unknown>>>;
  },
): void => {
  app.get('/healthz', async (_, reply) => reply.header('Cache-Control', 'no-store').send({ status: 'ok' }));

  app.get('/readyz', async (_, reply) => {
    const checks = { database: await checkDatabase(deps.db), shutdown: deps.isStopping() ? 'stopping' : 'ok' };
    const isReady = Object.values(checks).every((check) => check === 'ok');
    return reply
      .code(isReady ? 200 : 503)
      .header('Cache-Control', 'no-store')
      .send({ status: isReady ? 'ok' : 'not ready', checks, details: await deps.details() });
  });

  app.get('/metrics', async (_, reply) =>
    reply.header('Content-Type', deps.metrics.contentType).send(await deps.metrics.text()),
  );
};

const checkDatabase = async (db: Db): Promise<string> => {
  try {
    const rows = await db.query<{ name: string }>({
      name: 'find-migrations',
      text: 'select name from schema_migrations',
    });
    const applied = new Set(rows.map((row) => row.name));
    const missing = (await migrationNames()).filter((name) => !applied.has(name));
    if (missing.length > 0) return `migrations missing: ${missing.join(', ')}`;
    return await checkWrites(db.query);
  } catch {
    return 'does not answer';
  }
};
