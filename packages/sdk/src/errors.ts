import type { ProblemItem } from './types.ts';

export type TollgateErrorDetails = {
  readonly code: string;
  readonly status?: number | undefined;
  readonly requestId?: string | undefined;
  readonly errors?: readonly ProblemItem[] | undefined;
  readonly idempotencyKey?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
};

/** Everything the SDK throws about a call. `code` is for programs, `message` for the developer who reads the log. */
export class TollgateError extends Error {
  override readonly name: string = 'TollgateError';
  readonly code: string;
  /** HTTP status of the answer; undefined when there was none. */
  readonly status: number | undefined;
  /** Name it to whoever runs the gateway: their logs carry it. */
  readonly requestId: string | undefined;
  /** Every wrong field of the request, with its JSON pointer. */
  readonly errors: readonly ProblemItem[];
  /** The key that the call was sent under: repeat the same call with it to learn what became of it. */
  readonly idempotencyKey: string | undefined;
  /** How long the gateway asked to be left alone. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, details: TollgateErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = details.code;
    this.status = details.status;
    this.requestId = details.requestId;
    this.errors = details.errors ?? [];
    this.idempotencyKey = details.idempotencyKey;
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** No usable answer came: the gateway was not reached, or the line broke. What was asked may have been done. */
export class TollgateConnectionError extends TollgateError {
  override readonly name: string = 'TollgateConnectionError';
}

/** No answer within the limit. What was asked may have been done. */
export class TollgateTimeoutError extends TollgateConnectionError {
  override readonly name: string = 'TollgateTimeoutError';
}

/** 401: the key is missing, wrong, deleted or expired. 403: the key may not do this. */
export class TollgateAuthenticationError extends TollgateError {
  override readonly name: string = 'TollgateAuthenticationError';
}

/** The request can't be carried out as it is: `errors` names the fields. Sending it again changes nothing. */
export class TollgateInvalidRequestError extends TollgateError {
  override readonly name: string = 'TollgateInvalidRequestError';
}

/** 404: there is no such thing, or it is another merchant's. */
export class TollgateNotFoundError extends TollgateInvalidRequestError {
  override readonly name: string = 'TollgateNotFoundError';
}

/** 409: the thing is in a state that does not allow this, for example expiring a session that is paid. */
export class TollgateConflictError extends TollgateError {
  override readonly name: string = 'TollgateConflictError';
}

/** 429: too many requests; `retryAfterMs` says when to come back. */
export class TollgateRateLimitError extends TollgateError {
  override readonly name: string = 'TollgateRateLimitError';
}

export type WebhookVerificationCode =
  | 'body_not_raw'
  | 'no_signature'
  | 'malformed_signature'
  | 'no_secret'
  | 'malformed_secret'
  | 'no_match'
  | 'timestamp_too_old'
  | 'timestamp_in_future'
  | 'malformed_body';

/** The delivery can't be trusted: answer 400 and change nothing. */
export class WebhookVerificationError extends Error {
  override readonly name = 'WebhookVerificationError';
  readonly code: WebhookVerificationCode;

  constructor(code: WebhookVerificationCode, message: string) {
    super(message);
    this.code = code;
  }
}

export type ReturnVerificationCode =
  | 'no_parameters'
  | 'malformed_parameters'
  | 'no_key'
  | 'no_match'
  | 'no_expectation'
  | 'other_session'
  | 'other_payment'
  | 'timestamp_too_old'
  | 'timestamp_in_future';

/** The return can't be trusted: show the order as your own records have it and wait for the webhook. */
export class ReturnVerificationError extends Error {
  override readonly name = 'ReturnVerificationError';
  readonly code: ReturnVerificationCode;

  constructor(code: ReturnVerificationCode, message: string) {
    super(message);
    this.code = code;
  }
}
