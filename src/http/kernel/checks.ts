import type { Clock } from '../../base/clock.ts';
import { checkExternalAuthentication } from './check-external-authentication.ts';
import { parseAddressRange } from '../../base/address-range.ts';
import { parseCurrency } from '../../base/money.ts';
import { isEventType } from '../../events/catalog.ts';
import { holdsCardNumber } from '../../card/number-in-text.ts';
import { readCardInput } from '../../vault/card-input.ts';
import { isRecord } from './json-value.ts';
import { problemOfTarget } from '../../webhooks/target.ts';
import { findAccentMistake } from './accent-color.ts';
import { checkReturnAddress } from './return-address.ts';
import { checkReturnOrigin } from './return-origin.ts';

/** What is wrong with a text; `message` goes on after the field's name. */
type Failure = { readonly code: string; readonly message: string };
type Check = (text: string) => Failure | undefined;
/** What is wrong inside an object: each failure names its field. */
type ObjectCheck = (value: Readonly<Record<string, unknown>>) => readonly (Failure & { readonly field: string })[];

/** What a shape can't say about a text. Schemas name these rows with the keyword `holds`. */
export const createChecks = ({ mode, clock }: { readonly mode: 'sandbox' | 'live'; readonly clock: Clock }) =>
  ({
    currency: (text) =>
      parseCurrency(text) === undefined
        ? { code: 'currency', message: 'must be a currency of ISO 4217, such as EUR.' }
        : undefined,
    returnUrl: (text) => checkReturnAddress(text, mode) ?? checkPlainText(text),
    returnOrigin: (text) => checkReturnOrigin(text, mode) ?? checkPlainText(text),
    accentColor: (text) => {
      const message = text === 'default' ? undefined : findAccentMistake(text);
      return message === undefined ? undefined : { code: 'color', message };
    },
    plainText: (text) => checkPlainText(text),
    // The same for what only describes; `tidy` has made one line of the first, and the second may have several.
    line: (text) => checkPlainText(text),
    note: (text) => checkPlainText(text.replaceAll(/[\t\n\r]/g, ' ')),
    webhookUrl: (text) => checkWebhookUrl(text, mode) ?? checkPlainText(text),
    locale: (text) =>
      checkPlainText(text.replaceAll(/[-_]/g, '')) ??
      (isLocale(text) ? undefined : { code: 'locale', message: 'must be a language tag, such as EN, de or pt-BR.' }),
    country: (text) =>
      /^[A-Za-z]{2}$/.test(text)
        ? undefined
        : { code: 'country', message: 'must be a country of ISO 3166 in two letters, such as DE.' },
    email: (text) =>
      checkPlainText(text) ??
      (/^[^\s@]+@[^\s@]+$/.test(text) ? undefined : { code: 'email', message: 'must be an e-mail address.' }),
    phone: (text) => checkPhone(text),
    addressRange: (text) =>
      parseAddressRange(text) === undefined
        ? { code: 'addressRange', message: 'must be an IP address or a range of them, such as 203.0.113.0/24.' }
        : undefined,
    timestamp: (text) =>
      isTimestamp(text) ? undefined : { code: 'timestamp', message: 'must be a time such as 2024-03-28T08:46:37Z.' },
    sessionExpiry: (text) => checkSessionExpiry(text, clock.nowMs()),
    day: (text) =>
      /^\d{4}-\d{2}-\d{2}$/.test(text) && isTimestamp(`${text}T00:00:00Z`)
        ? undefined
        : { code: 'day', message: 'must be a day such as 2027-12-31.' },
    eventTypes: (text) => checkEventTypes(text),
    // The form alone: whose it is, and whether it was ever given, is for the feed to say.
    feedCursor: (text) =>
      /^(?:start|latest|[\w-]{23})?$/.test(text)
        ? undefined
        : { code: 'form', message: 'must be start, latest, or the nextCursor of a page of your feed.' },
  }) satisfies Record<string, Check>;

export type CheckName = keyof ReturnType<typeof createChecks>;

/** Schemas of objects name these rows with the keyword `fits`: what only several fields together say. */
export const createObjectChecks = ({ clock }: { readonly clock: Clock }) =>
  ({
    card: (value) => checkCard(value, clock.nowMs()),
    storedCard: (value) => checkStoredCard(value, clock.nowMs()),
    payment: (value) => [...checkStoredCard(value, clock.nowMs()), ...checkPaymentMethod(value)],
    externalAuthentication: (value) => checkExternalAuthentication(value),
    refund: (value) => checkRefund(value),
    eventQuery: (value) => checkEventQuery(value),
    howOften: (value) => checkHowOften(value),
  }) satisfies Record<string, ObjectCheck>;

