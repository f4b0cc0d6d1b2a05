import { TollgateAuthenticationError, TollgateConnectionError, TollgateNotFoundError } from '../../sdk.ts';
import type { AuditEntry, Tollgate, TollgateEvent } from '../../sdk.ts';
import { sleep } from '../sleep.ts';
import type { Progress } from './progress.ts';

/*
 * Events that somebody asked to be sent again, to all receivers. A resend makes no event, so the feed does not have it;
 * it is an act, so the audit log does. Times are the gateway's: this machine's clock may be wrong.
 */

export type ResendDeps = {
  readonly tollgate: Tollgate;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly tell: (line: string) => void;
  /** Resolves when there is room for another one. */
  readonly forward: (event: TollgateEvent, done: (how: 'taken' | 'setAside') => void) => Promise<void>;
};

const LOOK_EVERY_MS = 2_000;
/** An entry is seen when its transaction is committed: so much later than it says, at most. */
const OVERLAP_MS = 60_000;
const PAGE = 100;
const MOST = 1_000;

/** Notes which resends are none of this listener's: those before it began. */
export const beginResends = async (deps: ResendDeps): Promise<void> => {
  const { progress } = deps;
  if (progress.state().resendsFrom !== undefined) return;
  const [newest] = listOf(await readEntries(deps, undefined, 1));
  const since = newest?.created ?? '';
  const before = since === '' ? [] : listOf(await readEntries(deps, since, MOST));
  progress.change({ resendsFrom: since, resendsDone: before.map(({ id }) => id) });
};

/** Looks for resends until the signal is aborted, or the key turns out not to allow it. */
export const followResends = async (deps: ResendDeps): Promise<void> => {
  const { progress, signal } = deps;
  const underWay = new Set<string>();
  while (!signal.aborted) {
    const entries = await readEntries(deps, progress.state().resendsFrom, MOST);
    if (entries === 'noScope') {
      deps.tell('This key may not read the audit log (audit-log:read): events that are sent again are not seen here.');
      return;
    }
    const { resendsDone } = progress.state();
    const open = listOf(entries).filter((entry) => isForAll(entry) && !resendsDone.includes(entry.id));
    for (const entry of open.toReversed()) {
      if (underWay.has(entry.id)) continue;
      underWay.add(entry.id);
      await sendAgain(deps, entry);
    }
    if (open.length === 0) moveOn(progress, listOf(entries));
    await sleep(LOOK_EVERY_MS, signal);
  }
};

const sendAgain = async ({ tollgate, progress, forward }: ResendDeps, entry: AuditEntry): Promise<void> => {
  const event = await findEvent(tollgate, entry.subject.id);
  const done = (how: 'taken' | 'setAside' | 'gone'): void => {
    progress.endOther(entry.subject.id, how);
    progress.change({ resendsDone: [...progress.state().resendsDone, entry.id] });
  };
  if (event === undefined) done('gone');
  else await forward(event, done);
};

/** Only when none is under way: whoever is killed now has to find those again. */
const moveOn = (progress: Progress, entries: readonly AuditEntry[]): void => {
  const [newest] = entries;
  const { resendsFrom } = progress.state();
  if (newest === undefined || newest.created === resendsFrom) return;
  progress.change({ resendsFrom: newest.created, resendsDone: entries.map(({ id }) => id) });
};

type Entries = readonly AuditEntry[] | 'noScope' | 'notReached';

const listOf = (entries: Entries): readonly AuditEntry[] => (typeof entries === 'string' ? [] : entries);

/** Newest first. `since` is an entry's time; without one, or before there was any, all. */
const readEntries = async (
  { tollgate, signal }: ResendDeps,
  since: string | undefined,
  limit: number,
): Promise<Entries> => {
  const createdFrom =
    since === undefined || since === '' ? undefined : new Date(Date.parse(since) - OVERLAP_MS).toISOString();
  const query = {
    action: 'event.resent' as const,
    limit: Math.min(limit, PAGE),
    ...(createdFrom !== undefined && { createdFrom }),
  };
  try {
    return await tollgate.auditLog.list(query, { signal }).toArray({ limit });
  } catch (error) {
    if (error instanceof TollgateAuthenticationError && error.status === 403) return 'noScope';
    if (error instanceof TollgateConnectionError || signal.aborted) return 'notReached';
    throw error;
  }
};

/** One that named an endpoint meant no other receiver. */
const isForAll = ({ after }: AuditEntry): boolean => after === null;

/** Undefined: it is forgotten, after 90 days. */
export const findEvent = async (tollgate: Tollgate, id: string): Promise<TollgateEvent | undefined> => {
  try {
    return await tollgate.events.retrieve(id);
  } catch (error) {
    if (error instanceof TollgateNotFoundError) return undefined;
    throw error;
  }
};
