import type { TollgateEvent } from '../../sdk.ts';
import type { Answer, Post, Delivery } from '../post.ts';
import { createSlots } from './slots.ts';

/** What became of one try. */
export type Tried = {
  readonly event: TollgateEvent;
  readonly answer: Answer;
  readonly tries: number;
  readonly wasTaken: boolean;
  /** How long until the next try; undefined: there is none. */
  readonly nextInMs: number | undefined;
};

export type ForwardDeps = {
  readonly post: Post;
  readonly render: (event: TollgateEvent) => Delivery;
  readonly subjectOf: (event: TollgateEvent) => Promise<string>;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly report: (tried: Tried) => void;
  /** Hears of what must not happen, such as a disk that is full; the forwarder is to be stopped then. */
  readonly onError: (error: unknown) => void;
  readonly signal: AbortSignal;
};

export type Forwarder = {
  /**
   * Sends an event after all earlier ones of its session. Resolves when there is room for another one; `done` is called
   * when it was taken or given up, and never after `signal` was aborted before that.
   */
  readonly forward: (event: TollgateEvent, done: (how: 'taken' | 'setAside') => void) => Promise<void>;
  /** Resolves when nothing is under way any more. */
  readonly settled: () => Promise<void>;
};

/** Sessions do not wait for one another; so many are posted at once. */
const MOST_AT_ONCE = 8;
/** Events that were read and are not answered; beyond, nothing more is read. */
const MOST_WAITING = 256;
/** A receiver that answers, but not with 2xx or not in time, is a program with a mistake: it is tried five times. */
const REFUSED_WAITS_MS: readonly number[] = [1_000, 2_000, 5_000, 10_000];
/** A receiver that is not there is being restarted: it is waited for, however long that takes. */
const AWAY_WAITS_MS: readonly number[] = [500, 1_000, 2_000, 3_000];

export const createForwarder = (deps: ForwardDeps): Forwarder => {
  const tails = new Map<string, Promise<void>>();
  const slots = createSlots(MOST_AT_ONCE);
  const room = createSlots(MOST_WAITING);
  const away = createAway();
  const isStopped = (): boolean => deps.signal.aborted;

  const deliver = async (event: TollgateEvent): Promise<'taken' | 'setAside' | undefined> => {
    let refusals = 0;
    let absences = 0;
    for (let tries = 1; ; tries++) {
      await away.whileOthersAsk(event.id);
      if (isStopped()) return undefined;
      const answer = await slots.within(() => deps.post(deps.render(event)));
      const wasTaken = answer.kind === 'answered' && answer.status >= 200 && answer.status < 300;
      const isAway = answer.kind === 'unreachable';
      const nextInMs = wasTaken ? undefined : isAway ? waitOf(AWAY_WAITS_MS, absences++) : REFUSED_WAITS_MS[refusals++];
      if (isAway && !away.ask(event.id)) continue;
      if (!isAway) away.end(event.id);
      deps.report({ event, answer, tries, wasTaken, nextInMs });
      if (wasTaken) return 'taken';
      if (nextInMs === undefined) return 'setAside';
      await deps.sleep(nextInMs, deps.signal);
      if (isStopped()) away.end(event.id);
    }
  };

  return {
    forward: async (event, done) => {
      const leave = await room.enter();
      const subject = await deps.subjectOf(event);
      const before = tails.get(subject) ?? Promise.resolve();
      const mine = async (): Promise<void> => {
        const how = await deliver(event);
        if (how !== undefined) done(how);
      };
      const tail = before
        .then(mine)
        .catch(deps.onError)
        .finally(() => {
          leave();
          if (tails.get(subject) === tail) tails.delete(subject);
        });
      tails.set(subject, tail);
      await room.whileFull();
    },
    settled: async () => {
      await Promise.all(tails.values());
    },
  };
};

const waitOf = (waits: readonly number[], at: number): number => waits[Math.min(at, waits.length - 1)] ?? 0;

/** While the receiver is away one event asks for it, again and again, and the others wait for that one. */
const createAway = () => {
  let asking: { readonly by: string; readonly ended: Promise<void>; readonly end: () => void } | undefined;
  return {
    whileOthersAsk: async (eventId: string): Promise<void> => {
      while (asking !== undefined && asking.by !== eventId) await asking.ended;
    },
    /** False: another one asks already. */
    ask: (eventId: string): boolean => {
      if (asking === undefined) {
        const { promise, resolve } = withResolvers();
        asking = { by: eventId, ended: promise, end: resolve };
      }
      return asking.by === eventId;
    },
    end: (eventId: string): void => {
      if (asking?.by !== eventId) return;
      const { end } = asking;
      asking = undefined;
      end();
    },
  };
};

/** `Promise.withResolvers` is not in Node.js 20. */
const withResolvers = () => {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
};
