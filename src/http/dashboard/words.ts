import { parseCurrency, toDecimal } from '../../base/money.ts';
import type { PaymentRow } from '../../contract/rows.ts';
import { html, type Html } from '../kernel/html.ts';

/** A time as people read it, in UTC, with the exact one for programs. */
export const showTime = (iso: string): Html => {
  const exact = new Date(iso).toISOString();
  return html`<time datetime="${exact}">${exact.slice(0, 10)} ${exact.slice(11, 19)} UTC</time>`;
};

/** `1099 EUR` → `10.99 EUR`. */
export const showMoney = (minor: number, letters: string): string => {
  const currency = parseCurrency(letters);
  return currency === undefined
    ? `${minor} ${letters}`
    : `${toDecimal({ minor: BigInt(minor), currency })} ${currency}`;
};

/** How far a payment is: what a row of the list says, and how it looks. */
export const standings = {
  processing: { title: 'Processing', tone: 'busy' },
  requiresPaymentMethod: { title: 'Declined, may be tried again', tone: 'bad' },
  requiresAction: { title: 'The customer is at the bank', tone: 'busy' },
  requiresCapture: { title: 'Authorized', tone: 'good' },
  canceling: { title: 'Being canceled', tone: 'busy' },
  releasing: { title: 'The rest is being released', tone: 'busy' },
  succeeded: { title: 'Paid', tone: 'good' },
  failed: { title: 'Failed', tone: 'bad' },
  canceled: { title: 'Canceled', tone: 'quiet' },
} as const satisfies Readonly<Record<PaymentRow['state'], { readonly title: string; readonly tone: string }>>;

export const standingOf = (payment: PaymentRow): { readonly title: string; readonly tone: string } => {
  if (payment.state === 'succeeded' && payment.amount === 0) return { title: 'Card checked', tone: 'good' };
  if (payment.state !== 'succeeded' || payment.amount_refunded === 0) return standings[payment.state];
  return payment.amount_refunded < payment.amount_captured
    ? { title: 'Partly refunded', tone: 'quiet' }
    : { title: 'Refunded', tone: 'quiet' };
};

export const showBadge = ({ title, tone }: { readonly title: string; readonly tone: string }): Html =>
  html`<span class="state state-${tone}">${title}</span>`;

export const showCard = ({ card }: Pick<PaymentRow, 'card'>): string => `${card.brand} •••• ${card.last4}`;
