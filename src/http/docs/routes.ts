import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { declinedCvcs, testCards } from '../../card/test-cards.ts';
import type { JsonObject } from '../api/openapi/components.ts';
import { OF_EVERY_ANSWER } from '../kernel/problems.ts';
import { loadDocsAssets } from './assets.ts';
import { notFound } from './guides/not-found.ts';
import { renderPage } from './layout.ts';
import { readApiModel } from './openapi-model.ts';
import { pagesOf } from './pages.ts';
import { MOST_LETTERS } from './search.ts';
import { createSamples } from './samples.ts';
import { searchPage } from './search-page.ts';
import { llmsTxt, markdownOf, searchOf } from './site-content.ts';
import { markdownHrefOf, type DocsPage, type Site } from './site.ts';
import { prepare, sendStatic, type StaticAnswer } from '../kernel/static-answer.ts';

export type DocsDeps = {
  /** Complete once the server is ready. */
  readonly openApi: () => JsonObject;
  readonly publicUrl: string;
  readonly mode: 'sandbox' | 'live';
  /** Undefined: there is none. */
  readonly threeDsUrl: string | undefined;
};

/**
 * The documentation, served by the gateway it describes: offline, with examples that call this very address. Pages are
 * made at the first request for one, and kept.
 */
export const registerDocs = async (app: FastifyInstance, deps: DocsDeps): Promise<void> => {
  const document = once(() => ({ ...deps.openApi(), servers: [{ url: `${deps.publicUrl}/api2` }] }));
  const openApiJson = once(() => prepare('application/json; charset=utf-8', JSON.stringify(document())));
  // Tools of other origins read the document; it says nothing secret.
  app.get('/api2/openapi.json', (request, reply) =>
    sendStatic(
      request,
      reply.header('Access-Control-Allow-Origin', '*').headers(COMMON_HEADERS),
      openApiJson(),
      REVALIDATE,
    ),
  );
  const site = once(() => createSite(deps, document()));
  const llms = once(() => prepare('text/plain; charset=utf-8', llmsTxt(site())));
  app.get('/llms.txt', (request, reply) => sendStatic(request, reply.headers(COMMON_HEADERS), llms(), REVALIDATE));
  answerBrowsers(app, site);
  await app.register(
    (docs, _options, done) => {
      registerPages(docs, deps.mode, site);
      done();
    },
    { prefix: '/docs' },
  );
  if (deps.mode === 'sandbox') registerSandbox(app, basePathOf(deps.publicUrl));
};

/** Test cards as a table for programs, as a page for people; and a way in for who typed only the host. */
const registerSandbox = (app: FastifyInstance, basePath: string): void => {
  app.get('/', (_, reply) => reply.redirect(`${basePath}/docs`, 302));
  const cards = prepare('application/json; charset=utf-8', JSON.stringify({ data: testCards, declinedCvcs }));
  app.get('/test-cards', (request, reply) => {
    if (wantsHtml(request)) return reply.header('Vary', 'Accept').redirect(`${basePath}/docs/test-cards`, 302);
    return sendStatic(request, reply.headers(COMMON_HEADERS), cards, REVALIDATE);
  });
};

const registerPages = (docs: FastifyInstance, mode: DocsDeps['mode'], site: () => Site): void => {
  const assets = loadDocsAssets();
  docs.addHook('onRequest', (_, reply, done) => {
    void reply.headers(PAGE_HEADERS);
    done();
  });
  for (const page of pagesOf(mode)) {
    const answer = once(() => preparePage(site(), page));
    docs.get(page.slug === '' ? '/' : `/${page.slug}`, (request, reply) =>
      sendStatic(request, reply, answer(), REVALIDATE),
    );
    const markdown = once(() => prepare('text/markdown; charset=utf-8', markdownOf(site(), page)));
    docs.get(markdownHrefOf({ basePath: '' }, page).slice('/docs'.length), (request, reply) =>
      sendStatic(request, reply, markdown(), REVALIDATE),
    );
  }
  registerSearch(docs, site);
  for (const { fileName, answer } of Object.values(assets)) {
    docs.get(`/assets/${fileName}`, (request, reply) => sendStatic(request, reply, answer, FOR_EVER));
  }
  docs.setNotFoundHandler((_, reply) => sendMissing(reply, site()));
};

/** Who typed an address that is none gets a page. Programs get the problem, and under `/api2` everybody does. */
const answerBrowsers = (app: FastifyInstance, site: () => Site): void => {
  app.addHook('onRequest', async (request, reply) => {
    if (!request.is404 || !READS.has(request.method) || !wantsHtml(request) || /^\/api2(?:[/?]|$)/.test(request.url))
      return;
    await sendMissing(reply.headers(PAGE_HEADERS).header('Vary', 'Accept'), site());
  });
};

const READS: ReadonlySet<string> = new Set(['GET', 'HEAD']);

const wantsHtml = ({ headers }: FastifyRequest): boolean => /\btext\/html\b/.test(headers.accept ?? '');

const sendMissing = (reply: FastifyReply, site: Site): FastifyReply =>
  reply
    .code(404)
    .header('Cache-Control', 'no-store')
    .header('Content-Type', 'text/html; charset=utf-8')
    .send(renderPage(site, notFound, { hasMarkdown: false }));

/** A plain form with GET. What is looked for is shown again, and kept by nobody. */
const registerSearch = (docs: FastifyInstance, site: () => Site): void => {
  const search = once(() => searchOf(site()));
  docs.get('/search', (request, reply) => {
    const { q } = request.query as { readonly q?: unknown };
    const query = typeof q === 'string' ? q.trim().slice(0, MOST_LETTERS) : '';
    const page = searchPage(query, search()(query));
    return reply
      .header('Cache-Control', 'no-store')
      .header('X-Robots-Tag', 'noindex')
      .header('Content-Type', 'text/html; charset=utf-8')
      .send(renderPage(site(), page, { query, hasMarkdown: false }));
  });
};

const preparePage = (site: Site, page: DocsPage): StaticAnswer =>
  prepare('text/html; charset=utf-8', renderPage(site, page));

const createSite = ({ publicUrl, mode, threeDsUrl }: DocsDeps, document: JsonObject): Site => ({
  mode,
  publicUrl,
  apiUrl: `${publicUrl}/api2`,
  threeDsUrl,
  basePath: basePathOf(publicUrl),
  assets: loadDocsAssets(),
  model: readApiModel(document),
  samples: createSamples(publicUrl),
});

const basePathOf = (publicUrl: string): string => new URL(publicUrl).pathname.replace(/\/+$/, '');

const REVALIDATE = 'no-cache';
const FOR_EVER = 'public, max-age=31536000, immutable';

const COMMON_HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': OF_EVERY_ANSWER['Content-Security-Policy'],
};

const PAGE_HEADERS = {
  ...COMMON_HEADERS,
  'Content-Security-Policy': [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; '),
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** Made when it is first asked for, then kept. */
const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
};
