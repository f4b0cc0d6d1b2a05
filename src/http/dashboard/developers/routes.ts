import type { FastifyInstance } from 'fastify';
import type { DashboardDeps, Site } from '../site.ts';
import { registerDeliveries } from './deliveries.ts';
import { registerEndpoint } from './endpoint.ts';
import { registerEndpoints } from './endpoints.ts';
import { registerEvents } from './events.ts';
import { registerKeys } from './keys.ts';
import { registerQuickStart } from './quick-start.ts';
import { registerRequests } from './requests.ts';

/** Where developers work: keys, endpoints, and what became of requests and events. */
export const registerDevelopers = (app: FastifyInstance, deps: DashboardDeps, site: Site): void => {
  registerQuickStart(app, deps, site);
  registerKeys(app, deps, site);
  registerEndpoints(app, deps, site);
  registerEndpoint(app, deps, site);
  registerDeliveries(app, deps, site);
  registerEvents(app, deps, site);
  registerRequests(app, deps, site);
};
