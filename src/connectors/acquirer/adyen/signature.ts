import { createHmac, timingSafeEqual } from 'node:crypto';
import { isFields, type Fields } from './wire.ts';

/**
 * The values that a notification is signed over, in the host's order. Undefined: one of them is missing or of another
 * kind, so nobody can have signed it. The amount and what it is about are in it; the time is not.
 */
const signedValues = (item: Fields): readonly string[] | undefined => {
  const amount = isFields(item['amount']) ? item['amount'] : {};
  const values = [
    item['pspReference'],
    item['originalReference'] ?? '',
    item['merchantAccountCode'],
    item['merchantReference'] ?? '',
    typeof amount['value'] === 'number' ? String(amount['value']) : amount['value'],
    amount['currency'],
    item['eventCode'],
    item['success'],
  ];
  return values.every((value) => typeof value === 'string') ? values : undefined;
};

/**
 * Whether one of the keys signed the item (HMAC-SHA256, base64). The host's description escapes `\` and `:` within a
 * value, its libraries do not; only names that are not ours have such letters, so both are taken.
 */
export const isSigned = (item: Fields, hexKeys: readonly string[]): boolean => {
  const values = signedValues(item);
  const additionalData = item['additionalData'];
  const signature = isFields(additionalData) ? additionalData['hmacSignature'] : undefined;
  if (values === undefined || typeof signature !== 'string') return false;
  const given = Buffer.from(signature, 'base64');
  const texts = new Set([values.join(':'), values.map(escape).join(':')]);
  let isOurs = false;
  for (const key of hexKeys) for (const text of texts) isOurs = isEqual(hmacOf(text, key), given) || isOurs;
  return isOurs;
};

const hmacOf = (text: string, hexKey: string): Buffer =>
  createHmac('sha256', Buffer.from(hexKey, 'hex')).update(text, 'utf8').digest();

const escape = (value: string): string => value.replace(/[\\:]/g, '\\$&');

/** In a time that does not tell where they differ. */
export const isEqual = (left: Buffer, right: Buffer): boolean =>
  left.length === right.length && timingSafeEqual(left, right);
