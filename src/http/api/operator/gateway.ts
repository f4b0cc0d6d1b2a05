import type { FastifyInstance } from 'fastify';
import type { Static } from 'typebox';
import { healthOf } from '../../../acquirers/health.ts';
import { formatId } from '../../../base/id.ts';
import { wholeSeconds } from '../../../contract/session.ts';
import { readSchemaState } from '../../../db/schema-state.ts';
import { findAlerts } from '../../../operator/alerts/store.ts';
import { findDatabaseFigures, findQueues } from '../../../operator/database-store.ts';
import { countDoubtOfAccounts, findAccountHealth, findEndpointHealth } from '../../../operator/health-store.ts';
import { changeLogLevel } from '../../../operator/log-level.ts';
import { isLate, isLost, isServing, readOverview } from '../../../operator/overview.ts';
import { findJobs, findLogLevel, findProcesses } from '../../../operator/process-store.ts';
import { createBacklogReader, type BacklogReader } from '../../../webhooks/backlog.ts';
import type { OperatorDeps } from './routes.ts';
import {
  alertListSchema,
  databaseSchema,
  healthSchema,
  jobListSchema,
  logLevelSchema,
  logLevelSetSchema,
  overviewSchema,
  processListSchema,
} from './schemas.ts';

const tags = ['Operator'];
const MOST = 200;

/** How the whole installation does, and how much it logs. */
export const registerGateway = (app: FastifyInstance, deps: OperatorDeps): void => {
  registerOverview(app, deps);
  registerHealth(app, deps);
  registerClock(app, deps);
  registerDatabase(app, deps);
  registerLogLevel(app, deps);
};

const secondsOrNull = (at: string | null): string | null => (at === null ? null : wholeSeconds(at));

const registerOverview = (app: FastifyInstance, deps: OperatorDeps): void => {
  // Routes are registered without a database for the document: it is read when somebody asks.
  let backlog: BacklogReader | undefined;
  const overview = {
    operationId: 'retrieveOverview',
    tags,
    summary: 'Retrieve the overview',
    description:
      'How the whole installation does, in figures. For the keys of operators (`tollgate operator key create`).',
    response: { 200: overviewSchema },
  };
  app.get('/operator/overview', { schema: overview }, async () => {
    backlog ??= createBacklogReader({ query: deps.db.query, clock: deps.clock });
    const found = await readOverview({ db: deps.db, backlog });
    const { health, stuck } = found;
    return {
      accounts: health.accounts,
      accountsOutOfOrder: health.accounts_out,
      alertsOpen: found.alerts,
      endpoints: health.endpoints,
      endpointsFailing: health.endpoints_failing,
      jobsLate: found.jobs.filter(isLate).length,
      merchants: health.merchants,
      merchantsSuspended: health.merchants_suspended,
      processes: found.processes.filter(isServing).length,
      processesLost: found.processes.filter(isLost).length,
      stuckPayments: stuck.count,
      stuckSince: secondsOrNull(stuck.oldest_at),
      webhooksWaiting: found.backlog?.taking ?? null,
    };
  });

  const alerts = {
    operationId: 'listAlerts',
    tags,
    summary: 'List alerts',
    description: 'What is wrong with the installation, and what was in the last 90 days; 200 at most.',
    response: { 200: alertListSchema },
  };
  app.get('/operator/alerts', { schema: alerts }, async () => ({
    data: (await findAlerts(deps.db.query, MOST)).map((row) => ({
      id: formatId('alert', row.id),
      began: wholeSeconds(row.began_at),
      ended: secondsOrNull(row.ended_at),
      rule: row.rule,
      words: row.words,
    })),
  }));
};

const registerHealth = (app: FastifyInstance, deps: OperatorDeps): void => {
  const schema = {
    operationId: 'retrieveHealth',
    tags,
    summary: 'Retrieve the health of accounts and endpoints',
    description: 'Acquirer accounts and webhook endpoints of all merchants, those in trouble first.',
    response: { 200: healthSchema },
  };
  app.get('/operator/health', { schema }, async () => {
    const [accounts, inDoubt, endpoints] = await Promise.all([
      findAccountHealth(deps.db.query, MOST),
      countDoubtOfAccounts(deps.db.query),
      findEndpointHealth(deps.db.query, MOST),
    ]);
    return {
      accounts: accounts.map((row) => ({
        id: formatId('acquirerAccount', row.id),
        connector: row.connector,
        enabled: row.enabled,
        failures: row.failures ?? 0,
        health: healthOf(row, deps.clock.nowMs()),
        merchant: formatId('merchant', row.merchant_id),
        name: row.name,
        withoutOutcome: inDoubt.get(row.id) ?? 0,
      })),
      endpoints: endpoints.map((row) => ({
        id: formatId('webhookEndpoint', row.id),
        enabled: row.enabled,
        failingSince: secondsOrNull(row.failing_since),
        failures: row.failures,
        merchant: formatId('merchant', row.merchant_id),
        waiting: row.waiting,
      })),
    };
  });
};

