import { MASK, maskHiddenNumbers } from '../../../card/mask-numbers.ts';
import type { Form } from './form.ts';

/**
 * What may be logged of a request: fields are named one by one, so that a new one stays out until somebody puts it
 * here.
 */
export type LoggableForm = Readonly<Record<string, string>>;

const loggable: ReadonlySet<string> = new Set([
  'amount',
  'amount_to_capture',
  'capture_method',
  'confirm',
  'currency',
  'final_capture',
  'off_session',
  'payment_intent',
  'setup_future_usage',
  'metadata[reference]',
]);
const NUMBER = 'card[number]';

export const scrubForm = (form: Form): LoggableForm =>
  Object.fromEntries(
    form.flatMap(([name, value]) => {
      if (name === NUMBER)
        return [
          ['bin', value.slice(0, 6)],
          ['last4', value.slice(-4)],
        ];
      return loggable.has(name) ? [[name, scrubText(value)]] : [];
    }),
  );

/**
 * Takes card data out of any text, such as a recorded exchange: named fields, numbers that may be card numbers in one
 * piece or in groups, and the same hidden in base64, hex or percent encoding.
 */
export const scrubText = (text: string): string => maskHiddenNumbers(maskFields(text));

const OPEN = String.raw`(?:\[|%5B)`;
const CLOSE = String.raw`(?:\]|%5D)`;
const CARD_FIELDS = 'number|cvc|exp_month|exp_year|cryptogram';

/** The fields of a form, plain or encoded, and of JSON, also when it stands inside another JSON string. */
const fieldPatterns: readonly RegExp[] = [
  new RegExp(`(${OPEN}(?:${CARD_FIELDS})${CLOSE}=)[^&\\s"]*`, 'gi'),
  new RegExp(String.raw`(\\*"(?:${CARD_FIELDS})\\*"\s*:\s*\\*"?)[^"\\,}\s]+`, 'gi'),
  /(\b(?:sk|rk)_(?:live|test)_)[A-Za-z0-9]+/g,
  /(\bwhsec_)[A-Za-z0-9+/=_-]+/g,
];

const maskFields = (text: string): string =>
  fieldPatterns.reduce((masked, pattern) => masked.replace(pattern, `$1${MASK}`), text);
