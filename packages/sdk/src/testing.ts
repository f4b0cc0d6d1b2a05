import { webhookMessage, type WebhookAtReturn } from './return-webhook.ts';
import { returnKeyOf } from './returns.ts';
import type { VerifiedPaymentReturn, VerifiedReturn } from './returns.ts';
import { hmacSha256, parseBase64, runAtOnce, toBase64, toHex, type Bytes } from './signature.ts';

type SignOptions = {
  /** Unix seconds; now by default. */
  readonly timestamp?: number | undefined;
};

/** For your tests: the `X-Signature` that the gateway would send with this body. Several secrets: as in a rotation. */
export const signWebhookForTest = (
  rawBody: Bytes,
  secrets: string | readonly string[],
  options: SignOptions = {},
): string => {
  const timestamp = String(options.timestamp ?? nowSeconds());
  const all = typeof secrets === 'string' ? [secrets] : secrets;
  const signatures = all.map((secret) => `v1=${toHex(runAtOnce(hmacSha256(secret, rawBody, '.', timestamp)))}`);
  return [`t=${timestamp}`, ...signatures].join(',');
};

/** For your tests: the Standard Webhooks headers of a delivery. `secret` is `whsec_` and base64. */
export const standardWebhookHeadersForTest = (
  rawBody: Bytes,
  secret: string,
  options: SignOptions & { readonly id: string },
): Readonly<Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>> => {
  const key = secret.startsWith('whsec_') ? parseBase64(secret.slice('whsec_'.length)) : undefined;
  if (key === undefined) throw new TypeError('A Standard Webhooks secret is "whsec_" followed by base64.');
  const timestamp = String(options.timestamp ?? nowSeconds());
  const signature = toBase64(runAtOnce(hmacSha256(key, `${options.id}.${timestamp}.`, rawBody)));
  return { 'webhook-id': options.id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
};

/** For your tests: the address to which the gateway would send the customer back. */
export const signReturnForTest = (
  returnUrl: string,
  result: Omit<VerifiedReturn, 'signedAt'> | Omit<VerifiedPaymentReturn, 'signedAt'>,
  apiKey: string,
  options: SignOptions = {},
): string => {
  const t = String(options.timestamp ?? nowSeconds());
  const sequence = String(result.sequence);
  const [name, id] = 'sessionId' in result ? ['sessionId', result.sessionId] : ['paymentId', result.paymentId];
  const message = `${id}.${result.status}.${sequence}.${t}`;
  const key = runAtOnce(returnKeyOf(apiKey));
  const sign = (text: string): string => toHex(runAtOnce(hmacSha256(key, text)));
  const url = new URL(returnUrl);
  const webhook = 'webhook' in result ? result.webhook : undefined;
  const parameters = {
    [name]: id,
    status: result.status,
    sequence,
    t,
    sig: sign(message),
    ...(webhook !== undefined && webhookParameters(webhook, message, sign)),
  };
  for (const [parameter, value] of Object.entries(parameters)) url.searchParams.append(parameter, value);
  return url.href;
};

const webhookParameters = (
  webhook: WebhookAtReturn,
  message: string,
  sign: (text: string) => string,
): Readonly<Record<string, string>> => {
  const ms = webhook.result === 'acknowledged' ? String(webhook.ms) : '';
  const webhookSig = sign(webhookMessage(message, webhook.result, ms));
  return { webhook: webhook.result, ...(ms !== '' && { webhookMs: ms }), webhookSig };
};

const nowSeconds = (): number => Math.floor(Date.now() / 1000);
