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
import { amountRowFor, cardKeyOf, cardRowFor } from './cards.ts';
import { textOf } from './codes.ts';
import {
  defaultMsOf,
  isLineFault,
  isMessageFault,
  isNoticeFault,
  planOf,
  type FaultKind,
  type FaultPlan,
  type FaultTimes,
} from './fault-kinds.ts';
import type { OperationType } from './wire.ts';

export type FaultMatch = Match<'pan' | 'type' | 'ref' | 'merchant' | 'order'>;

type Wish = {
  readonly kind: FaultKind;
  readonly match: FaultMatch;
  readonly ms: number;
  readonly code: string;
  readonly remaining: number | undefined;
};

/** A fault that somebody switched on. Those that are about time end by themselves. */
export type ActiveFault = Wish & Switched;

/** What a fault can be chosen by. */
export type Message = {
  /** `PREPARE`: a face names an authorization before it sees the card. */
  readonly type: OperationType | 'PREPARE';
  /** The operation's reference; for a reversal or an inquiry the one that it is about. */
  readonly ref: string;
  readonly amount: number | undefined;
  /** Bin and last4 of the card, also of the authorization that a later operation is about. */
  readonly cardKey: string;
  readonly merchant: string;
  readonly order: string;
  /** A purchase for which an exemption is claimed. */
  readonly isExempt: boolean;
  /** Seen before: cards and amounts play their fault once, so that a second try gets through. */
  readonly isRepeat: boolean;
};

export type Faults = {
  readonly add: (wish: unknown) => ActiveFault | string;
  readonly list: () => readonly ActiveFault[];
  readonly remove: (id: number) => boolean;
  /** Also lets go of the answers that a fault holds back. */
  readonly clear: () => void;
  /** Aborted by the next `clear`. */
  readonly cleared: () => AbortSignal;
  readonly planFor: (message: Message) => FaultPlan | undefined;
  readonly lineFault: () => ActiveFault | undefined;
  /** Of the next notification; it counts as played. */
  readonly noticeFault: () => ActiveFault | undefined;
};

export const createFaults = (deps: { readonly nowMs: () => number; readonly times: FaultTimes }): Faults => {
  const { list, find, add, remove, clear } = createFaultList<Wish>(deps.nowMs);
  let holding = new AbortController();
  return {
    list,
    remove,
    clear: () => {
      clear();
      holding.abort();
      holding = new AbortController();
    },
    cleared: () => holding.signal,
    add: (text) => {
      const wish = parseWish(text, deps.times);
      if (typeof wish === 'string') return wish;
      const isTimed = wish.kind === 'notFound' || (isLineFault(wish.kind) && wish.kind !== 'slowAccept');
      return add(wish, isTimed ? deps.nowMs() + wish.ms : undefined);
    },
    lineFault: () => find(({ kind }) => isLineFault(kind)),
    noticeFault: () => {
      const chosen = find(({ kind }) => isNoticeFault(kind));
      if (chosen !== undefined) play(chosen);
      return chosen;
    },
    planFor: (message) => {
      const chosen = find((fault) => matches(fault, message));
      if (chosen === undefined) return message.isRepeat ? undefined : builtInPlan(message, deps.times);
      play(chosen);
      return isMessageFault(chosen.kind) ? planOf(chosen.kind, chosen.ms, chosen.code) : undefined;
    },
  };
};

const builtInPlan = (message: Message, times: FaultTimes): FaultPlan | undefined => {
  const row = cardRowFor(message) ?? (message.amount === undefined ? undefined : amountRowFor(message.amount));
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

/**
 * Without a type a fault is about operations that move money: questions, names and reversals must be named to be
 * disturbed.
 */
const matchesType = (fault: ActiveFault, type: Message['type']): boolean => {
  if (fault.kind === 'notFound') return type === 'INQUIRY';
  return fault.match.type === undefined ? movingTypes.has(type) : fault.match.type === type;
};

const movingTypes: ReadonlySet<Message['type']> = new Set(['AUTH', 'SALE', 'INCREMENT', 'CAPTURE', 'VOID', 'REFUND']);

/** A wish from outside, or a sentence that says what is wrong with it. */
const parseWish = (wish: unknown, times: FaultTimes): Wish | string => {
  if (!isFields(wish)) return 'A fault is a JSON object with a kind.';
  const { kind, code = '05', match = {} } = wish;
  if (typeof kind !== 'string' || !(isMessageFault(kind) || isLineFault(kind) || isNoticeFault(kind)))
    return 'kind is not one that the host knows.';
  const limits = readLimits(wish);
  if (typeof limits === 'string') return limits;
  if (typeof code !== 'string' || !/^[0-9A-Z]{2}$/.test(code))
    return `code is two letters or digits, such as 51 (${textOf('51')}).`;
  const parsed = readMatch(match, ['pan', 'type', 'ref', 'merchant', 'order']);
  if (typeof parsed === 'string') return parsed;
  const narrowed = parsed.type === undefined ? parsed : { ...parsed, type: parsed.type.toUpperCase() };
  return { kind, code, match: narrowed, ms: limits.ms ?? defaultMsOf(kind, times), remaining: limits.count };
};

/** How people and scripts see a fault; of a card number only what a receipt would show. */
export const describeFault = (fault: ActiveFault) => ({
  id: fault.id,
  kind: fault.kind,
  match: describeMatch(fault.match),
  ms: fault.ms,
  code: fault.code,
  remaining: fault.remaining ?? null,
  fired: fault.fired,
});
