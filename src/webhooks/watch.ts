import type { Clock } from '../base/clock.ts';
import type { Metrics } from '../base/metrics.ts';
import type { DatabaseTime } from '../db/database-time.ts';
import type { BacklogReader, Waiting } from './backlog.ts';

/**
 * What whoever operates the gateway sees of webhooks and of the clock that signs them. Details never make a process
 * unready.
 */
export type WebhookWatch = { readonly details: () => Promise<Readonly<Record<string, unknown>>> };

type Deps = {
  readonly backlog: BacklogReader;
  readonly time: DatabaseTime;
  readonly clock: Clock;
  readonly metrics: Pick<Metrics, 'addGauge'>;
};

/** Who asks whether a process is ready does not wait for details. */
const DETAILS_MOST_MS = 1_000;

export const createWebhookWatch = (deps: Deps): WebhookWatch => {
  addGauges(deps);
  return { details: () => readDetails(deps) };
};

const readDetails = async ({ backlog, time, clock }: Deps): Promise<Readonly<Record<string, unknown>>> => {
  const tooLate = new AbortController();
  const limit = clock.sleep(DETAILS_MOST_MS, tooLate.signal).catch(() => undefined);
  const waiting = await Promise.race([backlog.read(), limit]);
  await Promise.race([refresh(time), limit]);
  tooLate.abort();
  const skewMs = time.skewMs();
  return {
    ...(waiting === undefined
      ? {}
      : { webhooks: { taking: inSeconds(waiting.taking), failing: inSeconds(waiting.failing) } }),
    ...(skewMs === undefined ? {} : { clockSkewSeconds: toSeconds(skewMs) }),
  };
};

const addGauges = ({ backlog, time, metrics }: Deps): void => {
  const read = async (pick: (waiting: Waiting) => number) => {
    const found = await backlog.read();
    if (found === undefined) return [];
    return (['taking', 'failing'] as const).map((endpoint) => ({ labels: { endpoint }, value: pick(found[endpoint]) }));
  };
  metrics.addGauge({
    name: 'tollgate_webhooks_pending',
    help: 'Deliveries that wait, in all processes: to endpoints that take events, and to those that count as down.',
    labelNames: ['endpoint'],
    read: () => read(({ count }) => count),
  });
  metrics.addGauge({
    name: 'tollgate_webhooks_oldest_pending_seconds',
    help: 'Age of the undelivered event that has waited longest.',
    labelNames: ['endpoint'],
    read: () => read(({ oldestAgeMs }) => oldestAgeMs / 1_000),
  });
  metrics.addGauge({
    name: 'tollgate_clock_skew_seconds',
    help: "How far this machine's clock is ahead of the database's.",
    labelNames: [],
    read: async () => {
      await refresh(time);
      const skewMs = time.skewMs();
      return skewMs === undefined ? [] : [{ labels: {}, value: skewMs / 1_000 }];
    },
  });
};

/** A database that does not answer has a check of its own. */
const refresh = (time: DatabaseTime): Promise<void> => time.refresh().catch(() => undefined);

const inSeconds = ({ count, oldestAgeMs }: Waiting) => ({
  pending: count,
  oldestPendingSeconds: toSeconds(oldestAgeMs),
});

const toSeconds = (ms: number): number => Math.round(ms / 100) / 10;
