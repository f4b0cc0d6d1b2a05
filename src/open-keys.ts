import { createKeys, type Keys } from './base/keys.ts';
import { ConfigError } from './config-error.ts';
import type { Config } from './config.ts';
import type { Query } from './db/db.ts';
import { checkMasterKey, knowsMasterKey } from './merchants/master-key-check.ts';
import { hasDataKeys } from './vault/store.ts';

/**
 * The keys of the gateway, once the database has said that they are its own. Throws `ConfigError`: with another master
 * key every caller would be a stranger, and what is written would open for nobody.
 */
export const openKeys = async (query: Query, config: Pick<Config, 'masterKey'>): Promise<Keys> => {
  const keys = createKeys(config.masterKey({ mayMake: !(await knowsMasterKey(query)) }));
  if ((await checkMasterKey(query, keys)) === 'wrong')
    throw new ConfigError(
      'The master key is not the one that this database was made with: give the right one (TOLLGATE_MASTER_KEY, ' +
        'or the file of TOLLGATE_MASTER_KEY_FILE), or check that DATABASE_URL names the right database.',
    );
  return keys;
};

/**
 * Makes the vault's key where the database has none yet, and only there. Whether the keys open is the vault's to say.
 */
export const openVaultKeys = async (query: Query, config: Pick<Config, 'vaultKeys'>): Promise<void> => {
  config.vaultKeys({ mayMake: !(await hasDataKeys(query)) });
};
