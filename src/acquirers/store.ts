/** All SQL on acquirer accounts. */
import type { Query } from '../db/db.ts';
import type { Breaker } from './health.ts';

export type AccountRow = {
  readonly merchant_id: string;
  readonly id: string;
  readonly name: string;
  readonly connector: string;
  readonly live_mode: boolean;
  readonly enabled: boolean;
  /** The lowest first. */
  readonly priority: number;
  /** Null: any. */
  readonly currencies: readonly string[] | null;
  readonly brands: readonly string[] | null;
  readonly settings: Readonly<Record<string, string>>;
  readonly secret_id: string;
  readonly older_secret_id: string | null;
  readonly older_secret_until: Date | null;
  readonly maintenance_from: Date | null;
  readonly maintenance_until: Date | null;
  readonly version: number;
  readonly created_at: Date;
};

/** And whether it is in order. */
export type KnownAccount = AccountRow & Breaker;

/** With its credentials, as the vault sealed them. */
export type SealedAccountRow = AccountRow & {
  readonly key_version: number;
  readonly sealed: Buffer;
  readonly older_key_version: number | null;
  readonly older_sealed: Buffer | null;
};

const COLUMNS = `a.merchant_id, a.id, a.name, a.connector, a.live_mode, a.enabled, a.priority, a.currencies, a.brands, a.settings,
  a.secret_id, a.older_secret_id, a.older_secret_until, a.maintenance_from, a.maintenance_until, a.version, a.created_at`;

/** All of a merchant's, in the order in which they are asked where no rule says otherwise. */
export const findAccounts = (query: Query, merchantId: string): Promise<KnownAccount[]> =>
  query(
    {
      name: 'find-acquirer-accounts',
      text: `
        select ${COLUMNS}, b.failures, b.open_until
        from acquirer_accounts a
        left join acquirer_breakers b on b.merchant_id = a.merchant_id and b.account_id = a.id
        where a.merchant_id = $1
        order by a.priority, a.id`,
    },
    [merchantId],
  );

export const findSealedAccount = async (
  query: Query,
  merchantId: string,
  id: string,
): Promise<SealedAccountRow | undefined> => {
  const [row] = await query<SealedAccountRow>(
    {
      name: 'find-sealed-acquirer-account',
      text: `
        select ${COLUMNS}, s.key_version, s.sealed, o.key_version as older_key_version, o.sealed as older_sealed
        from acquirer_accounts a
        join vault_secrets s on s.merchant_id = a.merchant_id and s.id = a.secret_id
        left join vault_secrets o on o.merchant_id = a.merchant_id and o.id = a.older_secret_id
        where a.merchant_id = $1 and a.id = $2`,
    },
    [merchantId, id],
  );
  return row;
};

/** As it is now, and as it stays until the transaction ends. */
export const lockAccount = async (query: Query, merchantId: string, id: string): Promise<AccountRow | undefined> => {
  const [row] = await query<AccountRow>(
    {
      name: 'lock-acquirer-account',
      text: `select ${COLUMNS} from acquirer_accounts a where a.merchant_id = $1 and a.id = $2 for update`,
    },
    [merchantId, id],
  );
  return row;
};

export type AccountInsert = Pick<
  AccountRow,
  | 'merchant_id'
  | 'id'
  | 'name'
  | 'connector'
  | 'live_mode'
  | 'priority'
  | 'currencies'
  | 'brands'
  | 'settings'
  | 'secret_id'
>;

/** Undefined: the merchant has an account of this name. */
export const insertAccount = async (query: Query, row: AccountInsert): Promise<AccountRow | undefined> => {
  const [made] = await query<AccountRow>(
    {
      name: 'insert-acquirer-account',
      text: `
        insert into acquirer_accounts as a (
          merchant_id, id, name, connector, live_mode, priority, currencies, brands, settings, secret_id)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        on conflict (merchant_id, lower(name)) do nothing
        returning ${COLUMNS}`,
    },
    [
      row.merchant_id,
      row.id,
      row.name,
      row.connector,
      row.live_mode,
      row.priority,
      row.currencies,
      row.brands,
      JSON.stringify(row.settings),
      row.secret_id,
    ],
  );
  return made;
};

/** The whole of what may change; its lock is held. */
export const replaceAccount = async (query: Query, row: AccountRow): Promise<AccountRow | undefined> => {
  const [changed] = await query<AccountRow>(
    {
      name: 'replace-acquirer-account',
      text: `
        update acquirer_accounts a
        set enabled = $3, priority = $4, currencies = $5, brands = $6, settings = $7, secret_id = $8, older_secret_id = $9,
          older_secret_until = $10, maintenance_from = $11, maintenance_until = $12, name = $13, version = a.version + 1
        where a.merchant_id = $1 and a.id = $2
        returning ${COLUMNS}`,
    },
    [
      row.merchant_id,
      row.id,
      row.enabled,
      row.priority,
      row.currencies,
      row.brands,
      JSON.stringify(row.settings),
      row.secret_id,
      row.older_secret_id,
      row.older_secret_until,
      row.maintenance_from,
      row.maintenance_until,
      row.name,
    ],
  );
  return changed;
};

/** A notification names an account and no merchant. */
export const findOwner = async (query: Query, id: string, connector: string): Promise<string | undefined> => {
  const [row] = await query<{ merchant_id: string }>(
    {
      name: 'find-owner-of-acquirer-account',
      text: 'select merchant_id from acquirer_accounts where id = $1 and connector = $2',
    },
    [id, connector],
  );
  return row?.merchant_id;
};

/** Of all merchants: accounts whose secrets before the newest are not believed any more. */
export const findOverdueSecrets = (
  query: Query,
  limit: number,
): Promise<{ readonly merchant_id: string; readonly id: string }[]> =>
  query(
    {
      name: 'find-overdue-acquirer-secrets',
      text: `
        select merchant_id, id from acquirer_accounts
        where older_secret_until <= now()
        limit $1`,
    },
    [limit],
  );
