import { randomUUID } from 'node:crypto';
import type { DirectPaymentInsert } from '../../src/flow/statements/begin-direct-payments.ts';
import type { SessionInsert } from '../../src/flow/statements/create-sessions.ts';

/** A session about to be written, with what the test cares about. */
export const aSessionInsert = (change: Partial<SessionInsert> = {}): SessionInsert => ({
  id: randomUUID(),
  event_ids: [randomUUID()],
  api_key_id: randomUUID(),
  amount: 100,
  currency: 'EUR',
  currency_as_sent: 'EUR',
  success_url: 'https://shop.example/',
  failure_url: 'https://shop.example/',
  merchant_reference_id: null,
  locale: null,
  description: null,
  metadata: {},
  customer_details: {},
  merchant_customer_id: null,
  setup_future_usage: null,
  capture_method: 'automatic',
  expires_at: null,
  idempotency_key: null,
  request_hash: null,
  ...change,
});

/** A payment of a shop's server about to be written, with what the test cares about. */
export const aDirectPaymentInsert = (change: Partial<DirectPaymentInsert> = {}): DirectPaymentInsert => ({
  payment_id: randomUUID(),
  attempt_id: randomUUID(),
  event_ids: [randomUUID(), randomUUID()],
  amount: 100,
  currency: 'EUR',
  currency_as_sent: 'EUR',
  capture_method: 'automatic',
  merchant_reference_id: null,
  metadata: {},
  return_url: null,
  api_key_id: randomUUID(),
  merchant_customer_id: null,
  setup_future_usage: null,
  payment_method_id: null,
  kept_card: null,
  card: { brand: 'visa', bin: '42424242', last4: '4242', expiryMonth: 1, expiryYear: 2040 },
  connector: 'sandbox',
  idempotency_key: null,
  request_hash: null,
  waiting_card: null,
  three_ds: null,
  card_fingerprint: '5a'.repeat(32),
  authentication: null,
  ...change,
});
