import { formatAddressRange, parseAddressRange } from '../base/address-range.ts';
import { formatId, parseId, type Uuid } from '../base/id.ts';
import { ConfigError } from '../config.ts';
import { OPERATORS } from '../members/roles.ts';
import { createApiKey, deleteApiKey, listApiKeys } from '../merchants/api-keys.ts';
import { hashApiKey, limitsOf } from '../merchants/authenticator.ts';
import { OPERATOR_LIMITS, type KeyLimits } from '../merchants/key-limits.ts';
import { findKeyByHash, type ApiKeyRow } from '../merchants/key-store.ts';
import { mayBeKey } from '../merchants/key-text.ts';
import { EVERYTHING, gatewayScopes, merchantScopes } from '../merchants/scopes.ts';
import { checkName, existingMerchant, type AdminDeps } from './deps.ts';

export type KeyShown = {
  readonly id: string;
  readonly name: string;
  readonly last4: string;
  readonly scopes: readonly string[];
  readonly expiresAt: string | null;
  readonly allowedAddresses: readonly string[] | null;
  readonly created: string;
  readonly lastUsedAt: string | null;
};

type Asked = {
  readonly name?: string;
  readonly scopes?: readonly string[];
  readonly expiresAt?: string;
  readonly allowedAddresses?: readonly string[];
};

export type KeyAdmin = {
  readonly createApiKey: (
    input: Asked & { readonly merchantId: string },
  ) => Promise<{ readonly id: string; readonly apiKey: string }>;
  /** Living keys, newest first. */
  readonly listApiKeys: (input: { readonly merchantId: string }) => Promise<readonly KeyShown[]>;
  readonly deleteApiKey: (input: { readonly merchantId: string; readonly id: string }) => Promise<KeyShown>;
  /** A key of those who run the gateway, for the paths below /operator. `scopes`: operator:read when left out. */
  readonly createOperatorKey: (input: Asked) => Promise<{ readonly id: string; readonly apiKey: string }>;
  readonly listOperatorKeys: () => Promise<readonly KeyShown[]>;
  readonly deleteOperatorKey: (input: { readonly id: string }) => Promise<KeyShown>;
  /** The key itself, as it was found somewhere; its merchant need not be known. */
  readonly revokeApiKey: (apiKey: string) => Promise<KeyShown & { readonly merchantId: string }>;
};

export const adminOfKeys = (deps: AdminDeps): KeyAdmin => {
  const { db, actor } = deps;
  const maker = { actor, limits: OPERATOR_LIMITS };
  const remove = async (merchantId: Uuid<'merchant'>, id: Uuid<'apiKey'> | undefined): Promise<KeyShown> => {
    const done =
      id === undefined
        ? undefined
        : await db.transaction((query) => deleteApiKey(deps, query, maker, { merchantId, id }));
    if (done?.kind !== 'deleted') throw new ConfigError('There is no such API key, or it was deleted before.');
    return shown(done.row);
  };
  const create = async (merchantId: Uuid<'merchant'>, { name = 'key', ...asked }: Asked) => {
    const limits = checkLimits(asked, merchantId, deps.clock.nowMs());
    const input = { merchantId, name: checkName('--name', name), limits };
    const made = await db.transaction((query) => createApiKey(deps, query, maker, input));
    if (made.kind !== 'made') throw new Error('a key was refused to somebody without limits');
    return { id: formatId('apiKey', made.row.id), apiKey: made.apiKey.reveal() };
  };
  const list = async (merchantId: Uuid<'merchant'>): Promise<readonly KeyShown[]> => {
    const all: ApiKeyRow[] = [];
    for (;;) {
      const some = await listApiKeys(db.query, merchantId, { limit: AT_ONCE, before: all.at(-1)?.id });
      all.push(...some);
      if (some.length < AT_ONCE) return all.map(shown);
    }
  };
  return {
    createApiKey: async ({ merchantId, ...asked }) => create(await existingMerchant(db.query, merchantId), asked),
    createOperatorKey: (asked) => create(OPERATORS, asked),
    listApiKeys: async ({ merchantId }) => list(await existingMerchant(db.query, merchantId)),
    listOperatorKeys: () => list(OPERATORS),
    deleteOperatorKey: ({ id }) => remove(OPERATORS, parseId('apiKey', id)),
    deleteApiKey: async ({ merchantId, id }) =>
      remove(await existingMerchant(db.query, merchantId), parseId('apiKey', id)),
    revokeApiKey: async (apiKey) => {
      const row = mayBeKey(apiKey) ? await findKeyByHash(db.query, hashApiKey(deps.keys, apiKey)) : undefined;
      if (row === undefined) throw new ConfigError('This gateway has no such API key.');
      const merchantId = row.merchant_id as Uuid<'merchant'>;
      const removed = await remove(merchantId, row.id as Uuid<'apiKey'>);
      return { merchantId: formatId('merchant', merchantId), ...removed };
    },
  };
};

const AT_ONCE = 1_000;

const shown = (row: ApiKeyRow): KeyShown => ({
  id: formatId('apiKey', row.id),
  name: row.name,
  last4: row.last4,
  scopes: limitsOf(row).scopes,
  expiresAt: row.expires_at,
  allowedAddresses: row.allowed_addresses,
  created: row.created_at,
  lastUsedAt: row.last_used_at,
});

/** A key of operators has scopes of its own and no others; what is left out is the least of them. */
const checkLimits = (asked: Asked, merchantId: Uuid<'merchant'>, nowMs: number): Partial<KeyLimits> => {
  const isOperators = merchantId === OPERATORS;
  const there: readonly string[] = isOperators ? gatewayScopes : [EVERYTHING, ...merchantScopes];
  const unknown = asked.scopes?.find((scope) => !there.includes(scope));
  if (unknown !== undefined || asked.scopes?.length === 0)
    throw new ConfigError(`--scopes has "${unknown ?? ''}"; there are ${there.join(', ')}.`);
  const otherwise = isOperators
    ? gatewayScopes.slice(0, 1)
    : OPERATOR_LIMITS.scopes.filter((scope) => there.includes(scope));
  const expiresAtMs = asked.expiresAt === undefined ? undefined : Date.parse(asked.expiresAt);
  if (expiresAtMs !== undefined && !(expiresAtMs > nowMs))
    throw new ConfigError('--expires-at must be a time to come, such as 2027-01-31T00:00:00Z.');
  return {
    scopes: [...new Set(asked.scopes ?? otherwise)],
    ...(expiresAtMs !== undefined && { expiresAtMs }),
    ...(asked.allowedAddresses !== undefined && { allowedAddresses: asked.allowedAddresses.map(checkRange) }),
  };
};

const checkRange = (text: string): string => {
  const range = parseAddressRange(text);
  if (range === undefined)
    throw new ConfigError(
      `--addresses has "${text}"; it must be IP addresses or ranges of them, such as 203.0.113.0/24.`,
    );
  return formatAddressRange(range);
};
