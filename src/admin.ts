import { hostname, userInfo } from 'node:os';
import type { Actor } from './audit/entry.ts';
import { systemClock } from './base/clock.ts';
import type { Keys } from './base/keys.ts';
import { systemRandom } from './base/random.ts';
import { adminOfAcquirers, type AcquirerAdmin } from './admin/acquirers.ts';
import { adminOfAudit, type AuditAdmin } from './admin/audit.ts';
import { adminOfKeys, type KeyAdmin } from './admin/keys.ts';
import { adminOfMembers, adminOfOperators, type MemberAdmin, type OperatorAdmin } from './admin/members.ts';
import { adminOfMerchants, type MerchantAdmin } from './admin/merchants.ts';
import { adminOfReconcile, type ReconcileAdmin } from './admin/reconcile.ts';
import { adminOfRoutes, type RouteAdmin } from './admin/routes.ts';
import { adminOfVault, type VaultAdmin } from './admin/vault.ts';
import { ConfigError, type Config } from './config.ts';
import { migrate } from './db/migrate.ts';
import { onlyKnownStatements } from './db/known-statements.ts';
import { createPool } from './db/pool.ts';
import { setUpRoles } from './db/roles.ts';
import { openKeys, openVaultKeys } from './open-keys.ts';

export type { AccountListed, AccountShown } from './admin/acquirers.ts';
export { examineInstallation, type Finding } from './admin/doctor.ts';

/**
 * What an operator does on the server, beside the API: merchants, their keys and endpoints, migrations. Ids are public
 * ids.
 */
export type Admin = MerchantAdmin &
  KeyAdmin &
  MemberAdmin &
  OperatorAdmin &
  AuditAdmin &
  VaultAdmin &
  AcquirerAdmin &
  RouteAdmin &
  ReconcileAdmin & {
    /** Gives the names of the migrations applied now. */
    readonly migrate: () => Promise<{ readonly applied: readonly string[] }>;
    /** Makes the database's roles, or renews what they may do. Gives those that were made now. */
    readonly setUpDatabaseRoles: () => Promise<{ readonly made: readonly string[] }>;
    readonly close: () => Promise<void>;
  };

export type AdminConfig = Pick<
  Config,
  | 'databaseUrl'
  | 'databaseStatements'
  | 'masterKey'
  | 'vaultKeys'
  | 'mode'
  | 'acquirerUrl'
  | 'dashboardUrl'
  | 'publicUrl'
>;

export const createAdmin = (config: AdminConfig): Admin => {
  const { databaseUrl } = config;
  if (databaseUrl === undefined)
    throw new ConfigError(
      'DATABASE_URL is not set, and the embedded database is not running. Start the gateway with `npm start`, or set DATABASE_URL.',
    );
  const db = onlyKnownStatements(
    createPool({
      databaseUrl,
      statements: config.databaseStatements,
      maxConnections: 2,
      onConnectionError: () => undefined,
    }),
  );
  const keys = keysForLater(() => openKeys(db.query, config));
  const deps = { db, keys, clock: systemClock, random: systemRandom, mode: config.mode, actor: whoIsThis() };
  const vaultDeps = {
    ...deps,
    vaultKeys: config.vaultKeys,
    openVaultKeys: () => openVaultKeys(db.query, config),
  };
  return {
    ...afterOpening(keys.open, {
      ...adminOfMerchants(deps),
      ...adminOfKeys(deps),
      ...adminOfMembers({ ...deps, dashboardUrl: config.dashboardUrl }),
      ...adminOfOperators({ ...deps, dashboardUrl: config.dashboardUrl }),
      ...adminOfAudit(deps),
      ...adminOfReconcile({ ...deps, acquirerUrl: config.acquirerUrl }),
      ...adminOfVault(vaultDeps),
      ...adminOfRoutes(deps),
      ...adminOfAcquirers({ ...vaultDeps, publicUrl: config.publicUrl }),
    }),
    migrate: async () => ({ applied: await migrate(databaseUrl) }),
    setUpDatabaseRoles: async () => ({ made: await setUpRoles(databaseUrl) }),
    close: db.close,
  };
};

/** Not before they are needed: a migration comes before the check of keys that it makes possible. */
const keysForLater = (openNow: () => Promise<Keys>): Keys & { readonly open: () => Promise<void> } => {
  let keys: Keys | undefined;
  const opened = (): Keys => {
    if (keys === undefined) throw new Error('keys are used before they are opened');
    return keys;
  };
  return {
    open: async () => {
      keys ??= await openNow();
    },
    derive: (purpose) => opened().derive(purpose),
    deriveKeyObject: (purpose) => opened().deriveKeyObject(purpose),
  };
};

/** Every act looks first whether the keys are those of this database. */
const afterOpening = <Acts extends object>(open: () => Promise<void>, acts: Acts): Acts =>
  new Proxy(acts, {
    get: (target, name, receiver) => {
      const act: unknown = Reflect.get(target, name, receiver);
      return typeof act === 'function'
        ? async (...given: readonly unknown[]): Promise<unknown> => {
            await open();
            return Reflect.apply(act as (...all: readonly unknown[]) => unknown, target, given);
          }
        : act;
    },
  });

/** As the audit log names whoever sits at the server: the user of the operating system, and the machine. */
const whoIsThis = (): Actor => ({ kind: 'operator', name: `${userName()}@${hostname()}` });

const userName = (): string => {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a number that no user has.
    return 'unknown';
  }
};
