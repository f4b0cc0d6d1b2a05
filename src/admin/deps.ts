import type { Actor, AuditDeps } from '../audit/entry.ts';
import { parseId, type Uuid } from '../base/id.ts';
import { ConfigError } from '../config.ts';
import type { Db, Query } from '../db/db.ts';
import type { KeyMode } from '../merchants/key-text.ts';
import { OPERATORS } from '../members/roles.ts';
import { findMerchant } from '../merchants/store.ts';

export type AdminDeps = AuditDeps & { readonly db: Db; readonly mode: KeyMode; readonly actor: Actor };

export const existingMerchant = async (query: Query, merchantId: string): Promise<Uuid<'merchant'>> => {
  const uuid = parseId('merchant', merchantId);
  if (uuid === undefined || uuid === OPERATORS || (await findMerchant(query, uuid)) === undefined)
    throw new ConfigError(`There is no merchant ${merchantId}.`);
  return uuid;
};

export const checkName = (what: string, name: string): string => {
  const trimmed = name.trim();
  if (trimmed.length < 1 || trimmed.length > 100) throw new ConfigError(`${what} must have 1 to 100 characters.`);
  return trimmed;
};
