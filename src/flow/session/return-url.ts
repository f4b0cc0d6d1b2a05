import { createHmac } from 'node:crypto';
import { formatId, type Uuid } from '../../base/id.ts';
import { publicStatusOf } from '../../contract/payment.ts';
import type { PaymentRow, SessionRow, WebhookAtReturn } from '../../contract/rows.ts';
import type { FlowDeps } from '../deps.ts';

/**
 * The way back to the shop: its URL with `sessionId` (or `paymentId`), `status`, `sequence`, `t` (Unix seconds) and
 * `sig` added. `sig` = HMAC-SHA256 in hex over `id.status.sequence.t`, under a key derived from the API key that made
 * the session or payment, so the shop can trust the return before the webhook came, with nothing more than it has.
 *
 * Of a completed session also what its webhook had come to: `webhook`, `webhookMs` with `acknowledged`, and
 * `webhookSig` over all of it: `id.status.sequence.t.webhook.webhookMs`. A signature of its own, because shops in the
 * field check `sig` over the first four.
 */
export const returnUrlOf = (deps: ReturnDeps, session: SessionRow): Promise<string> => {
  const isCompleted = session.state === 'completed';
  return signReturn(deps, {
    url: isCompleted ? session.success_url : session.failure_url,
    name: 'sessionId',
    id: formatId('session', session.id),
    status: isCompleted ? 'completed' : 'expired',
    sequence: session.sequence,
    merchantId: session.merchant_id,
    apiKeyId: session.api_key_id,
    webhook: isCompleted ? webhookOf(session) : undefined,
  });
};

const webhookOf = ({ webhook_at_return: result, webhook_at_return_ms: ms }: SessionRow): Return['webhook'] =>
  typeof result === 'string' ? { result, ms: ms ?? undefined } : undefined;

/** The same for a payment without a session; undefined when its shop gave no `returnUrl`. */
export const returnUrlOfPayment = async (deps: ReturnDeps, payment: PaymentRow): Promise<string | undefined> => {
  const { return_url: url, api_key_id: apiKeyId } = payment;
  if (url === null || apiKeyId === null) return undefined;
  return signReturn(deps, {
    url,
    apiKeyId,
    name: 'paymentId',
    id: formatId('payment', payment.id),
    status: publicStatusOf(payment),
    sequence: payment.sequence,
    merchantId: payment.merchant_id,
  });
};

type ReturnDeps = Pick<FlowDeps, 'clock' | 'returnKeyOf'>;
type Return = {
  readonly url: string;
  readonly name: 'sessionId' | 'paymentId';
  readonly id: string;
  readonly status: string;
  readonly sequence: number;
  readonly merchantId: string;
  readonly apiKeyId: string;
  readonly webhook?: { readonly result: WebhookAtReturn; readonly ms: number | undefined } | undefined;
};

const signReturn = async (
  { clock, returnKeyOf }: ReturnDeps,
  { url, name, id, status, sequence, merchantId, apiKeyId, webhook }: Return,
): Promise<string> => {
  const key = await returnKeyOf({ merchantId: merchantId as Uuid<'merchant'>, apiKeyId: apiKeyId as Uuid<'apiKey'> });
  const t = Math.floor(clock.nowMs() / 1000);
  const sign = (message: string): string => createHmac('sha256', key).update(message).digest('hex');
  const message = `${id}.${status}.${sequence}.${t}`;
  const signed = `${name}=${id}&status=${status}&sequence=${sequence}&t=${t}&sig=${sign(message)}`;
  if (webhook === undefined) return addToQuery(url, signed);
  const ms = webhook.ms === undefined ? '' : String(webhook.ms);
  const webhookSig = sign(`${message}.${webhook.result}.${ms}`);
  const milliseconds = ms === '' ? '' : `&webhookMs=${ms}`;
  return addToQuery(url, `${signed}&webhook=${webhook.result}${milliseconds}&webhookSig=${webhookSig}`);
};

/**
 * Adds parameters and changes nothing else: not a letter of the shop's own query, no slash after the host, and
 * `sdk://done` stays what it is. A fragment stays at the end.
 */
export const addToQuery = (url: string, parameters: string): string => {
  const hashAt = url.indexOf('#');
  const base = hashAt === -1 ? url : url.slice(0, hashAt);
  const fragment = hashAt === -1 ? '' : url.slice(hashAt);
  const queryAt = base.indexOf('?');
  const separator = queryAt === -1 ? '?' : queryAt === base.length - 1 || base.endsWith('&') ? '' : '&';
  return `${base}${separator}${parameters}${fragment}`;
};
