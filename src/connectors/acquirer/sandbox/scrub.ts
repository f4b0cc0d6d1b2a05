import { findPan } from '../../../card/pan.ts';
import type { WireOperation } from './wire.ts';

/**
 * What may be logged of a message: fields are named one by one, so that a new one stays out until somebody puts it
 * here.
 */
export type LoggableOperation = {
  readonly type: string;
  readonly ref?: string;
  readonly originalRef?: string;
  readonly amount?: number;
  readonly currency?: string;
  readonly bin?: string;
  readonly last4?: string;
};

export const scrubOperation = (operation: WireOperation): LoggableOperation => ({
  type: operation.type,
  ...('ref' in operation ? { ref: scrubText(operation.ref) } : {}),
  ...('originalRef' in operation ? { originalRef: scrubText(operation.originalRef) } : {}),
  ...('amount' in operation ? { amount: operation.amount, currency: operation.currency } : {}),
  ...('pan' in operation ? { bin: operation.pan.slice(0, 6), last4: operation.pan.slice(-4) } : {}),
});

const MASK = '[card]';

/**
 * Takes card data out of any text, such as a recorded exchange: named fields, numbers that may be card numbers in one
 * piece or in groups, and the same hidden in base64, hex or percent encoding.
 */
export const scrubText = (text: string): string => maskNumbers(maskEncoded(maskFields(text)));

/** The fields of a message, also when its JSON stands inside another JSON string. */
const maskFields = (text: string): string =>
  text
    .replace(/(\\*"(?:pan|cvv|cvc|expiry)\\*"\s*:\s*\\*")[^"\\]*/gi, `$1${MASK}`)
    .replace(/\b((?:pan|cvv|cvc)=)[^&\s]*/gi, `$1${MASK}`);

const maskNumbers = (text: string): string => {
  let rest = text;
  let scrubbed = '';
  for (let found = findPan(rest); found !== undefined; found = findPan(rest)) {
    scrubbed += rest.slice(0, found.start) + MASK;
    rest = rest.slice(found.end);
  }
  return scrubbed + rest;
};

/**
 * Long runs of an encoding's letters, and how to read them. A run that reads as something with a card number goes
 * whole.
 */
const encodings: readonly (readonly [run: RegExp, decode: (run: string) => string])[] = [
  [/(?:%[0-9a-f]{2}){13,}/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('latin1')],
  [/(?:[0-9a-f]{2}){13,}/gi, (run) => Buffer.from(run, 'hex').toString('latin1')],
  [/[A-Za-z0-9+/_-]{17,}={0,2}/g, (run) => Buffer.from(run, 'base64').toString('latin1')],
];

const maskEncoded = (text: string): string =>
  encodings.reduce(
    (scrubbed, [run, decode]) => scrubbed.replace(run, (found) => (holdsPan(decode(found)) ? MASK : found)),
    text,
  );

// Decoded bytes may be UTF-16: without the zero bytes between them the digits stand side by side.
const holdsPan = (decoded: string): boolean => findPan(decoded.replaceAll('\0', '')) !== undefined;
