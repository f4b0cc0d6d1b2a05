/** What may change of an account: name, which payments it takes, and the settings that do not say whose books it is. */
import { Problem, type FieldError } from '../base/problem.ts';
import type { AccountField } from '../connectors/acquirer/kind.ts';
import { sqlStateOf, UNIQUE_VIOLATION } from '../db/db.ts';
import {
  inCapitals,
  kindOf,
  nameIsTaken,
  note,
  notSaved,
  openWith,
  refuse,
  shownInAudit,
  tested,
  type AccountAddress,
  type AccountDeps,
} from './accounts.ts';
import { readSettings, type Given } from './fields.ts';
import { findSealedAccount, lockAccount, replaceAccount, type AccountRow } from './store.ts';

/** What is undefined stays. */
export type AccountChange = {
  readonly name?: string | undefined;
  /** Those that are named; null takes one away. */
  readonly settings?: Readonly<Record<string, string | null>> | undefined;
  readonly enabled?: boolean | undefined;
  readonly priority?: number | undefined;
  /** Null: any. */
  readonly currencies?: readonly string[] | null | undefined;
  readonly brands?: readonly string[] | null | undefined;
  /** Nothing new goes there from one time to the other; null: no such time. */
  readonly maintenance?: { readonly from: Date; readonly until: Date } | null | undefined;
};

/**
 * Undefined: there is no such account. Throws a `Problem` for a name that is taken, for wrong settings, and for those
 * that do not work: they are tried out first, with the credentials as they are.
 */
export const changeAccount = async (
  deps: AccountDeps,
  address: AccountAddress,
  change: AccountChange,
): Promise<AccountRow | undefined> => {
  const settings = change.settings === undefined ? 'asBefore' : await settingsThatWork(deps, address, change.settings);
  if (settings === undefined) return undefined;
  try {
    return await write(deps, address, { ...change, settings });
  } catch (error) {
    if (sqlStateOf(error) === UNIQUE_VIOLATION && change.name !== undefined) throw nameIsTaken(change.name);
    throw error;
  }
};

type TriedSettings = { readonly values: Given; readonly version: number };

const settingsThatWork = async (
  deps: AccountDeps,
  { merchantId, id }: AccountAddress,
  given: NonNullable<AccountChange['settings']>,
): Promise<TriedSettings | undefined> => {
  const row = await findSealedAccount(deps.db.query, merchantId, id);
  if (row === undefined) return undefined;
  const kind = kindOf(deps, row.connector);
  const { values, errors } = readSettings(kind, withoutNulls({ ...row.settings, ...given }));
  refuse([...errors, ...kind.fields.flatMap((field) => mistakeOfFixed(field, row.settings, values))]);
  const answer = await tested(() => openWith(deps, { ...row, settings: values }));
  if (answer.kind !== 'works') throw notSaved(answer);
  return { values, version: row.version };
};

const withoutNulls = (given: Readonly<Record<string, string | null>>): Given =>
  Object.fromEntries(Object.entries(given).flatMap(([name, value]) => (value === null ? [] : [[name, value]])));

const mistakeOfFixed = ({ name, isFixed }: AccountField, before: Given, after: Given): readonly FieldError[] =>
  isFixed === true && before[name] !== after[name]
    ? [
        {
          pointer: `/settings/${name}`,
          code: 'fixed',
          message: `${name} can't change: earlier payments could not be found any more. Set another account up.`,
        },
      ]
    : [];

const write = (
  deps: AccountDeps,
  { id, ...asked }: AccountAddress,
  change: Omit<AccountChange, 'settings'> & { readonly settings: TriedSettings | 'asBefore' },
): Promise<AccountRow | undefined> =>
  deps.db.transaction(async (query) => {
    const before = await lockAccount(query, asked.merchantId, id);
    if (before === undefined) return undefined;
    const { settings } = change;
    if (settings !== 'asBefore' && settings.version !== before.version)
      throw new Problem('conflict', 'Somebody else changed the account meanwhile. Nothing was saved.');
    const after = await replaceAccount(query, {
      ...before,
      name: change.name ?? before.name,
      settings: settings === 'asBefore' ? before.settings : settings.values,
      enabled: change.enabled ?? before.enabled,
      priority: change.priority ?? before.priority,
      currencies: change.currencies === undefined ? before.currencies : (inCapitals(change.currencies) ?? null),
      brands: change.brands === undefined ? before.brands : change.brands,
      ...(change.maintenance !== undefined && {
        maintenance_from: change.maintenance?.from ?? null,
        maintenance_until: change.maintenance?.until ?? null,
      }),
    });
    if (after === undefined) return undefined;
    await note(deps, query, asked, {
      action: 'acquirerAccount.changed',
      id,
      before: shownInAudit(before),
      after: shownInAudit(after),
    });
    return after;
  });
