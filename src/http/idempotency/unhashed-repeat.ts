import { formatId, idPrefixes, type IdKind } from '../../base/id.ts';
import type { StoredAnswer } from './store.ts';

/**
 * Keys outlive an upgrade, and the hashes that an older version stored beside them were overwritten (migration 0008). A
 * repeat under such a key must not do its work a second time, and another request must not be taken for it. So the
 * answer itself is asked: it may be this request's when it shows an object of the kind that the address makes, of the
 * amount and currency that are asked for; and an address that names one thing gets only answers about that thing. A
 * stored refusal is repeated: nothing was done then, nor is now.
 */
export const mayBeRepeatOf = (
  { answer }: StoredAnswer,
  { url, body }: { readonly url: string; readonly body: unknown },
): boolean => {
  if ('sealed' in answer) return true;
  const shown = 'body' in answer ? idOf(answer.body) : formatId(answer.object, String(answer.snapshot['id']));
  if (shown === undefined) return true;
  const [, collection = '', id] = /^\/api2\/([a-z-]+)(?:\/([^/?]+))?/.exec(url) ?? [];
  const kind = kindOf[collection];
  if (kind === undefined || !shown.startsWith(`${idPrefixes[kind]}_`)) return false;
  if (id !== undefined) return shown === id;
  return 'body' in answer || isSameMoney(answer.snapshot, body);
};

/** What an address makes, or changes. */
const kindOf: Readonly<Record<string, IdKind>> = {
  sessions: 'session',
  payments: 'payment',
  refunds: 'refund',
  'webhook-endpoints': 'webhookEndpoint',
  'api-keys': 'apiKey',
  events: 'event',
};

/** Undefined for a problem, which shows no object. */
const idOf = (body: string): string | undefined => {
  const { id } = JSON.parse(body) as { readonly id?: unknown };
  return typeof id === 'string' ? id : undefined;
};

/** Of a refund the amount may have been left out, and its currency always is. */
const isSameMoney = (snapshot: Readonly<Record<string, unknown>>, body: unknown): boolean => {
  const { amount = snapshot['amount'], currency = snapshot['currency'] } = (body ?? {}) as Readonly<
    Record<string, unknown>
  >;
  return snapshot['amount'] === amount && String(snapshot['currency']).toLowerCase() === String(currency).toLowerCase();
};
