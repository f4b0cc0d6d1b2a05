import { subscribe } from 'node:diagnostics_channel';
import { Agent, errors, type Dispatcher } from 'undici';
import { createConnector, notSentCauses, type ConnectSettings, type NotSentCause } from './http-connect.ts';

export type { NotSentCause, ResolveHost } from './http-connect.ts';

/**
 * Outbound HTTP as the flow sees it. It never throws for what the network or the other side does, follows no redirect,
 * never sends a request twice, and says what money needs to know: did a byte of the request leave the house?
 */
export type HttpClient = {
  readonly send: (request: HttpRequest) => Promise<HttpAnswer>;
  /** Lets running requests end, but no longer than `graceMs` (default 0: ends them now). Later ones are `notSent`. */
  readonly close: (graceMs?: number) => Promise<void>;
};

export type HttpRequest = {
  readonly method: 'GET' | 'POST';
  /** Absolute, http or https; anything else is a bug of the caller and throws. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | undefined;
  /** From the call to the last byte of the answer, the wait for a free connection included. */
  readonly totalTimeoutMs: number;
  readonly maxAnswerBytes: number;
  /** A longer answer: `refuse` (default) gives `noAnswer`, `cutOff` keeps the first bytes and hangs up. */
  readonly oversizedAnswer?: 'refuse' | 'cutOff';
};

