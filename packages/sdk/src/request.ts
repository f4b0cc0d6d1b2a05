import { errorFor, lastResponseOf, readResult, retryAfterMs } from './answer.ts';
import type { LastResponse, RawAnswer, WithLastResponse } from './answer.ts';
import { TollgateConnectionError, TollgateError, TollgateTimeoutError } from './errors.ts';

/** What a call needs from outside: the network, time and chance. */
export type RequestPorts = {
  readonly fetch: typeof globalThis.fetch;
  readonly nowMs: () => number;
  /** Resolves after `ms`; rejects with the signal's reason when aborted first. */
  readonly sleep: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
  readonly newIdempotencyKey: () => string;
  readonly log: RequestLog | undefined;
};

/** One try of a call. */
export type RequestLogEntry = {
  readonly method: ApiCall['method'];
  /** Without the query. */
  readonly path: string;
  readonly tries: number;
  readonly durationMs: number;
  readonly idempotencyKey: string | undefined;
  /** Of the answer, if one came. */
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  /** Why there was none. */
  readonly error: string | undefined;
  /** The call is sent again after so long. */
  readonly retryInMs: number | undefined;
};

export type RequestLog = (entry: RequestLogEntry) => void;

/** The version whose objects the types of this SDK describe. */
export const API_VERSION = '2023-11-15';

export type RequestSettings = {
  /** With the `/api2` at its end. */
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly version: string;
  readonly timeoutMs: number;
  readonly totalTimeoutMs: number;
  readonly maxRetries: number;
};

export type RequestOptions = {
  /**
   * POST only. Give one that you can give again (an order's id and the number of the try) and a repeated call has one
   * effect.
   */
  readonly idempotencyKey?: string | undefined;
  /** Another key than the client's, for this call: a platform that sells for several merchants. */
  readonly apiKey?: string | undefined;
  readonly timeoutMs?: number | undefined;
  readonly totalTimeoutMs?: number | undefined;
  readonly maxRetries?: number | undefined;
  readonly signal?: AbortSignal | undefined;
};

export type ApiCall = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: object | undefined;
  readonly body?: object | undefined;
  readonly options?: RequestOptions | undefined;
};

export type Send = <T>(call: ApiCall) => Promise<WithLastResponse<T>>;
export type SendWithoutResult = (call: ApiCall) => Promise<LastResponse>;

type Delivered = { readonly answer: RawAnswer; readonly idempotencyKey: string | undefined; readonly tries: number };

export const createSend =
  (ports: RequestPorts, settings: RequestSettings): Send =>
  async <T>(call: ApiCall) => {
    const delivered = await deliver(ports, settings, call);
    return readResult<T>(delivered.answer, delivered);
  };

/** For calls whose answer has nothing to say (DELETE): 204, or a body that is not looked at. */
export const createSendWithoutResult =
  (ports: RequestPorts, settings: RequestSettings): SendWithoutResult =>
  async (call) => {
    const delivered = await deliver(ports, settings, call);
    return lastResponseOf(delivered.answer, delivered);
  };

/**
 * Sends the request until it has an answer worth having. A POST always carries an idempotency key, the same one in
 * every try, so a repeated POST has one effect; a GET has none, and what is deleted twice is deleted. PATCH is sent
 * once: the gateway keeps no key for it, so after a broken line only the caller can judge whether to repeat.
 */
const deliver = async (ports: RequestPorts, settings: RequestSettings, call: ApiCall): Promise<Delivered> => {
  const options = call.options ?? {};
  const idempotencyKey = call.method === 'POST' ? (options.idempotencyKey ?? ports.newIdempotencyKey()) : undefined;
  if (idempotencyKey !== undefined) assertHeaderText('idempotencyKey', idempotencyKey);
  if (options.apiKey !== undefined) assertHeaderText('apiKey', options.apiKey);
  const mayRepeat = call.method !== 'PATCH';
  const maxTries = mayRepeat ? 1 + (options.maxRetries ?? settings.maxRetries) : 1;
  const deadlineMs = ports.nowMs() + (options.totalTimeoutMs ?? settings.totalTimeoutMs);

  for (let tries = 1; ; tries++) {
    const leftMs = Math.max(1, deadlineMs - ports.nowMs());
    const timeoutMs = Math.min(options.timeoutMs ?? settings.timeoutMs, leftMs);
    const startedMs = ports.nowMs();
    const outcome = await tryOnce(ports, settings, { call, idempotencyKey, timeoutMs, tries });
    const tell = (retryInMs?: number) => {
      tellOf(ports, { call, idempotencyKey, timeoutMs, tries }, { outcome, startedMs, retryInMs });
    };
    if (!(outcome instanceof TollgateError) && isDone(call, outcome, tries)) {
      tell();
      return { answer: outcome, idempotencyKey, tries };
    }
    const error =
      outcome instanceof TollgateError ? outcome : errorFor(outcome, { idempotencyKey, tries }, ports.nowMs());
    const waitMs = waitBeforeNextTry(ports, outcome, tries);
    if (waitMs === undefined || tries >= maxTries || ports.nowMs() + waitMs >= deadlineMs) {
      tell();
      throw error;
    }
    tell(waitMs);
    await ports.sleep(waitMs, options.signal);
  }
};

/** A DELETE that is repeated finds nothing when the first one, whose answer was lost, was carried out. */
const isDone = ({ method }: ApiCall, { status }: RawAnswer, tries: number): boolean =>
  (status >= 200 && status < 300) || (method === 'DELETE' && status === 404 && tries > 1);

type Told = {
  readonly outcome: RawAnswer | TollgateError;
  readonly startedMs: number;
  readonly retryInMs: number | undefined;
};

