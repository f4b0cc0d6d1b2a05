import { cardKeyOf, cardRowFor } from './cards.ts';
import {
  defaultMsOf,
  faultKinds,
  isFaultKind,
  type FaultKind,
  type FaultPlace,
  type FaultTimes,
} from './fault-kinds.ts';
import { isErrorCode, isTransStatus, type ErrorCode, type Fields, type TransStatus } from './wire.ts';

export type FaultMatch = {
  readonly pan?: string;
  readonly amount?: number;
  /** acquirerMerchantID */
  readonly merchant?: string;
  readonly threeDSServerTransID?: string;
  /** Faults of the directory only: the message. Without it, both. */
  readonly message?: 'PReq' | 'AReq';
};

/** A fault to be played: from a card, or switched on by somebody. */
export type Fault = {
  readonly kind: FaultKind;
  readonly ms: number;
  /** For `status`. */
  readonly status: TransStatus;
  readonly reason: string | undefined;
  /** For `dsErro`. */
  readonly errorCode: ErrorCode;
};

export type ActiveFault = Fault & {
  readonly id: number;
  readonly match: FaultMatch;
  /** Only a fault of the line ends by itself. */
  readonly endsAtMs: number | undefined;
  remaining: number | undefined;
  fired: number;
};

/** What a fault can be chosen by; absent where the message does not tell. */
export type Subject = {
  readonly cardKey?: string;
  readonly amount?: string;
  readonly merchant?: string;
  readonly threeDSServerTransID?: string;
  readonly message?: 'PReq' | 'AReq';
};

export type Faults = {
  readonly add: (wish: unknown) => ActiveFault | string;
  readonly list: () => readonly ActiveFault[];
  readonly remove: (id: number) => boolean;
  readonly clear: () => void;
  /** The fault to play at this place, which counts as played. One that was switched on goes before the card's own. */
  readonly take: (place: FaultPlace, subject: Subject) => Fault | undefined;
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
      const endsAtMs = faultKinds[parsed.kind].place === 'line' ? deps.nowMs() + parsed.ms : undefined;
      const fault = { ...parsed, id: ++lastId, fired: 0, endsAtMs };
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
    take: (place, subject) => {
      const chosen = active.find(
        (fault) => isOn(fault) && faultKinds[fault.kind].place === place && matches(fault.match, subject),
      );
      if (chosen === undefined) return faultOfCard(place, subject, deps.times);
      chosen.fired++;
      if (chosen.remaining !== undefined) chosen.remaining--;
      return chosen;
    },
  };
};

const faultOfCard = (place: FaultPlace, subject: Subject, times: FaultTimes): Fault | undefined => {
  const kind = subject.cardKey === undefined ? undefined : cardRowFor(subject.cardKey)?.fault;
  return kind === undefined || faultKinds[kind].place !== place ? undefined : plainFault(kind, times);
};

/** A fault of a kind with nothing said about it. */
export const plainFault = (kind: FaultKind, times: FaultTimes): Fault => ({
  kind,
  ms: defaultMsOf(kind, times),
  status: 'N',
  reason: undefined,
  errorCode: '403',
});

const matches = (match: FaultMatch, subject: Subject): boolean =>
  (match.pan === undefined || cardKeyOf(match.pan) === subject.cardKey) &&
  (match.amount === undefined || String(match.amount) === subject.amount) &&
  (match.merchant === undefined || match.merchant === subject.merchant) &&
  (match.threeDSServerTransID === undefined || match.threeDSServerTransID === subject.threeDSServerTransID) &&
  (match.message === undefined || match.message === subject.message);

type Wish = Fault & { readonly match: FaultMatch; readonly remaining: number | undefined };

const MAX_MS = 3_600_000;

/** A wish from outside, or a sentence that says what is wrong with it. */
const parseWish = (wish: unknown, times: FaultTimes): Wish | string => {
  if (!isFields(wish)) return 'A fault is a JSON object with a kind.';
  const { kind, ms, count, status, reason, errorCode = '403', match = {} } = wish;
  if (typeof kind !== 'string' || !isFaultKind(kind)) return 'kind is not one that the simulator knows.';
  if (ms !== undefined && !isWhole(ms, MAX_MS)) return `ms is a whole number from 0 to ${MAX_MS}.`;
  if (count !== undefined && !isWhole(count, 1_000_000_000)) return 'count is a whole number.';
  if (kind === 'status' ? !isTransStatus(status) : status !== undefined)
    return 'status is Y, A, N, R, U, C, D or I, and goes with the kind status.';
  if (reason !== undefined && !(typeof reason === 'string' && /^\d\d$/.test(reason))) return 'reason is two digits.';
  if (typeof errorCode !== 'string' || !isErrorCode(errorCode))
    return 'errorCode is three digits of the specification, such as 403.';
  const parsed = parseMatch(match);
  if (typeof parsed === 'string') return parsed;
  return {
    kind,
    errorCode,
    reason,
    match: parsed,
    status: isTransStatus(status) ? status : 'N',
    ms: ms ?? defaultMsOf(kind, times),
    remaining: count,
  };
};

const parseMatch = (match: unknown): FaultMatch | string => {
  if (!isFields(match)) return 'match is an object.';
  const { amount, message, ...texts } = match;
  if (amount !== undefined && !isWhole(amount, Number.MAX_SAFE_INTEGER))
    return 'match.amount is a whole number of minor units.';
  if (message !== undefined && message !== 'PReq' && message !== 'AReq') return 'match.message is PReq or AReq.';
  const parsed: Record<string, string> = {};
  for (const [name, value] of Object.entries(texts)) {
    if (!matchNames.has(name)) return `match.${name} is not known.`;
    if (typeof value !== 'string') return `match.${name} is text.`;
    parsed[name] = value;
  }
  return { ...parsed, ...(amount === undefined ? {} : { amount }), ...(message === undefined ? {} : { message }) };
};

const matchNames: ReadonlySet<string> = new Set(['pan', 'merchant', 'threeDSServerTransID']);

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isWhole = (value: unknown, max: number): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= max;

/** How people and scripts see a fault; of a card number only what a receipt would show. */
export const describeFault = (fault: ActiveFault) => ({
  id: fault.id,
  kind: fault.kind,
  match:
    fault.match.pan === undefined
      ? fault.match
      : { ...fault.match, pan: cardKeyOf(fault.match.pan).replace(/^(.{6})/, '$1…') },
  ms: fault.ms,
  ...(fault.kind === 'status' ? { status: fault.status, reason: fault.reason ?? null } : {}),
  ...(fault.kind === 'dsErro' ? { errorCode: fault.errorCode } : {}),
  remaining: fault.remaining ?? null,
  fired: fault.fired,
});