const registerClock = (app: FastifyInstance, deps: OperatorDeps): void => {
  const jobs = {
    operationId: 'listJobs',
    tags,
    summary: 'List jobs',
    description: 'What the clock does again and again: when last, for how long, when next, and what failed.',
    response: { 200: jobListSchema },
  };
  app.get('/operator/jobs', { schema: jobs }, async () => ({
    data: (await findJobs(deps.db.query)).map((row) => ({
      durationMs: row.duration_ms,
      everyMs: row.every_ms,
      failedAt: secondsOrNull(row.failed_at),
      failure: row.failure,
      found: row.found,
      isLate: isLate(row),
      lastRunAt: wholeSeconds(row.began_at),
      name: row.name,
      nextRunAt: wholeSeconds(row.next_at),
    })),
  }));

  const processes = {
    operationId: 'listProcesses',
    tags,
    summary: 'List processes',
    description: 'What serves, and what stopped within a day.',
    response: { 200: processListSchema },
  };
  app.get('/operator/processes', { schema: processes }, async () => ({
    data: (await findProcesses(deps.db.query)).map((row) => ({
      endedAt: secondsOrNull(row.ended_at),
      host: row.host,
      isServing: isServing(row),
      logLevel: row.log_level,
      migration: row.migration,
      pid: row.pid,
      roles: row.roles,
      seenAt: wholeSeconds(row.seen_at),
      startedAt: wholeSeconds(row.started_at),
      version: row.version,
    })),
  }));
};

const registerDatabase = (app: FastifyInstance, deps: OperatorDeps): void => {
  const schema = {
    operationId: 'retrieveDatabase',
    tags,
    summary: 'Retrieve figures of the database',
    description: 'Its size, its connections, its migrations, and what is due in it.',
    response: { 200: databaseSchema },
  };
  app.get('/operator/database', { schema }, async () => {
    const [figures, queues, state] = await Promise.all([
      findDatabaseFigures(deps.db.query),
      findQueues(deps.db.query),
      readSchemaState(deps.db.query),
    ]);
    return {
      bytes: figures.bytes,
      connections: figures.connections,
      connectionsActive: figures.connections_active,
      connectionsMost: figures.connections_most,
      missingMigrations: state.missing,
      newerMigrations: state.newer,
      oldestTransactionSeconds: figures.oldest_transaction,
      queues: queues.map(({ count, name, oldest }) => ({ count, name, oldestSeconds: oldest })),
      version: figures.version,
    };
  });
};

const registerLogLevel = (app: FastifyInstance, deps: OperatorDeps): void => {
  const show = async () => {
    const found = await findLogLevel(deps.db.query);
    return { level: found?.level ?? null, until: secondsOrNull(found?.until ?? null) };
  };
  const set = {
    operationId: 'setLogLevel',
    tags,
    summary: 'Set the log level',
    description: 'Every process logs so within some seconds, for some hours; then as it was started again.',
    body: logLevelSetSchema,
    response: { 200: logLevelSchema },
  };
  app.put<{ Body: Static<typeof logLevelSetSchema> }>('/operator/log-level', { schema: set }, async (request) => {
    const { actor, grant } = request.call;
    const { level, hours } = request.body;
    await changeLogLevel(deps, { ...actor, name: grant.name }, { level, hours });
    return show();
  });

  const clear = {
    operationId: 'clearLogLevel',
    tags,
    summary: 'Log as started again',
    description: 'Every process logs as it was started, within some seconds.',
    response: { 200: logLevelSchema },
  };
  app.delete('/operator/log-level', { schema: clear }, async (request) => {
    const { actor, grant } = request.call;
    await changeLogLevel(deps, { ...actor, name: grant.name }, undefined);
    return show();
  });
};
