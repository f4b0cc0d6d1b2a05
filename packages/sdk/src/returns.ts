import { ReturnVerificationError } from './errors.ts';
import { webhookIn, type WebhookAtReturn } from './return-webhook.ts';
import type { Payment } from './types.ts';
import {
  ageOf,
  allOf,
  hmacSha256,
  isSameDigest,
  parseHexDigest,
  parseUnixSeconds,
  runAtOnce,
  runByWebCrypto,
  type Check,
} from './signature.ts';

/** What the gateway says to the shop through the customer's browser. */
export type VerifiedReturn = {
  readonly sessionId: string;
  /** The session's `status` when the customer left the payment page. `completed` and `expired` never change again. */
  readonly status: 'open' | 'completed' | 'expired';
  /** Comparable with the `sequence` of the session's events. */
  readonly sequence: number;
  readonly signedAt: Date;
  /** What `session.completed` had come to; absent for other statuses and from gateways that do not say it. */
  readonly webhook?: WebhookAtReturn;
};

/** What the gateway says after a customer was sent to `nextAction.url` of a payment. */
export type VerifiedPaymentReturn = {
  readonly paymentId: string;
  /** The payment's `status` when the customer left; of a payment that was not decided yet `processing`. */
  readonly status: Payment['status'];
  readonly sequence: number;
  readonly signedAt: Date;
};

export type VerifyPaymentReturnOptions = Omit<VerifyReturnOptions, 'expectedSessionId'> & {
  /** The payment that this order waits for. Without it a return of another order would be taken for this one's. */
  readonly expectedPaymentId: string | undefined;
};

export type VerifyReturnOptions = {
  /**
   * The session that this order waits for, as your records have it. A genuine return of a cheap order must not pass for
   * a dear one, so there is no verifying without it: `undefined` is refused with `no_expectation`.
   */
  readonly expectedSessionId: string | undefined;
  /**
   * How long ago the customer may have left the payment page; 24 hours by default. Long, because customers reload the
   * order's page, come back to it from the history or open it on another device, and because an old return says nothing
   * false: a session that is completed or expired stays so. What protects the shop is the signature and
   * `expectedSessionId`; the limit only ends the life of links that were copied. `Infinity` is allowed.
   */
  readonly toleranceSeconds?: number | undefined;
  /** For tests: the time to judge by, in milliseconds since the epoch, or as a Date. */
  readonly now?: number | Date | undefined;
};

/**
 * A whole URL, `req.url`, or only its query: as text, as `URLSearchParams`, or as the object that a framework made of
 * it (`req.query` of Express, `searchParams` of Next, awaited where it is a promise).
 */
export type ReturnSource = string | URL | URLSearchParams | Readonly<Record<string, unknown>> | undefined;

/** One that is not set (an environment variable) is none. */
type ApiKeys = string | undefined | readonly (string | undefined)[];

/**
 * What the query of successUrl or failureUrl says, if the gateway signed it; otherwise throws ReturnVerificationError.
 * `apiKeys`: the key that created the session; while rotating, the old and the new one.
 */
export const verifyReturn = (source: ReturnSource, apiKeys: ApiKeys, options: VerifyReturnOptions): VerifiedReturn =>
  runAtOnce(sessionReturnIn(source, apiKeys, options));

/** The same by WebCrypto, for runtimes without `node:crypto`. */
export const verifyReturnAsync = async (
  source: ReturnSource,
  apiKeys: ApiKeys,
  options: VerifyReturnOptions,
): Promise<VerifiedReturn> => runByWebCrypto(sessionReturnIn(source, apiKeys, options));

/** The same for `returnUrl` of a payment that your server made, after its customer was sent to `nextAction.url`. */
export const verifyPaymentReturn = (
  source: ReturnSource,
  apiKeys: ApiKeys,
  options: VerifyPaymentReturnOptions,
): VerifiedPaymentReturn => runAtOnce(paymentReturnIn(source, apiKeys, options));

