import type { HttpClient, HttpRequest } from '../../../src/base/http-client.ts';
import { Secret } from '../../../src/base/secret.ts';
import type { AcquirerConnector, AuthorizeRequest } from '../../../src/connectors/acquirer/contract.ts';
import { createStripeConnector } from '../../../src/connectors/acquirer/stripe/index.ts';
import {
  authorization,
  inquiryAbout,
  money,
  newReference,
  reversalOf,
} from '../../../test/conformance/acquirer/conformance.ts';

/** Every request that the connector can make, with everything that may be in it. */
export const callsOf = (connector: AcquirerConnector): readonly (() => Promise<unknown>)[] => {
  const base: AuthorizeRequest = { ...authorization({ approvedCard: () => card }), handle: 'pi_123' };
  const held = { reference: newReference(), acquirerReference: 'pi_123' };
  const amount = money(400);
  const authentication = {
    version: '2.2.0',
    eci: '05',
    cavv: 'AAABBEg0VhI0VniQEjRWAAAAAAA=',
    dsTransId: newReference(),
  };
  const byMerchant = (category: 'recurrent' | 'unscheduled' | 'installment'): AuthorizeRequest => ({
    ...base,
    card: { ...card, cvc: undefined, cardholderName: undefined },
    initiator: { by: 'merchant', networkTransactionId: '104557651805572', category },
  });
  const authorizations: readonly AuthorizeRequest[] = [
    base,
    { ...base, capture: true },
    { ...base, authentication },
    { ...base, authentication, isExempt: true },
    { ...base, initiator: { by: 'customer', storesCard: true } },
    byMerchant('recurrent'),
    byMerchant('unscheduled'),
    byMerchant('installment'),
  ];
  const reference = newReference();
  const ask = (kind: 'authorization' | 'capture' | 'void' | 'refund', handle?: string) => () =>
    connector.inquire(inquiryAbout(reference, { kind, handle: handle ?? 'pi_123', authorization: held }));
  return [
    () => connector.prepare?.(base) ?? Promise.resolve(),
    () => connector.prepare?.({ ...base, capture: true, amount: money(5, 'ISK') }) ?? Promise.resolve(),
    ...authorizations.map((request) => () => connector.authorize(request)),
    ...[false, true].map((final) => () => connector.capture({ reference, authorization: held, amount, final })),
    () => connector.increment?.({ reference, authorization: held, amount, total: amount }) ?? Promise.resolve(),
    () => connector.voidAuthorization({ reference, authorization: held }),
    () => connector.refund({ reference, authorization: held, amount }),
    () => connector.reverse(reversalOf(reference, { handle: 'pi_123' })),
    ask('authorization'),
    ask('capture'),
    ask('void'),
    ask('refund', 're_123'),
    () => connector.inquire(inquiryAbout(reference, { kind: 'refund', authorization: held })),
    () => connector.list?.({ since: new Date(0), after: undefined }) ?? Promise.resolve(),
    () => connector.list?.({ since: new Date(0), after: 'refunds:' }) ?? Promise.resolve(),
    () => connector.test(),
  ];
};

export const card = {
  pan: new Secret('4242424242424242'),
  cvc: new Secret('123'),
  expiryMonth: 12,
  expiryYear: new Date().getUTCFullYear() + 3,
  cardholderName: 'A. Cardholder',
};

/** With all that Stripe can switch on for an account and publishes in its description of the API. */
export const connectorTo = (url: string, http: HttpClient): AcquirerConnector =>
  createStripeConnector({
    values: { url, multicapture: 'on', incremental: 'on' },
    secrets: { secretKey: new Secret('sk_test_interop') },
    olderSecrets: {},
    limits: {},
    http,
  });

/** What was asked and what came back, by a client that tells of every exchange. */
export type Exchange = { readonly request: HttpRequest; readonly status: number; readonly body: string };

export const watched = (http: HttpClient, tell: (exchange: Exchange) => void): HttpClient => ({
  send: async (request) => {
    const answer = await http.send(request);
    const [status, body] = answer.kind === 'answered' ? [answer.status, answer.body.toString()] : [0, answer.cause];
    tell({ request, status, body });
    return answer;
  },
  close: (graceMs) => http.close(graceMs),
});

export const nameOf = ({ method, url }: HttpRequest): string => `${method} ${new URL(url).pathname}`;
