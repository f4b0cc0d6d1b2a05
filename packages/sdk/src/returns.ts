import { ReturnVerificationError } from './errors.ts';
import { hmacSha256, isSameDigest, parseHexDigest, parseUnixSeconds } from './signature.ts';

/** What the gateway says to the shop through the customer's browser. */
export type VerifiedReturn = {
  readonly sessionId: string;
  /** The session's `status` when the customer left the payment page. `completed` and `expired` never change again. */
  readonly status: 'open' | 'completed' | 'expired';
  /** Comparable with the `sequence` of the session's events. */
  readonly sequence: number;
  readonly signedAt: Date;
};

export type VerifyReturnOptions = {
  /** The session that this order waits for. Without it a return of another order would be taken for this one's. */
  readonly expectedSessionId?: string | undefined;
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

/** A whole URL, `req.url`, or only its query. */
export type ReturnSource = string | URL | URLSearchParams;

/**
 * What the query of successUrl or failureUrl says, if the gateway signed it; otherwise throws ReturnVerificationError.
 * `apiKeys`: the key that created the session; while rotating, the old and the new one.
 */
export const verifyReturn = (
  source: ReturnSource,
  apiKeys: string | readonly string[],
  options: VerifyReturnOptions = {},
): VerifiedReturn => {
  const keys = (typeof apiKeys === 'string' ? [apiKeys] : apiKeys).filter((key) => key !== '');
  if (keys.length === 0) throw new ReturnVerificationError('no_key', 'No API key was given to verify the return with.');
  const claim = readClaim(queryOf(source));
  const message = `${claim.sessionId}.${claim.status}.${claim.sequence}.${claim.t}`;
  const matches = keys.filter((key) => isSameDigest(hmacSha256(returnKeyOf(key), message), claim.digest));
  if (matches.length === 0) {
    throw new ReturnVerificationError(
      'no_match',
      'The return is not signed with this API key: its parameters were changed, or another key created the session.',
    );
  }
  if (options.expectedSessionId !== undefined && options.expectedSessionId !== claim.sessionId) {
    throw new ReturnVerificationError(
      'other_session',
      `The return is genuine, but of another session (${claim.sessionId}).`,
    );
  }
  assertFresh(claim.signedAtSeconds, options);
  return {
    sessionId: claim.sessionId,
    status: claim.status,
    sequence: Number(claim.sequence),
    signedAt: new Date(claim.signedAtSeconds * 1000),
  };
};

/** The key that signs returns is derived from the API key, so that the gateway need not keep the API key itself. */
export const returnKeyOf = (apiKey: string): Buffer => hmacSha256(apiKey, 'tollgate return v1');

type Claim = {
  readonly sessionId: string;
  readonly status: VerifiedReturn['status'];
  readonly sequence: string;
  readonly t: string;
  readonly signedAtSeconds: number;
  readonly digest: Buffer;
};

const PARAMETERS = ['sessionId', 'status', 'sequence', 't', 'sig'] as const;

/** The gateway appends its parameters to the shop's own query, so of two with one name the last is the gateway's. */
const readClaim = (query: URLSearchParams): Claim => {
  const [sessionId, status, sequence, t, sig] = PARAMETERS.map((name) => query.getAll(name).at(-1));
  if (sessionId === undefined && sig === undefined) {
    throw new ReturnVerificationError(
      'no_parameters',
      'The URL has no sessionId and no sig: nobody returned from a payment page here.',
    );
  }
  const signedAtSeconds = parseUnixSeconds(t ?? '');
  const digest = parseHexDigest(sig ?? '');
  const isWellFormed = /^[A-Za-z0-9_-]{1,128}$/.test(sessionId ?? '') && /^\d{1,15}$/.test(sequence ?? '');
  if (!isWellFormed || !isStatus(status) || signedAtSeconds === undefined || digest === undefined) {
    throw new ReturnVerificationError(
      'malformed_parameters',
      `The URL must carry ${PARAMETERS.join(', ')} as the gateway wrote them.`,
    );
  }
  return { sessionId: sessionId ?? '', status, sequence: sequence ?? '', t: t ?? '', signedAtSeconds, digest };
};

const isStatus = (text: string | undefined): text is VerifiedReturn['status'] =>
  text === 'open' || text === 'completed' || text === 'expired';

const queryOf = (source: ReturnSource): URLSearchParams => {
  if (source instanceof URLSearchParams) return source;
  if (source instanceof URL) return source.searchParams;
  const start = source.indexOf('?');
  const [query = ''] = (start === -1 && !source.includes('=') ? '' : source.slice(start + 1)).split('#');
  return new URLSearchParams(query);
};

const DEFAULT_TOLERANCE_SECONDS = 86_400;
/** How far the gateway's clock may be ahead of ours. */
const CLOCK_SKEW_SECONDS = 300;

const assertFresh = (signedAtSeconds: number, options: VerifyReturnOptions): void => {
  const toleranceSeconds = options.toleranceSeconds ?? DEFAULT_TOLERANCE_SECONDS;
  const ageSeconds = Math.floor(Number(options.now ?? Date.now()) / 1000) - signedAtSeconds;
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
