import { createHmac } from 'node:crypto';
import type { NotificationDelivery } from '../contract.ts';

/** For tests: the host's side of its notifications, written from its description and not from our reading of it. */
export const API_KEY = 'test-key-of-the-simulated-host';
export const HMAC_KEY = '44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056';
export const MERCHANT = 'TollgateTest';

export type Item = Readonly<Record<string, unknown>>;

/** An approval of 10.00 EUR; what is given replaces or adds. Not signed. */
export const itemOf = (fields: Item = {}): Item => ({
  pspReference: '8535296650153317',
  merchantAccountCode: MERCHANT,
  merchantReference: '018f2c3e-7b1a-7c3d-9e2f-0123456789ab',
  amount: { value: 1_000, currency: 'EUR' },
  eventCode: 'AUTHORISATION',
  eventDate: '2026-11-28T22:14:00+01:00',
  success: 'true',
  ...fields,
});

/** `escaped`: as the host's description has it, and its libraries do not. */
export const signed = (item: Item, key = HMAC_KEY, escaped = false): Item => {
  const amount = (item['amount'] ?? {}) as Item;
  const values = [
    item['pspReference'],
    item['originalReference'] ?? '',
    item['merchantAccountCode'],
    item['merchantReference'] ?? '',
    amount['value'],
    amount['currency'],
    item['eventCode'],
    item['success'],
  ].map((value) => (escaped ? String(value).replaceAll('\\', '\\\\').replaceAll(':', '\\:') : String(value)));
  const hmacSignature = createHmac('sha256', Buffer.from(key, 'hex')).update(values.join(':')).digest('base64');
  return { ...item, additionalData: { ...(item['additionalData'] as Item | undefined), hmacSignature } };
};

export const deliveryOf = (
  items: readonly Item[],
  headers: Readonly<Record<string, string>> = {},
): NotificationDelivery => ({
  headers: { 'content-type': 'application/json', ...headers },
  body: Buffer.from(
    JSON.stringify({ live: 'false', notificationItems: items.map((item) => ({ NotificationRequestItem: item })) }),
  ),
  nowMs: 0,
});

export const itemIn = ({ body }: NotificationDelivery): Item => {
  const { notificationItems } = JSON.parse(body.toString()) as {
    readonly notificationItems: readonly { readonly NotificationRequestItem: Item }[];
  };
  return notificationItems[0]?.NotificationRequestItem ?? {};
};