export type ObjectCheckName = keyof ReturnType<typeof createObjectChecks>;

/**
 * Text that is stored and shown: no control characters (a NUL can't be stored; the others confuse logs and pages), no
 * half of a surrogate pair, and no card number.
 */
const checkPlainText: Check = (text) =>
  checkCharacters(text) ??
  (holdsCardNumber(text)
    ? {
        code: 'cardNumber',
        message: 'looks like it holds a card number; those may only be entered on the payment page.',
      }
    : undefined);

const checkCharacters: Check = (text) =>
  CONTROL.test(text) || !text.isWellFormed()
    ? { code: 'characters', message: 'must not have control characters.' }
    : undefined;

const checkWebhookUrl = (text: string, mode: 'sandbox' | 'live'): Failure | undefined => {
  const wrong = problemOfTarget({ mode }, text);
  return wrong === undefined ? undefined : { code: 'url', message: `${wrong}.` };
};

/**
 * Telephone numbers are written in every form there is: with extensions, two in one field, in digits of any script.
 * None is taken for a card: those of 14 and 15 digits that begin like one belong to countries whose numbers are
 * shorter.
 */
const checkPhone: Check = (text) =>
  /\p{Nd}/u.test(text)
    ? checkPlainText(text)
    : { code: 'phone', message: 'must be a telephone number, such as +49 30 1234567.' };

const checkEventTypes: Check = (text) => {
  const unknown = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '*' && !isEventType(name))
    .map((name) => (name === '' ? 'an empty name' : `"${name.slice(0, 60)}"`));
  return unknown.length === 0
    ? undefined
    : {
        code: 'choice',
        message: `must be event types separated by commas, or * for all; none is ${unknown.slice(0, 5).join(', ')}.`,
      };
};

/** The list and the feed are at one address; what belongs to one of them does not go with the other. */
const checkEventQuery: ObjectCheck = (query) => {
  const isFeed = query['after'] !== undefined;
  const strangers = isFeed ? ['cursor', 'type', 'session', 'createdFrom', 'createdTo'] : ['types', 'waitMs'];
  return strangers
    .filter((field) => query[field] !== undefined)
    .map((field) => ({
      field,
      code: 'combination',
      message: isFeed ? 'cannot be combined with after, which reads the feed.' : 'needs after: only the feed has it.',
    }));
};

/** `percent` of the deliveries, by chance, or the `next` ones: exactly one of them. */
const checkHowOften: ObjectCheck = ({ percent, next }) => {
  if (percent !== undefined && next !== undefined)
    return [{ field: 'next', code: 'choice', message: 'cannot be sent with percent: say how many, or what share.' }];
  return percent === undefined && next === undefined
    ? [
        {
          field: 'next',
          code: 'required',
          message: 'or percent must say how often: how many, or what share (1 to 100).',
        },
      ]
    : [];
};

const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

const isLocale = (text: string): boolean => /^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}$/.test(text);

/** Only what the database takes too: Date.parse knows a 31st of November, a year 0 and a zone 23 hours away. */
const isTimestamp = (text: string): boolean => {
  const [, day, zoneHours] = TIMESTAMP.exec(text) ?? [];
  if (day === undefined || Number.isNaN(Date.parse(text))) return false;
  const isInCalendar = new Date(`${day}T00:00:00Z`).toISOString().startsWith(day) && !day.startsWith('0000');
  return isInCalendar && Number(zoneHours ?? 0) < 15;
};

const TIMESTAMP = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-](\d{2}):[0-5]\d)$/;

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** The merchant's clock and ours need not agree to the second. */
const GRACE_MS = 1_000;

const checkSessionExpiry = (text: string, nowMs: number): Failure | undefined => {
  if (!isTimestamp(text)) return { code: 'timestamp', message: 'must be a time such as 2024-03-28T08:46:37Z.' };
  const inMs = Date.parse(text) - nowMs;
  const isInRange = inMs >= MINUTE_MS - GRACE_MS && inMs <= 30 * DAY_MS + GRACE_MS;
  return isInRange ? undefined : { code: 'range', message: 'must be between 1 minute and 30 days from now.' };
};

