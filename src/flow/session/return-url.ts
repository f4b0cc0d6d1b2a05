import { createHmac } from 'node:crypto';
import { formatId, type Uuid } from '../../base/id.ts';
import type { SessionRow } from '../../contract/rows.ts';
import type { FlowDeps } from '../deps.ts';

/**
 * The way back to the shop: successUrl or failureUrl with `sessionId`, `status`, `sequence`, `t` (Unix seconds) and `sig` added.
 * `sig` = HMAC-SHA256 in hex over `sessionId.status.sequence.t`, under a key derived from the API key that made the session, so
 * the shop can trust the return before the webhook came, with nothing more than it has.
 */
export const returnUrlOf = async (
  deps: Pick<FlowDeps, 'clock' | 'returnKeyOf'>,
  session: SessionRow,
): Promise<string> => {
  const key = await deps.returnKeyOf({
    merchantId: session.merchant_id as Uuid<'merchant'>,
    apiKeyId: session.api_key_id as Uuid<'apiKey'>,
  });
  const sessionId = formatId('session', session.id);
  const status = session.state === 'completed' ? 'completed' : 'expired';
  const t = Math.floor(deps.clock.nowMs() / 1000);
  const sig = createHmac('sha256', key).update(`${sessionId}.${status}.${session.sequence}.${t}`).digest('hex');
  return addToQuery(
    status === 'completed' ? session.success_url : session.failure_url,
    `sessionId=${sessionId}&status=${status}&sequence=${session.sequence}&t=${t}&sig=${sig}`,
  );
};

/**
 * Adds parameters and changes nothing else: not a letter of the shop's own query, no slash after the host, and `sdk://done`
 * stays what it is. A fragment stays at the end.
 */
export const addToQuery = (url: string, parameters: string): string => {
  const hashAt = url.indexOf('#');
  const base = hashAt === -1 ? url : url.slice(0, hashAt);
  const fragment = hashAt === -1 ? '' : url.slice(hashAt);
  const queryAt = base.indexOf('?');
  const separator = queryAt === -1 ? '?' : queryAt === base.length - 1 || base.endsWith('&') ? '' : '&';
  return `${base}${separator}${parameters}${fragment}`;
};
