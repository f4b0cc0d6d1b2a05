/**
 * What an operator does with a merchant's acquirer accounts. Credentials are tried out by a call that changes nothing
 * before they are kept, sealed by the vault, and never shown again.
 */
import type { Actor, AuditDeps } from '../audit/entry.ts';
import { writeAudit } from '../audit/write.ts';
import { formatId, newUuid, type Uuid } from '../base/id.ts';
import { Problem, type FieldError } from '../base/problem.ts';
import type { Secret } from '../base/secret.ts';
import type { AcquirerConnector, TestAnswer } from '../connectors/acquirer/contract.ts';
import type { ConnectorKind } from '../connectors/acquirer/kind.ts';
import type { Db, Query } from '../db/db.ts';
import type { Vault } from '../vault/at-rest.ts';
import { deleteSecret, insertSecret } from '../vault/secret-store.ts';
import { readFields, type Given } from './fields.ts';
import { openAccount } from './open.ts';
import {
  findAccounts,
  findSealedAccount,
  insertAccount,
  lockAccount,
  replaceAccount,
  type AccountRow,
  type KnownAccount,
  type SealedAccountRow,
} from './store.ts';

export type AccountDeps = AuditDeps & {
  readonly db: Db;
  readonly vault: Pick<Vault, 'sealSecrets' | 'openSecrets'>;
  readonly isLive: boolean;
  readonly kinds: readonly ConnectorKind[];
};

type Asked = { readonly merchantId: Uuid<'merchant'>; readonly actor: Actor };
export type AccountAddress = Asked & { readonly id: Uuid<'acquirerAccount'> };

export type NewAccount = {
  readonly name: string;
  readonly connector: string;
  readonly settings: Given;
  readonly secrets: Given;
  readonly priority?: number | undefined;
  readonly currencies?: readonly string[] | undefined;
  readonly brands?: readonly string[] | undefined;
};

/** Throws a `Problem` that names every wrong field, for a name that is taken, and for credentials that do not work. */
export const addAccount = async (deps: AccountDeps, asked: Asked, input: NewAccount): Promise<AccountRow> => {
  const kind = kindOf(deps, input.connector);
  const { values, secrets, errors } = readFields(kind, input);
  refuse(errors);
  await tryOut(kind, { values, secrets });
  const id = newUuid<'acquirerAccount'>(deps);
  const secretId = newUuid(deps);
  const sealed = await deps.vault.sealSecrets({ merchant_id: asked.merchantId, id: secretId }, secrets);
  return deps.db.transaction(async (query) => {
    await insertSecret(query, {
      merchant_id: asked.merchantId,
      id: secretId,
      key_version: sealed.keyVersion,
      sealed: sealed.sealed,
    });
    const row = await insertAccount(query, {
      merchant_id: asked.merchantId,
      id,
      name: input.name,
      connector: kind.name,
      live_mode: deps.isLive,
      priority: input.priority ?? DEFAULT_PRIORITY,
      currencies: inCapitals(input.currencies) ?? null,
      brands: input.brands ?? null,
      settings: values,
      secret_id: secretId,
    });
    if (row === undefined) throw nameIsTaken(input.name);
    await note(deps, query, asked, { action: 'acquirerAccount.created', id, after: shownInAudit(row) });
    return row;
  });
};

const DEFAULT_PRIORITY = 100;

/** As payments have them: `eur` is taken as `EUR`. */
export const inCapitals = (currencies: readonly string[] | null | undefined): readonly string[] | undefined =>
  currencies?.map((one) => one.toUpperCase());

export const nameIsTaken = (name: string): Problem =>
  new Problem('conflict', `The merchant has an acquirer account called ${name} already. Take another name.`);

export const listAccounts = (deps: Pick<AccountDeps, 'db'>, merchantId: string): Promise<KnownAccount[]> =>
  findAccounts(deps.db.query, merchantId);

/**
 * New credentials, tried out first. What the acquirer signs with the ones before is believed for `overlapHours` more.
 * Undefined: there is no such account.
 */