/** Fields of the wrong type are named by the schema; the card is looked at when it can be one. */
const checkCard: (...args: [Readonly<Record<string, unknown>>, number]) => ReturnType<ObjectCheck> = (value, nowMs) => {
  const { number, expiryMonth, expiryYear, cvc, cardholderName, token } = value;
  if (token !== undefined)
    return CARD_FIELDS.filter((field) => value[field] !== undefined).map((field) => ({
      field,
      code: 'choice',
      message: 'cannot be sent together with `token`, which holds the whole card.',
    }));
  const missing = CARD_FIELDS.slice(0, 3).filter((field) => value[field] === undefined);
  if (missing.length > 0) return missing.map((field) => ({ field, code: 'missing', message: 'is missing.' }));
  if (typeof number !== 'string' || typeof expiryMonth !== 'number' || typeof expiryYear !== 'number') return [];
  const read = readCardInput(
    {
      // A month that the schema has named already says nothing about the year.
      number,
      expiryMonth: expiryMonth >= 1 && expiryMonth <= 12 ? expiryMonth : 12,
      expiryYear,
      ...(typeof cvc === 'string' ? { cvc } : {}),
      ...(typeof cardholderName === 'string' ? { cardholderName } : {}),
    },
    nowMs,
  );
  return read.kind === 'card' ? [] : read.mistakes.map(({ field, message }) => ({ field, code: 'card', message }));
};

/** Those that a card needs first. */
const CARD_FIELDS = ['number', 'expiryMonth', 'expiryYear', 'cvc', 'cardholderName'];

/** A card can only be kept for somebody, and one that will be charged again by the calendar needs that calendar. */
const checkStoredCard = (
  { setupFutureUsage, merchantCustomerId }: Readonly<Record<string, unknown>>,
  nowMs: number,
): ReturnType<ObjectCheck> => {
  if (!keepsCard(setupFutureUsage)) return [];
  const { category, recurringModel } = setupFutureUsage;
  const recurrent =
    isRecord(recurringModel) && isRecord(recurringModel['recurrent']) ? recurringModel['recurrent'] : undefined;
  const isNeeded = category === 'recurrent';
  const today = new Date(nowMs).toISOString().slice(0, 10);
  const field = 'setupFutureUsage/recurringModel/recurrent';
  return [
    ...(merchantCustomerId === undefined
      ? [
          {
            field: 'merchantCustomerId',
            code: 'missing',
            message: 'is missing: a card can only be kept for one of your customers.',
          },
        ]
      : []),
    ...(isNeeded && recurrent === undefined
      ? [{ field, code: 'missing', message: 'is missing: the category recurrent needs it.' }]
      : []),
    ...(typeof recurrent?.['expiry'] === 'string' && recurrent['expiry'] < today
      ? [{ field: `${field}/expiry`, code: 'past', message: 'must not be in the past.' }]
      : []),
  ];
};

/** With no category, or an empty one, nothing is kept, so nothing is needed for it. */
const keepsCard = (usage: unknown): usage is Readonly<Record<string, unknown>> =>
  isRecord(usage) && usage['category'] !== undefined && usage['category'] !== 'empty';

/** A payment is paid by one thing; a stored card is charged as it was agreed when it was stored. */
const checkPaymentMethod: ObjectCheck = ({ paymentMethod, storedPaymentMethodId, setupFutureUsage, threeDs }) => {
  if (paymentMethod === undefined && storedPaymentMethodId === undefined) {
    return [
      {
        field: 'paymentMethod',
        code: 'missing',
        message: 'is missing: send `paymentMethod.card`, or `storedPaymentMethodId`.',
      },
    ];
  }
  if (storedPaymentMethodId === undefined) return [];
  return [
    ...(threeDs === undefined
      ? []
      : [
          {
            field: 'threeDs',
            code: 'choice',
            message: 'cannot be sent with a stored card, whose customer is not there to be authenticated.',
          },
        ]),
    ...(paymentMethod === undefined
      ? []
      : [{ field: 'storedPaymentMethodId', code: 'choice', message: 'cannot be sent together with `paymentMethod`.' }]),
    ...(!keepsCard(setupFutureUsage)
      ? []
      : [
          {
            field: 'setupFutureUsage',
            code: 'choice',
            message: 'cannot be sent with a stored card: it was agreed when the card was stored.',
          },
        ]),
  ];
};

/** `payment` is another name of `paymentId`: the object that is answered has both. */
const checkRefund: ObjectCheck = ({ paymentId, payment }) =>
  payment === undefined || payment === paymentId
    ? []
    : [{ field: 'payment', code: 'choice', message: 'names another payment than paymentId: send one of them.' }];
