import {
  TollgateAuthenticationError,
  TollgateConflictError,
  TollgateError,
  TollgateInvalidRequestError,
  TollgateNotFoundError,
  TollgateRateLimitError,
} from './errors.ts';
import type { TollgateErrorDetails } from './errors.ts';
import type { ProblemItem } from './types.ts';

/** An HTTP answer whose body has been read to its end. */
export type RawAnswer = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
};

/** How the answer came about. On every object the SDK gives, as a property that JSON and loops do not see. */
export type LastResponse = {
  readonly status: number;
  readonly requestId: string | undefined;
  readonly version: string | undefined;
  /** True: the gateway had answered this idempotency key before and gave the same answer again. */
  readonly idempotentReplayed: boolean;
  /** Of a session answered again that is over by now: do not send a customer there. */
  readonly sessionStatus: 'completed' | 'expired' | undefined;
  /**
   * Fields of the request that the gateway does not know and left out, as its merchant's setting allows; empty for
   * most.
   */
  readonly ignoredFields: readonly string[];
  readonly idempotencyKey: string | undefined;
  /** How many times the request was sent. */
  readonly tries: number;
};

export type WithLastResponse<T> = T & { readonly lastResponse: LastResponse };

type Sent = { readonly idempotencyKey: string | undefined; readonly tries: number };

/** A 2xx body as an object of the API. The gateway's contract is trusted for its fields, not for being JSON at all. */
export const readResult = <T>(answer: RawAnswer, sent: Sent): WithLastResponse<T> => {
  const body = parseObject(answer.text);
  if (body === undefined) throw unexpectedAnswer(answer, sent);
  Object.defineProperty(body, 'lastResponse', { value: lastResponseOf(answer, sent), enumerable: false });
  return body as WithLastResponse<T>;
};

export const lastResponseOf = (answer: RawAnswer, sent: Sent): LastResponse => ({
  status: answer.status,
  requestId: answer.headers.get('api-request-id') ?? undefined,
  version: answer.headers.get('x-version') ?? undefined,
  idempotentReplayed: answer.headers.get('idempotent-replayed') === 'true',
  sessionStatus: endedStatusOf(answer.headers.get('idempotent-session-status')),
  ignoredFields: (answer.headers.get('x-ignored-fields') ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== ''),
  idempotencyKey: sent.idempotencyKey,
  tries: sent.tries,
});

/** A word that this version does not know is none that anybody could act upon. */
const endedStatusOf = (status: string | null): LastResponse['sessionStatus'] =>
  status === 'completed' || status === 'expired' ? status : undefined;

/** A refusal as the error that its status stands for. */
export const errorFor = (answer: RawAnswer, sent: Sent, nowMs: number): TollgateError => {
  const problem = parseObject(answer.text);
  const code = textOf(problem?.['code']);
  if (problem === undefined || code === undefined) return unexpectedAnswer(answer, sent);

  const errors = readItems(problem['errors']);
  const sentence = textOf(problem['message']) ?? textOf(problem['detail']) ?? textOf(problem['title']) ?? code;
  const details: TollgateErrorDetails = {
    code,
    status: answer.status,
    requestId: textOf(problem['requestId']) ?? answer.headers.get('api-request-id') ?? undefined,
    errors,
    idempotencyKey: sent.idempotencyKey,
    retryAfterMs: retryAfterMs(answer, nowMs),
  };
  return new (classFor(answer.status))(withFields(sentence, errors), details);
};

/** `Retry-After` as milliseconds from now: seconds or an HTTP date; undefined when absent or unreadable. */
export const retryAfterMs = (answer: RawAnswer, nowMs: number): number | undefined => {
  const value = answer.headers.get('retry-after')?.trim();
  if (value === undefined || value === '') return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const atMs = Date.parse(value);
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
};

const classByStatus: Readonly<Record<number, typeof TollgateError>> = {
  401: TollgateAuthenticationError,
  403: TollgateAuthenticationError,
  404: TollgateNotFoundError,
  409: TollgateConflictError,
  429: TollgateRateLimitError,
};

const classFor = (status: number): typeof TollgateError =>
  classByStatus[status] ?? (status < 500 ? TollgateInvalidRequestError : TollgateError);

/** `Wrong fields. (/amount: must be at least 1; /currency: unknown)` */
const withFields = (sentence: string, errors: readonly ProblemItem[]): string => {
  const fields = errors
    .filter((error) => !sentence.includes(error.message))
    .map((error) => (error.pointer === '' ? error.message : `${error.pointer}: ${error.message}`));
  return fields.length === 0 ? sentence : `${sentence} (${fields.join('; ')})`;
};

/** Not our JSON: a proxy's page, a redirect, another server behind `baseUrl`. */
const unexpectedAnswer = (answer: RawAnswer, sent: Sent): TollgateError => {
  const location = answer.headers.get('location');
  const contentType = answer.headers.get('content-type') ?? 'no content type';
  const advice =
    answer.status >= 300 && answer.status < 400 && location !== null
      ? `The gateway's address answered with a redirect to ${location}, which the SDK does not follow because the ` +
        'key ' +
        'would go with it. Set baseUrl to the final address.'
      : `The answer is not one of the gateway's: status ${String(answer.status)}, ${contentType}. Check that ` +
        'baseUrl is ' +
        "the gateway's address and that no proxy answers in its place.";
  return new TollgateError(advice, {
    code: 'unexpected_answer',
    status: answer.status,
    requestId: answer.headers.get('api-request-id') ?? undefined,
    idempotencyKey: sent.idempotencyKey,
  });
};

const parseObject = (text: string): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

const readItems = (value: unknown): readonly ProblemItem[] =>
  Array.isArray(value)
    ? value.filter(isObject).map((item) => ({
        pointer: textOf(item['pointer']) ?? '',
        code: textOf(item['code']) ?? '',
        message: textOf(item['message']) ?? '',
      }))
    : [];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
