import { systemClock } from './base/clock.ts';
import { formatId, parseId, type Uuid } from './base/id.ts';
import { createKeys } from './base/keys.ts';
import { systemRandom } from './base/random.ts';
import { createLog } from './base/log.ts';
import { ConfigError, type Config } from './config.ts';
import { currentVersion } from './contract/versions.ts';
import { migrate } from './db/migrate.ts';
import { createPool } from './db/pool.ts';
import { createApiKey } from './merchants/api-keys.ts';
import { createMerchant } from './merchants/create.ts';
import { findSettingMistake, threeDsSettingNames, type ThreeDsSettingName } from './flow/authentication/profile.ts';
import { findMerchant, updateMerchant } from './merchants/store.ts';
import { createVault } from './vault/at-rest.ts';
import { createLocalKeyEncryptionKey } from './vault/key-encryption-key.ts';
import { rotateVault, type RotationReport, type RotationWish } from './vault/rotate.ts';
import { createEndpoint } from './webhooks/endpoints.ts';

/** What an operator does on the server, beside the API: merchants, their keys and endpoints, migrations. Ids are public ids. */
export type Admin = {
  readonly createMerchant: (input: {
    readonly name: string;
  }) => Promise<{ readonly merchantId: string; readonly apiKey: string }>;
  /** Changes what is given. `threeDs`: what the merchant wants where the schemes leave a choice, and how it is introduced to issuers. */
  readonly updateMerchant: (input: {
    readonly merchantId: string;
    readonly name?: string;
    readonly threeDs?: Readonly<Partial<Record<ThreeDsSettingName, string>>>;
    /** `refuse` or `ignore`. */
    readonly unknownFields?: string;
  }) => Promise<{
    readonly merchantId: string;
    readonly name: string;
    readonly unknownFields: string;
    readonly threeDs: Readonly<Record<string, unknown>>;
  }>;
  readonly createApiKey: (input: {
    readonly merchantId: string;
    readonly name?: string;
  }) => Promise<{ readonly id: string; readonly apiKey: string }>;
  readonly createWebhookEndpoint: (input: {
    readonly merchantId: string;
    readonly url: string;
    readonly events: readonly string[];
  }) => Promise<{ readonly id: string; readonly secret: string }>;
  readonly hasMerchant: (merchantId: string) => Promise<boolean>;
  /** Gives the names of the migrations applied now. */
  readonly migrate: () => Promise<{ readonly applied: readonly string[] }>;
  /** Changes the keys of stored cards while gateways run; may be killed and repeated at any time. */
  readonly rotateVault: (wish: RotationWish, onProgress: (line: string) => void) => Promise<RotationReport>;
  readonly close: () => Promise<void>;
};

export const createAdmin = (config: Pick<Config, 'databaseUrl' | 'masterKey' | 'vaultKeys' | 'mode'>): Admin => {
  const { databaseUrl } = config;
  if (databaseUrl === undefined)
    throw new ConfigError(
      'DATABASE_URL is not set, and the embedded database is not running. Start the gateway with `npm start`, or set DATABASE_URL.',
    );
  const db = createPool({ databaseUrl, maxConnections: 2, onConnectionError: () => undefined });
  const deps = { db, keys: createKeys(config.masterKey()), clock: systemClock, random: systemRandom };
  return {
    createMerchant: async ({ name }) => {
      const { merchantId, apiKey } = await createMerchant(deps, { name: checkName('--name', name) });
      return { merchantId: formatId('merchant', merchantId), apiKey: apiKey.reveal() };
    },
    updateMerchant: async ({ merchantId, name, threeDs = {}, unknownFields }) => {
      const uuid = await existingMerchant(db.query, merchantId);
      const row = await updateMerchant(db.query, uuid, {
        name: name === undefined ? undefined : checkName('--name', name),
        threeDs: checkThreeDs(threeDs),
        unknownFields: checkUnknownFields(unknownFields),
      });
      return {
        merchantId,
        name: row?.name ?? '',
        threeDs: row?.three_ds ?? {},
        unknownFields: row?.unknown_fields ?? 'refuse',
      };
    },
    createApiKey: async ({ merchantId, name = 'key' }) => {
      const uuid = await existingMerchant(db.query, merchantId);
      const { row, apiKey } = await createApiKey(deps, { merchantId: uuid, name: checkName('--name', name) });
      return { id: formatId('apiKey', row.id), apiKey: apiKey.reveal() };
    },
    createWebhookEndpoint: async ({ merchantId, url, events }) => {
      const uuid = await existingMerchant(db.query, merchantId);
      const { row, secret } = await createEndpoint(
        { ...deps, rules: { mode: config.mode } },
        { merchantId: uuid, url, events, description: undefined, apiVersion: currentVersion },
      );
      return { id: formatId('webhookEndpoint', row.id), secret: secret.reveal() };
    },
    hasMerchant: async (merchantId) => {
      const uuid = parseId('merchant', merchantId);
      return uuid !== undefined && (await findMerchant(db.query, uuid)) !== undefined;
    },
    migrate: async () => ({ applied: await migrate(databaseUrl) }),
    rotateVault: (wish, onProgress) => {
      const keyEncryptionKeys = () =>
        Promise.resolve(config.vaultKeys().map((key) => createLocalKeyEncryptionKey(deps, key)));
      const vault = createVault({ ...deps, log: createLog('silent'), keyEncryptionKeys });
      return rotateVault({ vault, clock: deps.clock, onProgress }, wish);
    },
    close: db.close,
  };
};

const existingMerchant = async (
  query: Parameters<typeof findMerchant>[0],
  merchantId: string,
): Promise<Uuid<'merchant'>> => {
  const uuid = parseId('merchant', merchantId);
  if (uuid === undefined || (await findMerchant(query, uuid)) === undefined)
    throw new ConfigError(`There is no merchant ${merchantId}.`);
  return uuid;
};

const checkThreeDs = (
  settings: Readonly<Partial<Record<ThreeDsSettingName, string>>>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    threeDsSettingNames.flatMap((name) => {
      const value = settings[name];
      if (value === undefined) return [];
      const mistake = findSettingMistake(name, value);
      if (mistake !== undefined)
        throw new ConfigError(
          `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} must be ${mistake}.`,
        );
      return [[name, value]];
    }),
  );

const checkUnknownFields = (value: string | undefined): 'refuse' | 'ignore' | undefined => {
  if (value === undefined || value === 'refuse' || value === 'ignore') return value;
  throw new ConfigError('--unknown-fields must be refuse or ignore.');
};

const checkName = (what: string, name: string): string => {
  const trimmed = name.trim();
  if (trimmed.length < 1 || trimmed.length > 100) throw new ConfigError(`${what} must have 1 to 100 characters.`);
  return trimmed;
};
