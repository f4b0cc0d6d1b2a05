import type { ListenFile, ListenState } from './state.ts';

/** An event that was read from the feed and is not answered yet. */
export type Reading = { readonly eventId: string; readonly cursor: string };

/**
 * How far a listener is. What is stored never says more than what was answered, so a listener that is killed reads the
 * rest once more: an event may come twice, none is left out.
 */
export type Progress = {
  readonly state: () => ListenState;
  /** In the order of the feed. False: it was answered before this listener was started again. */
  readonly begin: (reading: Reading) => boolean;
  readonly end: (reading: Reading, how: 'taken' | 'setAside') => void;
  /** Of an event that is not read from its place in the feed: sent again, or set aside before. */
  readonly endOther: (eventId: string, how: 'taken' | 'setAside' | 'gone') => void;
  readonly change: (change: Partial<ListenState>) => void;
};

export const openProgress = (file: Pick<ListenFile, 'read' | 'write'>): Progress => {
  let state = file.read();
  const before = new Set(state.answered);
  /** In the order of the feed, from the first that is not answered. */
  const waiting: { readonly reading: Reading; isDone: boolean }[] = [];
  const change = (next: Partial<ListenState>): void => {
    state = { ...state, ...next };
    file.write(state);
  };
  const done = (): Pick<ListenState, 'cursor' | 'answered'> => {
    let { cursor } = state;
    for (let first = waiting[0]; first?.isDone === true; first = waiting[0]) {
      ({ cursor } = first.reading);
      waiting.shift();
    }
    return { cursor, answered: waiting.flatMap(({ isDone, reading }) => (isDone ? [reading.eventId] : [])) };
  };
  return {
    state: () => state,
    begin: (reading) => {
      const isDone = before.delete(reading.eventId);
      waiting.push({ reading, isDone });
      if (isDone) change(done());
      return !isDone;
    },
    end: ({ eventId }, how) => {
      const found = waiting.find(({ reading }) => reading.eventId === eventId);
      if (found !== undefined) found.isDone = true;
      change({ ...done(), setAside: setAsideAfter(state.setAside, eventId, how) });
    },
    endOther: (eventId, how) => change({ setAside: setAsideAfter(state.setAside, eventId, how) }),
    change,
  };
};

const MOST_SET_ASIDE = 1_000;

const setAsideAfter = (list: readonly string[], eventId: string, how: string): readonly string[] => {
  const others = list.filter((one) => one !== eventId);
  return how === 'setAside' ? [...others, eventId].slice(-MOST_SET_ASIDE) : others;
};
