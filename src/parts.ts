import type { createBackground } from './base/background.ts';
import { systemClock } from './base/clock.ts';
import type { Keys } from './base/keys.ts';
import type { Log } from './base/log.ts';
import type { Metrics } from './base/metrics.ts';
import { systemRandom } from './base/random.ts';
import type { Config } from './config.ts';
import { createAcquirer } from './connectors/acquirer/registry.ts';
import { createSandboxThreeDs } from './connectors/threeds/sandbox/index.ts';
import { createPaymentUrls } from './contract/payment-url.ts';
import { createDatabaseTime } from './db/database-time.ts';
import type { Db } from './db/db.ts';
import { createHints } from './db/hints.ts';
import { createThreeDsAddresses } from './flow/authentication/addresses.ts';
import { createThreeDsProfiles } from './flow/authentication/profile.ts';
import { findAuthenticationView } from './flow/authentication/view.ts';
import type { FlowDeps } from './flow/deps.ts';
import { findPaymentMethods } from './flow/payment-method/store.ts';
import { createOutcomes } from './flow/session/outcomes.ts';
import { createFindLimits } from './flow/velocity/settings.ts';
import { createVelocity } from './flow/velocity/velocity.ts';
import { createWeights } from './flow/velocity/weights.ts';
import { createFindCheckout, createFlowWrites, createOpenCheckout } from './flow/writes.ts';
import { createReturnKeys } from './merchants/api-keys.ts';
import { createAuthenticator } from './merchants/authenticator.ts';
import { createVault } from './vault/at-rest.ts';
import { createLocalKeyEncryptionKey } from './vault/key-encryption-key.ts';
import { createCardTickets } from './vault/ticket.ts';
import { createCardTokens } from './vault/card-token.ts';
import { createDeliverer } from './webhooks/deliver.ts';
import type { GatewayConfig } from './app.ts';

export type Foundations = {
  readonly log: Log;
  readonly background: ReturnType<typeof createBackground>;
  readonly metrics: Metrics;
  readonly db: Db;
  readonly keys: Keys;
};

/** Everything that a gateway consists of but its doors and its clock. Throws when the keys do not open the vault. */
export const createParts = async (config: GatewayConfig, { log, background, metrics, db, keys }: Foundations) => {
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
  const authenticator = createAuthenticator({ ...common, mode: config.mode, inBackground: background.add });
  const hints = createHints({
    ...common,
    databaseUrl: config.databaseUrl,
    heard:
      has('jobs') || has('api')
        ? {
            deliveries: deliverer.hint,
            deletedKey: (id) => {
              authenticator.forget(id);
            },
          }
        : undefined,
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
    // Whoever has the jobs delivers by itself; the others say it.
    hintDeliveries: has('jobs') ? deliverer.hint : hints.tellDeliveries,
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
  return { acquirer, threeDs, time, deliverer, authenticator, hints, flow };
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
  openCheckout: createOpenCheckout(common.db),
  findSavedCards: (merchantId, merchantCustomerId) =>
    findPaymentMethods(common.db.query, merchantId, { limit: 20, before: undefined, merchantCustomerId }),
  returnKeyOf: createReturnKeys(common),
  outcomes: createOutcomes(systemClock),
});
