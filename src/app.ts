import type { FastifyInstance } from 'fastify';
import { createBackground } from './base/background.ts';
import { systemClock } from './base/clock.ts';
import type { Keys } from './base/keys.ts';
import { createLog, type Log } from './base/log.ts';
import { createMetrics, type Metrics } from './base/metrics.ts';
import { systemRandom } from './base/random.ts';
import type { Config } from './config.ts';
import { createAcquirer } from './connectors/acquirer/registry.ts';
import { createSandboxThreeDs } from './connectors/threeds/sandbox/index.ts';
import { createPaymentUrls } from './contract/payment-url.ts';
import { checkLifecycles } from './db/check-lifecycles.ts';
import { createDatabaseTime } from './db/database-time.ts';
import type { Db } from './db/db.ts';
import { onlyKnownStatements } from './db/known-statements.ts';
import { createPool } from './db/pool.ts';
import { checkSessions } from './db/session.ts';
import { analyzeGrownTables } from './db/statistics.ts';
import { createCustomerAction } from './flow/create-customer-action.ts';
import { createThreeDsAddresses } from './flow/authentication/addresses.ts';
import { checkAuthentications } from './flow/authentication/follow.ts';
import { createThreeDsProfiles } from './flow/authentication/profile.ts';
import { findAuthenticationView } from './flow/authentication/view.ts';
import type { Checkout } from './flow/checkout.ts';
import { abandonAuthentication, continuePayment } from './flow/continue-payment.ts';
import type { FlowDeps } from './flow/deps.ts';
import { operationLifecycle } from './flow/operation/lifecycle.ts';
import { reconcileOperations } from './flow/operation/run.ts';
import { closeWhileSuspended } from './flow/close-while-suspended.ts';
import { pay } from './flow/pay.ts';
import { voidLapsed } from './flow/payment/cancel.ts';
import { attemptLifecycle, authenticationLifecycle, paymentLifecycle } from './flow/payment/lifecycle.ts';
import { reconcileAttempts } from './flow/payment/reconcile.ts';
import { paymentMethodLifecycle } from './flow/payment-method/lifecycle.ts';
import { expireOverdueSessions, expireSession } from './flow/expire.ts';
import { cancelLeftBehind } from './flow/left-behind.ts';
import { sessionLifecycle } from './flow/session/lifecycle.ts';
import { findPaymentMethods } from './flow/payment-method/store.ts';
import { removeSavedCard } from './flow/payment-method/remove-saved.ts';
import { createOutcomes } from './flow/session/outcomes.ts';
import { viewCheckout, waitForOutcome } from './flow/session/view.ts';
import { forgetVelocity } from './flow/velocity/forget.ts';
import { createFindLimits } from './flow/velocity/settings.ts';
import { createVelocity } from './flow/velocity/velocity.ts';
import { createWeights } from './flow/velocity/weights.ts';
import { createFindCheckout, createFlowWrites } from './flow/writes.ts';
import { registerApi } from './http/api/routes.ts';
import { NO_PROXIES } from './http/client-address.ts';
import { createReturnPage } from './http/checkout/return-page.ts';
import { registerCheckout } from './http/checkout/routes.ts';
import { CONNECTION_TIMES } from './http/connections.ts';
import { registerDocs } from './http/docs/routes.ts';
import { forgetOldKeys, forgetPlainHashes } from './http/idempotency.ts';
import { registerTokenKeys } from './http/token-keys.ts';
import { registerNotifications } from './http/notifications/routes.ts';
import { registerOperations } from './http/operations.ts';
import { createRateLimit } from './http/rate-limit.ts';
import { createServer } from './http/server.ts';
import { forgetDeliveriesJobs } from './jobs/forget-deliveries.ts';
import { startClockWork, type Job } from './jobs/clock-work.ts';
import { sealAudit } from './audit/seal.ts';
import { createReturnKeys } from './merchants/api-keys.ts';
import { createAuthenticator } from './merchants/authenticator.ts';
import { createSuspensions } from './merchants/suspensions.ts';
import { openKeys, openVaultKeys } from './open-keys.ts';
import { createVault } from './vault/at-rest.ts';
import { tendVault } from './vault/rotate.ts';
import { createLocalKeyEncryptionKey } from './vault/key-encryption-key.ts';
import { createCardTickets } from './vault/ticket.ts';
import { createCardTokens } from './vault/card-token.ts';
import { forgetTokens } from './vault/token-store.ts';
import { createTransit } from './vault/transit.ts';
import { createBacklogReader } from './webhooks/backlog.ts';
import { createDeliverer } from './webhooks/deliver.ts';
import { createWebhookWatch } from './webhooks/watch.ts';

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
    await checkLifecycles(db.query, [
      sessionLifecycle,
      paymentLifecycle,
      attemptLifecycle,
      authenticationLifecycle,
      operationLifecycle,
      paymentMethodLifecycle,
    ]);
    const keys = await openKeys(db.query, config);
    await openVaultKeys(db.query, config);
    return await wire(config, { log, background, metrics, db, keys });
  } catch (error) {
    await db.close();
    throw error;
  }
};

