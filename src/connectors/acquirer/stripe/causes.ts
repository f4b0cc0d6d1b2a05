import type { NoAnswerCause, NotSentCause } from '../../../base/http-client.ts';

/**
 * Why an answer is `notSent` or `unknown`. A closed list: causes are logged and stored, so nothing of a request or of
 * an answer may ever be part of one.
 */
export type Cause =
  | NotSentCause
  | NoAnswerCause
  /** 5xx, `api_error`, or a status that Stripe does not document. */
  | 'serverError'
  | 'unreadableAnswer'
  | 'missingField'
  | 'wrongType'
  | 'wrongReference'
  | 'wrongAmount'
  | 'wrongCurrency'
  /** Another request holds the object or the key, or the payment is being processed: only an inquiry tells. */
  | 'inProgress'
  /** Our key under other content, or an intent that was confirmed before. */
  | 'duplicateReference'
  /** Too many requests: this one was not looked at. */
  | 'rateLimited'
  /** An approval of a kind that we did not ask for: captured where it should only be authorized. */
  | 'unexpectedApproval'
  | 'reversalRefused'
  | 'inquiryRefused';

export const unknown = (cause: Cause) => ({ kind: 'unknown', cause }) as const;
