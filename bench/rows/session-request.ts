import type { RequestSpec } from '../load/request.ts';

/** What a shop's server posts: the fields that shops send, with an order number of its own in each. */
export const sessionBody = (): string =>
  JSON.stringify({
    amount: 10000,
    currency: 'EUR',
    successUrl: 'https://shop.example/order/{n}',
    failureUrl: 'https://shop.example/order/{n}/failed',
    merchantReferenceId: 'order-{n}',
    description: 'Pour-over kettle',
    locale: 'EN',
    customerDetails: { email: 'ada@example.com', fullName: 'Ada Lovelace' },
    metadata: { cart: 'c-{n}' },
    // So late that no session of a long run ends, and is told, in the middle of another row.
    expiresAt: new Date(Date.now() + 24 * 3_600_000).toISOString(),
  });

export const sessionRequest = (apiKey: string, path = '/api2/sessions'): RequestSpec => ({
  method: 'POST',
  paths: [path],
  headers: { 'Content-Type': 'application/json', 'X-Api-Key': apiKey },
  body: sessionBody(),
});

export const withIdempotencyKey = (request: RequestSpec): RequestSpec => ({
  ...request,
  headers: { ...request.headers, 'Idempotency-Key': 'order-{n}' },
});

/** One session, made the way any client would, as an example to look at. */
export const createOneSession = async (
  url: string,
  apiKey: string,
): Promise<{ readonly id: string; readonly paymentUrl: string }> => {
  const answer = await fetch(`${url}/api2/sessions`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Api-Key': apiKey },
    body: sessionBody().replaceAll('{n}', '0'),
  });
  const body: unknown = await answer.json();
  if (
    answer.status !== 200 ||
    typeof body !== 'object' ||
    body === null ||
    !('id' in body) ||
    !('paymentUrl' in body)
  ) {
    throw new Error(`POST /sessions answered ${answer.status}: ${JSON.stringify(body)}`);
  }
  return { id: String(body.id), paymentUrl: String(body.paymentUrl) };
};
