import { systemClock, type Clock } from '../../../base/clock.ts';
import { systemRandom, type Random } from '../../../base/random.ts';
import type { Secret } from '../../../base/secret.ts';
import type { AcquirerConnector, Decline, LateAnswer, OperationReference, TestAnswer } from '../contract.ts';
import {
  authorizeAnswerOf,
  inquiryAnswerOf,
  operationAnswerOf,
  reverseAnswerOf,
  withoutCard,
  type Exchange,
} from './answers.ts';
import { unknown } from './causes.ts';
import type { IsoMessage } from './codec/message.ts';
import { codeRowOf } from './codes/read-code.ts';
import type { Dialect } from './dialects/dialect.ts';
import type { LineReply } from './line/asks.ts';
import { Line } from './line/line.ts';
import { openSocket, type Address } from './line/open-socket.ts';
import {
  authorizeMessage,
  captureMessage,
  inquireMessage,
  MAX_MINOR,
  networkMessage,
  refundMessage,
  reverseMessage,
  voidMessage,
  type Identity,
  type Speaker,
} from './messages.ts';
import { compact, numbersOf, stanOf } from './numbers.ts';
import { repeatOf, Repeats } from './repeats.ts';
import { createProtocol, type ReadMessage } from './protocol.ts';

export type Iso8583Options = {
  readonly address: Address;
  readonly dialect: Dialect;
  readonly identity: Identity;
  /** 10 hex digits, where the dialect has one. */
  readonly tpdu: string;
  /** Hex; the first signs, an answer may be signed by any. Empty: no MAC. */
  readonly macKeys: readonly Secret[];
  /** To connect, and to sign on, each. Default 2 s. */
  readonly connectTimeoutMs?: number | undefined;
  /** From the call to the whole answer, connecting included. Default 25 s. */
  readonly answerTimeoutMs?: number | undefined;
  /** Longer than the host may keep a message before it acts on it. Default 60 s. */
  readonly settleWindowMs?: number | undefined;
  /** Default 60 s. */
  readonly echoAfterMs?: number;
  /** Default 500. */
  readonly maxUnderWay?: number;
  readonly onLateAnswer?: ((late: LateAnswer) => void) | undefined;
  /** For a debug log: every exchange, by fields from a fixed list. */
  readonly onExchange?: (exchange: IsoExchange) => void;
  readonly clock?: Clock;
  readonly random?: Random;
};
export type IsoExchange = {
  readonly sent: ReturnType<IsoMessage['toJSON']>;
  /** The code of the answer, or why there is none. */
  readonly outcome: string;
};

/** A bank's host that speaks ISO 8583 over one long line. */
export const createIso8583Connector = (options: Iso8583Options): AcquirerConnector => {
  const { dialect, settleWindowMs = 60_000, answerTimeoutMs = 25_000, clock = systemClock } = options;
  const speaker: Speaker = { dialect, identity: options.identity };
  const counter = createCounter(clock, options.random ?? systemRandom);
  const line = openLine(options, speaker, counter);
  const ask = askOver(line, options);
  const tell = tellOnce(ask, new Repeats(clock.nowMs));
  /** Of captures, voids and refunds; a card is charged within seconds of its reference, or after a challenge. */
  const operation = (reference: OperationReference) => ({ reference, youngMs: answerTimeoutMs });
  return {
    name: 'iso8583',
    capabilities: {
      multipleCaptures: true,
      inquiry: dialect.templates.inquire === undefined ? 'none' : 'byReference',
      // Many hosts answer 94 to the same numbers, and some take the money twice.
      repeatableMs: 0,
      zeroAmount: true,
      authorizationValidDays: 7,
      settleWindowMs,
    },
    authorize: async (request) => {
      if (request.amount.minor > MAX_MINOR) return TOO_LARGE;
      const { reference } = request;
      const onLate = (exchange: Exchange) => {
        options.onLateAnswer?.({ reference, answer: authorizeAnswerOf(exchange) });
      };
      const reply = await tell(reference, authorizeMessage(speaker, request), { onLate });
      return reply.kind === 'exchange' ? authorizeAnswerOf(reply) : reply;
    },
    capture: async (request) => {
      if (request.amount.minor > MAX_MINOR) return TOO_LARGE;
      const { reference } = request;
      const reply = await tell(reference, captureMessage(speaker, request), { of: operation(reference) });
      return reply.kind === 'exchange' ? operationAnswerOf(reply, 'capture', numbersOf(reference).rrn) : reply;
    },
    voidAuthorization: async (request) => {
      const { reference } = request;
      const reply = await tell(reference, voidMessage(speaker, request), { of: operation(reference) });
      return reply.kind === 'exchange' ? operationAnswerOf(reply, 'void', numbersOf(reference).rrn) : reply;
    },
    refund: async (request) => {
      if (request.amount.minor > MAX_MINOR) return TOO_LARGE;
      const { reference } = request;
      const reply = await tell(reference, refundMessage(speaker, request), { of: operation(reference) });
      return reply.kind === 'exchange' ? operationAnswerOf(reply, 'refund', numbersOf(reference).rrn) : reply;
    },
    reverse: async (request) => {
      // Of so much money nothing was ever sent.
      if (request.amount.minor > MAX_MINOR) return { kind: 'reversed' };
      const reply = await tell(`reversal of ${request.original}`, reverseMessage(speaker, request));
      return reply.kind === 'exchange' ? reverseAnswerOf(reply) : reply;
    },
    inquire: async (request) => {
      const template = dialect.templates.inquire;
      if (template === undefined) return unknown('noInquiry');
      const reply = await ask(inquireMessage(speaker, template, request, counter()));
      return reply.kind === 'exchange' ? inquiryAnswerOf(reply, numbersOf(request.original).rrn) : reply;
    },
    test: () => test(ask, networkMessage(speaker, dialect.templates.echo, counter())),
    close: () => line.close(),
  };
};

