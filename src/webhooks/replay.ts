import type { Clock } from '../base/clock.ts';
import { formatId, newUuid, type Uuid } from '../base/id.ts';
import { Problem, type FieldError } from '../base/problem.ts';
import type { Random } from '../base/random.ts';
import { wholeSeconds } from '../contract/session.ts';
import type { WireObject } from '../contract/versions.ts';
import type { Db, Query } from '../db/db.ts';
import { CLOCKS_DIFFER_MS, LOWEST_ID, lowestEventIdAt } from '../events/store.ts';
import { KEEP_EVENTS_DAYS } from './forget-store.ts';
import { lockReplay, takeReplayStep } from './replay-step-store.ts';
import {
  completeReplay,
  endReplaysToDeleted,
  findRunningReplays,
  insertReplay,
  type ReplayRow,
} from './replay-store.ts';

export type ReplayOrder = {
  readonly merchantId: Uuid<'merchant'>;
  readonly endpointId: Uuid<'webhookEndpoint'>;
  readonly from: Date;
  /** Undefined: until now. */
  readonly to: Date | undefined;
  /**
   * As they are named, whether or not the endpoint subscribes to them, as when one event is sent again to a named
   * endpoint; `*` for all. Undefined: those to which it subscribes by the time they are looked at.
   */
  readonly types: readonly string[] | undefined;
  readonly onlyUndelivered: boolean;
};

/** Throws a `Problem` for a stretch that can't be one, and while another replay to the endpoint is running. */
export const createReplay = async (
  deps: { readonly query: Query; readonly clock: Clock; readonly random: Random },
  order: ReplayOrder,
): Promise<ReplayRow> => {
  const nowMs = deps.clock.nowMs();
  // Events have microseconds: those of this millisecond happened before.
  const to = order.to ?? new Date(nowMs + 1);
  refuseWrongStretch({ fromMs: order.from.getTime(), toMs: order.to?.getTime() ?? nowMs, nowMs });
  const row = await insertReplay(deps.query, {
    ...order,
    to,
    types: order.types?.includes('*') === true ? ['*'] : order.types,
    id: newUuid<'webhookReplay'>(deps),
    sinceId: lowestEventIdAt(order.from.getTime() - CLOCKS_DIFFER_MS),
    untilId: lowestEventIdAt(to.getTime() + CLOCKS_DIFFER_MS),
  });
  if (row !== undefined) return row;
  throw new Problem('conflict', 'A replay to this endpoint is running already: wait until it has ended, or cancel it.');
};

const DAY_MS = 86_400_000;

const refuseWrongStretch = (stretch: { readonly fromMs: number; readonly toMs: number; readonly nowMs: number }) => {
  const { fromMs, toMs, nowMs } = stretch;
  const fields: FieldError[] = [];
  if (fromMs < nowMs - KEEP_EVENTS_DAYS * DAY_MS) {
    const message = `from must be within the last ${KEEP_EVENTS_DAYS} days: older events are forgotten.`;
    fields.push({ pointer: '/from', code: 'range', message });
  }
  if (fromMs >= nowMs) fields.push({ pointer: '/from', code: 'range', message: 'from must be in the past.' });
  if (toMs > nowMs + CLOCKS_DIFFER_MS) {
    const message = 'to must not be in the future: what happens from now on is sent anyway.';
    fields.push({ pointer: '/to', code: 'range', message });
  }
  if (toMs <= fromMs) fields.push({ pointer: '/to', code: 'range', message: 'to must be later than from.' });
  if (fields.length > 0) throw new Problem('invalid_fields', fields.map((one) => one.message).join(' '), { fields });
};

export type ReplayDeps = { readonly db: Db; readonly hintDeliveries: () => void };

/**
 * The clock's part: takes each running replay some steps further, each a transaction of its own, so that a kill loses
 * none and repeats none. Says how many deliveries it queued.
 */
export const advanceReplays = async (deps: ReplayDeps): Promise<number> => {
  await endReplaysToDeleted(deps.db.query);
  let queued = 0;
  for (let after = LOWEST_ID; ;) {
    const running = await findRunningReplays(deps.db.query, after, AT_ONCE);
    for (const replay of running) queued += await advance(deps, replay.merchant_id, replay.id);
    const last = running.at(-1);
    if (last === undefined || running.length < AT_ONCE) return queued;
    after = last.id;
  }
};

const AT_ONCE = 100;
/** Of one replay before it is another's turn. */
const STEPS_MOST = 5;

const advance = async (deps: ReplayDeps, merchantId: string, id: string): Promise<number> => {
  let queued = 0;
  for (let steps = 0; steps < STEPS_MOST; steps++) {
    const step = await deps.db.transaction(async (query) => {
      if (!(await lockReplay(query, merchantId, id))) return undefined;
      const taken = await takeReplayStep(query, merchantId, id);
      if (taken.isAtEnd) await completeReplay(query, merchantId, id);
      return taken;
    });
    if (step === undefined) break;
    queued += step.queued;
    if (step.queued > 0) deps.hintDeliveries();
    if (step.isAtEnd || !step.hasMoved) break;
  }
  return queued;
};

/** A replay as the API shows it: `id` first, the other keys in alphabetical order. */
export const presentReplay = (row: ReplayRow): WireObject => ({
  id: formatId('webhookReplay', row.id),
  created: wholeSeconds(row.created_at),
  ...(row.ended_at === null ? {} : { ended: wholeSeconds(row.ended_at) }),
  from: wholeSeconds(row.from_at),
  onlyUndelivered: row.only_undelivered,
  progress: progressOf(row),
  queued: row.queued,
  skipped: row.skipped,
  status: row.state,
  to: wholeSeconds(row.to_at),
  ...(row.types === null ? {} : { types: row.types }),
  webhookEndpoint: formatId('webhookEndpoint', row.endpoint_id),
});

/** In percent of the stretch of time, which is known, where the number of events in it is not. */
const progressOf = (row: ReplayRow): number => {
  if (row.state === 'completed') return 100;
  const [from, to, reached] = [row.from_at, row.to_at, row.reached_at].map((at) => Date.parse(at));
  if (from === undefined || to === undefined || reached === undefined) return 0;
  return Math.min(99, Math.floor((100 * (reached - from)) / (to - from)));
};
