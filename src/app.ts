import type { FastifyInstance } from 'fastify';
import { createBackground } from './base/background.ts';
import { systemClock } from './base/clock.ts';
import { createLog } from './base/log.ts';
import { createMetrics } from './base/metrics.ts';
import { systemRandom } from './base/random.ts';
import type { Config } from './config.ts';
import { checkLifecycles } from './db/check-lifecycles.ts';
import { onlyKnownStatements } from './db/known-statements.ts';
import type { Hints } from './db/hints.ts';
import { createPool } from './db/pool.ts';
import { checkSchema } from './db/schema-state.ts';
import { checkSessions } from './db/session.ts';
import { lifecycles } from './flow/lifecycles.ts';
import { NO_PROXIES } from './http/kernel/client-address.ts';
import { CONNECTION_TIMES } from './http/kernel/connections.ts';
import { registerOperations } from './http/operations.ts';
import { createRequestLog, NO_REQUEST_LOG, WRITE_EVERY_MS } from './http/request-log/buffer.ts';
import { createLimits } from './http/kernel/limits.ts';
import { createLimitSharing, SHARE_EVERY_MS } from './http/kernel/shared-limits.ts';
import { createServer } from './http/kernel/server.ts';
import { startDashboard } from './dashboard.ts';
import { startClockWork, type Job } from './jobs/clock-work.ts';
import type { Authenticator } from './merchants/authenticator.ts';
import { jobsOf } from './jobs-of.ts';
import { oversightOf } from './oversight-of.ts';
import { openKeys, openVaultKeys } from './open-keys.ts';
import { createBacklogReader } from './webhooks/backlog.ts';
import { createWebhookWatch } from './webhooks/watch.ts';
import { createParts, type Foundations } from './parts.ts';
import { registerRoutes } from './routes.ts';
import { VERSION } from './version.ts';

/** A running gateway. */
export type Gateway = {
  /** Where it listens: `http://127.0.0.1:8080`. */
  readonly address: string;
  /** Takes no more requests, lets payments and deliveries under way finish (up to 30 s), then ends. */
  readonly stop: () => Promise<void>;
};

export type GatewayConfig = Omit<Config, 'databaseUrl'> & { readonly databaseUrl: string };

/** The only wiring of the program: every part gets here what it needs, and nothing else. */
export const startGateway = async (config: GatewayConfig): Promise<Gateway> => {
  const log = createLog(config.logLevel);
  const background = createBackground();
  const metrics = createMetrics({ inFlight: background.size });
  const db = onlyKnownStatements(
    createPool({
      databaseUrl: config.databaseUrl,
      maxConnections: config.databaseConnections,
      statements: config.databaseStatements,
      onConnectionError: (error) => {
        log.warn({ error }, 'a database connection was lost');
      },
    }),
  );
  try {
    await checkDatabase(config);
    await checkSchema(db.query);
    await checkLifecycles(db.query, lifecycles);
    const keys = await openKeys(db.query, config);
    await openVaultKeys(db.query, config);
    return await wire(config, { log, background, metrics, db, keys });
  } catch (error) {
    await db.close();
    throw error;
  }
};

/** Over two connections of their own, so that a pooler has the chance to mix them up now and not later. */
const checkDatabase = async (config: GatewayConfig): Promise<void> => {
  const { databaseUrl, databaseStatements: statements } = config;
  const open = () => createPool({ databaseUrl, statements, maxConnections: 1, onConnectionError: () => undefined });
  const [first, second] = [open(), open()];
  try {
    await checkSessions(first, second);
  } finally {
    await Promise.all([first.close(), second.close()]);
  }
};

