import { createAdmin, examineInstallation, type Admin, type AdminConfig, type Finding } from '../../../../src/admin.ts';
import { ConfigError, findMissingKeys, readConfig, type Config } from '../../../../src/config.ts';
import {
  findRunningDatabase,
  hasDatabase,
  startEmbeddedPostgres,
} from '../../../../scripts/embedded-postgres/embedded-postgres.ts';

/**
 * Acts on the database that the gateway of this folder uses: the one of DATABASE_URL, otherwise the embedded one, which
 * is started for as long as `act` takes when it is not running. Nothing is made here, neither a database nor a key: a
 * mistyped folder would get both, and whatever was done would open nothing.
 */
export const withAdmin = <T>(act: (admin: Admin) => Promise<T>): Promise<T> => {
  const config = readConfig();
  return withDatabase(config, (databaseUrl) => actOn({ ...onlyKeysThatAreThere(config), databaseUrl }, act));
};

export const examine = async (): Promise<readonly Finding[]> => {
  let config: Config;
  try {
    config = readConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [{ check: 'configuration', state: 'fail', detail: error.message }];
  }
  const missing = findMissingKeys(config);
  const look = (databaseUrl: string | undefined, reason?: string) =>
    examineInstallation({ ...config, databaseUrl }, { missing, ...(reason !== undefined && { reason }) });
  try {
    return await withDatabase(config, look);
  } catch (error) {
    return look(undefined, error instanceof Error ? error.message : String(error));
  }
};

const withDatabase = async <T>(config: Config, act: (databaseUrl: string) => Promise<T>): Promise<T> => {
  const databaseUrl = config.databaseUrl ?? findRunningDatabase(config.dataDir);
  if (databaseUrl !== undefined) return act(databaseUrl);
  if (!hasDatabase(config.dataDir)) {
    throw new ConfigError(
      `There is no database in ${config.dataDir}. Set TOLLGATE_DATA_DIR to the folder of your gateway, or ` +
        'DATABASE_URL; only `npm start` makes a new one.',
    );
  }
  const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir });
  try {
    return await act(postgres.databaseUrl);
  } finally {
    await postgres.stop();
  }
};

const onlyKeysThatAreThere = (config: Config): AdminConfig => {
  const refuse = (which: 'masterKey' | 'vaultKey'): void => {
    const file = findMissingKeys(config)[which];
    if (file !== undefined)
      throw new ConfigError(
        `There is no key in ${file}. Set TOLLGATE_DATA_DIR to the folder of your gateway, or say where its key ` +
          'is; only the gateway makes a new one.',
      );
  };
  return {
    ...config,
    masterKey: () => {
      refuse('masterKey');
      return config.masterKey();
    },
    vaultKeys: () => {
      refuse('vaultKey');
      return config.vaultKeys();
    },
  };
};

const actOn = async <T>(config: AdminConfig, act: (admin: Admin) => Promise<T>): Promise<T> => {
  const admin = createAdmin(config);
  try {
    return await act(admin);
  } finally {
    await admin.close();
  }
};
