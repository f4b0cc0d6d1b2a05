import { createHttpClient, type HttpClient } from '../../../base/http-client.ts';
import type {
  AcquirerConnector,
  AuthorizeAnswer,
  AuthorizeRequest,
  Decline,
  IncrementRequest,
  OperationAnswer,
  OperationReference,
  ReverseAnswer,
  ReverseRequest,
  TestAnswer,
} from '../contract.ts';
import type { ConnectorAccount, ConnectorKind } from '../kind.ts';
import type { Money } from '../../../base/money.ts';
import { baseUrlOf, fields } from './account.ts';
import { toWireAmount } from './amounts.ts';
import { readModification, readPayment } from './answers.ts';
import { unknown } from './causes.ts';
import { createAdyenClient, type AdyenClient, type AdyenExchange } from './client.ts';
import { declineOfError } from './errors.ts';
import { readNotifications, type NotificationSettings } from './notifications.ts';
import { paymentOf, type PaymentSettings } from './requests.ts';

/** `onExchange`: for a debug log, every call without card data. */
export type AdyenOptions = ConnectorAccount & { readonly onExchange?: (exchange: AdyenExchange) => void };

/** Adyen's Checkout API with card numbers of our own; what became of captures and refunds comes by its webhook. */
export const createAdyenConnector = (options: AdyenOptions): AcquirerConnector => {
  const { connectTimeoutMs = 2_000, answerTimeoutMs = 25_000, settleWindowMs = 60_000 } = options.limits;
  const http = options.http ?? createHttpClient({ connectTimeoutMs, maxConnectionsPerOrigin: 512 });
  const { merchantAccount, ask, payments, notifications } = partsOf(options, http, answerTimeoutMs);
  const deps: Deps = { ask, payments };
  return {
    name: 'adyen',
    capabilities: {
      multipleCaptures: options.values['multipleCaptures'] === 'yes',
      inquiry: 'none',
      repeatableMs: KEYS_KEPT_MS,
      zeroAmount: true,
      authorizationValidDays: 7,
      settleWindowMs,
    },
    authorize: (request) => authorize(deps, request),
    ...(payments.increments ? { increment: (request) => increment(deps, request) } : {}),
    capture: ({ reference, authorization, amount }) =>
      modify(deps, { reference, payment: authorization.acquirerReference, verb: 'captures', amount }),
    voidAuthorization: ({ reference, authorization }) =>
      modify(deps, { reference, payment: authorization.acquirerReference, verb: 'cancels', amount: undefined }),
    refund: ({ reference, authorization, amount }) =>
      modify(deps, { reference, payment: authorization.acquirerReference, verb: 'refunds', amount }),
    reverse: (request) => reverse(deps, request),
    inquire: () => Promise.resolve(unknown('noInquiry')),
    readNotifications: (delivery) => readNotifications(notifications, delivery),
    test: () => test(ask, merchantAccount),
    close: async () => {
      // Calls that still run are payments: they get the time that they were promised.
      if (options.http === undefined) await http.close(answerTimeoutMs);
    },
  };
};

export const adyen: ConnectorKind = {
  name: 'adyen',
  about: 'Adyen, by its Checkout API with card data of ours: captures, cancels and refunds end by its webhook',
  fields,
  create: createAdyenConnector,
};

/** The host keeps a key for 31 days at least; a week is what one may count on after a restore of either side. */
const KEYS_KEPT_MS = 7 * 24 * 60 * 60 * 1_000;

type Deps = { readonly ask: AdyenClient; readonly payments: PaymentSettings };

const partsOf = (options: AdyenOptions, http: HttpClient, answerTimeoutMs: number) => {
  const { values, secrets, olderSecrets, onExchange } = options;
  const { merchantAccount = '', captureDelayHours = '1', webhookUser } = values;
  const { apiKey } = secrets;
  if (apiKey === undefined) throw new Error('An account at Adyen has an API key.');
  const both = (name: string): readonly string[] =>
    [secrets[name], olderSecrets[name]].flatMap((secret) => (secret === undefined ? [] : [secret.reveal()]));
  const notifications: NotificationSettings = {
    merchantAccount,
    hmacKeys: both('hmacKey'),
    credentials:
      webhookUser === undefined ? [] : both('webhookPassword').map((password) => `${webhookUser}:${password}`),
  };
  return {
    merchantAccount,
    notifications,
    payments: {
      merchantAccount,
      captureDelayHours: Number(captureDelayHours),
      increments: values['increments'] === 'yes',
    },
    ask: createAdyenClient({ http, baseUrl: baseUrlOf(values), apiKey, answerTimeoutMs, onExchange }),
  };
};

