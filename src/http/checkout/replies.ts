import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CheckoutView } from '../../flow/page/checkout.ts';
import type { Answer } from './answers.ts';
import type { Locale } from './catalogs/index.ts';
import type { FilledPage } from './template.ts';
import { localeFor, type CheckoutDeps, type CheckoutSite, type PaymentPage } from './site.ts';

export type Deps = CheckoutDeps & { readonly site: CheckoutSite };

export type PayRequest = FastifyRequest<{ Params: { token: string } }>;

export const pageFrom = ({ urls, visitors }: Deps, request: PayRequest): PaymentPage | undefined => {
  const { token } = request.params;
  const address = urls.readSession(token);
  if (address === undefined) return undefined;
  request.merchantId = address.merchantId;
  return { token, address: { ...address, visitor: visitors.read(request, address) } };
};

export const send = (reply: FastifyReply, { status, headers, html }: Answer): FastifyReply =>
  typeof html === 'string'
    ? reply.code(status).headers(headers).send(html)
    : sendFilled(reply.code(status).headers(headers).header('vary', 'accept-encoding'), html);

/** Every browser takes gzip. The other pages are smaller than two packets, and go as they are. */
const sendFilled = (reply: FastifyReply, page: FilledPage): FastifyReply =>
  TAKES_GZIP.test(reply.request.headers['accept-encoding'] ?? '')
    ? reply.header('content-encoding', 'gzip').send(page.gzip())
    : reply.send(page.plain());

const TAKES_GZIP = /(?:^|,)\s*gzip\s*(?:;\s*q=(?!0(?:\.0*)?\s*(?:,|$))|,|$)/;

export const sendUnknown = (deps: Deps, request: FastifyRequest, reply: FastifyReply): FastifyReply =>
  send(reply, deps.site.showPlain('unknown', localeOf(request, undefined)));

/**
 * 303: whatever asked, the browser now GETs. Only ever to a page of ours: what a form leads to may be nobody else's.
 */
export const sendRedirect = (deps: Deps, reply: FastifyReply, path: string): FastifyReply =>
  reply
    .code(303)
    .headers({ ...deps.site.plainHeaders, location: path })
    .send('');

export const localeOf = (request: FastifyRequest, view: CheckoutView | undefined): Locale =>
  localeFor(view, request.headers['accept-language']);

export const queryOf = ({ url }: FastifyRequest): URLSearchParams => {
  const at = url.indexOf('?');
  return at === -1 ? NO_QUERY : new URLSearchParams(url.slice(at));
};

const NO_QUERY = new URLSearchParams();

/** The page's script speaks JSON; browsers post forms. */
export const isFromScript = ({ headers }: FastifyRequest): boolean =>
  headers['content-type']?.startsWith('application/json') === true;
