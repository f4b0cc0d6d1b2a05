import type { WithLastResponse } from './answer.ts';
import { TollgateError } from './errors.ts';
import type { Send, RequestOptions } from './request.ts';
import type { Page } from './types.ts';

/**
 * A list that has not been asked for yet. `await` gives its first page, `for await` walks everything, newest first,
 * asking for a page when it is needed.
 */
export type List<T> = Pick<Promise<WithLastResponse<Page<T>>>, 'then' | 'catch' | 'finally'> &
  AsyncIterable<T> & {
    readonly pages: () => AsyncIterable<WithLastResponse<Page<T>>>;
    /** At most `limit` items, so that a long list can't fill the memory by surprise. */
    readonly toArray: (options: { readonly limit: number }) => Promise<T[]>;
  };

export const createList = <T>(
  send: Send,
  list: { readonly path: string; readonly query?: object | undefined; readonly options?: RequestOptions | undefined },
): List<T> => {
  const fetchPage = (cursor: string | undefined) =>
    send<Page<T>>({
      method: 'GET',
      path: list.path,
      query: cursor === undefined ? list.query : { ...list.query, cursor },
      options: list.options,
    });
  // Kept, so that `list.then` and `list.catch` speak of one and the same request.
  let firstPage: Promise<WithLastResponse<Page<T>>> | undefined;
  const first = () => (firstPage ??= fetchPage(undefined));

  const pages = async function* () {
    let page = await fetchPage(undefined);
    for (;;) {
      yield page;
      const cursor = page.nextCursor;
      if (!page.hasMore || cursor === null) return;
      page = await fetchPage(cursor);
      if (page.nextCursor === cursor) throw endlessList(list.path);
    }
  };
  const items = async function* () {
    for await (const page of pages()) yield* page.data;
  };
  return {
    then: (onFulfilled, onRejected) => first().then(onFulfilled, onRejected),
    catch: (onRejected) => first().catch(onRejected),
    finally: (onFinally) => first().finally(onFinally),
    pages,
    toArray: (options) => takeItems(items(), options.limit),
    [Symbol.asyncIterator]: items,
  };
};

const takeItems = async <T>(items: AsyncIterable<T>, limit: number): Promise<T[]> => {
  const taken: T[] = [];
  if (limit <= 0) return taken;
  for await (const item of items) {
    taken.push(item);
    if (taken.length >= limit) break;
  }
  return taken;
};

const endlessList = (path: string) =>
  new TollgateError(`${path} answered the same cursor twice; the walk was ended before it went in circles.`, {
    code: 'unexpected_answer',
  });