const tellOf = (ports: RequestPorts, { call, idempotencyKey, tries }: Try, told: Told): void => {
  const { outcome, startedMs, retryInMs } = told;
  const answer = outcome instanceof TollgateError ? undefined : outcome;
  try {
    ports.log?.({
      method: call.method,
      path: call.path,
      tries,
      durationMs: ports.nowMs() - startedMs,
      idempotencyKey,
      status: answer?.status,
      requestId: answer?.headers.get('api-request-id') ?? undefined,
      error: outcome instanceof TollgateError ? outcome.message : undefined,
      retryInMs,
    });
  } catch {
    // A log that fails must not make a payment fail.
  }
};

/** These can be different the next time; so can 409 when it says when (the first try is still running). */
const repeatableStatuses: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 8_000;

/** Undefined: asking again would not help. Never less than the gateway asked for. */
const waitBeforeNextTry = (ports: RequestPorts, outcome: RawAnswer | TollgateError, tries: number) => {
  const ceilingMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tries);
  // Half fixed, half chance: many clients that failed together do not come back together.
  const backoffMs = ceilingMs / 2 + (ceilingMs / 2) * ports.random();
  if (outcome instanceof TollgateError) return outcome instanceof TollgateConnectionError ? backoffMs : undefined;

  const askedMs = retryAfterMs(outcome, ports.nowMs());
  const mayChange = repeatableStatuses.has(outcome.status) || (outcome.status === 409 && askedMs !== undefined);
  return mayChange ? Math.max(backoffMs, askedMs ?? 0) : undefined;
};

export type Try = {
  readonly call: ApiCall;
  readonly idempotencyKey: string | undefined;
  readonly timeoutMs: number;
  readonly tries: number;
};

const tryOnce = async (ports: RequestPorts, settings: RequestSettings, attempt: Try) => {
  const { call, timeoutMs } = attempt;
  const callerSignal = call.options?.signal;
  callerSignal?.throwIfAborted();
  // Made before the try: what can't be written as a request is the caller's mistake, not a broken line.
  const url = urlOf(settings, call);
  const body = call.body === undefined ? null : JSON.stringify(call.body);
  // One controller for the limit and the caller's signal, so that both also end the reading of the body.
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort();
  }, timeoutMs);
  const onAbort = () => {
    controller.abort();
  };
  callerSignal?.addEventListener('abort', onAbort, { once: true });
  try {
    const response = await ports.fetch(url, {
      method: call.method,
      headers: headersOf(settings, attempt),
      body,
      redirect: 'manual',
      signal: controller.signal,
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  } catch (thrown) {
    callerSignal?.throwIfAborted();
    return controller.signal.aborted ? timeoutError(settings, attempt) : connectionError(settings, attempt, thrown);
  } finally {
    clearTimeout(timer);
    callerSignal?.removeEventListener('abort', onAbort);
  }
};

export const urlOf = (settings: RequestSettings, call: ApiCall): string => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(call.query ?? {}) as [string, unknown][]) {
    for (const one of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (one !== undefined && one !== null) query.append(name, queryText(name, one));
    }
  }
  const suffix = query.size === 0 ? '' : `?${query.toString()}`;
  return `${settings.apiUrl}${call.path}${suffix}`;
};

const queryText = (name: string, value: unknown): string => {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new TypeError(`${name} must be a text, a number, a Date, true or false.`);
};

export const headersOf = (settings: RequestSettings, attempt: Try): Record<string, string> => ({
  accept: 'application/json',
  'user-agent': USER_AGENT,
  'x-api-key': attempt.call.options?.apiKey ?? settings.apiKey,
  'x-version': settings.version,
  ...(attempt.call.body === undefined ? {} : { 'content-type': 'application/json' }),
  ...(attempt.idempotencyKey === undefined ? {} : { 'idempotency-key': attempt.idempotencyKey }),
});

const USER_AGENT = 'tollgate-sdk/0.1.0';

const timeoutError = (settings: RequestSettings, attempt: Try): TollgateTimeoutError =>
  new TollgateTimeoutError(
    `No answer from ${settings.apiUrl} to ${attempt.call.method} ${attempt.call.path} within ` +
      `${String(Math.round(attempt.timeoutMs))} ms (try ${String(attempt.tries)}).${repeatAdvice(attempt)}`,
    { code: 'timeout', idempotencyKey: attempt.idempotencyKey },
  );

export const connectionError = (settings: RequestSettings, attempt: Try, thrown: unknown): TollgateConnectionError =>
  new TollgateConnectionError(
    `No connection to the gateway at ${settings.apiUrl}: ${reasonOf(thrown)} (try ${String(attempt.tries)}). ` +
      `Is it running, and is baseUrl its address?${repeatAdvice(attempt)}`,
    { code: 'connection', idempotencyKey: attempt.idempotencyKey, cause: thrown },
  );

const repeatAdvice = (attempt: Try): string =>
  attempt.idempotencyKey === undefined
    ? ''
    : ` It may have been carried out: repeat it with idempotencyKey ${JSON.stringify(attempt.idempotencyKey)} ` +
      'to learn its outcome without doing it twice.';

/** fetch says only "fetch failed"; the reason (ECONNREFUSED, ENOTFOUND, …) is in its cause. */
const reasonOf = (thrown: unknown): string => {
  const cause = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown;
  if (!(cause instanceof Error)) return String(cause);
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
};

export const assertHeaderText = (name: string, value: unknown): void => {
  if (typeof value === 'string' && /^[\x20-\x7e]{1,255}$/.test(value) && value.trim() === value) return;
  throw new TypeError(`${name} must be 1 to 255 printable ASCII characters without spaces at its ends.`);
};
