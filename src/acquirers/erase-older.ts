import type { Clock } from '../base/clock.ts';
import type { Db } from '../db/db.ts';
import { deleteSecret } from '../vault/secret-store.ts';
import { hasOlderSecret } from './open.ts';
import { findOverdueSecrets, lockAccount, replaceAccount } from './store.ts';

/**
 * Credentials that were rotated are kept for as long as the acquirer may sign with them, and not longer. Called by the
 * clock; gives of how many accounts they are gone.
 */
export const eraseOlderSecrets = async ({ db, clock }: { readonly db: Db; readonly clock: Clock }): Promise<number> => {
  const overdue = await findOverdueSecrets(db.query, MOST_AT_ONCE);
  for (const { merchant_id, id } of overdue)
    await db.transaction(async (query) => {
      const account = await lockAccount(query, merchant_id, id);
      // Another process was faster, or they were rotated again meanwhile, and these are already gone.
      if (account === undefined || account.older_secret_id === null || hasOlderSecret(account, clock.nowMs())) return;
      await replaceAccount(query, { ...account, older_secret_id: null, older_secret_until: null });
      await deleteSecret(query, { merchant_id, id: account.older_secret_id });
    });
  return overdue.length;
};

const MOST_AT_ONCE = 100;
