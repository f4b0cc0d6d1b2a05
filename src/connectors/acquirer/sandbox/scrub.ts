import { MASK, maskHiddenNumbers } from '../../../card/mask-numbers.ts';
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

/**
 * Takes card data out of any text, such as a recorded exchange: named fields, numbers that may be card numbers in one
 * piece or in groups, and the same hidden in base64, hex or percent encoding.
 */
export const scrubText = (text: string): string => maskHiddenNumbers(maskFields(text));

/** The fields of a message, also when its JSON stands inside another JSON string. */
const maskFields = (text: string): string =>
  text
    .replace(/(\\*"(?:pan|cvv|cvc|expiry)\\*"\s*:\s*\\*")[^"\\]*/gi, `$1${MASK}`)
    .replace(/\b((?:pan|cvv|cvc)=)[^&\s]*/gi, `$1${MASK}`);
