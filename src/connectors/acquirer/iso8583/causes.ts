/**
 * Why an answer is `notSent` or `unknown`. A closed list: causes are logged and stored, so nothing of a message may
 * ever be part of one.
 */
export type NotSentCause =
  /** No connection: no address, refused, no TLS, or not in time. */
  | 'notConnected'
  /** Connected, and the host did not let us sign on. */
  | 'signOnRefused'
  /** The line had no room before the time was up. */
  | 'busy'
  | 'closed';

export type Cause =
  | 'noAnswerInTime'
  | 'lineLost'
  /** What came down the line was no message; all that was under way is open. */
  | 'unreadableLine'
  | 'wrongMac'
  | 'wrongType'
  | 'wrongReference'
  | 'wrongAmount'
  | 'wrongCurrency'
  | 'missingField'
  /** The host works on it, or has our numbers under other content. */
  | 'inProgress'
  | 'duplicateReference'
  /** A yes to something that was not asked: a part of the amount, a customer with a passport. */
  | 'partialApproval'
  | 'conditionalApproval'
  | 'unexpectedApproval'
  | 'reversalRefused'
  | 'inquiryRefused'
  | 'noInquiry';

export const unknown = (cause: Cause) => ({ kind: 'unknown', cause }) as const;
export const notSent = (cause: NotSentCause) => ({ kind: 'notSent', cause }) as const;
