import type { NoAnswerCause, NotSentCause } from '../../../base/http-client.ts';

/**
 * Why an answer is `notSent` or `unknown`. A closed list: causes are logged and stored, so nothing of a request or of
 * an answer may ever be part of one.
 */
export type Cause =
  | NotSentCause
  | NoAnswerCause
  /** 5xx, or a status that the host does not document. */
  | 'serverError'
  | 'unreadableAnswer'
  | 'missingField'
  | 'wrongType'
  | 'wrongReference'
  | 'wrongAmount'
  | 'wrongCurrency'
  /** The host works on it, or has our reference under other content: only an inquiry tells. */
  | 'inProgress'
  | 'duplicateReference'
  /** An approval of a kind that we did not ask for, such as of a part of the amount. */
  | 'unexpectedApproval'
  | 'reversalRefused'
  | 'inquiryRefused';

export const unknown = (cause: Cause) => ({ kind: 'unknown', cause }) as const;
