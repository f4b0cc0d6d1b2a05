import type { Tollgate, TollgateEvent, TollgateEventType } from '../../sdk.ts';
import { sleep } from '../sleep.ts';
import type { Post } from '../post.ts';
import { deliveryHeaders } from '../sign.ts';
import { followFrom, latestCursor, whyRefused, withoutCursor } from './feed.ts';
import { createForwarder, type Forwarder, type Tried } from './forward.ts';
import { openProgress, type Progress } from './progress.ts';
import { beginResends, findEvent, followResends } from './resends.ts';
import type { ListenFile } from './state.ts';
import { createSubjects } from './subject.ts';

export type ListenDeps = {
  readonly tollgate: Tollgate;
  readonly file: Pick<ListenFile, 'read' | 'write'>;
  readonly post: Post;
  readonly nowMs: () => number;
  readonly report: (tried: Tried) => void;
  /** Sentences for a person who watches. */
  readonly tell: (line: string) => void;
  /** The listener is where it begins: from here on nothing is lost. */
  readonly onReady: (secret: string, isNew: boolean) => void;
  readonly signal: AbortSignal;
};

export type ListenOptions = {
  readonly types: readonly TollgateEventType[] | undefined;
  /** Where to begin, whatever is stored; undefined: where the last run stopped. */
  readonly from: 'start' | 'latest' | undefined;
};

/** Forwards what happens until the signal is aborted; what is under way then is waited for. */
export const listen = async (given: ListenDeps, options: ListenOptions): Promise<void> => {
  const failed = new AbortController();
  const deps = { ...given, signal: AbortSignal.any([given.signal, failed.signal]) };
  const progress = openProgress(deps.file);
  const isNew = progress.state().cursor === undefined;
  await findPlace(deps, progress, options);
  const forwarder = createForwarder({
    post: deps.post,
    sleep,
    report: deps.report,
    onError: (error) => failed.abort(error),
    signal: deps.signal,
    subjectOf: createSubjects((paymentId) => sessionOf(deps.tollgate, paymentId)),
    render: (event) => renderFor(progress.state().secret, deps.nowMs(), event),
  });
  const resends = { ...deps, progress, forward: forwarder.forward };
  await beginResends(resends);
  deps.onReady(progress.state().secret, isNew);
  const feed = async (): Promise<void> => {
    await retrySetAside(deps, progress, forwarder);
    await followFeed(deps, { progress, forwarder, types: options.types });
  };
  try {
    await Promise.all([feed(), followResends(resends)]);
  } catch (error) {
    failed.abort(error);
  }
  await forwarder.settled();
  failed.signal.throwIfAborted();
};

/** Notes where it begins before anything else: whoever is killed a moment later has missed nothing since. */
const findPlace = async (deps: ListenDeps, progress: Progress, { from }: ListenOptions): Promise<void> => {
  const stored = progress.state();
  const { cursor } = stored;
  const isNew = cursor === undefined;
  if (from === 'start') progress.change({ cursor: 'start', answered: [] });
  else if (from === 'latest' || isNew)
    progress.change({
      cursor: await latestCursor(deps.tollgate),
      answered: [],
      setAside: isNew ? [] : stored.setAside,
    });
  else if (!(await isTaken(deps, cursor))) {
    deps.tell('What was stored is of another merchant: listening begins with what happens from now on.');
    progress.change({ cursor: await latestCursor(deps.tollgate), answered: [], setAside: [], resendsFrom: undefined });
  }
};

/** Whether the gateway reads on from there. One that is too old is an error that says what to do. */
const isTaken = async ({ tollgate }: ListenDeps, after: string): Promise<boolean> => {
  try {
    await tollgate.events.list({ after, limit: 1 });
    return true;
  } catch (error) {
    const why = whyRefused(error);
    if (why === 'notOurs') return false;
    if (why === 'expired')
      throw new Error(
        'What was stored is too old: the gateway keeps events for 90 days. Begin with --from start (the oldest that ' +
          'are kept) or --from latest.',
        { cause: error },
      );
    throw error;
  }
};

const renderFor = (secret: string, nowMs: number, event: TollgateEvent) => {
  const body = JSON.stringify(event);
  const timestamp = Math.floor(nowMs / 1_000);
  return { body, headers: deliveryHeaders({ id: event.id, body, secret, timestamp }) };
};

type Following = {
  readonly progress: Progress;
  readonly forwarder: Forwarder;
  readonly types: readonly TollgateEventType[] | undefined;
};

const followFeed = async (deps: ListenDeps, { progress, forwarder, types }: Following): Promise<void> => {
  const { tollgate, signal, tell } = deps;
  const onBreak = (sentence: string, retryInMs: number): void =>
    tell(`The gateway: ${sentence} Again in ${(retryInMs / 1_000).toFixed(1)} s.`);
  const after = progress.state().cursor ?? 'latest';
  for await (const followed of followFrom(after, { tollgate, types, signal, onBreak })) {
    const reading = { eventId: followed.id, cursor: followed.cursor };
    if (!progress.begin(reading)) continue;
    await forwarder.forward(withoutCursor(followed), (how) => progress.end(reading, how));
  }
};

/** What the receiver refused in an earlier run: perhaps it was mended. */
const retrySetAside = async (deps: ListenDeps, progress: Progress, forwarder: Forwarder): Promise<void> => {
  for (const eventId of progress.state().setAside) {
    const event = await findEvent(deps.tollgate, eventId);
    if (event === undefined) progress.endOther(eventId, 'gone');
    else await forwarder.forward(event, (how) => progress.endOther(eventId, how));
  }
};

/** Where the gateway cannot say it, the payment stands for itself. */
const sessionOf = async (tollgate: Tollgate, paymentId: string): Promise<string | undefined> => {
  try {
    return (await tollgate.payments.retrieve(paymentId)).session;
  } catch {
    return undefined;
  }
};
