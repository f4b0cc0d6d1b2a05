import { asError } from '../base/as-error.ts';
import pg from 'pg';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { parseServers } from './database-url.ts';
import type { Db } from './db.ts';

/**
 * What one process says to the others by `pg_notify`: a hint, so that they need not wait for their next look. Lost ones
 * cost time only.
 */
export type Hints = {
  /** Webhooks were committed. Costs nothing and may come at any rate; call it after the commit. */
  readonly tellDeliveries: () => void;
  /**
   * Events were committed, and this process sends their webhooks by itself: for those who wait for the feed elsewhere.
   */
  readonly tellEvents: () => void;
  /** An endpoint that customers wait for was told of a completed session. */
  readonly tellCompletion: (sessionId: string) => void;
  /** An API key was deleted. */
  readonly tellDeletedKey: (apiKeyId: string) => void;
  /** Listens from now on. What is told needs no start. */
  readonly start: () => void;
  readonly stop: () => Promise<void>;
};

export type HintsDeps = {
  readonly db: Pick<Db, 'query'>;
  readonly databaseUrl: string;
  readonly clock: Clock;
  readonly log: Pick<Log, 'info' | 'warn'>;
  /** Undefined: this process only speaks. */
  readonly heard: Heard | undefined;
};

export type Heard = {
  readonly deliveries: () => void;
  readonly events: () => void;
  readonly deletedKey: (apiKeyId: string) => void;
  readonly completion: (sessionId: string) => void;
};

const CHANNEL = 'tollgate_hints';
/** Hints that come faster share a message. */
const PACE_MS = 25;
/** A message holds 8,000 bytes at most, and an id has 36. */
const IDS_PER_MESSAGE = 80;
const RECONNECT_AFTER_MS = 1_000;
/** Finds out that a line is dead which a firewall between has forgotten. */
const ASK_EVERY_MS = 30_000;
const ANSWER_WITHIN_MS = 5_000;

export const createHints = (deps: HintsDeps): Hints => {
  const speaker = createSpeaker(deps);
  let listener: ReturnType<typeof startListener> | undefined;
  return {
    tellDeliveries: speaker.tellDeliveries,
    tellEvents: speaker.tellEvents,
    tellCompletion: speaker.tellCompletion,
    tellDeletedKey: speaker.tellDeletedKey,
    start: () => {
      if (deps.heard !== undefined) listener ??= startListener(deps, deps.heard);
    },
    stop: async () => {
      await Promise.all([speaker.stop(), listener?.stop()]);
    },
  };
};

type Message = {
  readonly deliveries: boolean;
  readonly events: boolean;
  readonly deletedKeys: readonly string[];
  readonly completions: readonly string[];
};

/** Says the first hint at once and what comes within the next 25 ms together, on a connection of the pool. */
const createSpeaker = ({ db, clock }: HintsDeps) => {
  const closing = new AbortController();
  const deletedKeys = new Set<string>();
  const completions = new Set<string>();
  let deliveries = false;
  let events = false;
  let speaking: Promise<void> | undefined;

  const take = (): Message => {
    const message = {
      deliveries,
      events,
      deletedKeys: takeSome(deletedKeys),
      completions: takeSome(completions),
    };
    deliveries = false;
    events = false;
    return message;
  };
  const speak = async (): Promise<void> => {
    while (deliveries || events || deletedKeys.size > 0 || completions.size > 0) {
      // A database that is away, or has no notifications: the others find out when they look by themselves.
      await db.query(NOTIFY, [CHANNEL, JSON.stringify(take())]).catch(() => undefined);
      await clock.sleep(PACE_MS, closing.signal).catch(() => undefined);
    }
  };
  const begin = (): void => {
    speaking ??= speak().finally(() => {
      speaking = undefined;
    });
  };
  return {
    tellDeliveries: () => {
      deliveries = true;
      events = true;
      begin();
    },
    tellEvents: () => {
      events = true;
      begin();
    },
    tellCompletion: (sessionId: string) => {
      completions.add(sessionId);
      begin();
    },
    tellDeletedKey: (apiKeyId: string) => {
      deletedKeys.add(apiKeyId);
      begin();
    },
    stop: async (): Promise<void> => {
      closing.abort();
      await speaking;
    },
  };
};

const takeSome = (ids: Set<string>): readonly string[] => {
  const some = [...ids].slice(0, IDS_PER_MESSAGE);
  for (const id of some) ids.delete(id);
  return some;
};

const NOTIFY = { name: 'tell-other-processes', text: 'select pg_notify($1, $2)' };

/**
 * Listens on a connection of its own, because a pool's would be given to others. Behind PgBouncer in transaction mode
 * nothing arrives, and the looks of everybody's own are all there is.
 */
const startListener = ({ databaseUrl, clock, log }: HintsDeps, heard: Heard) => {
  const servers = parseServers(databaseUrl);
  const closing = new AbortController();
  const sleep = (ms: number): Promise<void> => clock.sleep(ms, closing.signal).catch(() => undefined);
  const isClosing = (): boolean => closing.signal.aborted;
  let isWarned = false;

  const listenOnce = async (server: string): Promise<void> => {
    const client = new pg.Client({
      connectionString: server,
      connectionTimeoutMillis: ANSWER_WITHIN_MS,
      query_timeout: ANSWER_WITHIN_MS,
      keepAlive: true,
      application_name: 'tollgate hints',
    });
    const ended = new AbortController();
    const hasEnded = (): boolean => ended.signal.aborted;
    const end = (): void => {
      ended.abort();
    };
    client.on('error', end);
    client.on('end', end);
    client.on('notification', ({ payload }) => {
      pass(payload ?? '', heard);
    });
    closing.signal.addEventListener('abort', end, { once: true });
    try {
      await client.connect();
      // A server that only reads refuses it; the next one is tried.
      await client.query(`listen ${CHANNEL}`);
      isWarned = false;
      // What was said while nobody listened is not said again.
      heard.deliveries();
      heard.events();
      while (!hasEnded()) {
        await clock.sleep(ASK_EVERY_MS, ended.signal).catch(() => undefined);
        if (!hasEnded()) await client.query('select 1');
      }
    } finally {
      closing.signal.removeEventListener('abort', end);
      await client.end().catch(() => undefined);
    }
  };

  const keepListening = async (): Promise<void> => {
    for (let turn = 0; !isClosing(); turn++) {
      try {
        await listenOnce(servers[turn % servers.length] ?? servers[0]);
      } catch (error) {
        if (!isWarned && !isClosing())
          log.warn(
            { error: asError(error) },
            'notifications from other processes are not received; webhooks wait for the next poll',
          );
        isWarned = true;
      }
      if (!isClosing()) await sleep(RECONNECT_AFTER_MS);
    }
  };
  const listening = keepListening();
  return {
    stop: async (): Promise<void> => {
      closing.abort();
      await listening;
    },
  };
};

/** Whoever may connect to the database may say anything; what is no hint is left alone. */
const pass = (payload: string, heard: Heard): void => {
  const message = read(payload);
  if (message?.deliveries === true) heard.deliveries();
  // A process of a release that knows no feed says only the one.
  if (message?.events === true || message?.deliveries === true) heard.events();
  for (const key of textsIn(message?.deletedKeys)) heard.deletedKey(key);
  for (const sessionId of textsIn(message?.completions)) heard.completion(sessionId);
};

const textsIn = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];

const read = (payload: string): { readonly [Name in keyof Message]?: unknown } | undefined => {
  try {
    const value: unknown = JSON.parse(payload);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
};
