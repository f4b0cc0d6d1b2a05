import type { Query } from '../db/db.ts';
import { newEntry, type Act, type Actor, type AuditDeps } from './entry.ts';
import { insertEntries } from './store.ts';

/** Writes down what `actor` does, in the transaction in which it is done: `query` is that transaction's. */
export const writeAudit = (
  deps: AuditDeps,
  query: Query,
  { merchantId, actor, acts }: { readonly merchantId: string; readonly actor: Actor; readonly acts: readonly Act[] },
): Promise<void> =>
  insertEntries(
    query,
    merchantId,
    acts.map((act) => newEntry(deps, merchantId, actor, act)),
  );
