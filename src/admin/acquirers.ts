import {
  addAccount,
  listAccounts,
  rotateAccount,
  sentenceOf,
  testAccount,
  type AccountDeps,
} from '../acquirers/accounts.ts';
import { changeAccount, type AccountChange } from '../acquirers/change-account.ts';
import { healthOf, type Health } from '../acquirers/health.ts';
import { findApprovals, type Approvals } from '../acquirers/approvals.ts';
import type { AccountRow, KnownAccount } from '../acquirers/store.ts';
import { formatId, type Uuid } from '../base/id.ts';
import { createLog } from '../base/log.ts';
import { Problem } from '../base/problem.ts';
import { ConfigError, type Config } from '../config.ts';
import type { ConnectorKind } from '../connectors/acquirer/kind.ts';
import { connectorKinds } from '../connectors/acquirer/registry.ts';
import { createVault, type Vault } from '../vault/at-rest.ts';
import { createLocalKeyEncryptionKey } from '../vault/key-encryption-key.ts';
import { existingMerchant, type AdminDeps } from './deps.ts';

export type AccountShown = {
  readonly id: string;
  readonly name: string;
  readonly connector: string;
  readonly enabled: boolean;
  readonly priority: number;
  readonly currencies: readonly string[] | null;
  readonly brands: readonly string[] | null;
  readonly settings: Readonly<Record<string, string>>;
  readonly notificationUrl: string;
};

export type AccountListed = AccountShown & {
  readonly health: Health;
  /** When nothing new goes there. */
  readonly maintenance: { readonly from: string; readonly until: string } | null;
  /** Of the last 24 hours. */
  readonly answered: number;
  readonly approved: number;
};

type OfMerchant = { readonly merchantId: string };
/** By its name or its id. */
type OfAccount = OfMerchant & { readonly account: string };

export type AcquirerAdmin = {
  readonly acquirerKinds: () => readonly Pick<ConnectorKind, 'name' | 'about' | 'fields'>[];
  /** `fields`: settings and secrets together, by the names of the connector's fields. Tried out before it is saved. */
  readonly addAcquirer: (
    input: OfMerchant & {
      readonly name: string;
      readonly connector: string;
      readonly fields: Readonly<Record<string, string>>;
      readonly priority?: number;
      readonly currencies?: readonly string[];
      readonly brands?: readonly string[];
    },
  ) => Promise<AccountShown>;
  /** With how they do. */
  readonly listAcquirers: (input: OfMerchant) => Promise<readonly AccountListed[]>;
  readonly changeAcquirer: (input: OfAccount & { readonly change: AccountChange }) => Promise<AccountShown>;
  readonly rotateAcquirer: (
    input: OfAccount & { readonly secrets: Readonly<Record<string, string>>; readonly overlapHours: number },
  ) => Promise<AccountShown>;
  /** Undefined: it works. Else a sentence that says why not. */
  readonly testAcquirer: (input: OfAccount) => Promise<string | undefined>;
};

