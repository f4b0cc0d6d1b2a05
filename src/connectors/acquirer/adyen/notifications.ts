import { createHash } from 'node:crypto';
import type {
  AcquirerNews,
  AcquirerNotification,
  NotificationDelivery,
  NotificationReading,
  OperationKind,
  OperationReference,
} from '../contract.ts';
import { fromWireAmount } from './amounts.ts';
import { approvalFrom } from './answers.ts';
import { codeOfReason, declineOfCode } from './refusals.ts';
import { maskNumbers } from '../../../card/mask-numbers.ts';
import { isEqual, isSigned } from './signature.ts';
import { isFields, parseObject, PHRASE, PSP_REFERENCE, REFERENCE, textIn, WORD, type Fields } from './wire.ts';

export type NotificationSettings = {
  readonly merchantAccount: string;
  /** The newest first, and the one before it: what was queued before a rotation is signed with the old key. */
  readonly hmacKeys: readonly string[];
  /** `user:password` pairs, any of which must be shown; empty: the signature alone counts. */
  readonly credentials: readonly string[];
};

/**
 * Every item has a signature of its own, and one that has none makes the whole delivery a stranger's. The host signs no
 * time, so an old notification can't be told by its signature: it is known again by its `hostId`.
 */
export const readNotifications = (
  settings: NotificationSettings,
  { headers, body }: NotificationDelivery,
): NotificationReading => {
  if (!isLetIn(settings.credentials, headers['authorization'])) return { kind: 'forged' };
  const items = itemsIn(body);
  if (items === undefined || !items.every((item) => isSigned(item, settings.hmacKeys))) return { kind: 'forged' };
  const notifications = items.map((item) => readItem(settings, item));
  return notifications.every((notification) => notification !== undefined)
    ? { kind: 'notifications', notifications }
    : { kind: 'unreadable' };
};

const isLetIn = (credentials: readonly string[], header: string | undefined): boolean => {
  if (credentials.length === 0) return true;
  const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();
  const shown = digestOf(header ?? '');
  return credentials
    .map((pair) => isEqual(digestOf(`Basic ${Buffer.from(pair).toString('base64')}`), shown))
    .includes(true);
};

/** Undefined: there is no item that anybody could have signed. */
const itemsIn = (body: Buffer): readonly Fields[] | undefined => {
  const wrappers = parseObject(body)?.['notificationItems'];
  if (!Array.isArray(wrappers) || wrappers.length === 0) return undefined;
  const items = wrappers.map((wrapper: unknown) =>
    isFields(wrapper) && isFields(wrapper['NotificationRequestItem']) ? wrapper['NotificationRequestItem'] : undefined,
  );
  return items.every((item) => item !== undefined) ? items : undefined;
};

/** One item, once its signature was found right. */
type Item = {
  readonly eventCode: string;
  readonly pspReference: string;
  /** The host's name of the payment, where the item is about something that was done to it. */
  readonly originalReference: string | undefined;
  readonly reference: OperationReference | undefined;
  readonly isSuccess: boolean;
  readonly reason: string;
  readonly fields: Fields;
  readonly additionalData: Fields | undefined;
};

const readItem = (settings: NotificationSettings, fields: Fields): AcquirerNotification | undefined => {
  const eventCode = textIn(fields, 'eventCode', WORD);
  const success = textIn(fields, 'success', /^(true|false)$/);
  // A report's name may stand where a payment has its reference.
  const pspReference = textIn(fields, 'pspReference', PHRASE);
  if (eventCode === undefined || success === undefined || pspReference === undefined) return undefined;
  const item: Item = {
    eventCode,
    pspReference,
    originalReference: textIn(fields, 'originalReference', PSP_REFERENCE),
    reference: textIn(fields, 'merchantReference', REFERENCE) as OperationReference | undefined,
    isSuccess: success === 'true',
    reason: textIn(fields, 'reason', PHRASE) ?? '',
    fields,
    additionalData: isFields(fields['additionalData']) ? fields['additionalData'] : undefined,
  };
  const isOurs = fields['merchantAccountCode'] === settings.merchantAccount;
  const news = isOurs ? newsOf(item) : ({ about: 'nothingOfOurs' } as const);
  if (news === undefined) return undefined;
  return {
    hostId: hostIdOf(item),
    type: eventCode,
    reference: item.reference,
    // A reversal has no name that we were told: it is known by the payment that it is about.
    handle: news.about === 'reversal' ? item.originalReference : pspReference,
    news,
    details: detailsOf(item),
  };
};

