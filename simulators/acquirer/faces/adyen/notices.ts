import { createHmac, randomBytes } from 'node:crypto';
import type { Notice } from '../../notify.ts';
import type { WireAmount } from './amounts.ts';

export type NoticeSettings = {
  /** Where notifications go; undefined: none are sent. */
  readonly notifyUrl?: string | undefined;
  /** 64 hex digits. */
  readonly hmacKey?: string | undefined;
  /** `user:password`, shown as HTTP Basic. */
  readonly notifyCredentials?: string | undefined;
};

/** One NotificationRequestItem before it is signed. */
export type Item = {
  readonly eventCode: string;
  readonly pspReference: string;
  readonly originalReference?: string;
  readonly merchantAccountCode: string;
  readonly merchantReference: string;
  readonly amount: WireAmount;
  readonly success: boolean;
  readonly reason: string;
  readonly additionalData?: Readonly<Record<string, string>>;
  readonly eventDate: string;
};

/** Undefined: nobody asked for notifications. */
export const noticeOf = (settings: NoticeSettings, item: Item): Notice | undefined => {
  const { notifyUrl, hmacKey = '00'.repeat(32), notifyCredentials } = settings;
  if (notifyUrl === undefined) return undefined;
  return {
    url: notifyUrl,
    body: (by) => bodyOf(item, by === 'host' ? hmacKey : randomBytes(32).toString('hex')),
    headers: () =>
      notifyCredentials === undefined
        ? {}
        : { authorization: `Basic ${Buffer.from(notifyCredentials).toString('base64')}` },
  };
};

const bodyOf = (item: Item, hmacKey: string): string =>
  JSON.stringify({
    live: 'false',
    notificationItems: [
      {
        NotificationRequestItem: {
          ...item,
          success: String(item.success),
          paymentMethod: 'visa',
          additionalData: { ...item.additionalData, hmacSignature: signatureOf(item, hmacKey) },
        },
      },
    ],
  });

const signatureOf = (item: Item, hmacKey: string): string => {
  const signed = [
    item.pspReference,
    item.originalReference ?? '',
    item.merchantAccountCode,
    item.merchantReference,
    String(item.amount.value),
    item.amount.currency,
    item.eventCode,
    String(item.success),
  ];
  return createHmac('sha256', Buffer.from(hmacKey, 'hex')).update(signed.join(':'), 'utf8').digest('base64');
};