export const adminOfAcquirers = (
  deps: AdminDeps & Pick<Config, 'vaultKeys' | 'publicUrl'> & { readonly openVaultKeys: () => Promise<void> },
): AcquirerAdmin => {
  const { db, actor } = deps;
  const open = async (): Promise<AccountDeps> => {
    await deps.openVaultKeys();
    return { ...deps, isLive: deps.mode === 'live', kinds: connectorKinds, vault: vaultOf(deps) };
  };
  const find = async (accounts: AccountDeps, { merchantId, account }: OfAccount) => {
    const uuid = await existingMerchant(db.query, merchantId);
    const row = (await listAccounts(accounts, uuid)).find(
      ({ id, name }) => formatId('acquirerAccount', id) === account || name.toLowerCase() === account.toLowerCase(),
    );
    if (row === undefined) throw new ConfigError(`The merchant has no acquirer account called ${account}.`);
    return { row, address: { merchantId: uuid, id: row.id as Uuid<'acquirerAccount'>, actor } };
  };
  return {
    acquirerKinds: () => connectorKinds,
    addAcquirer: async ({ merchantId, fields, ...input }) =>
      inPlainWords(async () => {
        const uuid = await existingMerchant(db.query, merchantId);
        const row = await addAccount(
          await open(),
          { merchantId: uuid, actor },
          { ...input, ...divide(input.connector, fields) },
        );
        return shown(deps, row);
      }),
    listAcquirers: async ({ merchantId }) => {
      const uuid = await existingMerchant(db.query, merchantId);
      const accounts = await listAccounts(await open(), uuid);
      const approvals = new Map((await findApprovals(db.query, uuid)).map((one) => [one.account_id, one]));
      return accounts.map((row) => listed(deps, row, approvals.get(row.id)));
    },
    changeAcquirer: async ({ change, ...of }) =>
      inPlainWords(async () => {
        const accounts = await open();
        const { row, address } = await find(accounts, of);
        return shown(deps, (await changeAccount(accounts, address, change)) ?? row);
      }),
    rotateAcquirer: async ({ secrets, overlapHours, ...of }) =>
      inPlainWords(async () => {
        const accounts = await open();
        const { row, address } = await find(accounts, of);
        return shown(deps, (await rotateAccount(accounts, address, { secrets, overlapHours })) ?? row);
      }),
    testAcquirer: async (of) => {
      const accounts = await open();
      const { address } = await find(accounts, of);
      const answer = await testAccount(accounts, address);
      return answer === undefined || answer.kind === 'works' ? undefined : sentenceOf(answer);
    },
  };
};

const vaultOf = (deps: AdminDeps & Pick<Config, 'vaultKeys'>): Vault =>
  createVault({
    ...deps,
    log: createLog('silent'),
    keyEncryptionKeys: () => Promise.resolve(deps.vaultKeys().map((key) => createLocalKeyEncryptionKey(deps, key))),
  });

/** Into what may be shown and what may not. A name that no kind knows is a setting: the check says what there is. */
const divide = (connector: string, fields: Readonly<Record<string, string>>) => {
  const kind = connectorKinds.find(({ name }) => name === connector);
  const isSecret = (name: string): boolean =>
    kind?.fields.some((field) => field.name === name && field.isSecret) === true;
  const entries = Object.entries(fields);
  return {
    settings: Object.fromEntries(entries.filter(([name]) => !isSecret(name))),
    secrets: Object.fromEntries(entries.filter(([name]) => isSecret(name))),
  };
};

/** A problem of the API is a sentence for whoever typed the command. */
const inPlainWords = async <T>(act: () => Promise<T>): Promise<T> => {
  try {
    return await act();
  } catch (error) {
    if (error instanceof Problem) throw new ConfigError(error.message);
    throw error;
  }
};

const shown = ({ publicUrl }: Pick<Config, 'publicUrl'>, row: AccountRow): AccountShown => ({
  id: formatId('acquirerAccount', row.id),
  name: row.name,
  connector: row.connector,
  enabled: row.enabled,
  priority: row.priority,
  currencies: row.currencies,
  brands: row.brands,
  settings: row.settings,
  notificationUrl: `${publicUrl}/notifications/${row.connector}/${formatId('acquirerAccount', row.id)}`,
});

const listed = (
  deps: Pick<Config, 'publicUrl'> & Pick<AdminDeps, 'clock'>,
  row: KnownAccount,
  lately: Approvals | undefined,
): AccountListed => ({
  ...shown(deps, row),
  health: healthOf(row, deps.clock.nowMs()),
  maintenance:
    row.maintenance_from === null || row.maintenance_until === null
      ? null
      : { from: row.maintenance_from.toISOString(), until: row.maintenance_until.toISOString() },
  answered: (lately?.approved ?? 0) + (lately?.declined ?? 0),
  approved: lately?.approved ?? 0,
});
