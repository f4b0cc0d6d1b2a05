import type { Actor } from '../audit/entry.ts';
import { writeAudit } from '../audit/write.ts';
import { formatId, newUuid, type Uuid } from '../base/id.ts';
import type { Secret } from '../base/secret.ts';
import type { Db } from '../db/db.ts';
import { createApiKey, type ApiKeyDeps } from './api-keys.ts';
import { NO_LIMITS } from './key-limits.ts';
import type { KeyMode } from './key-text.ts';
import { insertMerchant } from './store.ts';

export type MerchantDeps = Omit<ApiKeyDeps, 'db'> & { readonly db: Pick<Db, 'transaction'>; readonly mode: KeyMode };

/** A new merchant with its first key, which may do everything and is shown to the caller once. */
export const createMerchant = (
  deps: MerchantDeps,
  { name, actor }: { readonly name: string; readonly actor: Actor },
): Promise<{ readonly merchantId: Uuid<'merchant'>; readonly apiKeyId: Uuid<'apiKey'>; readonly apiKey: Secret }> =>
  deps.db.transaction(async (query) => {
    const merchantId = newUuid<'merchant'>(deps);
    await insertMerchant(query, merchantId, name);
    await writeAudit(deps, query, {
      merchantId,
      actor,
      acts: [
        {
          action: 'merchant.created',
          subject: { kind: 'merchant', id: formatId('merchant', merchantId) },
          after: { name },
        },
      ],
    });
    const made = await createApiKey(deps, query, { actor, limits: NO_LIMITS }, { merchantId, name: 'first key' });
    if (made.kind !== 'made') throw new Error('a key was refused to somebody without limits');
    return { merchantId, apiKeyId: made.row.id as Uuid<'apiKey'>, apiKey: made.apiKey };
  });
