import { Secret } from '../../../base/secret.ts';
import type { HttpClient } from '../../../base/http-client.ts';
import type { Card } from '../../../card/card.ts';
import type { AcquirerConnector } from '../contract.ts';
import { createStripeConnector, type StripeOptions } from './index.ts';

export const cardOf = (pan: string, cvc = '123'): Card => ({
  pan: new Secret(pan),
  cvc: new Secret(cvc),
  expiryMonth: 12,
  expiryYear: new Date().getUTCFullYear() + 3,
  cardholderName: 'A. Cardholder',
});

export const WEBHOOK_SECRET = new Secret('whsec_simulated_signing_secret');

export type Connection = StripeOptions & {
  readonly answerTimeoutMs?: number;
  readonly values?: Readonly<Record<string, string>>;
  readonly http?: HttpClient;
};

/** A connector to a simulator, that waits as long as a busy machine needs. */
export const connect = (
  url: string,
  { answerTimeoutMs = 60_000, values = {}, http, ...options }: Connection = {},
): AcquirerConnector =>
  createStripeConnector(
    {
      values: { url, ...values },
      secrets: { secretKey: new Secret('sk_test_simulated'), webhookSecret: WEBHOOK_SECRET },
      olderSecrets: {},
      limits: { connectTimeoutMs: 60_000, answerTimeoutMs, settleWindowMs: 1_000 },
      ...(http !== undefined && { http }),
    },
    options,
  );
