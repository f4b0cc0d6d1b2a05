import type { createBackground } from './base/background.ts';
import { systemClock } from './base/clock.ts';
import type { Keys } from './base/keys.ts';
import type { AdjustableLog } from './base/log.ts';
import type { Metrics } from './base/metrics.ts';
import { systemRandom } from './base/random.ts';
import type { Config } from './config.ts';
import { createAcquirers, type Acquirers, type DirectoryDeps } from './acquirers/directory.ts';
import { connectorKindOf, createSandboxAcquirer } from './connectors/acquirer/registry.ts';
import { observeConnector } from './connectors/acquirer/observe.ts';
import { createSandboxThreeDs } from './connectors/threeds/sandbox/index.ts';
import { createNoThreeDs } from './connectors/threeds/none/index.ts';
import type { ThreeDsConnector } from './connectors/threeds/contract.ts';
import { createPaymentUrls } from './contract/payment-url.ts';
import { createDatabaseTime } from './db/database-time.ts';
import type { Db } from './db/db.ts';
import { createHints } from './db/hints.ts';
import { createThreeDsAddresses } from './flow/authentication/addresses.ts';
import { createThreeDsProfiles } from './flow/authentication/profile.ts';
import { createFeedWaiting } from './events/feed/waiting.ts';
import { findAuthenticationView } from './flow/authentication/view.ts';
import type { FlowDeps } from './flow/deps.ts';
import { hearLateAnswer } from './flow/payment/late-answer.ts';
import { findPaymentMethods } from './flow/payment-method/store.ts';
import { createOutcomes } from './flow/session/outcomes.ts';
import { createPlaces } from './flow/session/places.ts';
import { createFindLimits } from './flow/velocity/settings.ts';
import { createVelocity, type Velocity } from './flow/velocity/velocity.ts';
import { createWeights } from './flow/velocity/weights.ts';
import { createFindCheckout, createFlowWrites, createOpenCheckout } from './flow/writes.ts';
import { createReturnKeys } from './merchants/api-keys.ts';
import { createAuthenticator } from './merchants/authenticator.ts';
import { createVault, type Vault } from './vault/at-rest.ts';
import { createLocalKeyEncryptionKey } from './vault/key-encryption-key.ts';
import { createCardTickets } from './vault/ticket.ts';
import { createCardTokens } from './vault/card-token.ts';
import { createDeliverer } from './webhooks/deliver.ts';
import type { GatewayConfig } from './app.ts';

export type Foundations = {
  readonly log: AdjustableLog;
  readonly background: ReturnType<typeof createBackground>;
  readonly metrics: Metrics;
  readonly db: Db;
  readonly keys: Keys;
};

/** Everything that a gateway consists of but its doors and its clock. Throws when the keys do not open the vault. */
export const createParts = async (config: GatewayConfig, { log, background, metrics, db, keys }: Foundations) => {
  const has = (role: Config['roles'][number]): boolean => config.roles.includes(role);
  const common = { db, clock: systemClock, random: systemRandom, log, keys };
  const threeDs = createThreeDs(config, metrics);
  const urls = createPaymentUrls({ keys, publicUrl: config.publicUrl });
  const time = createDatabaseTime({ ...common, query: db.query });
  const outcomes = createOutcomes(systemClock);
  const deliverer = createDeliverer({
    ...common,
    time,
    rules: { mode: config.mode },
    urls,
    onAttempt: metrics.observeDelivery,
    // The customer's page is probably held by the process that took the payment: this one, or one that is to be told.
    onCompletionTold: (sessionId) => {
      if (!outcomes.announce(sessionId)) hints.tellCompletion(sessionId);
    },
  });
  const authenticator = createAuthenticator({ ...common, mode: config.mode, inBackground: background.add });
  const feedWaiting = createFeedWaiting({ ...common, query: db.query });
  const hints = createHints({
    ...common,
    databaseUrl: config.databaseUrl,
    heard: {
      deliveries: deliverer.hint,
      events: feedWaiting.hint,
      deletedKey: (id) => {
        authenticator.forget(id);
      },
      completion: outcomes.announce,
    },
  });
  const vaultDeps = {
    ...common,
    keyEncryptionKeys: () => Promise.resolve(config.vaultKeys().map((key) => createLocalKeyEncryptionKey(common, key))),
  };
  const vault = createVault(vaultDeps);
  // Keys that do not open the vault are found now, not by the first customer with a saved card.
  await vault.check();
  const acquirers = createAllAcquirers(config, {
    ...common,
    vault,
    metrics,
    inBackground: background.add,
    onLateAnswer: (account, late) => {
      background.add(hearLateAnswer(flow, account, late));
    },
  });
  const flow = createFlow(common, config.mode, {
    vault,
    cardTokens: createCardTokens(vaultDeps),
    acquirers,
    threeDs,
    // Whoever has the jobs delivers by itself; the others say it.
    hintDeliveries: () => {
      feedWaiting.hint();
      if (!has('jobs')) {
        hints.tellDeliveries();
        return;
      }
      deliverer.hint();
      hints.tellEvents();
    },
    inBackground: background.add,
    publicUrl: config.publicUrl,
    urls,
    outcomes,
    velocity: createCardTestingLimits(config, { ...common, vault, metrics }),
  });
  return { acquirers, threeDs, time, deliverer, authenticator, hints, flow, feedWaiting };
};

