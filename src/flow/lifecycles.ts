import type { Lifecycle } from '../base/lifecycle.ts';
import { operationLifecycle } from './operation/lifecycle.ts';
import { attemptLifecycle, authenticationLifecycle, paymentLifecycle } from './payment/lifecycle.ts';
import { paymentMethodLifecycle } from './payment-method/lifecycle.ts';
import { sessionLifecycle } from './session/lifecycle.ts';

/**
 * Every lifecycle, in a payment's order of steps. The start compares them with the database, a test walks through all
 * of their moves, and docs/lifecycles.md draws them; a lifecycle that is missing here fails `npm run generate`.
 */
export const lifecycles: readonly Lifecycle[] = [
  sessionLifecycle,
  paymentLifecycle,
  attemptLifecycle,
  authenticationLifecycle,
  operationLifecycle,
  paymentMethodLifecycle,
];
