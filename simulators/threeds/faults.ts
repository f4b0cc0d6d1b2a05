import {
  createFaultList,
  describeMatch,
  isFields,
  play,
  readLimits,
  readMatch,
  type Match,
  type Switched,
} from '../shared/faults.ts';
import { cardKeyOf, cardRowFor } from './cards.ts';
import {
  defaultMsOf,
  faultKinds,
  isFaultKind,
  type FaultKind,
  type FaultPlace,
  type FaultTimes,
} from './fault-kinds.ts';
import { isErrorCode, isTransStatus, type ErrorCode, type TransStatus } from './wire.ts';

/** `merchant`: acquirerMerchantID. `message`: for faults of the directory only, PReq or AReq; without it, both. */
export type FaultMatch = Match<'pan' | 'merchant' | 'threeDSServerTransID' | 'message'>;

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

type Wish = Fault & { readonly match: FaultMatch; readonly remaining: number | undefined };

/** One that somebody switched on. Only a fault of the line ends by itself. */
export type ActiveFault = Wish & Switched;

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
  const { list, find, add, remove, clear } = createFaultList<Wish>(deps.nowMs);
  return {
    list,
    remove,
    clear,
    add: (text) => {
      const wish = parseWish(text, deps.times);
      if (typeof wish === 'string') return wish;
      return add(wish, faultKinds[wish.kind].place === 'line' ? deps.nowMs() + wish.ms : undefined);
    },
    take: (place, subject) => {
      const chosen = find((fault) => faultKinds[fault.kind].place === place && matches(fault.match, subject));
      if (chosen === undefined) return faultOfCard(place, subject, deps.times);
      play(chosen);
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

/** A wish from outside, or a sentence that says what is wrong with it. */
const parseWish = (wish: unknown, times: FaultTimes): Wish | string => {
  if (!isFields(wish)) return 'A fault is a JSON object with a kind.';
  const { kind, status, reason, errorCode = '403', match = {} } = wish;
  if (typeof kind !== 'string' || !isFaultKind(kind)) return 'kind is not one that the simulator knows.';
  const limits = readLimits(wish);
  if (typeof limits === 'string') return limits;
  if (kind === 'status' ? !isTransStatus(status) : status !== undefined)
    return 'status is Y, A, N, R, U, C, D or I, and goes with the kind status.';
  if (reason !== undefined && !(typeof reason === 'string' && /^\d\d$/.test(reason))) return 'reason is two digits.';
  if (typeof errorCode !== 'string' || !isErrorCode(errorCode))
    return 'errorCode is three digits of the specification, such as 403.';
  const parsed = readMatch(match, ['pan', 'merchant', 'threeDSServerTransID', 'message']);
  if (typeof parsed === 'string') return parsed;
  if (!['PReq', 'AReq', undefined].includes(parsed.message)) return 'match.message is PReq or AReq.';
  return {
    kind,
    errorCode,
    reason,
    match: parsed,
    status: isTransStatus(status) ? status : 'N',
    ms: limits.ms ?? defaultMsOf(kind, times),
    remaining: limits.count,
  };
};

/** How people and scripts see a fault; of a card number only what a receipt would show. */
export const describeFault = (fault: ActiveFault) => ({
  id: fault.id,
  kind: fault.kind,
  match: describeMatch(fault.match),
  ms: fault.ms,
  ...(fault.kind === 'status' ? { status: fault.status, reason: fault.reason ?? null } : {}),
  ...(fault.kind === 'dsErro' ? { errorCode: fault.errorCode } : {}),
  remaining: fault.remaining ?? null,
  fired: fault.fired,
});
