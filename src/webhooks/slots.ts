import type { Clock } from '../base/clock.ts';

/**
 * How many requests may be under way at the same time, so that endpoints that never answer can't take the place of
 * those that do. A request counts against `QUICK_MOST` only for its first half second; after that it is stalled and
 * makes room for the next. Endpoints known to be slow or failing (suspects) share three quarters of the quick places,
 * and get none while very many requests are stalled.
 */
export type Slots = {
  readonly canBegin: (isSuspect: boolean) => boolean;
  readonly begin: (isSuspect: boolean) => Slot;
  readonly end: (slot: Slot) => void;
  /** So many are stalled that one endpoint should hold no more than one of them. */
  readonly isCrowded: () => boolean;
};

export type Slot = { readonly isSuspect: boolean; readonly stallsAtMs: number; state: 'quick' | 'stalled' | 'over' };

const QUICK_MOST = 512;
const QUICK_SUSPECTS_MOST = 384;
const STALLED_CROWDED = 512;
const STALLED_MOST = 1_536;
export const STALLED_AFTER_MS = 500;

export const createSlots = (clock: Clock): Slots => {
  // In the order of their beginning, so the first is the first to stall.
  const quick: Slot[] = [];
  const count = { quick: 0, quickSuspects: 0, stalled: 0 };

  const leaveQuick = (slot: Slot): void => {
    count.quick--;
    if (slot.isSuspect) count.quickSuspects--;
  };

  const settle = (): void => {
    const nowMs = clock.monotonicMs();
    for (
      let first = quick[0];
      first !== undefined && (first.state === 'over' || first.stallsAtMs <= nowMs);
      first = quick[0]
    ) {
      quick.shift();
      if (first.state === 'over') continue;
      first.state = 'stalled';
      leaveQuick(first);
      count.stalled++;
    }
  };

  return {
    canBegin: (isSuspect) => {
      settle();
      if (count.quick >= QUICK_MOST) return false;
      return !isSuspect || (count.quickSuspects < QUICK_SUSPECTS_MOST && count.stalled < STALLED_MOST);
    },
    begin: (isSuspect) => {
      const slot: Slot = { isSuspect, stallsAtMs: clock.monotonicMs() + STALLED_AFTER_MS, state: 'quick' };
      quick.push(slot);
      count.quick++;
      if (isSuspect) count.quickSuspects++;
      return slot;
    },
    end: (slot) => {
      if (slot.state === 'quick') leaveQuick(slot);
      if (slot.state === 'stalled') count.stalled--;
      slot.state = 'over';
    },
    isCrowded: () => count.stalled >= STALLED_CROWDED,
  };
};
