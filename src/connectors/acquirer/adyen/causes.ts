import type { NoAnswerCause, NotSentCause } from '../../../base/http-client.ts';

/**
 * Why an answer is `notSent` or `unknown`. A closed list: causes are logged and stored, so nothing of a request or of
 * an answer may ever be part of one.
 */
export type Cause =
  | NotSentCause
  | NoAnswerCause
  /** 5xx, an internal error, or a status that the host does not document. */
  | 'serverError'
  /** The host says itself that the same request may be sent again. */
  | 'transientError'
  | 'unreadableAnswer'
  | 'missingField'
  | 'wrongReference'
  | 'wrongAmount'
  | 'wrongCurrency'
  /** The host works on it, or has the key under way: a notification or a repeat tells. */
  | 'inProgress'
  /** An approval of a part, or a result that answers another question than ours. */
  | 'unexpectedApproval'
  | 'reversalRefused'
  /** The host answers no questions about what became of a payment. */
  | 'noInquiry';

export const unknown = (cause: Cause) => ({ kind: 'unknown', cause }) as const;
