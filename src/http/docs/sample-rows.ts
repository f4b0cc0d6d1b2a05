import { formatId } from '../../base/id.ts';
import type { EventRow, OperationRow, PaymentRow, SessionRow } from '../../contract/rows.ts';
import { currentVersion, type WireObject } from '../../contract/versions.ts';
import type { EndpointRow } from '../../events/endpoint-object.ts';
import type { DeliveryRow } from '../../webhooks/log.ts';
import type { ReplayRow } from '../../webhooks/replay-store.ts';
import type { LoggedRequest } from '../request-log/store.ts';

/**
 * One purchase, told from beginning to end: every example answer is this purchase, shown by the very code that shows
 * real ones. So an example can't say what the API does not.
 */
const MERCHANT = '018e8421-79b0-7c3f-a1d2-5f0b6c7d8e9f';
const SESSION = 'b8dd201e-5da0-4655-bc31-c3470698c172';
const PAYMENT = '018e8422-0e10-7b52-9c41-2a6f8d1e3b47';
const API_KEY = '018e8400-1234-7abc-8def-0123456789ab';
const REFUND = '018e8a31-77c0-7f4e-a90b-3d5e6f708192';

export const sampleRequest = {
  amount: 10000,
  currency: 'EUR',
  successUrl: 'https://shop.example/orders/1042',
  failureUrl: 'https://shop.example/orders/1042/failed',
  merchantReferenceId: 'order-1042',
  description: 'Pour-over kettle',
};

/** What a request's example says when the required fields alone would be too little, or no real address. */
export const requestSamples: Readonly<Record<string, WireObject>> = {
  createSession: sampleRequest,
  createPayment: {
    amount: 10000,
    currency: 'EUR',
    captureMethod: 'manual',
    paymentMethod: { card: { number: '4444555511113333', expiryMonth: 12, expiryYear: 2030, cvc: '123' } },
    merchantReferenceId: 'order-1042',
  },
  capturePayment: { amount: 6000 },
  createRefund: { paymentId: formatId('payment', PAYMENT), amount: 2500, reason: 'returned goods' },
  createWebhookEndpoint: {
    url: 'https://shop.example/webhooks/tollgate',
    events: ['session.completed', 'session.expired'],
  },
  changeWebhookEndpoint: { events: ['*'] },
  rotateWebhookSecret: { overlapHours: 24 },
  replayToWebhookEndpoint: { from: '2024-03-28T08:00:00Z', to: '2024-03-28T09:00:00Z', onlyUndelivered: true },
  setWebhookFaults: { delay: { ms: 2000, percent: 50 }, drop: { next: 2 } },
  createApiKey: {
    name: 'shop server 2',
    scopes: ['sessions:write', 'payments:read'],
    allowedAddresses: ['203.0.113.0/24'],
  },
  inviteMember: { email: 'kim@shop.example', role: 'support' },
  changeMember: { role: 'finance' },
};

export const openSession: SessionRow = {
  merchant_id: MERCHANT,
  id: SESSION,
  state: 'open',
  version: 1,
  sequence: 1,
  amount: sampleRequest.amount,
  currency: 'EUR',
  currency_as_sent: 'eur',
  success_url: sampleRequest.successUrl,
  failure_url: sampleRequest.failureUrl,
  merchant_reference_id: sampleRequest.merchantReferenceId,
  locale: null,
  description: sampleRequest.description,
  metadata: {},
  customer_details: {},
  merchant_customer_id: null,
  setup_future_usage: null,
  capture_method: 'automatic',
  payment_status: 'unpaid',
  payment_id: null,
  attempts_begun: 0,
  declines: 0,
  last_decline_reason: null,
  expiration_reason: null,
  api_key_id: API_KEY,
  has_secret_address: true,
  created_at: '2024-03-28T08:26:37.000000+00:00',
  expires_at: '2024-03-28T08:46:37.000000+00:00',
};

export const paidSession: SessionRow = {
  ...openSession,
  state: 'completed',
  sequence: 5,
  payment_status: 'paid',
  payment_id: PAYMENT,
  attempts_begun: 1,
};
export const expiredSession: SessionRow = {
  ...openSession,
  state: 'expired',
  sequence: 2,
  expiration_reason: 'merchant',
};

export const paidPayment: PaymentRow = {
  merchant_id: MERCHANT,
  id: PAYMENT,
  session_id: SESSION,
  state: 'succeeded',
  version: 2,
  sequence: 4,
  amount: openSession.amount,
  currency: 'EUR',
  currency_as_sent: 'eur',
  capture_method: 'automatic',
  amount_authorized: openSession.amount,
  amount_capture_pending: 0,
  amount_captured: openSession.amount,
  amount_refund_pending: 0,
  amount_refunded: 0,
  merchant_reference_id: openSession.merchant_reference_id,
  metadata: {},
  card: { brand: 'visa', bin: '44445555', last4: '3333', expiryMonth: 12, expiryYear: 2030 },
  last_error: null,
  attempt_id: API_KEY,
  three_ds: { status: 'authenticated', transStatus: 'Y', version: '2.2.0', eci: '05', liabilityShift: true },
  return_url: null,
  api_key_id: null,
  has_secret_address: null,
  payment_method_id: null,
  setup_future_usage: null,
  created_at: '2024-03-28T08:28:02.000000+00:00',
};

/** The same payment, captured by hand: reserved, taken in part, given up. */
export const authorizedPayment: PaymentRow = {
  ...paidPayment,
  session_id: null,
  state: 'requiresCapture',
  capture_method: 'manual',
  sequence: 2,
  amount_captured: 0,
};
export const partlyCapturedPayment: PaymentRow = { ...authorizedPayment, sequence: 3, amount_captured: 6000 };
export const canceledPayment: PaymentRow = { ...authorizedPayment, state: 'canceled', sequence: 3 };

