import type { TollgateEventType } from '../sdk.ts';
import { UsageError } from '../tool/command.ts';
import { splitList } from '../tool/flags.ts';
import { nearest } from '../tool/nearest.ts';

/** Does not compile when the API learns a type that is not here. */
const known: Readonly<Record<TollgateEventType, true>> = {
  'session.created': true,
  'session.completed': true,
  'session.expired': true,
  'payment.created': true,
  'payment.requiresAction': true,
  'payment.requiresCapture': true,
  'payment.incremented': true,
  'payment.incrementFailed': true,
  'payment.funded': true,
  'payment.captureFailed': true,
  'payment.succeeded': true,
  'payment.blocked': true,
  'payment.failed': true,
  'payment.canceled': true,
  'refund.created': true,
  'refund.succeeded': true,
  'refund.failed': true,
  'paymentMethod.created': true,
  'paymentMethod.deleted': true,
  'webhookEndpoint.failing': true,
  'webhookEndpoint.disabled': true,
  'webhookEndpoint.test': true,
};

const isEventType = (text: string): text is TollgateEventType => Object.hasOwn(known, text);

export const EVENT_TYPES: readonly TollgateEventType[] = Object.keys(known).filter(isEventType);

/** `session.completed, refund.failed` of a flag; undefined when it was left out, or is `*`: all of them. */
export const readEventTypes = (text: string | undefined): readonly TollgateEventType[] | undefined => {
  const words = splitList(text ?? '*');
  if (words.includes('*')) return undefined;
  return words.map(readEventType);
};

export const readEventType = (word: string): TollgateEventType => {
  if (isEventType(word)) return word;
  const near = nearest(word, EVENT_TYPES);
  const hint = near === undefined ? '`tollgate trigger --help` lists them.' : `did you mean ${near}?`;
  throw new UsageError(`There is no event "${word}"; ${hint}`);
};