export const rotateAccount = async (
  deps: AccountDeps,
  { id, ...asked }: AccountAddress,
  input: { readonly secrets: Given; readonly overlapHours: number },
): Promise<AccountRow | undefined> => {
  const row = await findSealedAccount(deps.db.query, asked.merchantId, id);
  if (row === undefined) return undefined;
  const kind = kindOf(deps, row.connector);
  const { secrets, errors } = readFields(kind, { settings: row.settings, secrets: input.secrets });
  refuse(errors);
  await tryOut(kind, { values: row.settings, secrets });
  const secretId = newUuid(deps);
  const sealed = await deps.vault.sealSecrets({ merchant_id: asked.merchantId, id: secretId }, secrets);
  return deps.db.transaction(async (query) => {
    const before = await lockAccount(query, asked.merchantId, id);
    if (before === undefined) return undefined;
    await insertSecret(query, {
      merchant_id: asked.merchantId,
      id: secretId,
      key_version: sealed.keyVersion,
      sealed: sealed.sealed,
    });
    const after = await replaceAccount(query, {
      ...before,
      secret_id: secretId,
      older_secret_id: before.secret_id,
      older_secret_until: new Date(deps.clock.nowMs() + input.overlapHours * 3_600_000),
    });
    if (before.older_secret_id !== null)
      await deleteSecret(query, { merchant_id: asked.merchantId, id: before.older_secret_id });
    await note(deps, query, asked, {
      action: 'acquirerAccount.rotated',
      id,
      after: { overlapHours: input.overlapHours },
    });
    return after;
  });
};

/** Does the account work, as it is stored? Undefined: there is no such account. */
export const testAccount = async (
  deps: AccountDeps,
  { merchantId, id }: Pick<AccountAddress, 'merchantId' | 'id'>,
): Promise<TestAnswer | undefined> => {
  const row = await findSealedAccount(deps.db.query, merchantId, id);
  return row === undefined ? undefined : tested(() => openWith(deps, row));
};

export const openWith = (deps: AccountDeps, row: SealedAccountRow): Promise<AcquirerConnector> =>
  openAccount({ ...deps, kindOf: (name) => deps.kinds.find((kind) => kind.name === name) }, row);

export const tested = async (open: () => Promise<AcquirerConnector>): Promise<TestAnswer> => {
  const connector = await open();
  try {
    return await connector.test();
  } finally {
    await connector.close();
  }
};

const tryOut = async (
  kind: ConnectorKind,
  { values, secrets }: { readonly values: Given; readonly secrets: Readonly<Record<string, Secret>> },
): Promise<void> => {
  const answer = await tested(() => Promise.resolve(kind.create({ values, secrets, olderSecrets: {}, limits: {} })));
  if (answer.kind === 'works') return;
  throw notSaved(answer);
};

export const notSaved = (answer: Exclude<TestAnswer, { readonly kind: 'works' }>): Problem =>
  new Problem('conflict', `${sentenceOf(answer)} Nothing was saved.`);

/** For a person who set an account up. */
export const sentenceOf = (answer: Exclude<TestAnswer, { readonly kind: 'works' }>): string => {
  switch (answer.kind) {
    case 'refused':
      return `The acquirer did not let us in (${answer.cause}): check the credentials.`;
    case 'notSent':
      return `The acquirer could not be reached (${answer.cause}): check the address, and that we may call it.`;
    case 'unknown':
      return `The acquirer did not answer as it should (${answer.cause}): check the address, and try again.`;
  }
};

export const kindOf = ({ kinds }: AccountDeps, name: string): ConnectorKind => {
  const kind = kinds.find((one) => one.name === name);
  if (kind !== undefined) return kind;
  const message = `connector must be one of ${kinds.map((one) => one.name).join(', ')}.`;
  throw new Problem('invalid_fields', message, { fields: [{ pointer: '/connector', code: 'enum', message }] });
};

export const refuse = (fields: readonly FieldError[]): void => {
  if (fields.length > 0)
    throw new Problem('invalid_fields', fields.map(({ message }) => message).join(' '), { fields });
};

export const note = (
  deps: AccountDeps,
  query: Query,
  { merchantId, actor }: Asked,
  {
    action,
    id,
    ...what
  }: {
    readonly action: 'acquirerAccount.created' | 'acquirerAccount.changed' | 'acquirerAccount.rotated';
    readonly id: string;
    readonly before?: object;
    readonly after: object;
  },
): Promise<void> =>
  writeAudit(deps, query, {
    merchantId,
    actor,
    acts: [{ action, subject: { kind: 'acquirerAccount', id: formatId('acquirerAccount', id) }, ...what }],
  });

export const shownInAudit = (row: AccountRow) => ({
  name: row.name,
  connector: row.connector,
  enabled: row.enabled,
  priority: row.priority,
  currencies: row.currencies,
  brands: row.brands,
  settings: row.settings,
  maintenanceFrom: row.maintenance_from?.toISOString() ?? null,
  maintenanceUntil: row.maintenance_until?.toISOString() ?? null,
});
