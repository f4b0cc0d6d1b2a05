import { errorFor } from '../answer.ts';
import { assertHeaderText, connectionError, headersOf, urlOf } from '../request.ts';
import type { RequestPorts, RequestSettings } from '../request.ts';
import { resourcePath } from '../resource-path.ts';
import type { ExportableList, ExportQuery } from '../types.ts';

export type ExportOptions = {
  /** Another key than the client's, for this call. */
  readonly apiKey?: string | undefined;
  /** Ends the call, also while the file is read. */
  readonly signal?: AbortSignal | undefined;
};

export type Exports = {
  /**
   * A whole list as a file, made while it is read: `for await (const chunk of …)`, or pipe it. One that breaks off
   * makes the stream fail: take no part of it for the whole. Not repeated by itself, and without a limit of time; give
   * a signal.
   */
  readonly download: (
    list: ExportableList,
    query?: ExportQuery,
    options?: ExportOptions,
  ) => Promise<ReadableStream<Uint8Array>>;
};

export const createExports = (ports: RequestPorts, settings: RequestSettings): Exports => ({
  download: async (list, query, options = {}) => {
    if (options.apiKey !== undefined) assertHeaderText('apiKey', options.apiKey);
    const call = { method: 'GET', path: resourcePath('/exports', list), query, options } as const;
    const attempt = { call, idempotencyKey: undefined, timeoutMs: settings.timeoutMs, tries: 1 };
    let response: Response;
    try {
      response = await ports.fetch(urlOf(settings, call), {
        headers: { ...headersOf(settings, attempt), accept: '*/*' },
        redirect: 'manual',
        ...(options.signal && { signal: options.signal }),
      });
    } catch (thrown) {
      options.signal?.throwIfAborted();
      throw connectionError(settings, attempt, thrown);
    }
    if (response.status === 200 && response.body !== null) return response.body;
    const answer = { status: response.status, headers: response.headers, text: await response.text() };
    throw errorFor(answer, { idempotencyKey: undefined, tries: 1 }, ports.nowMs());
  },
});
