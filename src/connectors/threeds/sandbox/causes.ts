import type { NoAnswerCause } from '../../../base/http-client.ts';
import type { Unknown } from '../contract.ts';

/**
 * Why an answer can't be used. A closed list: causes are logged and stored, so nothing of a request or of an answer may
 * ever be part of one.
 */
export type Cause =
  | NoAnswerCause
  /** A status other than 200. */
  | 'serverError'
  | 'unreadableAnswer'
  | 'erro'
  | 'wrongMessageType'
  | 'wrongVersion'
  | 'wrongReference'
  | 'missingId'
  | 'unknownStatus'
  | 'unusableCavv'
  | 'unusableAcsUrl';

export const unknown = (cause: Cause): Unknown => ({ kind: 'unknown', cause });
