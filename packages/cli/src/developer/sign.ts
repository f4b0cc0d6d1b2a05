import { randomBytes, randomUUID } from 'node:crypto';
import { API_VERSION, signWebhookForTest, standardWebhookHeadersForTest } from '../sdk.ts';

/** A secret as the gateway makes them: Standard Webhooks libraries take it as it is. */
export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

/** Both dialects take it: the whole text keys one, the bytes of its base64 part the other. */
export const isSecret = (text: string): boolean => {
  const base64 = text.startsWith('whsec_') ? text.slice('whsec_'.length) : '';
  return base64 !== '' && Buffer.from(base64, 'base64').toString('base64') === base64;
};

type Message = { readonly id: string; readonly body: string; readonly secret: string; readonly timestamp: number };

/** The headers that the gateway sends with an event, signed in both dialects. `timestamp`: unix seconds. */
export const deliveryHeaders = (message: Message): Readonly<Record<string, string>> => ({
  ...unsignedHeaders(),
  ...signatureHeaders(message),
});

export const unsignedHeaders = (): Readonly<Record<string, string>> => ({
  'Content-Type': 'application/json',
  'User-Agent': 'Tollgate-Webhooks/1',
  'API-Request-Id': `req_${randomUUID()}`,
  'X-Version': API_VERSION,
});

export const signatureHeaders = ({ id, body, secret, timestamp }: Message): Readonly<Record<string, string>> => ({
  'X-Signature': signWebhookForTest(body, secret, { timestamp }),
  ...standardWebhookHeadersForTest(body, secret, { id, timestamp }),
});
