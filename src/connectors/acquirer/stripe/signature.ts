import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../../../base/secret.ts';
import type { NotificationDelivery } from '../contract.ts';

/** How far the time in a signature may be from ours: what somebody recorded can't be sent again later. */
const TOLERANCE_MS = 5 * 60 * 1_000;
const MOST_SIGNATURES = 16;

/** `Stripe-Signature: t=1492774577,v1=…,v1=…`: while a secret is rotated there is one for each. */
export const isSignedWith = (secrets: readonly Secret[], { headers, body, nowMs }: NotificationDelivery): boolean => {
  const parts = (headers['stripe-signature'] ?? '').split(',').map((part) => part.trim().split('='));
  const timestamp = parts.find(([name]) => name === 't')?.[1] ?? '';
  const signatures = parts.flatMap(([name, value = '']) =>
    name === 'v1' && /^[0-9a-f]{64}$/.test(value) ? [value] : [],
  );
  if (!/^\d{1,12}$/.test(timestamp) || signatures.length > MOST_SIGNATURES) return false;
  let isSigned = false;
  for (const secret of secrets) {
    const expected = createHmac('sha256', secret.reveal()).update(`${timestamp}.`).update(body).digest();
    for (const signature of signatures) {
      // All are compared, so that the time it takes says nothing of which one fits.
      if (timingSafeEqual(Buffer.from(signature, 'hex'), expected)) isSigned = true;
    }
  }
  return isSigned && Math.abs(nowMs - Number(timestamp) * 1_000) <= TOLERANCE_MS;
};
