import { defineLifecycle } from '../../base/lifecycle.ts';

/**
 * A payment method: a card that a merchant keeps for one of its customers.
 *
 * `pending` while the payment that brought it is under way. One whose payment does not go through is no state: its row
 * and its card number are removed, because nobody has heard of it. `renew`: the customer agreed to the same card again.
 */
export const paymentMethodLifecycle = defineLifecycle('payment_methods', [
  ['none', 'keep', 'pending', []],
  ['pending', 'activate', 'active', ['paymentMethod.created']],
  ['active', 'renew', 'active', []],
  ['active', 'delete', 'deleted', ['paymentMethod.deleted']],
]);
