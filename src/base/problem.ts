/**
 * Everything a caller of the API can do wrong, one row each: code → HTTP status and title. The detail of a problem is a
 * sentence made where it is found; it says what was wrong and what to do.
 */
export const problems = {
  invalid_fields: { status: 400, title: 'The request is not valid' },
  invalid_http: { status: 400, title: 'This is not HTTP' },
  invalid_json: { status: 400, title: 'The body is not valid JSON' },
  unknown_version: { status: 400, title: 'The API version is not known' },
  // The contract's words: a key that never was is an invalid request, a key that is no more an authentication error.
  invalid_request: { status: 401, title: 'No usable API key' },
  authentication: { status: 401, title: 'The API key is no longer valid' },
  forbidden: { status: 403, title: 'The API key may not do this' },
  merchant_suspended: { status: 403, title: 'The merchant is suspended' },
  not_found: { status: 404, title: 'There is no such thing' },
  method_not_allowed: { status: 405, title: 'The method is not allowed here' },
  request_timeout: { status: 408, title: 'The request took too long' },
  no_acquirer: { status: 409, title: 'No acquirer takes this payment' },
  not_supported: { status: 409, title: 'The acquirer cannot do this' },
  order_paid: { status: 409, title: 'The order is paid' },
  conflict: { status: 409, title: 'The state does not allow this' },
  idempotency_in_progress: { status: 409, title: 'The first request with this key is still running' },
  cursor_expired: { status: 410, title: 'The cursor is too old' },
  body_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The body must be JSON' },
  expectation_failed: { status: 417, title: 'The expectation cannot be met' },
  amount_exceeded: { status: 422, title: 'The amount is more than is left' },
  card_number_in_text: { status: 422, title: 'A card number was sent where none may be' },
  idempotency_mismatch: { status: 422, title: 'The key was used for another request' },
  rate_limited: { status: 429, title: 'Too many requests' },
  headers_too_large: { status: 431, title: 'The headers are too large' },
  internal: { status: 500, title: 'Something went wrong on our side' },
  unavailable: { status: 503, title: 'The gateway cannot answer now' },
} as const satisfies Record<string, { readonly status: number; readonly title: string }>;

export type ProblemCode = keyof typeof problems;

/** One wrong field; `pointer` is a JSON pointer into the body (`/amount`), or names a query parameter or header. */
export type FieldError = { readonly pointer: string; readonly code: string; readonly message: string };

/** A caller's mistake. Thrown by doors and verbs, turned into an answer in one place. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly fields: readonly FieldError[];
  readonly retryAfterSeconds: number | undefined;
  /** By this name HTTP frameworks and pages find it. */
  readonly statusCode: number;

  constructor(
    code: ProblemCode,
    detail: string,
    more: { readonly fields?: readonly FieldError[]; readonly retryAfterSeconds?: number } = {},
  ) {
    super(detail);
    this.name = 'Problem';
    this.code = code;
    this.fields = more.fields ?? [];
    this.retryAfterSeconds = more.retryAfterSeconds;
    this.statusCode = problems[code].status;
  }
}
