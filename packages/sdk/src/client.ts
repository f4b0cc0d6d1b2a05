import { API_VERSION, assertHeaderText, createSend, createSendWithoutResult } from './request.ts';
import type { RequestLog, RequestPorts, RequestSettings } from './request.ts';
import { createSettings } from './resources/settings.ts';
import type { Settings } from './resources/settings.ts';
import { createAuditLog } from './resources/audit-log.ts';
import type { AuditLog } from './resources/audit-log.ts';
import { createOperator } from './resources/operator.ts';
import type { Operator } from './resources/operator.ts';
import { createLoggedRequests } from './resources/request-log.ts';
import type { LoggedRequests } from './resources/request-log.ts';
import {
  createAcquirerAccounts,
  createAcquirerRules,
  type AcquirerAccounts,
  type AcquirerRuleBook,
} from './resources/acquirers.ts';
import { createApiKeys } from './resources/api-keys.ts';
import type { ApiKeys } from './resources/api-keys.ts';
import { createDeliveries } from './resources/deliveries.ts';
import type { Deliveries } from './resources/deliveries.ts';
import { createExports } from './resources/exports.ts';
import type { Exports } from './resources/exports.ts';
import { createEvents } from './resources/events.ts';
import type { Events } from './resources/events.ts';
import { createFigures } from './resources/figures.ts';
import type { Figures } from './resources/figures.ts';
import { createMembers } from './resources/members.ts';
import type { Members } from './resources/members.ts';
import { createPaymentMethods } from './resources/payment-methods.ts';
import type { PaymentMethods } from './resources/payment-methods.ts';
import { createPayments } from './resources/payments.ts';
import type { Payments } from './resources/payments.ts';
import { createRefunds } from './resources/refunds.ts';
import type { Refunds } from './resources/refunds.ts';
import { createSessions } from './resources/sessions.ts';
import type { Sessions } from './resources/sessions.ts';
import { createWebhookEndpoints } from './resources/webhook-endpoints.ts';
import type { WebhookEndpoints } from './resources/webhook-endpoints.ts';
import { verifyPaymentReturn, verifyPaymentReturnAsync, verifyReturn, verifyReturnAsync } from './returns.ts';
import type {
  ReturnSource,
  VerifiedPaymentReturn,
  VerifiedReturn,
  VerifyPaymentReturnOptions,
  VerifyReturnOptions,
} from './returns.ts';
import { verifyWebhook, verifyWebhookAsync } from './webhooks.ts';

export type TollgateOptions = {
  /** May come from the environment as it is: `createTollgate` throws when it is not set. */
  readonly apiKey: string | undefined;
  /** The gateway's address, with or without `/api2`: `https://pay.example.com`. */
  readonly baseUrl: string | undefined;
  /**
   * `X-Version`; by default the version that the types of this SDK describe, so that a newer gateway answers as this
   * program expects.
   */
  readonly version?: string | undefined;
  /** Limit of one try, in milliseconds; 30 seconds by default. */
  readonly timeoutMs?: number | undefined;
  /** Limit of a whole call, with its retries and the waits between them; 80 seconds by default. */
  readonly totalTimeoutMs?: number | undefined;
  /** How often a call is sent again after it failed in a way that can pass; 2 by default. */
  readonly maxRetries?: number | undefined;
  /** Keys that created sessions which may still return: those of a rotation that is under way. */
  readonly previousApiKeys?: readonly (string | undefined)[] | undefined;
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Hears of every try, answered or not; what it throws is ignored. Neither key nor body is told. */
  readonly log?: RequestLog | undefined;
};

export type Tollgate = {
  readonly sessions: Sessions;
  readonly payments: Payments;
  readonly refunds: Refunds;
  readonly paymentMethods: PaymentMethods;
  readonly events: Events;
  readonly webhookEndpoints: WebhookEndpoints;
  readonly deliveries: Deliveries;
  readonly apiKeys: ApiKeys;
  readonly acquirerAccounts: AcquirerAccounts;
  readonly acquirerRules: AcquirerRuleBook;
  readonly members: Members;
  readonly auditLog: AuditLog;
  readonly requestLog: LoggedRequests;
  readonly exports: Exports;
  readonly figures: Figures;
  readonly settings: Settings;
  readonly operator: Operator;
  readonly webhooks: { readonly verify: typeof verifyWebhook; readonly verifyAsync: typeof verifyWebhookAsync };
  /** What the query of successUrl or failureUrl says, checked with this client's API keys. */
  readonly verifyReturn: (source: ReturnSource, options: VerifyReturnOptions) => VerifiedReturn;
  readonly verifyReturnAsync: (source: ReturnSource, options: VerifyReturnOptions) => Promise<VerifiedReturn>;
  /** Of a payment whose customer came back from `nextAction.url`. */
  readonly verifyPaymentReturn: (source: ReturnSource, options: VerifyPaymentReturnOptions) => VerifiedPaymentReturn;
  readonly verifyPaymentReturnAsync: (
    source: ReturnSource,
    options: VerifyPaymentReturnOptions,
  ) => Promise<VerifiedPaymentReturn>;
};