/** Field 4 has no room for it, so no host has been asked. */
const TOO_LARGE: Decline = {
  kind: 'declined',
  declineReason: 'invalidAmount',
  acquirerCode: 'tooLarge',
  softDecline: false,
};

const openLine = (options: Iso8583Options, speaker: Speaker, counter: Counter): Line => {
  const { dialect, connectTimeoutMs = 2_000, answerTimeoutMs = 25_000 } = options;
  const { address, tpdu, macKeys, clock = systemClock, random = systemRandom } = options;
  return new Line({
    clock,
    random,
    protocol: createProtocol({ dialect, tpdu, macKeys }),
    open: () => openSocket(address, connectTimeoutMs, clock),
    networkMessage: (which) => networkMessage(speaker, dialect.templates[which], counter()),
    isYes: (answer) => isYes(dialect, answer),
    answerTimeoutMs,
    signOnTimeoutMs: connectTimeoutMs,
    echoAfterMs: options.echoAfterMs ?? 60_000,
    maxUnderWay: options.maxUnderWay ?? 500,
  });
};

const isYes = (dialect: Dialect, { message, isAuthentic }: ReadMessage): boolean => {
  const code = message.get(39) ?? '';
  // 800 is the yes of 1993 to what is about the line.
  return isAuthentic && (code === '800' || codeRowOf(dialect, code).means === 'approved');
};

type Ask = (
  sent: IsoMessage,
  onLate?: (exchange: Exchange) => void,
) => Promise<(Exchange & { readonly kind: 'exchange' }) | Exclude<LineReply, { kind: 'answer' }>>;

const askOver =
  (line: Line, { dialect, onExchange }: Iso8583Options): Ask =>
  async (sent, onLate) => {
    const kept = withoutCard(dialect, sent);
    const reply = await line.ask(
      sent,
      onLate === undefined
        ? undefined
        : (answer) => {
            onLate({ dialect, sent: kept, answer });
          },
    );
    const outcome = reply.kind === 'answer' ? (reply.answer.message.get(39) ?? 'noCode') : reply.cause;
    onExchange?.({ sent: sent.toJSON(), outcome });
    return reply.kind === 'answer' ? { kind: 'exchange', dialect, sent, answer: reply.answer } : reply;
  };

type Tell = (
  key: string,
  message: IsoMessage,
  how?: {
    readonly of?: { readonly reference: OperationReference; readonly youngMs: number };
    readonly onLate?: (exchange: Exchange) => void;
  },
) => ReturnType<Ask>;

/** What may have been sent before is sent as a repeat. */
const tellOnce =
  (ask: Ask, repeats: Repeats): Tell =>
  async (key, message, { of, onLate } = {}) => {
    const isRepeat = repeats.isRepeat(key, of);
    repeats.add(key);
    const reply = await ask(isRepeat ? repeatOf(message) : message, onLate);
    if (reply.kind === 'notSent' && !isRepeat) repeats.remove(key);
    return reply;
  };

const test = async (ask: Ask, echo: IsoMessage): Promise<TestAnswer> => {
  const reply = await ask(echo);
  if (reply.kind === 'notSent' && reply.cause === 'signOnRefused') return { kind: 'refused', cause: 'signOnRefused' };
  if (reply.kind !== 'exchange') return reply;
  return reply.answer.isAuthentic ? { kind: 'works' } : { kind: 'refused', cause: 'wrongMac' };
};

type Counter = () => { readonly stan: string; readonly at: string };

/** Numbers for messages that are nobody's operation; each process begins somewhere else. */
const createCounter = (clock: Clock, random: Random): Counter => {
  let count = random.bytes(4).readUInt32BE();
  return () => ({ stan: stanOf(count++), at: compact(new Date(clock.nowMs())) });
};