type Foundations = {
  readonly log: Log;
  readonly background: ReturnType<typeof createBackground>;
  readonly metrics: Metrics;
  readonly db: Db;
  readonly keys: Keys;
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
  const common = { db, clock: systemClock, random: systemRandom, log, keys };
  const acquirer = createAcquirer({ name: 'sandbox', url: config.acquirerUrl, onCall: metrics.observeAcquirerCall });
  const threeDs = createSandboxThreeDs({
    url: config.threeDsUrl,
    allowHttpPages: config.mode === 'sandbox',
    onExchange: metrics.observeThreeDsCall,
  });
  const urls = createPaymentUrls({ keys, publicUrl: config.publicUrl });
  const time = createDatabaseTime({ ...common, query: db.query });
  const deliverer = createDeliverer({
    ...common,
    time,
    rules: { mode: config.mode },
    urls,
    onAttempt: metrics.observeDelivery,
  });
  const vaultDeps = {
    ...common,
    keyEncryptionKeys: () => Promise.resolve(config.vaultKeys().map((key) => createLocalKeyEncryptionKey(common, key))),
  };
  const vault = createVault(vaultDeps);
  // Keys that do not open the vault are found now, not by the first customer with a saved card.
  await vault.check();
  const flow = createFlow(common, config.mode, {
    vault,
    cardTokens: createCardTokens(vaultDeps),
    acquirer,
    threeDs,
    hintDeliveries: deliverer.hint,
    inBackground: background.add,
    publicUrl: config.publicUrl,
    urls,
    velocity: createVelocity({
      ...common,
      limitsOf: createFindLimits(common),
      cardHashOf: vault.hashForAllMerchants,
      weightOf: createWeights(config.testCardFactor),
      onStopped: metrics.observeStopped,
    }),
  });

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
  registerOperations(app, { ...config, db, metrics, isStopping: () => isStopping, details: watch.details });
  await registerRoutes(app, config, flow);

  const address = await listen(app, config);
  const clockWork = startClockWork(common, has('jobs') ? jobsOf(flow, metrics) : []);
  if (has('jobs')) deliverer.start();
  log.info({ port: config.port, role: config.roles.join() }, 'the gateway is ready');
  return {
    address,
    stop: async () => {
      isStopping = true;
      log.info({ count: background.size() }, 'the gateway is stopping; payments in flight finish first');
      flow.outcomes.close();
      await Promise.all([app.close(), clockWork.stop()]);
      await untilNone(handling, HANDLING_LIMIT_MS);
      const left = await background.drain(STOP_LIMIT_MS);
      if (left > 0)
        log.warn({ count: left }, 'payments were still in flight; reconciliation finds them at the next start');
      await deliverer.stop();
      await Promise.all([acquirer.close(), threeDs.close()]);
      await db.close();
    },
  };
};

type Common = Pick<FlowDeps, 'db' | 'clock' | 'random' | 'log' | 'keys'>;
type Outside = Pick<
  FlowDeps,
  | 'vault'
  | 'cardTokens'
  | 'acquirer'
  | 'threeDs'
  | 'hintDeliveries'
  | 'inBackground'
  | 'publicUrl'
  | 'urls'
  | 'velocity'
>;
type Mode = Config['mode'];

const createFlow = (common: Common, mode: Mode, outside: Outside): FlowDeps => ({
  ...common,
  ...outside,
  threeDsAddresses: createThreeDsAddresses({ keys: common.keys, publicUrl: outside.publicUrl }),
  threeDsProfileOf: createThreeDsProfiles({ ...common, mode, publicUrl: outside.publicUrl }),
  findAuthentication: (merchantId, paymentId) => findAuthenticationView(common.db.query, merchantId, paymentId),
  tickets: createCardTickets(common.keys.derive('card-ticket')),
  writes: createFlowWrites(common.db),
  findCheckout: createFindCheckout(common.db),
  findSavedCards: (merchantId, merchantCustomerId) =>
    findPaymentMethods(common.db.query, merchantId, { limit: 20, before: undefined, merchantCustomerId }),
  returnKeyOf: createReturnKeys(common),
  outcomes: createOutcomes(systemClock),
});

