import type { FastifyInstance } from 'fastify';
import { systemClock } from './base/clock.ts';
import type { Acquirers } from './acquirers/directory.ts';
import type { Config } from './config.ts';
import { connectorKinds } from './connectors/acquirer/registry.ts';
import { createCustomerAction } from './flow/page/create-customer-action.ts';
import type { Checkout } from './flow/page/checkout.ts';
import { abandonAuthentication, continuePayment } from './flow/continue-payment.ts';
import type { FlowDeps } from './flow/deps.ts';
import { closeWhileSuspended } from './flow/page/close-while-suspended.ts';
import { pay } from './flow/pay.ts';
import { expireSession } from './flow/expire.ts';
import { asPayer } from './flow/page/pay-result.ts';
import { removeSavedCard } from './flow/payment-method/remove-saved.ts';
import type { FeedWaiting } from './events/feed/waiting.ts';
import { viewCheckout } from './flow/session/view.ts';
import { viewWhenDecided, viewWhenOpen } from './flow/session/wait.ts';
import { registerApi } from './http/api/routes.ts';
import { createReturnPage } from './http/checkout/return-page.ts';
import { registerCheckout } from './http/checkout/routes.ts';
import { createVisitors } from './http/checkout/visitor.ts';
import { registerDocs } from './http/docs/routes.ts';
import { registerTokenKeys } from './http/token-keys.ts';
import { registerWebhookKeys } from './http/webhook-keys.ts';
import { findOwner } from './acquirers/store.ts';
import { registerAcquirerNotifications } from './http/callbacks/acquirer-notifications.ts';
import { registerThreeDsCallbacks } from './http/callbacks/routes.ts';
import type { Limits } from './http/kernel/limits.ts';
import type { RequestLog } from './http/request-log/buffer.ts';
import type { Authenticator } from './merchants/authenticator.ts';
import { createSuspensions } from './merchants/suspensions.ts';
import { createTransit } from './vault/transit.ts';
import type { GatewayConfig } from './app.ts';

type RoutesDeps = {
  readonly flow: FlowDeps;
  readonly limits: Limits;
  readonly authenticator: Authenticator;
  readonly feedWaiting: FeedWaiting;
  readonly acquirers: Acquirers;
  readonly requestLog: RequestLog;
};

/** Who may call, by the roles of this process. */
export const registerRoutes = async (
  app: FastifyInstance,
  config: GatewayConfig,
  { flow, limits, authenticator, feedWaiting, acquirers, requestLog }: RoutesDeps,
): Promise<void> => {
  const has = (role: Config['roles'][number]): boolean => config.roles.includes(role);
  if (has('api')) {
    registerTokenKeys(app, { cardTokens: flow.cardTokens, perAddress: limits.stranger });
    registerWebhookKeys(app, { ...flow, perAddress: limits.stranger });
    const openApi = await registerApi(app, {
      ...flow,
      feedWaiting,
      acquirers,
      connectorKinds,
      mode: config.mode,
      dashboardUrl: config.dashboardUrl,
      authenticator,
      limits: { perKey: limits.key, perAddress: limits.stranger },
      budgets: { bytes: limits.bytes, work: limits.work },
      requestLog,
    });
    const { publicUrl, mode, threeDsUrl } = config;
    await registerDocs(app, { openApi, publicUrl, mode, threeDsUrl });
  }
  // Where the clock runs or the API is served: acquirers are told one address, behind which both may be.
  if (has('api')) {
    await registerAcquirerNotifications(app, {
      ...flow,
      findOwner: (accountId, connector) => findOwner(flow.db.query, accountId, connector),
      perAddress: limits.stranger,
    });
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
    await registerThreeDsCallbacks(app, { ...flow, showReturn: createReturnPage(config), visitors });
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
    waitForOutcome: (address, timeoutMs) => viewWhenDecided(flow, address, timeoutMs),
    waitForReturn: (address, timeoutMs) => viewWhenOpen(flow, address, timeoutMs),
  });