const wire = async (config: GatewayConfig, { log, background, metrics, db, keys }: Foundations): Promise<Gateway> => {
  const has = (role: Config['roles'][number]): boolean => config.roles.includes(role);
  const parts = await createParts(config, { log, background, metrics, db, keys });
  const { acquirers, threeDs, time, deliverer, authenticator, hints, flow, feedWaiting } = parts;
  const common = { db, clock: systemClock, random: systemRandom, log, keys };

  let isStopping = false;
  const { app, handling } = createServer({
    log,
    clock: systemClock,
    publicUrl: config.publicUrl,
    mode: config.mode,
    trustedProxies: config.trustedProxies ?? NO_PROXIES,
    connections: { ...CONNECTION_TIMES, perAddress: config.connectionsPerIp },
    onAnswered: metrics.observeRequest,
  });
  const watch = createWebhookWatch({
    ...common,
    time,
    metrics,
    backlog: createBacklogReader({ ...common, query: db.query }),
  });
  registerOperations(app, {
    ...config,
    db,
    metrics,
    isStopping: () => isStopping,
    details: async () => ({ ...(await watch.details()), version: VERSION }),
  });
  const limits = createLimits(config, systemClock);
  const requestLog =
    has('api') && config.requestLogDays > 0
      ? createRequestLog({ ...common, onLeftOut: metrics.observeLeftOut })
      : NO_REQUEST_LOG;
  const telling = tellingAuthenticator(authenticator, hints);
  await registerRoutes(app, config, { flow, limits, feedWaiting, acquirers, requestLog, authenticator: telling });

  const address = await listen(app, config);
  const dashboard = has('dashboard')
    ? await startBeside(app, () => startDashboard(config, { flow, metrics, forgetApiKey: telling.forget }))
    : undefined;
  const oversight = await oversightOf(config, { db, log });
  const clockWork = startClockWork({ ...common, onRun: oversight.onRun }, [
    ...oversight.jobs,
    ...doorJobs(createLimitSharing({ ...common, query: db.query, time }, Object.values(limits)), requestLog.write),
    ...(has('jobs') ? jobsOf(flow, metrics, config) : []),
  ]);
  if (has('jobs')) deliverer.start();
  hints.start();
  log.info({ port: config.port, role: config.roles.join(), version: VERSION }, 'the gateway is ready');
  return {
    address,
    stop: async () => {
      isStopping = true;
      log.info({ count: background.size() }, 'the gateway is stopping; payments in flight finish first');
      flow.outcomes.close();
      feedWaiting.close();
      await Promise.all([app.close(), dashboard?.stop(), clockWork.stop()]);
      await untilNone(handling, HANDLING_LIMIT_MS);
      await requestLog.write();
      const left = await background.drain(STOP_LIMIT_MS);
      if (left > 0)
        log.warn({ count: left }, 'payments were still in flight; reconciliation finds them at the next start');
      await deliverer.stop();
      await Promise.all([hints.stop(), oversight.end()]);
      await Promise.all([acquirers.close(), threeDs.close()]);
      await db.close();
    },
  };
};

/** What the clock does for whoever takes requests. */
const doorJobs = (shareLimits: Job['run'], writeRequestLog: Job['run']): readonly Job[] => [
  { name: 'share-limits', everyMs: SHARE_EVERY_MS, run: shareLimits },
  { name: 'write-request-log', everyMs: WRITE_EVERY_MS, run: writeRequestLog },
];

/** Requests whose sender has gone still use the database; nothing of theirs takes long. */
const HANDLING_LIMIT_MS = 5_000;

const untilNone = async (count: () => number, limitMs: number): Promise<void> => {
  const deadlineMs = systemClock.monotonicMs() + limitMs;
  while (count() > 0 && systemClock.monotonicMs() < deadlineMs) await systemClock.sleep(20);
};

/** Longer than the slowest answer an acquirer may take: 2 s to connect, 25 s to answer. */
const STOP_LIMIT_MS = 30_000;

/** A key that is deleted here is forgotten here at once, and elsewhere as soon as they hear of it. */
const tellingAuthenticator = (authenticator: Authenticator, hints: Hints): Authenticator => ({
  find: authenticator.find,
  forget: (id) => {
    authenticator.forget(id);
    hints.tellDeletedKey(id);
  },
});

/** What cannot start leaves no port open. */
const startBeside = async <T>(app: FastifyInstance, start: () => Promise<T>): Promise<T> => {
  try {
    return await start();
  } catch (error) {
    await app.close();
    throw error;
  }
};

const listen = async (app: FastifyInstance, config: GatewayConfig): Promise<string> => {
  try {
    return await app.listen({ host: config.host, port: config.port });
  } catch (error) {
    await app.close();
    throw error;
  }
};