/** Who may call, by the roles of this process. */
const registerRoutes = async (app: FastifyInstance, config: GatewayConfig, flow: FlowDeps): Promise<void> => {
  const has = (role: Config['roles'][number]): boolean => config.roles.includes(role);
  const perAddress = createRateLimit(config.rateLimitPerIp, 'address');
  if (has('api')) {
    registerTokenKeys(app, { cardTokens: flow.cardTokens, perAddress });
    const openApi = await registerApi(app, {
      ...flow,
      mode: config.mode,
      authenticator: createAuthenticator({ ...flow, mode: config.mode }),
      limits: { perKey: createRateLimit(config.rateLimitPerKey, 'API key'), perAddress },
    });
    const { publicUrl, mode, threeDsUrl } = config;
    await registerDocs(app, { openApi, publicUrl, mode, threeDsUrl });
  }
  if (has('checkout')) {
    const transit = createTransit({ ikm: flow.keys.derive('card-transit') });
    const keys = { formToken: flow.keys.derive('checkout-form-token') };
    await registerCheckout(app, {
      limits: { customers: createRateLimit(config.rateLimitPerIp, 'address'), strangers: perAddress },
      checkout: checkoutOf(flow),
      action: createCustomerAction(flow),
      transit,
      keys,
      clock: systemClock,
      mode: config.mode,
      publicUrl: config.publicUrl,
      urls: flow.urls,
      log: flow.log,
    });
    await registerNotifications(app, { ...flow, showReturn: createReturnPage(config) });
  }
};

/** Requests whose sender has gone still use the database; nothing of theirs takes long. */
const HANDLING_LIMIT_MS = 5_000;

const untilNone = async (count: () => number, limitMs: number): Promise<void> => {
  const deadlineMs = systemClock.monotonicMs() + limitMs;
  while (count() > 0 && systemClock.monotonicMs() < deadlineMs) await systemClock.sleep(20);
};

/** Longer than the slowest answer an acquirer may take: 2 s to connect, 25 s to answer. */
const STOP_LIMIT_MS = 30_000;

/** What the payment page may do, bound to this gateway. */
const checkoutOf = (flow: FlowDeps): Checkout =>
  closeWhileSuspended(createSuspensions(flow), {
    view: (address) => viewCheckout(flow, address),
    pay: (input) => pay(flow, input),
    continuePayment: (input) => continuePayment(flow, input),
    abandonAuthentication: (address) => abandonAuthentication(flow, address),
    giveUp: async (address) => {
      await expireSession(flow, { ...address, reason: 'customerCanceled' });
      return viewCheckout(flow, address);
    },
    removeSavedCard: (address, paymentMethodId) => removeSavedCard(flow, address, paymentMethodId),
    waitForOutcome: (address, timeoutMs) => waitForOutcome(flow, address, timeoutMs),
  });

const jobsOf = (flow: FlowDeps, metrics: Metrics): readonly Job[] =>
  [
    { name: 'expire-sessions', everyMs: 1_000, run: () => expireOverdueSessions(flow) },
    { name: 'reconcile-unknown', everyMs: 1_000, run: () => reconcileAttempts(flow) },
    { name: 'check-authentications', everyMs: 1_000, run: () => checkAuthentications(flow) },
    { name: 'reconcile-operations', everyMs: 1_000, run: () => reconcileOperations(flow) },
    { name: 'void-lapsed', everyMs: 5_000, run: () => voidLapsed(flow) },
    { name: 'cancel-left-behind', everyMs: 60_000, run: () => cancelLeftBehind(flow) },
    ...forgetDeliveriesJobs(flow),
    { name: 'seal-audit-log', everyMs: 1_000, run: () => sealAudit(flow) },
    { name: 'tend-vault', everyMs: 60_000, run: () => tendVault(flow.vault) },
    { name: 'forget-velocity', everyMs: 60_000, run: () => forgetVelocity(flow) },
    { name: 'analyze-grown-tables', everyMs: 2_000, run: () => analyzeGrownTables(flow.db.query) },
    { name: 'forget-card-tokens', everyMs: 60_000, run: () => forgetTokens(flow.db.query) },
    { name: 'forget-idempotency-keys', everyMs: 60_000, run: () => forgetOldKeys(flow.db.query) },
    { name: 'forget-plain-hashes', everyMs: 60_000, run: () => forgetPlainHashes(flow.db.query) },
  ].map((job) => ({
    ...job,
    run: async () => {
      const found = await job.run();
      metrics.observeJob({ name: job.name, found });
      return found;
    },
  }));

const listen = async (app: FastifyInstance, config: GatewayConfig): Promise<string> => {
  try {
    return await app.listen({ host: config.host, port: config.port });
  } catch (error) {
    await app.close();
    throw error;
  }
};
