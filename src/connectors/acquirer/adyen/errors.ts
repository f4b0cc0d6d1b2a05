import type { Decline, DeclineReason } from '../contract.ts';
import type { Cause } from './causes.ts';

/**
 * What a 4xx with an `errorCode` says of a payment (docs.adyen.com, "Error codes and messages"). The host read the
 * request and did nothing. A code without a row is a mistake of the account or of ours, not of the card:
 * `acquirerError`.
 */
export const errorReasons: Readonly<Record<string, DeclineReason>> = {
  '101': 'incorrectNumber',
  '102': 'incorrectNumber',
  '103': 'incorrectCvc',
  '107': 'notPermitted',
  '129': 'expiredCard',
  '130': 'acquirerError',
  '132': 'notPermitted',
  '134': 'acquirerError',
  '137': 'invalidAmount',
  '138': 'notPermitted',
  '140': 'expiredCard',
  '141': 'expiredCard',
  '142': 'expiredCard',
  '153': 'incorrectCvc',
  '172': 'notPermitted',
  '905': 'notPermitted',
  '907': 'notPermitted',
};

/** Codes that say neither yes nor no: the same key was seen, and its first request is not done. */
const undecidedErrors: Readonly<Record<string, Cause>> = { '702': 'serverError', '704': 'inProgress' };

/** `isTransient`: the host asks for the same request again, so it may have done it. */
export type WireError = {
  readonly status: number;
  readonly errorCode: string | undefined;
  readonly errorType: string | undefined;
  readonly isTransient: boolean;
};

/** By these the host says that it did not do what it read. Any other status proves nothing. */
const refusingStatuses: ReadonlySet<number> = new Set([400, 401, 403, 404, 405, 406, 413, 415, 422, 429]);

/** Why an error decides nothing, or undefined when it is a refusal. */
export const undecidedCause = ({ status, errorCode, errorType, isTransient }: WireError): Cause | undefined => {
  if (isTransient) return 'transientError';
  if (!refusingStatuses.has(status) || errorType === 'internal') return 'serverError';
  return rowOf(undecidedErrors, errorCode);
};

export const declineOfError = ({ status, errorCode }: WireError): Decline => ({
  kind: 'declined',
  declineReason: rowOf(errorReasons, errorCode) ?? 'acquirerError',
  acquirerCode: errorCode ?? `http${status}`,
  softDecline: false,
});

/** The code is theirs, and may be any word. */
const rowOf = <Row>(table: Readonly<Record<string, Row>>, code: string | undefined): Row | undefined =>
  code !== undefined && Object.hasOwn(table, code) ? table[code] : undefined;
