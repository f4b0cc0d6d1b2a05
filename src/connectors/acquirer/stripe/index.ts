import { createHttpClient } from '../../../base/http-client.ts';
import { Secret } from '../../../base/secret.ts';
import type { AcquirerConnector, TestAnswer } from '../contract.ts';
import type { ConnectorAccount, ConnectorKind } from '../kind.ts';
import { authorize, prepare } from './authorize.ts';
import { createStripeClient, type StripeClient, type StripeExchange } from './client.ts';
import { inquire } from './inquire.ts';
import { listMovements } from './list.ts';
import type { Features } from './map.ts';
import { readNotifications } from './notifications.ts';
import { capture, increment, refund, voidAuthorization } from './operate.ts';
import { reverse } from './reverse.ts';

const SWITCH = { isSecret: false, isRequired: false, pattern: /^(on|off)$/, expected: 'on or off' } as const;

export const stripe: ConnectorKind = {
  name: 'stripe',
  about: 'Stripe, by PaymentIntents with card data of ours: the account needs access to raw card data APIs.',
  fields: [
    {
      name: 'secretKey',
      about: 'a restricted key that writes PaymentIntents, PaymentMethods and Refunds and reads Charges',
      isSecret: true,
      isRequired: true,
      pattern: /^(sk|rk)_(live|test)_[A-Za-z0-9]{8,240}$/,
      expected: 'begins with rk_live_, rk_test_, sk_live_ or sk_test_',
    },
    {
      name: 'webhookSecret',
      about: 'the signing secret of the endpoint that Stripe sends its events to; without it none is believed',
      isSecret: true,
      isRequired: false,
      pattern: /^whsec_[A-Za-z0-9+/=_-]{16,200}$/,
      expected: 'begins with whsec_',
    },
    {
      name: 'url',
      about: 'where the API is, when not at https://api.stripe.com',
      isSecret: false,
      isRequired: false,
      isFixed: true,
      pattern: /^https?:\/\/[^\s/?#]+\/?$/,
      expected: 'an address without a path',
    },
    {
      name: 'multicapture',
      about: 'several captures of one payment, where Stripe allows it for the account',
      ...SWITCH,
    },
    { name: 'incremental', about: 'adding to an authorization, where Stripe allows it for the account', ...SWITCH },
    {
      name: 'networkTransactionIds',
      about: "the scheme's id of the first payment with a stored card, where Stripe allows it for the account",
      ...SWITCH,
    },
  ],
  create: (account) => createStripeConnector(account),
};

export type StripeOptions = {
  /** For a debug log: every call, without card data. */
  readonly onExchange?: (exchange: StripeExchange) => void;
};

export const createStripeConnector = (account: ConnectorAccount, options: StripeOptions = {}): AcquirerConnector => {
  const { values, secrets, olderSecrets, limits } = account;
  const { connectTimeoutMs = 2_000, answerTimeoutMs = 25_000, settleWindowMs = 60_000 } = limits;
  const http = account.http ?? createHttpClient({ connectTimeoutMs, maxConnectionsPerOrigin: 512 });
  const ask = createStripeClient({
    http,
    url: values['url'] ?? 'https://api.stripe.com',
    secretKey: secrets['secretKey'] ?? new Secret(''),
    answerTimeoutMs,
    onExchange: options.onExchange,
  });
  const features = featuresOf(values);
  const signingSecrets = [secrets['webhookSecret'], olderSecrets['webhookSecret']].filter((one) => one !== undefined);
  return {
    name: 'stripe',
    capabilities: {
      multipleCaptures: features.multicapture,
      inquiry: 'byHandle',
      repeatableMs: KEYS_LIVE_MS,
      zeroAmount: false,
      authorizationValidDays: 7,
      settleWindowMs,
    },
    prepare: (request) => prepare(ask, request),
    authorize: (request) => authorize(ask, request, features),
    ...(features.incremental ? { increment: (request) => increment(ask, request) } : {}),
    capture: (request) => capture(ask, request, features),
    voidAuthorization: (request) => voidAuthorization(ask, request),
    refund: (request) => refund(ask, request),
    reverse: (request) => reverse(ask, request),
    inquire: (request) => inquire(ask, request),
    list: (request) => listMovements(ask, request),
    readNotifications: (delivery) => readNotifications(signingSecrets, delivery),
    test: () => test(ask),
    close: async () => {
      // Calls that still run are payments: they get the time that they were promised.
      if (account.http === undefined) await http.close(answerTimeoutMs);
    },
  };
};

const featuresOf = (values: ConnectorAccount['values']): Features => ({
  multicapture: values['multicapture'] === 'on',
  incremental: values['incremental'] === 'on',
  networkTransactionIds: values['networkTransactionIds'] === 'on',
});

/** Keys live for 24 hours at least; an hour less, for clocks and for requests that take long. */
const KEYS_LIVE_MS = 23 * 60 * 60 * 1_000;

/** Reads what every payment needs to read; a restricted key needs no more than that. */
const test = async (ask: StripeClient): Promise<TestAnswer> => {
  const reply = await ask({ method: 'GET', path: '/v1/payment_intents', form: [['limit', '1']] });
  if (reply.kind === 'refused')
    return reply.why === 'rateLimit'
      ? { kind: 'unknown', cause: 'rateLimited' }
      : { kind: 'refused', cause: reply.why === 'credentials' ? 'credentialsRefused' : 'requestRefused' };
  return reply.kind === 'object' ? { kind: 'works' } : reply;
};
