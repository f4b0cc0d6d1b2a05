import type { AuditDeps, Actor } from '../audit/entry.ts';
import { writeAudit } from '../audit/write.ts';
import { formatId } from '../base/id.ts';
import type { AcquirerCapabilities } from '../connectors/acquirer/contract.ts';
import type { Acquirers } from '../acquirers/directory.ts';
import type { Db } from '../db/db.ts';
import { explainDoubt, type Explained } from './explain-doubt.ts';
import { findInDoubt, hastenAttempt, hastenOperation, type InDoubt } from './stuck-store.ts';

/** What has no outcome after this long is shown; before, the acquirer may simply take its time. */
export const STUCK_AFTER_SECONDS = 60;

export type StuckDeps = AuditDeps & {
  readonly db: Db;
  readonly acquirers: Pick<Acquirers, 'of'>;
};

export type Stuck = InDoubt & Explained;

export type StuckPage = {
  readonly after: { readonly since: string; readonly id: string } | undefined;
  readonly limit: number;
};

/** Payments, and what was asked for on them, that nobody knows the outcome of; the oldest first. */
export const listStuck = async (deps: StuckDeps, page: StuckPage): Promise<readonly Stuck[]> => {
  const found = await findInDoubt(deps.db.query, { ...page, id: undefined, olderThanSeconds: STUCK_AFTER_SECONDS });
  return Promise.all(found.map((one) => explain(deps, one)));
};

/** One of them; undefined: it is settled, or never was. */
export const findStuck = async (deps: StuckDeps, id: string): Promise<Stuck | undefined> => {
  const [found] = await findInDoubt(deps.db.query, { after: undefined, id, limit: 1, olderThanSeconds: 0 });
  return found === undefined ? undefined : explain(deps, found);
};

const explain = async (deps: StuckDeps, doubt: InDoubt): Promise<Stuck> => ({
  ...doubt,
  ...explainDoubt(doubt, await capabilitiesOf(deps, doubt)),
});

/** Undefined: its credentials do not open, or the account is of a mode that this gateway is not in. */
const capabilitiesOf = async (
  { acquirers }: StuckDeps,
  { merchant_id, account_id }: InDoubt,
): Promise<AcquirerCapabilities | undefined> => {
  try {
    return (await acquirers.of(merchant_id, account_id)).capabilities;
  } catch {
    return undefined;
  }
};

/**
 * The acquirer is asked within a second or two, instead of at the next time of the schedule. `soon`: that would be
 * within half a minute anyway. The merchant reads in its audit log who wanted it, and why.
 */
export const askNow = (
  deps: StuckDeps,
  { kind, merchant_id, id, payment_id }: Pick<InDoubt, 'kind' | 'merchant_id' | 'id' | 'payment_id'>,
  actor: Actor,
): Promise<'asked' | 'soon'> =>
  deps.db.transaction(async (query) => {
    const hasten = kind === 'attempt' ? hastenAttempt : hastenOperation;
    if (!(await hasten(query, merchant_id, id))) return 'soon';
    await writeAudit(deps, query, {
      merchantId: merchant_id,
      actor,
      acts: [
        { action: 'payment.askedAbout', subject: { kind: 'payment', id: formatId('payment', payment_id) }, after: {} },
      ],
    });
    return 'asked';
  });