/** The same by WebCrypto, for runtimes without `node:crypto`. */
export const verifyPaymentReturnAsync = async (
  source: ReturnSource,
  apiKeys: ApiKeys,
  options: VerifyPaymentReturnOptions,
): Promise<VerifiedPaymentReturn> => runByWebCrypto(paymentReturnIn(source, apiKeys, options));

function* sessionReturnIn(
  source: ReturnSource,
  apiKeys: ApiKeys,
  { expectedSessionId, ...options }: Partial<VerifyReturnOptions> = {},
): Check<VerifiedReturn> {
  const expectation = { ...options, expectedId: expectedSessionId };
  const { id, signed, ...verified } = yield* verifySigned(source, apiKeys, sessionReturns, expectation);
  const webhook = yield* webhookIn(queryOf(source), signed);
  return { sessionId: id, ...verified, ...(webhook !== undefined && { webhook }) };
}

function* paymentReturnIn(
  source: ReturnSource,
  apiKeys: ApiKeys,
  { expectedPaymentId, ...options }: Partial<VerifyPaymentReturnOptions> = {},
): Check<VerifiedPaymentReturn> {
  const expectation = { ...options, expectedId: expectedPaymentId };
  const { id, status, sequence, signedAt } = yield* verifySigned(source, apiKeys, paymentReturns, expectation);
  return { paymentId: id, status, sequence, signedAt };
}

type Kind<Status extends string> = {
  readonly idName: 'sessionId' | 'paymentId';
  readonly object: 'session' | 'payment';
  readonly statuses: readonly Status[];
};

const sessionReturns: Kind<VerifiedReturn['status']> = {
  idName: 'sessionId',
  object: 'session',
  statuses: ['open', 'completed', 'expired'],
};

const paymentReturns: Kind<VerifiedPaymentReturn['status']> = {
  idName: 'paymentId',
  object: 'payment',
  statuses: [
    'requiresPaymentMethod',
    'requiresAction',
    'requiresCapture',
    'processing',
    'succeeded',
    'failed',
    'canceled',
  ],
};

type Expectation = Pick<VerifyReturnOptions, 'toleranceSeconds' | 'now'> & { readonly expectedId: string | undefined };

type Verified<Status extends string> = {
  readonly id: string;
  readonly status: Status;
  readonly sequence: number;
  readonly signedAt: Date;
  /** By which key, and what. */
  readonly signed: { readonly key: Uint8Array; readonly message: string };
};

function* verifySigned<Status extends string>(
  source: ReturnSource,
  apiKeys: ApiKeys,
  kind: Kind<Status>,
  options: Expectation,
): Check<Verified<Status>> {
  const keys = allOf(apiKeys);
  if (keys.length === 0) throw new ReturnVerificationError('no_key', 'No API key was given to verify the return with.');
  const claim = readClaim(queryOf(source), kind);
  const message = `${claim.id}.${claim.status}.${claim.sequence}.${claim.t}`;
  let signedBy: Uint8Array | undefined;
  for (const apiKey of keys) {
    const key = yield* returnKeyOf(apiKey);
    if (isSameDigest(yield* hmacSha256(key, message), claim.digest)) signedBy = key;
  }
  if (signedBy === undefined) {
    throw new ReturnVerificationError(
      'no_match',
      'The return is not signed with this API key: its parameters were changed, or another key created the ' +
        `${kind.object}.`,
    );
  }
  assertExpected(claim.id, options.expectedId, kind);
  assertFresh(claim.signedAtSeconds, options);
  return {
    id: claim.id,
    status: claim.status,
    sequence: Number(claim.sequence),
    signedAt: new Date(claim.signedAtSeconds * 1000),
    signed: { key: signedBy, message },
  };
}

/** The key that signs returns is derived from the API key, so that the gateway need not keep the API key itself. */
export function* returnKeyOf(apiKey: string): Check<Uint8Array> {
  return yield* hmacSha256(apiKey, 'tollgate return v1');
}

