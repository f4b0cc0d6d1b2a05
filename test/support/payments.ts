import assert from 'node:assert/strict';
import type { TestMerchant } from './gateway.ts';
import type { Shop } from './shop.ts';

export type PaymentBody = {
  readonly id: string;
  readonly status: string;
  readonly amountCapturable: number;
  readonly amountCaptured: number;
  readonly amountRefunded: number;
  readonly sequence: number;
  readonly [key: string]: unknown;
};
export type RefundBody = {
  readonly id: string;
  readonly status: string;
  readonly amount: number;
  readonly [key: string]: unknown;
};

/** A card that is approved without more ado; by its number another of the acquirer's cards. */
export const cardOf = (number = '4242424242424242') => ({ number, expiryMonth: 12, expiryYear: 2039, cvc: '123' });

/** A payment of a shop's server: 100.00 EUR, authorized for a later capture, or what the test cares about. */
export const createPayment = async (
  shop: Shop,
  fields: Readonly<Record<string, unknown>> = {},
): Promise<PaymentBody> => {
  const { status, body, text } = await shop.call<PaymentBody>('POST', '/payments', {
    body: { amount: 10_000, currency: 'EUR', captureMethod: 'manual', paymentMethod: { card: cardOf() }, ...fields },
  });
  assert.equal(status, 200, text);
  return body;
};

export const paymentNow = async (shop: Shop, id: string): Promise<PaymentBody> =>
  (await shop.call<PaymentBody>('GET', `/payments/${id}`)).body;

export const capture = (shop: Shop, id: string, body: object = {}) =>
  shop.call<PaymentBody>('POST', `/payments/${id}/capture`, { body });
export const increment = (shop: Shop, id: string, amount: number) =>
  shop.call<PaymentBody>('POST', `/payments/${id}/increment`, { body: { amount } });
export const cancel = (shop: Shop, id: string) => shop.call<PaymentBody>('POST', `/payments/${id}/cancel`);
export const refund = (shop: Shop, paymentId: string, amount?: number) =>
  shop.call<RefundBody>('POST', '/refunds', { body: { paymentId, ...(amount === undefined ? {} : { amount }) } });

/**
 * The types that were told about a session, or a payment of its own, in their order; each number once and none left
 * out.
 */
export const toldAbout = async ({ shop }: Pick<TestMerchant, 'shop'>, id: string): Promise<readonly string[]> => {
  type Told = {
    readonly type: string;
    readonly sequence: number;
    readonly data: { readonly object: Record<string, unknown> };
  };
  const all: Told[] = [];
  const isSession = id.startsWith('ps_');
  let cursor: string | null = '';
  while (cursor !== null) {
    const query: string = `limit=100${cursor === '' ? '' : `&cursor=${cursor}`}${isSession ? `&session=${id}` : ''}`;
    const { body } = await shop.call<{ data: Told[]; nextCursor: string | null }>('GET', `/events?${query}`);
    all.push(
      ...body.data.filter(({ data: { object } }) => isSession || object['id'] === id || object['payment'] === id),
    );
    cursor = body.nextCursor;
  }
  const told = all.sort((a, b) => a.sequence - b.sequence);
  assert.deepEqual(
    told.map(({ sequence }) => sequence),
    told.map((_, at) => at + 1),
  );
  return told.map(({ type }) => type);
};

/** The sealed code behind the `#` of `nextAction.url`, which the page's script reads. */
export const ticketIn = (url: string): string => new URLSearchParams(new URL(url).hash.slice(1)).get('ticket') ?? '';
