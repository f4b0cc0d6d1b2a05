import { defineLifecycle } from '../../base/lifecycle.ts';

/**
 * A session, one purchase that a shop asked us to collect.
 *
 * `paying` means that a payment is in flight: nothing but its outcome may move the session, so that expiry, the
 * merchant and the customer's second tab can never contradict an approval.
 */
export const sessionLifecycle = defineLifecycle('sessions', [
  ['none', 'create', 'open', ['session.created']],
  ['open', 'beginPayment', 'paying', []],
  ['paying', 'decline', 'open', []],
  ['paying', 'reopen', 'open', []],
  ['paying', 'complete', 'completed', ['session.completed']],
  ['paying', 'exhaust', 'expired', ['session.expired']],
  ['open', 'expire', 'expired', ['session.expired']],
]);
