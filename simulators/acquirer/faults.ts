import { amountRowFor, cardKeyOf, cardRowFor } from './cards.ts';
import { textOf } from './codes.ts';
import {
  defaultMsOf,
  isLineFault,
  isMessageFault,
  planOf,
  type FaultKind,
  type FaultPlan,
  type FaultTimes,
} from './fault-kinds.ts';
import type { OperationType } from './wire.ts';

export type FaultMatch = {
  readonly pan?: string;
  readonly amount?: number;
  readonly type?: string;
  readonly ref?: string;
  readonly merchant?: string;
  readonly order?: string;
};

/** A fault that somebody switched on. */
export type ActiveFault = {
  readonly id: number;
  readonly kind: FaultKind;
  readonly match: FaultMatch;
  readonly ms: number;
  readonly code: string;
  /** Faults that are about time end by themselves; the others stay until their count is used up or they are removed. */
  readonly endsAtMs: number | undefined;
  remaining: number | undefined;
  fired: number;
};

/** What a fault can be chosen by. */
export type Message = {
  readonly type: OperationType;
  /** The operation's reference; for a reversal or an inquiry the one that it is about. */
  readonly ref: string;
  readonly amount: number | undefined;
  /** Bin and last4 of the card, also of the authorization that a later operation is about. */
  readonly cardKey: string;
  readonly merchant: string;
  readonly order: string;
  /** Seen before: cards and amounts play their fault once, so that a second try gets through. */
  readonly isRepeat: boolean;
};

export type Faults = {
  readonly add: (wish: unknown) => ActiveFault | string;
  readonly list: () => readonly ActiveFault[];
  readonly remove: (id: number) => boolean;
  readonly clear: () => void;
  readonly planFor: (message: Message) => FaultPlan | undefined;
  readonly lineFault: () => ActiveFault | undefined;
};

export const createFaults = (deps: { readonly nowMs: () => number; readonly times: FaultTimes }): Faults => {
  const active: ActiveFault[] = [];
  let lastId = 0;
  const isOn = (fault: ActiveFault): boolean =>
    fault.remaining !== 0 && (fault.endsAtMs === undefined || deps.nowMs() < fault.endsAtMs);
  const list = (): readonly ActiveFault[] => active.filter(isOn);
  return {
    list,
    add: (wish) => {
      const parsed = parseWish(wish, deps.times);
      if (typeof parsed === 'string') return parsed;
      const isTimed = parsed.kind === 'notFound' || (isLineFault(parsed.kind) && parsed.kind !== 'slowAccept');
      const fault = { ...parsed, id: ++lastId, fired: 0, endsAtMs: isTimed ? deps.nowMs() + parsed.ms : undefined };
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
    lineFault: () => active.find((fault) => isLineFault(fault.kind) && isOn(fault)),
    planFor: (message) => {
      const chosen = active.length === 0 ? undefined : active.find((fault) => isOn(fault) && matches(fault, message));
      if (chosen === undefined) return message.isRepeat ? undefined : builtInPlan(message, deps.times);
      play(chosen);
      return isMessageFault(chosen.kind) ? planOf(chosen.kind, chosen.ms, chosen.code) : undefined;
    },
  };
};

/** Counts that a fault was played, which may have been its last time. */
export const play = (fault: ActiveFault): void => {
  fault.fired++;
  if (fault.remaining !== undefined) fault.remaining--;
};

const builtInPlan = (message: Message, times: FaultTimes): FaultPlan | undefined => {
  const row =
    cardRowFor(message.cardKey, message.type) ?? (message.amount === undefined ? undefined : amountRowFor(message.amount));
  return row === undefined ? undefined : planOf(row.kind, defaultMsOf(row.kind, times), row.code ?? '05');
};

const matches = (fault: ActiveFault, message: Message): boolean => {
  const { match } = fault;
  if (!isMessageFault(fault.kind) || !matchesType(fault, message.type)) return false;
  return (
    (match.pan === undefined || cardKeyOf(match.pan) === message.cardKey) &&
    (match.amount === undefined || match.amount === message.amount) &&
    (match.ref === undefined || match.ref === message.ref) &&
    (match.merchant === undefined || match.merchant === message.merchant) &&
    (match.order === undefined || match.order === message.order)
  );
};

/** Without a type a fault is about operations that move money: questions and reversals must be named to be disturbed. */
const matchesType = (fault: ActiveFault, type: OperationType): boolean => {
  if (fault.kind === 'notFound') return type === 'INQUIRY';
  return fault.match.type === undefined ? type !== 'INQUIRY' && type !== 'REVERSAL' : fault.match.type === type;
};

type Wish = Pick<ActiveFault, 'kind' | 'match' | 'ms' | 'code' | 'remaining'>;

const MAX_MS = 3_600_000;

/** A wish from outside, or a sentence that says what is wrong with it. */
const parseWish = (wish: unknown, times: FaultTimes): Wish | string => {
  if (!isFields(wish)) return 'A fault is a JSON object with a kind.';
  const { kind, ms, count, code = '05', match = {} } = wish;
  if (typeof kind !== 'string' || !(isMessageFault(kind) || isLineFault(kind))) return 'kind is not one that the host knows.';
  if (ms !== undefined && !isWhole(ms, MAX_MS)) return `ms is a whole number from 0 to ${MAX_MS}.`;
  if (count !== undefined && !isWhole(count, 1_000_000_000)) return 'count is a whole number.';
  if (typeof code !== 'string' || !/^[0-9A-Z]{2}$/.test(code)) return `code is two letters or digits, such as 51 (${textOf('51')}).`;
  const parsed = parseMatch(match);
  if (typeof parsed === 'string') return parsed;
  return { kind, code, match: parsed, ms: ms ?? defaultMsOf(kind, times), remaining: count };
};

const parseMatch = (match: unknown): FaultMatch | string => {
  if (!isFields(match)) return 'match is an object.';
  const { amount, ...texts } = match;
  if (amount !== undefined && !isWhole(amount, Number.MAX_SAFE_INTEGER)) return 'match.amount is a whole number of minor units.';
  const parsed: Record<string, string> = {};
  for (const [name, value] of Object.entries(texts)) {
    if (!matchNames.has(name)) return `match.${name} is not known.`;
    if (typeof value !== 'string') return `match.${name} is text.`;
    parsed[name] = name === 'type' ? value.toUpperCase() : value;
  }
  return { ...parsed, ...(amount === undefined ? {} : { amount }) };
};

const matchNames: ReadonlySet<string> = new Set(['pan', 'type', 'ref', 'merchant', 'order']);

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isWhole = (value: unknown, max: number): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= max;

/** How people and scripts see a fault; of a card number only what a receipt would show. */
export const describeFault = (fault: ActiveFault) => ({
  id: fault.id,
  kind: fault.kind,
  match: fault.match.pan === undefined ? fault.match : { ...fault.match, pan: cardKeyOf(fault.match.pan).replace(/^(.{6})/, '$1…') },
  ms: fault.ms,
  code: fault.code,
  remaining: fault.remaining ?? null,
  fired: fault.fired,
});
