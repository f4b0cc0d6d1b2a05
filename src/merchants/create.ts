import { newUuid, type Uuid } from '../base/id.ts';
import type { Secret } from '../base/secret.ts';
import { createApiKey, type ApiKeyDeps } from './api-keys.ts';
import { insertMerchant } from './store.ts';

/** A new merchant with its first key, which is shown to the caller once. */
export const createMerchant = (
  deps: ApiKeyDeps,
  input: { readonly name: string },
): Promise<{ readonly merchantId: Uuid<'merchant'>; readonly apiKey: Secret }> =>
  deps.db.transaction(async (query) => {
    const merchantId = newUuid<'merchant'>(deps);
    await insertMerchant(query, merchantId, input.name);
    const { apiKey } = await createApiKey({ ...deps, db: { ...deps.db, query } }, { merchantId, name: 'first key' });
    return { merchantId, apiKey };
  });