const authorize = async ({ ask, payments }: Deps, request: AuthorizeRequest): Promise<AuthorizeAnswer> => {
  const amount = toWireAmount(request.amount);
  if (amount === undefined) return NO_SUCH_AMOUNT;
  const payment = paymentOf(payments, request, amount);
  const reply = await ask({ path: 'payments', request: payment, idempotencyKey: request.reference });
  if (reply.kind === 'refused') return declineOfError(reply.error);
  return reply.kind === 'answer' ? readPayment(payment, reply.fields) : reply;
};

/** As the host itself would say: the amount has more decimals than its unit of this currency. */
const NO_SUCH_AMOUNT: Decline = {
  kind: 'declined',
  declineReason: 'invalidAmount',
  acquirerCode: '137',
  softDecline: false,
};

type Modification = {
  readonly reference: OperationReference;
  /** The host's name of the payment. */
  readonly payment: string;
  readonly verb: 'captures' | 'cancels' | 'refunds' | 'amountUpdates';
  readonly amount: Money | undefined;
};

const modify = async ({ ask, payments }: Deps, modification: Modification): Promise<OperationAnswer> => {
  const { reference, payment, verb } = modification;
  const amount = modification.amount === undefined ? undefined : toWireAmount(modification.amount);
  if (modification.amount !== undefined && amount === undefined) return NO_SUCH_AMOUNT;
  const { merchantAccount } = payments;
  const request = { merchantAccount, reference, ...(amount === undefined ? {} : { amount }) };
  const path = `payments/${encodeURIComponent(payment)}/${verb}`;
  const reply = await ask({ path, request, idempotencyKey: reference });
  if (reply.kind === 'refused') return declineOfError(reply.error);
  return reply.kind === 'answer' ? readModification(request, payment, reply.fields) : reply;
};

/** The host is told the new total, and not what is added. */
const increment = (deps: Deps, { reference, authorization, total }: IncrementRequest): Promise<OperationAnswer> =>
  modify(deps, { reference, payment: authorization.acquirerReference, verb: 'amountUpdates', amount: total });

/**
 * By the host's name where we know it (a cancel, or a refund of what was captured), else by our own reference. Without
 * a key: a try that failed because the payment was not there yet must count anew, and a payment is cancelled once.
 */
const reverse = async ({ ask, payments }: Deps, { original, handle }: ReverseRequest): Promise<ReverseAnswer> => {
  const { merchantAccount } = payments;
  const request = { merchantAccount, reference: original };
  const reply =
    handle === undefined
      ? await ask({ path: 'cancels', request: { ...request, paymentReference: original }, idempotencyKey: undefined })
      : await ask({ path: `payments/${encodeURIComponent(handle)}/reversals`, request, idempotencyKey: undefined });
  if (reply.kind === 'refused') return unknown('reversalRefused');
  if (reply.kind !== 'answer') return reply;
  if (handle === undefined && reply.fields['paymentReference'] !== original) return unknown('wrongReference');
  const answer = readModification(request, handle, reply.fields);
  return answer.kind === 'accepted'
    ? { kind: 'accepted' }
    : answer.kind === 'unknown'
      ? answer
      : unknown('missingField');
};

/** Which ways of paying the account has: a call that changes nothing. */
const test = async (ask: AdyenClient, merchantAccount: string): Promise<TestAnswer> => {
  const reply = await ask({ path: 'paymentMethods', request: { merchantAccount }, idempotencyKey: undefined });
  if (reply.kind === 'answer') return { kind: 'works' };
  if (reply.kind !== 'refused') return reply;
  const { status, errorCode } = reply.error;
  if (status === 401) return { kind: 'refused', cause: 'credentialsRefused' };
  if (errorCode === '901') return { kind: 'refused', cause: 'merchantAccountUnknown' };
  return { kind: 'refused', cause: status === 403 ? 'permissionMissing' : 'requestRefused' };
};
