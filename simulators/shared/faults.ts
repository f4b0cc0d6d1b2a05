/** What the list keeps of a fault that somebody switched on. */
export type Switched = {
  readonly id: number;
  /** Undefined: it stays until its count is used up, or it is removed. */
  readonly endsAtMs: number | undefined;
  /** Undefined: as often as it is met. */
  remaining: number | undefined;
  fired: number;
};

export type FaultList<Wish> = {
  readonly add: (wish: Wish, endsAtMs: number | undefined) => Wish & Switched;
  /** Those that are on, the oldest first. */
  readonly list: () => readonly (Wish & Switched)[];
  readonly find: (isMeant: (fault: Wish & Switched) => boolean) => (Wish & Switched) | undefined;
  readonly remove: (id: number) => boolean;
  readonly clear: () => void;
};

/** The faults that people and tests switch on and off. */
export const createFaultList = <Wish extends { readonly remaining: number | undefined }>(
  nowMs: () => number,
): FaultList<Wish> => {
  const active: (Wish & Switched)[] = [];
  let lastId = 0;
  const isOn = (fault: Switched): boolean =>
    fault.remaining !== 0 && (fault.endsAtMs === undefined || nowMs() < fault.endsAtMs);
  const list = (): readonly (Wish & Switched)[] => active.filter(isOn);
  return {
    list,
    find: (isMeant) => active.find((fault) => isOn(fault) && isMeant(fault)),
    add: (wish, endsAtMs) => {
      const fault = { ...wish, id: ++lastId, fired: 0, endsAtMs };
      // Faults that are over go when a new one comes: the list stays as short as what people switch on.
      active.splice(0, active.length, ...list(), fault);
      return fault;
    },
    remove: (id) => {
      const index = active.findIndex((fault) => fault.id === id);
      if (index < 0) return false;
      active.splice(index, 1);
      return true;
    },
    clear: () => {
      active.length = 0;
    },
  };
};

/** Counts that a fault was played, which may have been its last time. */
export const play = (fault: Switched): void => {
  fault.fired++;
  if (fault.remaining !== undefined) fault.remaining--;
};

type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isWhole = (value: unknown, max: number): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= max;

const MAX_MS = 3_600_000;

/** How long and how often, or a sentence that says what is wrong. */
export const readLimits = ({ ms, count }: Fields): { readonly ms?: number; readonly count?: number } | string => {
  if (ms !== undefined && !isWhole(ms, MAX_MS)) return `ms is a whole number from 0 to ${MAX_MS}.`;
  if (count !== undefined && !isWhole(count, 1_000_000_000)) return 'count is a whole number.';
  return { ...(ms === undefined ? {} : { ms }), ...(count === undefined ? {} : { count }) };
};

export type Match<Name extends string> = Partial<Readonly<Record<Name, string>>> & { readonly amount?: number };

/** What narrows a fault down: an amount and texts of known names, or a sentence that says what is wrong. */
export const readMatch = <Name extends string>(match: unknown, names: readonly Name[]): Match<Name> | string => {
  if (!isFields(match)) return 'match is an object.';
  const { amount, ...texts } = match;
  if (amount !== undefined && !isWhole(amount, Number.MAX_SAFE_INTEGER)) {
    return 'match.amount is a whole number of minor units.';
  }
  const parsed: Partial<Record<Name, string>> = {};
  for (const [given, value] of Object.entries(texts)) {
    const name = names.find((known) => known === given);
    if (name === undefined) return `match.${given} is not known.`;
    if (typeof value !== 'string') return `match.${given} is text.`;
    parsed[name] = value;
  }
  return { ...parsed, ...(amount === undefined ? {} : { amount }) };
};

/** How people and scripts see a card number: as on a receipt. */
export const describeMatch = <M extends { readonly pan?: string }>(match: M): M =>
  match.pan === undefined ? match : { ...match, pan: `${match.pan.slice(0, 6)}…${match.pan.slice(-4)}` };