const createThreeDs = ({ mode, threeDsUrl: url }: GatewayConfig, metrics: Metrics): ThreeDsConnector =>
  url === undefined
    ? createNoThreeDs()
    : createSandboxThreeDs({ url, allowHttpPages: mode === 'sandbox', onExchange: metrics.observeThreeDsCall });

/** The accounts of merchants; beside them the one of the settings, which live mode has only when it is given one. */
const createAllAcquirers = (
  { mode, acquirerUrl }: GatewayConfig,
  {
    metrics,
    ...deps
  }: Common &
    Pick<FlowDeps, 'inBackground'> &
    Pick<DirectoryDeps, 'onLateAnswer'> & { readonly vault: Vault; readonly metrics: Metrics },
): Acquirers =>
  createAcquirers({
    ...deps,
    isLive: mode === 'live',
    kindOf: connectorKindOf,
    observe: (account, connector) =>
      observeConnector(
        {
          clock: deps.clock,
          onCall: (call) => {
            metrics.observeAcquirerCall({ ...call, account });
          },
        },
        connector,
      ),
    onHealth: metrics.observeAcquirerHealth,
    sandbox:
      acquirerUrl === undefined
        ? undefined
        : createSandboxAcquirer({ url: acquirerUrl, onCall: metrics.observeAcquirerCall }),
  });

const createCardTestingLimits = (
  { testCardFactor }: GatewayConfig,
  { metrics, ...deps }: Common & { readonly vault: Vault; readonly metrics: Metrics },
): Velocity =>
  createVelocity({
    ...deps,
    limitsOf: createFindLimits(deps),
    cardHashOf: deps.vault.hashForAllMerchants,
    weightOf: createWeights(testCardFactor),
    onStopped: metrics.observeStopped,
  });

type Common = Pick<FlowDeps, 'db' | 'clock' | 'random' | 'log' | 'keys'>;
type Outside = Pick<
  FlowDeps,
  | 'vault'
  | 'cardTokens'
  | 'acquirers'
  | 'threeDs'
  | 'hintDeliveries'
  | 'inBackground'
  | 'publicUrl'
  | 'urls'
  | 'outcomes'
  | 'velocity'
>;
/** Each is a connection of a browser that waits, up to ten seconds. */
const RETURN_PLACES = { most: 2_000, mostOfOne: 500 };

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
  openCheckout: createOpenCheckout(common.db),
  findSavedCards: (merchantId, merchantCustomerId) =>
    findPaymentMethods(common.db.query, merchantId, { limit: 20, before: undefined, merchantCustomerId }),
  returnKeyOf: createReturnKeys(common),
  returnPlaces: createPlaces(RETURN_PLACES),
});
