import type { FastifyInstance } from 'fastify';
import { createBacklogReader } from '../../../webhooks/backlog.ts';
import type { DashboardDeps, Site } from '../site.ts';
import { registerAlerts } from './alerts.ts';
import { registerDatabase } from './database.ts';
import { registerHealth } from './health.ts';
import { registerJobs } from './jobs.ts';
import { registerMerchant } from './merchant.ts';
import { registerMerchants } from './merchants.ts';
import { registerOverview } from './overview.ts';
import { registerProcesses } from './processes.ts';
import { registerStuck } from './stuck.ts';

/** Where the people work who run the gateway. */
export const registerOperator = (app: FastifyInstance, deps: DashboardDeps, site: Site): void => {
  const backlog = createBacklogReader({ query: deps.db.query, clock: deps.clock });
  registerOverview(app, { ...deps, backlog }, site);
  registerMerchants(app, deps, site);
  registerMerchant(app, deps, site);
  registerStuck(app, deps, site);
  registerHealth(app, deps, site);
  registerAlerts(app, deps, site);
  registerJobs(app, deps, site);
  registerProcesses(app, deps, site);
  registerDatabase(app, deps, site);
};
