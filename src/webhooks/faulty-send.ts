import type { Clock } from '../base/clock.ts';
import type { Random } from '../base/random.ts';
import type { Db } from '../db/db.ts';
import type { ClaimedDelivery } from './claim-store.ts';
import { claimLater, findFaults, takeOneOf, type Fault, type FaultKind } from './fault-store.ts';
import { newSecret } from './secrets.ts';
import type { SendResult, SendTarget } from './send.ts';
import { signingKeyOfSeed } from './signing-keys.ts';
import type { EndpointRef } from './store.ts';

/** One try: when it began, how long it took, what came of it, and which faults were made on purpose. */
export type Attempt = {
  readonly result: SendResult;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly faults: readonly FaultKind[];
};

export type FaultyDeps = {
  readonly db: Pick<Db, 'query'>;
  readonly clock: Clock;
  readonly time: { readonly nowMs: () => number };
  readonly random: Random;
  /** The process ends: nothing is held back any longer. */
  readonly stopping: AbortSignal;
};

/** How long a delivery is held for the next event of its session, which is to arrive first. */
const REORDER_WAIT_MS = 3_000;
export const LOOK_EVERY_MS = 100;
/** A minute's delay, the wait for a later event, the request and its copy, and time to write the result. */
export const FAULTY_LEASE_MS = 90_000;

/**
 * Sends one delivery with the faults that are drawn for it: lost, late, wrongly signed, or twice. What is lost counts
 * as a failed try and comes again by the usual schedule. Of a copy nothing is noted but that it was sent. Undefined:
 * the process ends.
 */
export const sendWithFaults = async (
  deps: FaultyDeps,
  { endpoint, target }: { readonly endpoint: EndpointRef; readonly target: SendTarget },
  send: (target: SendTarget) => Promise<Attempt | undefined>,
): Promise<Attempt | undefined> => {
  const drawn = await draw(deps, endpoint);
  const faults = drawn.map(({ kind }) => kind);
  if (faults.includes('drop'))
    return { result: DROPPED, startedAt: new Date(deps.time.nowMs()), durationMs: 0, faults };
  const delayMs = drawn.find(({ kind }) => kind === 'delay')?.delayMs ?? 0;
  if (!(await hasSlept(deps, delayMs))) return undefined;
  const signed = faults.includes('wrongSignature') ? withWrongKeys(deps.random, target) : target;
  const attempt = await send(signed);
  if (attempt === undefined) return undefined;
  if (faults.includes('duplicate')) await send(signed);
  return { ...attempt, faults };
};

/**
 * Claims the event that comes after this one in its session, when the endpoint is to have them in the wrong order.
 * Waits a little for it. Undefined: they stay in order.
 */
export const takeLater = async (
  deps: FaultyDeps,
  endpoint: EndpointRef,
  { event }: ClaimedDelivery,
): Promise<ClaimedDelivery | undefined> => {
  const fault = (await findFaults(deps.db.query, endpoint)).find(({ kind }) => kind === 'reorder');
  if (fault === undefined || (fault.percent !== null && !(await isDrawn(deps, endpoint, fault)))) return undefined;
  const giveUpAtMs = deps.clock.monotonicMs() + REORDER_WAIT_MS;
  for (;;) {
    const later = await claimLater(deps.db.query, endpoint, { event, leaseMs: FAULTY_LEASE_MS });
    // One of the next ones is counted when there is something to put first, or it would be used up by nothing.
    if (later !== undefined) {
      if (fault.remaining !== null) await takeOneOf(deps.db.query, endpoint, 'reorder');
      return later;
    }
    if (deps.clock.monotonicMs() >= giveUpAtMs || !(await hasSlept(deps, LOOK_EVERY_MS))) return undefined;
  }
};

/** What is lost suffers nothing else. */
const draw = async (deps: FaultyDeps, endpoint: EndpointRef): Promise<readonly Fault[]> => {
  const faults = await findFaults(deps.db.query, endpoint);
  const drawn: Fault[] = [];
  for (const kind of ['drop', 'delay', 'wrongSignature', 'duplicate'] as const) {
    const fault = faults.find((one) => one.kind === kind);
    if (fault === undefined || !(await isDrawn(deps, endpoint, fault))) continue;
    drawn.push(fault);
    if (kind === 'drop') break;
  }
  return drawn;
};

const isDrawn = async ({ db, random }: FaultyDeps, endpoint: EndpointRef, fault: Fault): Promise<boolean> =>
  fault.percent === null
    ? takeOneOf(db.query, endpoint, fault.kind)
    : (random.bytes(4).readUInt32BE() / 2 ** 32) * 100 < fault.percent;

/** False: the process ends. */
const hasSlept = async ({ clock, stopping }: FaultyDeps, ms: number): Promise<boolean> => {
  if (ms > 0) await clock.sleep(ms, stopping).catch(() => undefined);
  return !stopping.aborted;
};

/** Of the right form, made with keys that nobody has. */
const withWrongKeys = (random: Random, target: SendTarget): SendTarget => ({
  ...target,
  secrets: target.secrets.map((dated) => ({ ...dated, key: newSecret(random) })),
  signingKeys: target.signingKeys.map((dated) => ({ ...dated, key: signingKeyOfSeed(random.bytes(32)) })),
});

const DROPPED: SendResult = {
  outcome: 'failed',
  status: undefined,
  headers: undefined,
  detail: 'Not sent: it was lost on purpose, by the fault "drop" of this endpoint.',
  retryAfterMs: undefined,
  isGone: false,
};