const assertExpected = (id: string, expectedId: string | undefined, { object }: Kind<string>): void => {
  if (expectedId === undefined || expectedId === '') {
    throw new ReturnVerificationError(
      'no_expectation',
      `Nothing says which ${object} this order waits for: give ` +
        `expected${object === 'session' ? 'SessionId' : 'PaymentId'}, ` +
        'the id that you stored with the order. Without it the return of any other order would pass for this one’s.',
    );
  }
  if (expectedId === id) return;
  throw new ReturnVerificationError(
    object === 'session' ? 'other_session' : 'other_payment',
    `The return is genuine, but of another ${object} (${id}).`,
  );
};

type Claim<Status extends string> = {
  readonly id: string;
  readonly status: Status;
  readonly sequence: string;
  readonly t: string;
  readonly signedAtSeconds: number;
  readonly digest: Uint8Array;
};

/** The gateway appends its parameters to the shop's own query, so of two with one name the last is the gateway's. */
const readClaim = <Status extends string>(
  query: URLSearchParams,
  { idName, statuses }: Kind<Status>,
): Claim<Status> => {
  const names = [idName, 'status', 'sequence', 't', 'sig'];
  const [id, statusText, sequence, t, sig] = names.map((name) => query.getAll(name).at(-1));
  if (id === undefined && sig === undefined) {
    throw new ReturnVerificationError(
      'no_parameters',
      `The URL has no ${idName} and no sig: nobody returned from a payment page here.`,
    );
  }
  const status = statuses.find((known) => known === statusText);
  const signedAtSeconds = parseUnixSeconds(t ?? '');
  const digest = parseHexDigest(sig ?? '');
  const isWellFormed = /^[A-Za-z0-9_-]{1,128}$/.test(id ?? '') && /^\d{1,15}$/.test(sequence ?? '');
  if (!isWellFormed || status === undefined || signedAtSeconds === undefined || digest === undefined) {
    throw new ReturnVerificationError(
      'malformed_parameters',
      `The URL must carry ${names.join(', ')} as the gateway wrote them.`,
    );
  }
  return { id: id ?? '', status, sequence: sequence ?? '', t: t ?? '', signedAtSeconds, digest };
};

const queryOf = (source: ReturnSource = ''): URLSearchParams => {
  if (source instanceof URLSearchParams) return source;
  if (source instanceof URL) return source.searchParams;
  if (typeof source === 'object') return queryOfObject(source);
  const start = source.indexOf('?');
  const [query = ''] = (start === -1 && !source.includes('=') ? '' : source.slice(start + 1)).split('#');
  return new URLSearchParams(query);
};

/** Values that are no text (an object that a parser made of `a[b]=1`) are none of the gateway's. */
const queryOfObject = (source: Readonly<Record<string, unknown>>): URLSearchParams => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(source)) {
    for (const one of [value].flat()) if (typeof one === 'string') query.append(name, one);
  }
  return query;
};

const DEFAULT_TOLERANCE_SECONDS = 86_400;
/** How far the gateway's clock may be ahead of ours. */
const CLOCK_SKEW_SECONDS = 300;

const assertFresh = (signedAtSeconds: number, options: Expectation): void => {
  const { ageSeconds, toleranceSeconds } = ageOf(signedAtSeconds, options, DEFAULT_TOLERANCE_SECONDS);
  if (ageSeconds > toleranceSeconds) {
    throw new ReturnVerificationError(
      'timestamp_too_old',
      `The return was signed ${String(ageSeconds)} s ago; ${String(toleranceSeconds)} s are allowed.`,
    );
  }
  if (-ageSeconds > CLOCK_SKEW_SECONDS) {
    throw new ReturnVerificationError(
      'timestamp_in_future',
      `The return was signed ${String(-ageSeconds)} s in the future by this machine's clock, which is probably behind.`,
    );
  }
};