export const refund: OperationRow = {
  merchant_id: MERCHANT,
  id: REFUND,
  payment_id: PAYMENT,
  kind: 'refund',
  state: 'succeeded',
  version: 2,
  sequence: 7,
  amount: 2500,
  currency: 'EUR',
  currency_as_sent: 'eur',
  final: false,
  reason: 'returned goods',
  decline_reason: null,
  idempotency_key: null,
  created_at: '2024-04-02T10:15:00.000000+00:00',
};

export const completed: EventRow = {
  merchant_id: MERCHANT,
  id: '018e8422-1578-7d0a-b6f3-94c2e1a05d68',
  type: 'session.completed',
  subject_id: SESSION,
  sequence: 5,
  object: 'session',
  object_id: SESSION,
  snapshot: paidSession,
  created_at: '2024-03-28T08:28:04.000000+00:00',
};

export const endpoint: EndpointRow = {
  merchant_id: MERCHANT,
  id: '018e8410-5a20-7e11-8b7d-6c3a9f2d4e10',
  url: 'https://shop.example/webhooks/tollgate',
  description: null,
  events: ['session.completed', 'session.expired'],
  api_version: currentVersion,
  enabled: true,
  disabled_reason: null,
  old_secret_expires_at: null,
  consecutive_failures: 0,
  failing_since: null,
  probe_at: null,
  failing_told_at: null,
  sequence: 0,
  created_at: '2024-03-28T08:01:12.000000+00:00',
};

/** A shop that was restarting for a moment, and took the event at the second try. */
export const delivery: DeliveryRow = {
  endpoint_id: endpoint.id,
  endpoint_url: endpoint.url,
  event_id: completed.id,
  event_type: completed.type,
  state: 'delivered',
  attempts: 2,
  next_attempt_at: null,
  created_at: completed.created_at,
  delivered_at: '2024-03-28T08:28:09.000000+00:00',
  tries: [
    {
      number: 2,
      started_at: '2024-03-28T08:28:09.000000+00:00',
      duration_ms: 31,
      outcome: 'delivered',
      http_status: 204,
      detail: '',
      request_headers: {
        'Content-Type': 'application/json',
        'User-Agent': 'Tollgate-Webhooks/1',
        'X-Version': currentVersion,
        'X-Signature': 't=1711614489,v1=…',
        'webhook-id': formatId('event', completed.id),
        'webhook-timestamp': '1711614489',
        'webhook-signature': 'v1,…',
      },
      repeats: 0,
      last_started_at: '2024-03-28T08:28:09.000000+00:00',
    },
    {
      number: 1,
      started_at: '2024-03-28T08:28:04.000000+00:00',
      duration_ms: 2,
      outcome: 'failed',
      http_status: null,
      detail: 'The connection was refused: nothing listens on this port.',
      request_headers: null,
      repeats: 0,
      last_started_at: '2024-03-28T08:28:04.000000+00:00',
    },
  ],
};

/** Of an hour in which the shop's server answered 500. */
export const replay: ReplayRow = {
  merchant_id: MERCHANT,
  id: '018e8434-1a20-7b11-9c7d-2d3c4b5a6f70',
  endpoint_id: endpoint.id,
  state: 'running',
  from_at: '2024-03-28T08:00:00.000000+00:00',
  to_at: '2024-03-28T09:00:00.000000+00:00',
  types: null,
  only_undelivered: true,
  reached_at: '2024-03-28T08:00:00.000000+00:00',
  queued: 0,
  skipped: 0,
  created_at: '2024-03-28T09:00:41.000000+00:00',
  ended_at: null,
};

/** A session that could not be made. */
export const loggedRequest: LoggedRequest = {
  id: '018e8411-1b20-7a55-8c1d-2f3e4d5c6b70',
  request_id: '0d6f4b52-6a3e-4a0c-9d17-5b8e2c1f7a90',
  method: 'POST',
  route: '/api2/sessions',
  path: '/api2/sessions',
  status: 400,
  duration_ms: 3,
  api_key_id: API_KEY,
  address: '203.0.113.7',
  api_version: '2023-11-15',
  problem_code: 'invalid_fields',
  is_replay: false,
  session: null,
  payment: null,
  request_body: '{"amount":1099,"currency":"EURO","successUrl":"https://shop.example/paid"}',
  response_body:
    '{"type":"…","status":400,"code":"invalid_fields","detail":"currency must be a currency of ISO 4217."}',
  created_at: '2024-03-28T08:03:12.345Z',
  key_name: 'shop server',
  key_last4: 'q7Wm',
};

/**
 * Ids in examples by the first part of the path: they have their real look, so that a reader knows one when it comes.
 */
export const sampleIds: Readonly<Record<string, string>> = {
  sessions: formatId('session', SESSION),
  payments: formatId('payment', PAYMENT),
  refunds: formatId('refund', REFUND),
  events: formatId('event', completed.id),
  'webhook-endpoints': formatId('webhookEndpoint', endpoint.id),
  replays: formatId('webhookReplay', replay.id),
  'api-keys': formatId('apiKey', API_KEY),
  merchants: formatId('merchant', '018e8400-1a20-7b31-8c4f-5d6e7f8a9b0c'),
  'stuck-payments': formatId('attempt', '018e8410-5a21-7c40-a3f8-1d5b7e9c0f42'),
  members: formatId('member', '018e8402-5a60-7d31-9e4f-6c7d8e9fa0b1'),
  'request-log': formatId('loggedRequest', loggedRequest.id),
  'audit-log': formatId('auditEntry', '018e8a31-7a10-7c22-8f3d-1b2c3d4e5f60'),
};
