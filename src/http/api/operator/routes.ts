import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../../base/clock.ts';
import type { Random } from '../../../base/random.ts';
import type { StuckDeps } from '../../../operator/stuck.ts';
import { registerGateway } from './gateway.ts';
import { registerMerchants } from './merchants.ts';
import { registerStuck } from './stuck.ts';

export type OperatorDeps = StuckDeps & {
  readonly clock: Clock;
  readonly random: Random;
  readonly mode: 'sandbox' | 'live';
};

/** What the people who run the gateway can do on their pages, for their programs: keys of operators alone. */
export const registerOperator = (app: FastifyInstance, deps: OperatorDeps): void => {
  registerGateway(app, deps);
  registerMerchants(app, deps);
  registerStuck(app, deps);
};
