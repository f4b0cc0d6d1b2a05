import { setTimeout as sleep } from 'node:timers/promises';
import type { Faults } from './faults.ts';

/** What a face sends by itself, to whoever asked for it. */
export type Notice = {
  readonly url: string;
  /** Some hosts sign within it. */
  readonly body: string | ((by: 'host' | 'forger') => string);
  /** Made anew for every try: a signature has a time in it. `forged`: as a stranger would sign, who has no secret. */
  readonly headers: (by: 'host' | 'forger') => Readonly<Record<string, string>>;
};

/** Resolves when it was delivered, given up, or held back by a fault. */
export type Notifier = (notice: Notice) => Promise<void>;

/** Hosts try for hours; here a receiver that is away is tried as often as people wait. */
const TRY_AGAIN_MS = [100, 500, 2_000, 5_000, 10_000, 30_000] as const;
const ANSWER_WITHIN_MS = 10_000;

/** Sends notices one after the other, and once more when they are not acknowledged; or what a fault makes of it. */
export const createNotifier = (faults: Faults, stopping: AbortSignal): Notifier => {
  const pause = (ms: number) => sleep(ms, undefined, { signal: stopping, ref: false });
  const post = async (notice: Notice, by: 'host' | 'forger'): Promise<boolean> => {
    try {
      const response = await fetch(notice.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8', ...notice.headers(by) },
        body: typeof notice.body === 'string' ? notice.body : notice.body(by),
        redirect: 'manual',
        signal: AbortSignal.any([stopping, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
      });
      await response.arrayBuffer();
      return response.ok;
    } catch {
      return false;
    }
  };
  const deliver = async (notice: Notice): Promise<void> => {
    for (const ms of TRY_AGAIN_MS) {
      if (await post(notice, 'host')) return;
      await pause(ms);
    }
  };
  /** Comes after the next one. */
  let held: Notice | undefined;
  const sendOne = async (notice: Notice): Promise<void> => {
    const fault = faults.noticeFault();
    switch (fault?.kind) {
      case 'noticeLost':
        return;
      case 'noticeReordered':
        held = notice;
        return;
      case 'noticeLate':
        void pause(fault.ms).then(() => deliver(notice), ignore);
        return;
      case 'noticeForged':
        await post(notice, 'forger');
        break;
      case 'noticeTwice':
        await deliver(notice);
        break;
      default:
    }
    await deliver(notice);
    const after = held;
    held = undefined;
    if (after !== undefined) await deliver(after);
  };
  let last: Promise<void> = Promise.resolve();
  return (notice) => {
    // A host that stops sends nothing more.
    last = last.then(() => sendOne(notice)).catch(ignore);
    return last;
  };
};

const ignore = (): void => undefined;
