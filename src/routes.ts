import type { FastifyInstance } from 'fastify';
import { systemClock } from './base/clock.ts';
import type { Config } from './config.ts';
import { createCustomerAction } from './flow/create-customer-action.ts';
import type { Checkout } from './flow/checkout.ts';
import { abandonAuthentication, continuePayment } from './flow/continue-payment.ts';
import type { FlowDeps } from './flow/deps.ts';
import { closeWhileSuspended } from './flow/close-while-suspended.ts';
import { pay } from './flow/pay.ts';
import { expireSession } from './flow/expire.ts';
import { asPayer } from './flow/pay-result.ts';
import { removeSavedCard } from './flow/payment-method/remove-saved.ts';
import { viewCheckout, waitForOutcome } from './flow/session/view.ts';
import { registerApi } from './http/api/routes.ts';
import { createReturnPage } from './http/checkout/return-page.ts';
import { registerCheckout } from './http/checkout/routes.ts';
import { createVisitors } from './http/checkout/visitor.ts';
import { registerDocs } from './http/docs/routes.ts';
import { registerTokenKeys } from './http/token-keys.ts';
import { registerNotifications } from './http/notifications/routes.ts';
import type { Limits } from './http/limits.ts';
import type { Authenticator } from './merchants/authenticator.ts';
import { createSuspensions } from './merchants/suspensions.ts';
import { createTransit } from './vault/transit.ts';
import type { GatewayConfig } from './app.ts';

type RoutesDeps = { readonly flow: FlowDeps; readonly limits: Limits; readonly authenticator: Authenticator };

/** Who may call, by the roles of this process. */
export const registerRoutes = async (
  app: FastifyInstance,
  config: GatewayConfig,
  { flow, limits, authenticator }: RoutesDeps,
): Promise<void> => {
  const has = (role: Config['roles'][number]): boolean => config.roles.includes(role);
  if (has('api')) {
    registerTokenKeys(app, { cardTokens: flow.cardTokens, perAddress: limits.stranger });
    const openApi = await registerApi(app, {
      ...flow,
      mode: config.mode,
      authenticator,
      limits: { perKey: limits.key, perAddress: limits.stranger },
      budgets: { bytes: limits.bytes, work: limits.work },
    });
    const { publicUrl, mode, threeDsUrl } = config;
    await registerDocs(app, { openApi, publicUrl, mode, threeDsUrl });
  }
  if (has('checkout')) {
    const transit = createTransit({ ikm: flow.keys.derive('card-transit') });
    const visitors = createVisitors(flow.keys.derive('page-visitor'), flow);
    const keys = { formToken: flow.keys.derive('checkout-form-token') };
    await registerCheckout(app, {
      limits: { customers: limits.customer, strangers: limits.stranger },
      checkout: checkoutOf(flow),
      action: createCustomerAction(flow),
      transit,
      visitors,
      keys,
      clock: systemClock,
      mode: config.mode,
      publicUrl: config.publicUrl,
      urls: flow.urls,
      log: flow.log,
    });
    await registerNotifications(app, { ...flow, showReturn: createReturnPage(config), visitors });
  }
};

/** What the payment page may do, bound to this gateway. */
const checkoutOf = (flow: FlowDeps): Checkout =>
  closeWhileSuspended(createSuspensions(flow), {
    view: (address) => viewCheckout(flow, address),
    pay: (input) => pay(flow, input),
    continuePayment: (input) => continuePayment(flow, input),
    abandonAuthentication: (address) => abandonAuthentication(flow, address),
    giveUp: async (address) => {
      const ended = await expireSession(flow, { ...address, reason: 'customerCanceled' });
      // Whoever has ended it is led back to the shop by that same request.
      return viewCheckout(flow, ended === 'notOpen' ? address : asPayer(address, ended.attempts_begun));
    },
    removeSavedCard: (address, paymentMethodId) => removeSavedCard(flow, address, paymentMethodId),
    waitForOutcome: (address, timeoutMs) => waitForOutcome(flow, address, timeoutMs),
  });
