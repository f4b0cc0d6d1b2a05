import type { LastResponse, WithLastResponse } from '../answer.ts';
import { createList } from '../list.ts';
import type { List } from '../list.ts';
import type { RequestOptions, Send, SendWithoutResult } from '../request.ts';
import { resourcePath } from '../resource-path.ts';
import type { ApiKey, ApiKeyCreate, ApiKeyListQuery, CreatedApiKey } from '../types.ts';

export type ApiKeys = {
  /** The answer is the only one that shows `apiKey`. */
  readonly create: (input: ApiKeyCreate, options?: RequestOptions) => Promise<WithLastResponse<CreatedApiKey>>;
  readonly list: (query?: ApiKeyListQuery, options?: RequestOptions) => List<ApiKey>;
  /** The key stops working within seconds. Delete the old one of a rotation last. */
  readonly delete: (id: string, options?: RequestOptions) => Promise<LastResponse>;
};

export const createApiKeys = (send: Send, sendWithoutResult: SendWithoutResult): ApiKeys => ({
  create: (input, options) => send<CreatedApiKey>({ method: 'POST', path: '/api-keys', body: input, options }),
  list: (query, options) => createList<ApiKey>(send, { path: '/api-keys', query, options }),
  delete: async (id, options) => sendWithoutResult({ method: 'DELETE', path: resourcePath('/api-keys', id), options }),
});