export type HttpAnswer = Answered | NotSent | NoAnswer;
export type Answered = {
  readonly kind: 'answered';
  readonly status: number;
  /** Lower-case names; repeated headers joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly isCutOff: boolean;
};
/** No byte of the request was written, and none will be: it may be sent again. */
export type NotSent = { readonly kind: 'notSent'; readonly cause: NotSentCause };
/** Some or all of the request may have arrived: only the other side knows what it did. */
export type NoAnswer = {
  readonly kind: 'noAnswer';
  readonly cause: NoAnswerCause;
  /**
   * The connection had brought an answer before and broke without a status for this one: probably closed while we
   * wrote.
   */
  readonly wasUsedBefore?: true;
};
export type NoAnswerCause = 'timeout' | 'connectionLost' | 'malformedAnswer' | 'answerTooLarge' | 'stopped';

export type HttpClientSettings = ConnectSettings & {
  /** Connections to one origin; requests beyond them wait, within their total time. */
  readonly maxConnectionsPerOrigin?: number;
  /** How long an unused connection is kept: shorter than the other side's own limit, or it hangs up while we write. */
  readonly idleTimeoutMs?: number;
};

export const createHttpClient = (settings: HttpClientSettings): HttpClient => {
  const agent = new Agent({
    connect: createConnector(settings),
    connections: settings.maxConnectionsPerOrigin ?? 128,
    keepAliveTimeout: settings.idleTimeoutMs ?? 4_000,
    keepAliveMaxTimeout: 60_000,
    // One request a connection at a time: behind an unanswered one, nobody knows which were read.
    pipelining: 1,
    allowH2: false,
    // One limit of our own bounds the whole request; undici's two, of a coarse clock, are off.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const running: RunningExchanges = new Set();
  return {
    send: (request) => sendOnce(agent, running, request),
    close: (graceMs = 0) => closeWithin(agent, running, graceMs),
  };
};

/** How to end each exchange that has no answer yet. */
type RunningExchanges = Set<() => void>;

const sendOnce = (agent: Agent, running: RunningExchanges, request: HttpRequest): Promise<HttpAnswer> => {
  const url = new URL(request.url);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new TypeError('Only http and https URLs can be sent to.');
  return new Promise((resolve) => {
    const { handler, stop } = createExchange(request, (answer) => {
      running.delete(stop);
      resolve(answer);
    });
    running.add(stop);
    agent.dispatch(
      {
        origin: url.origin,
        path: url.pathname + url.search,
        method: request.method,
        headers: request.headers,
        body: request.body ?? null,
      },
      handler,
    );
  });
};

/**
 * undici tells the connection of a request only here, at once after `onRequestStart` and before anything else can
 * start: whoever starts leaves a function to be told.
 */
let tellConnection: ((connection: object) => void) | undefined;
subscribe('undici:client:sendHeaders', (message) => {
  tellConnection?.((message as { readonly socket: object }).socket);
  tellConnection = undefined;
});
const connectionsThatAnswered = new WeakSet<object>();

type Exchange = { readonly handler: Dispatcher.DispatchHandler; readonly stop: () => void };

/**
 * `onRequestStart` is the line between `notSent` and `noAnswer`: undici calls it on an open connection, immediately
 * before it writes the first byte. A throw there keeps the bytes back, so a request that gave up while it waited for a
 * connection stays unsent, and one that undici would start a second time is never sent twice.
 */
const createExchange = (request: HttpRequest, resolve: (answer: HttpAnswer) => void): Exchange => {
  let controller: Dispatcher.DispatchController | undefined;
  let connection: object | undefined;
  let isOnUsedConnection = false;
  let isSettled = false;
  let status = 0;
  let headers: Record<string, string> = {};
  const chunks: Buffer[] = [];
  let byteCount = 0;

  const settle = (answer: HttpAnswer) => {
    if (isSettled) return;
    isSettled = true;
    clearTimeout(timer);
    resolve(answer);
  };
  const hangUp = (answer: HttpAnswer) => {
    settle(answer);
    controller?.abort(new Error(answer.kind));
  };
  const answered = (isCutOff: boolean): HttpAnswer => {
    const body = Buffer.concat(chunks);
    return {
      kind: 'answered',
      status,
      headers,
      body: isCutOff ? body.subarray(0, request.maxAnswerBytes) : body,
      isCutOff,
    };
  };
  const giveUp = (unsent: NotSentCause, sent: NoAnswerCause) => {
    hangUp(controller === undefined ? { kind: 'notSent', cause: unsent } : { kind: 'noAnswer', cause: sent });
  };
  const timer = setTimeout(giveUp, request.totalTimeoutMs, 'queueTimeout', 'timeout');

  const handler: Dispatcher.DispatchHandler = {
    onRequestStart: (started) => {
      if (isSettled) throw new Error('The request gave up before it was sent.');
      if (controller !== undefined) throw new Error('A request is sent once.');
      controller = started;
      tellConnection = (used) => {
        connection = used;
        isOnUsedConnection = connectionsThatAnswered.has(used);
      };
    },
    onResponseStart: (_controller, statusCode, received) => {
      status = statusCode;
      headers = flattenHeaders(received);
    },
    onResponseData: (_controller, chunk) => {
      byteCount += chunk.length;
      chunks.push(chunk);
      if (byteCount <= request.maxAnswerBytes) return;
      hangUp(request.oversizedAnswer === 'cutOff' ? answered(true) : { kind: 'noAnswer', cause: 'answerTooLarge' });
    },
    onResponseEnd: () => {
      if (connection !== undefined) connectionsThatAnswered.add(connection);
      settle(answered(false));
    },
    onResponseError: (_controller, error) => {
      settle(
        controller === undefined
          ? { kind: 'notSent', cause: notSentCauseOf(error) }
          : noAnswerOf(error, isOnUsedConnection && status === 0),
      );
    },
  };
  return { handler, stop: giveUp.bind(undefined, 'stopped', 'stopped') };
};

const flattenHeaders = (received: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> => {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(received)) {
    if (value !== undefined) headers[name.toLowerCase()] = typeof value === 'string' ? value : value.join(', ');
  }
  return headers;
};

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : '');

const stoppedCodes: ReadonlySet<string> = new Set(['UND_ERR_CLOSED', 'UND_ERR_DESTROYED']);

const notSentCauseOf = (error: Error): NotSentCause => {
  const code = codeOf(error);
  if (stoppedCodes.has(code)) return 'stopped';
  if (code === 'UND_ERR_INVALID_ARG') return 'requestInvalid';
  return notSentCauses.find((cause) => cause === code) ?? 'connectFailed';
};

const malformedCodes: ReadonlySet<string> = new Set([
  'UND_ERR_HEADERS_OVERFLOW',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
]);

const noAnswerOf = (error: Error, wasUsedBefore: boolean): NoAnswer => {
  const cause = noAnswerCauseOf(error);
  return { kind: 'noAnswer', cause, ...(wasUsedBefore && cause === 'connectionLost' ? { wasUsedBefore } : {}) };
};

const noAnswerCauseOf = (error: Error): NoAnswerCause => {
  const code = codeOf(error);
  if (stoppedCodes.has(code)) return 'stopped';
  return error instanceof errors.HTTPParserError || malformedCodes.has(code) ? 'malformedAnswer' : 'connectionLost';
};

const closeWithin = async (agent: Agent, running: RunningExchanges, graceMs: number): Promise<void> => {
  const stopAll = () => {
    for (const stop of running) stop();
  };
  if (graceMs <= 0) {
    stopAll();
    await agent.destroy();
    return;
  }
  // A closed agent forgets its connections and can't be destroyed any more: what still runs is ended one by one.
  const timer = setTimeout(stopAll, graceMs);
  await agent.close();
  clearTimeout(timer);
};
