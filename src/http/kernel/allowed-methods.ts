import type { FastifyInstance } from 'fastify';

/**
 * Which methods an address has: a caller who used another one is told so, rather than that there is nothing. Looks at
 * every route that is registered after it.
 */
export const collectMethods = (app: FastifyInstance): ((path: string) => readonly string[]) => {
  const byPattern = new Map<string, { readonly pattern: RegExp; readonly methods: Set<string> }>();
  app.addHook('onRoute', ({ url, method }) => {
    const known = byPattern.get(url) ?? { pattern: patternOf(url), methods: new Set() };
    byPattern.set(url, known);
    for (const one of [method].flat()) known.methods.add(one);
  });
  return (path) => {
    const methods = [...byPattern.values()]
      .filter(({ pattern }) => pattern.test(path))
      .flatMap((known) => [...known.methods]);
    return [...new Set(methods)].sort();
  };
};

/** `/sessions/:id` → one segment of any letters in the place of `:id`; `*` is the rest. */
const patternOf = (url: string): RegExp =>
  new RegExp(
    `^${url
      .replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&')
      .replaceAll(/:\w+/g, '[^/]+')
      .replaceAll('*', '.*')}$`,
  );