/** The host's own advice: event, reference and outcome together happen once. */
const hostIdOf = ({ eventCode, pspReference, isSuccess }: Item): string => {
  const id = `${eventCode}:${pspReference}:${isSuccess}`;
  return id.length <= 200 ? id : `${eventCode}:${createHash('sha256').update(id).digest('hex')}`;
};

/** Undefined: signed, and yet nothing that the host documents. */
type Reader = (item: Item) => AcquirerNews | undefined;

const operationNews =
  (about: OperationKind): Reader =>
  ({ isSuccess, pspReference, reason }) => ({
    about,
    answer: isSuccess ? { kind: 'approved', acquirerReference: pspReference } : operationDecline(reason),
  });

/** Told as done, and undone by a scheme or a bank. `false` would say that this failed, so nothing changed. */
const takenBack =
  (operation: 'capture' | 'refund'): Reader =>
  ({ isSuccess, eventCode }) =>
    isSuccess ? { about: 'takenBack', operation, acquirerCode: eventCode } : { about: 'nothingOfOurs' };

const reversalNews: Reader = ({ isSuccess }) => ({
  about: 'reversal',
  answer: { kind: isSuccess ? 'reversed' : 'refused' },
});

const authorizationNews: Reader = ({ isSuccess, pspReference, reason, fields, additionalData }) => {
  if (!isSuccess) {
    const raw = textIn(additionalData, 'refusalReasonRaw', PHRASE);
    return { about: 'authorization', answer: declineOfCode(codeOfReason(reason), raw) };
  }
  const amount = fromWireAmount(fields['amount']);
  if (amount === undefined) return undefined;
  // `033899:1111:03/2030`: approval code, last four digits, expiry.
  const approvalCode = textIn(additionalData, 'authCode', APPROVAL_CODE) ?? /^([0-9A-Za-z]{1,8}):/.exec(reason)?.[1];
  return { about: 'authorization', answer: approvalFrom(pspReference, amount, additionalData, approvalCode) };
};

const APPROVAL_CODE = /^[0-9A-Za-z]{1,8}$/;

/** Every other event is kept and shown: disputes, reports, payouts. */
const readers: Readonly<Record<string, Reader>> = {
  AUTHORISATION: authorizationNews,
  AUTHORISATION_ADJUSTMENT: operationNews('increment'),
  CAPTURE: operationNews('capture'),
  CAPTURE_FAILED: takenBack('capture'),
  CANCELLATION: operationNews('void'),
  REFUND: operationNews('refund'),
  REFUND_FAILED: takenBack('refund'),
  REFUNDED_REVERSED: takenBack('refund'),
  TECHNICAL_CANCEL: reversalNews,
  CANCEL_OR_REFUND: reversalNews,
};

export const readEvents: readonly string[] = Object.keys(readers);

const newsOf = (item: Item): AcquirerNews | undefined =>
  Object.hasOwn(readers, item.eventCode) ? readers[item.eventCode]?.(item) : { about: 'nothingOfOurs' };

/** The host gives a sentence and no code: too much, or not what the payment's state allows. */
const operationDecline = (reason: string) =>
  ({
    kind: 'declined',
    declineReason: /insufficient balance|amount/i.test(reason) ? 'invalidAmount' : 'notPermitted',
    acquirerCode: 'failed',
    softDecline: false,
  }) as const;

/** Codes and sentences of the host; what tells of a card is left out. */
const detailsOf = ({ eventCode, pspReference, originalReference, isSuccess, reason, fields, additionalData }: Item) => {
  const shown = {
    eventCode,
    success: String(isSuccess),
    pspReference,
    originalReference,
    eventDate: textIn(fields, 'eventDate', /^[0-9T:.Z+-]{10,40}$/),
    // Of an approval it is a triple with the expiry in it.
    reason: /:\d{4}:\d{1,2}\/\d{4}$/.test(reason) || reason === '' ? undefined : maskNumbers(reason),
    refusalReasonRaw: textIn(additionalData, 'refusalReasonRaw', PHRASE),
    cardSummary: textIn(additionalData, 'cardSummary', /^\d{4}$/),
    chargebackReasonCode: textIn(additionalData, 'chargebackReasonCode', /^[0-9A-Za-z.]{1,12}$/),
    modificationMerchantReferences: textIn(additionalData, 'modificationMerchantReferences', PHRASE),
  };
  return Object.fromEntries(
    Object.entries(shown).flatMap(([name, text]) => (text === undefined ? [] : [[name, maskNumbers(text)]])),
  );
};