/** The client. Holds no connection and no timer: nothing to close. Throws TypeError when an option can't be right. */
export const createTollgate = (options: TollgateOptions): Tollgate => {
  const settings = readSettings(options);
  const ports = systemPorts(options.fetch, options.log);
  const send = createSend(ports, settings);
  const sendWithoutResult = createSendWithoutResult(ports, settings);
  const apiKeys = [settings.apiKey, ...(options.previousApiKeys ?? [])];
  return {
    sessions: createSessions(send),
    payments: createPayments(send),
    refunds: createRefunds(send),
    paymentMethods: createPaymentMethods(send, sendWithoutResult),
    events: createEvents(send, ports),
    webhookEndpoints: createWebhookEndpoints(send, sendWithoutResult),
    deliveries: createDeliveries(send),
    apiKeys: createApiKeys(send, sendWithoutResult),
    acquirerAccounts: createAcquirerAccounts(send),
    acquirerRules: createAcquirerRules(send),
    members: createMembers(send, sendWithoutResult),
    auditLog: createAuditLog(send),
    requestLog: createLoggedRequests(send),
    exports: createExports(ports, settings),
    figures: createFigures(send),
    settings: createSettings(send),
    operator: createOperator(send),
    webhooks: { verify: verifyWebhook, verifyAsync: verifyWebhookAsync },
    verifyReturn: (source, verifyOptions) => verifyReturn(source, apiKeys, verifyOptions),
    verifyReturnAsync: (source, verifyOptions) => verifyReturnAsync(source, apiKeys, verifyOptions),
    verifyPaymentReturn: (source, verifyOptions) => verifyPaymentReturn(source, apiKeys, verifyOptions),
    verifyPaymentReturnAsync: (source, verifyOptions) => verifyPaymentReturnAsync(source, apiKeys, verifyOptions),
  };
};

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_TOTAL_TIMEOUT_MS = 80_000;
const DEFAULT_MAX_RETRIES = 2;
/** What setTimeout can count to; anything above would fire at once. */
const LONGEST_TIMEOUT_MS = 2_147_483_647;

const readSettings = (options: TollgateOptions): RequestSettings => {
  const apiKey = given('apiKey', options.apiKey);
  assertHeaderText('apiKey', apiKey);
  if (options.version !== undefined) assertHeaderText('version', options.version);
  const totalTimeoutMs = options.totalTimeoutMs ?? DEFAULT_TOTAL_TIMEOUT_MS;
  return {
    apiUrl: apiUrlOf(given('baseUrl', options.baseUrl)),
    apiKey,
    version: options.version ?? API_VERSION,
    timeoutMs: wholeNumber('timeoutMs', options.timeoutMs ?? DEFAULT_TIMEOUT_MS, 1, LONGEST_TIMEOUT_MS),
    totalTimeoutMs: wholeNumber('totalTimeoutMs', totalTimeoutMs, 1, LONGEST_TIMEOUT_MS),
    maxRetries: wholeNumber('maxRetries', options.maxRetries ?? DEFAULT_MAX_RETRIES, 0, 10),
  };
};

const given = (name: 'apiKey' | 'baseUrl', value: string | undefined): string => {
  if (value !== undefined && value !== '') return value;
  throw new TypeError(`${name} is missing: is the environment variable set that it is read from?`);
};

const wholeNumber = (name: string, value: number, least: number, most: number): number => {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new TypeError(`${name} must be a whole number from ${String(least)} to ${String(most)}.`);
};

const apiUrlOf = (baseUrl: string): string => {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  const isHttp = url?.protocol === 'http:' || url?.protocol === 'https:';
  if (url === undefined || !isHttp || url.username !== '' || url.search !== '' || url.hash !== '') {
    throw new TypeError('baseUrl must be the gateway\'s http(s) address, such as "https://pay.example.com".');
  }
  const path = url.pathname.replace(/\/+$/, '');
  return `${url.origin}${path.endsWith('/api2') ? path : `${path}/api2`}`;
};

const systemPorts = (customFetch: typeof globalThis.fetch | undefined, log: RequestLog | undefined): RequestPorts => ({
  // Looked up at each call, so that a fetch that was replaced later (instrumentation, a proxy) is used.
  fetch: (input, init) => (customFetch ?? globalThis.fetch)(input, init),
  nowMs: () => Date.now(),
  sleep: sleepFor,
  random: () => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32,
  newIdempotencyKey: () => crypto.randomUUID(),
  log,
});

const sleepFor = (ms: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted === true) onAbort();
  });
