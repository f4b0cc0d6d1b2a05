import type { FastifyInstance, InjectOptions } from 'fastify';

/** A browser for the fake gateway: it opens pages as browsers do, and keeps the cookie of each payment address. */
export const createFakeBrowser = (app: () => FastifyInstance) => {
  const cookies = new Map<string, string>();

  const send = async ({ headers, ...options }: InjectOptions & { readonly url: string }) => {
    const cookie = cookieFor(cookies, options.url);
    const response = await app().inject({
      ...options,
      headers: { ...headers, ...(cookie !== undefined && { cookie }) },
    });
    const [, pair, path] = /^([^;]+);.*?\bPath=([^;]+)/.exec(String(response.headers['set-cookie'])) ?? [];
    if (pair !== undefined && path !== undefined) cookies.set(path, pair);
    return response;
  };

  return {
    /** Sends the cookie that belongs to the address, and nothing else by itself. */
    send,
    /** Opens the page in a window of its own. */
    get: (url: string, headers: Readonly<Record<string, string>> = {}) =>
      send({ method: 'GET', url, headers: { 'sec-fetch-dest': 'document', ...headers } }),
  };
};

const cookieFor = (cookies: ReadonlyMap<string, string>, url: string): string | undefined => {
  const path = url.split('?')[0] ?? url;
  return [...cookies].find(([of]) => path === of || path.startsWith(`${of}/`))?.[1];
};
