/** What our connector and the simulator's face of Adyen say to each other, recorded for a judge. */
import { createHttpClient, type HttpClient } from '../../../src/base/http-client.ts';
import { systemClock } from '../../../src/base/clock.ts';
import { newUuid } from '../../../src/base/id.ts';
import { parseCurrency, type Money } from '../../../src/base/money.ts';
import { systemRandom } from '../../../src/base/random.ts';
import { Secret } from '../../../src/base/secret.ts';
import { createAdyenConnector } from '../../../src/connectors/acquirer/adyen/index.ts';
import type {
  AcquirerConnector,
  AuthorizeRequest,
  OperationReference,
} from '../../../src/connectors/acquirer/contract.ts';

/** One call: where it went, and both bodies as they were. */
export type Recorded = {
  /** `payments/captures`, without the host's name of the payment. */
  readonly call: string;
  readonly status: number;
  readonly request: unknown;
  readonly answer: unknown;
};

export const API_KEY = 'a-key-of-twenty-letters-or-more';
export const HMAC_KEY = '44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056';
export const MERCHANT = 'TollgateTest';

export const connectorAt = (url: string, http?: HttpClient): AcquirerConnector =>
  createAdyenConnector({
    values: { merchantAccount: MERCHANT, url },
    secrets: { apiKey: new Secret(API_KEY), hmacKey: new Secret(HMAC_KEY) },
    olderSecrets: {},
    limits: {},
    ...(http === undefined ? {} : { http }),
  });

/** Every verb, every kind of payment, approved and refused. */
export const recordCalls = async (url: string): Promise<readonly Recorded[]> => {
  const recorded: Recorded[] = [];
  const real = createHttpClient({ connectTimeoutMs: 10_000 });
  const connector = connectorAt(url, {
    close: () => Promise.resolve(),
    send: async (request) => {
      const answer = await real.send(request);
      if (answer.kind === 'answered')
        recorded.push({
          call: new URL(request.url).pathname.replace(/^\/v71\//, '').replace(/^payments\/[^/]+\//, 'payments/'),
          status: answer.status,
          request: JSON.parse(String(request.body)) as unknown,
          answer: JSON.parse(answer.body.toString()) as unknown,
        });
      return answer;
    },
  });
  for (const request of payments()) {
    const answer = await connector.authorize(request);
    if (answer.kind === 'approved') await follow(connector, request, answer.acquirerReference);
  }
  await connector.test();
  await real.close();
  return recorded;
};

const follow = async (connector: AcquirerConnector, request: AuthorizeRequest, acquirerReference: string) => {
  const { amount, capture, reference: original } = request;
  const authorization = { reference: original, acquirerReference };
  const common = () => ({ reference: newReference(), authorization, amount });
  await connector.increment?.({ ...common(), total: { ...amount, minor: amount.minor * 2n } });
  if (!capture) await connector.capture({ ...common(), final: true });
  await connector.voidAuthorization({ reference: newReference(), authorization });
  await connector.refund(common());
  await connector.reverse({ original, handle: undefined, amount, capture });
  await connector.reverse({ original, handle: acquirerReference, amount, capture });
};

const payments = (): readonly AuthorizeRequest[] => {
  const proof = { version: '2.2.0', cavv: 'AAABBEg0VhI0VniQEjRWAAAAAAA=', dsTransId: newReference() };
  const { cvc: _none, ...stored } = card;
  return [
    payment({}),
    payment({ capture: true, amount: money(990n, 'CLP') }),
    payment({ initiator: { by: 'customer', storesCard: true } }),
    ...(['05', '06', '07'] as const).map((eci) => payment({ authentication: { ...proof, eci } })),
    payment({ authentication: { ...proof, eci: '07', cavv: undefined } }),
    payment({ isExempt: true }),
    ...(['unscheduled', 'recurrent', 'installment'] as const).map((category) =>
      payment({
        card: { ...stored, cvc: undefined },
        initiator: { by: 'merchant', networkTransactionId: '123456789012345', category },
      }),
    ),
    ...['DECLINED', 'NOT_ENOUGH_BALANCE', 'AUTHENTICATION_REQUIRED', 'ERROR', 'CANCELLED'].map((cardholderName) =>
      payment({ card: { ...card, cardholderName } }),
    ),
    payment({ card: { ...card, cvc: new Secret('73') } }),
  ];
};

const card = {
  pan: new Secret('4111111145551142'),
  cvc: new Secret('737'),
  expiryMonth: 3,
  expiryYear: 2030,
  cardholderName: 'A. Cardholder',
} as const;

const payment = (fields: Partial<AuthorizeRequest>): AuthorizeRequest => ({
  reference: newReference(),
  merchantId: 'mr_1',
  merchantReferenceId: 'order-1',
  amount: money(1_099n, 'EUR'),
  capture: false,
  card,
  initiator: { by: 'customer', storesCard: false },
  authentication: undefined,
  isExempt: false,
  handle: undefined,
  ...fields,
});

const money = (minor: bigint, letters: string): Money => {
  const currency = parseCurrency(letters);
  if (currency === undefined) throw new Error(`There is no ${letters}.`);
  return { minor, currency };
};

const newReference = (): OperationReference => {
  const uuid: string = newUuid({ clock: systemClock, random: systemRandom });
  return uuid as OperationReference;
};
