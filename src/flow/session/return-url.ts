import { createHmac } from 'node:crypto';
import { formatId, type Uuid } from '../../base/id.ts';
import { publicStatusOf } from '../../contract/payment.ts';
import type { PaymentRow, SessionRow } from '../../contract/rows.ts';
import type { FlowDeps } from '../deps.ts';

/**
 * The way back to the shop: its URL with `sessionId` (or `paymentId`), `status`, `sequence`, `t` (Unix seconds) and
 * `sig` added. `sig` = HMAC-SHA256 in hex over `id.status.sequence.t`, under a key derived from the API key that made
 * the session or payment, so the shop can trust the return before the webhook came, with nothing more than it has.
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
  });
};

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
};

const signReturn = async (
  { clock, returnKeyOf }: ReturnDeps,
  { url, name, id, status, sequence, merchantId, apiKeyId }: Return,
): Promise<string> => {
  const key = await returnKeyOf({ merchantId: merchantId as Uuid<'merchant'>, apiKeyId: apiKeyId as Uuid<'apiKey'> });
  const t = Math.floor(clock.nowMs() / 1000);
  const sig = createHmac('sha256', key).update(`${id}.${status}.${sequence}.${t}`).digest('hex');
  return addToQuery(url, `${name}=${id}&status=${status}&sequence=${sequence}&t=${t}&sig=${sig}`);
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
