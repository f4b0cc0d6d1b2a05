import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { parseId, type Uuid } from '../../base/id.ts';
import { Problem } from '../../base/problem.ts';
import { findSession, formTokenOf, isFormToken, isFresh } from '../../members/session.ts';
import { baseOf, mayDo, OPERATORS } from '../../members/roles.ts';
import { OPERATOR_AREA } from './areas.ts';
import { readCookie } from './cookie.ts';
import { freshRoutes, ruleOf } from './route-rules.ts';
import type { DashboardDeps, Visit } from './site.ts';

declare module 'fastify' {
  // Only an interface can be added to.
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions
  interface FastifyRequest {
    /** Set before every handler whose route is not for anyone. */
    visit: Visit | undefined;
  }
}

/** Nobody gets past it but by the row of the route. Register it before the routes. */
export const guardRoutes = (app: FastifyInstance, deps: DashboardDeps): void => {
  app.decorateRequest('visit', undefined);
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat())
      if (ruleOf(one, url) === undefined) throw new Error(`${one} ${url} has no row in route-rules.ts`);
  });
  app.addHook('preHandler', async (request, reply) => {
    if (request.method === 'POST') requireOurPage(deps, request);
    const rule = ruleOf(request.method, request.routeOptions.url ?? '');
    if (rule === undefined) throw new Problem('not_found', 'There is no such page.');
    if (rule === 'anyone') return;
    const visit = await findVisit(deps, request);
    if (visit === undefined) return sendToSignIn(request, reply);
    request.merchantId = visit.merchantId;
    request.visit = visit;
    if (rule !== 'member' && !mayDo(visit.session.role, rule))
      throw new Problem('forbidden', 'Your role does not allow this. Ask an owner or an admin of your team.');
    if (request.method === 'POST' && !isFormToken(deps.keys, visit.session, formOf(request)['formToken']))
      throw new Problem('forbidden', 'This form is too old. Go back, load the page again and send it once more.');
    if (freshRoutes.has(`${request.method} ${request.routeOptions.url ?? ''}`) && !isFresh(visit.session, deps.mode))
      return sendToConfirm(request, reply, visit);
  });
};

/** For handlers of routes that are not for anyone. */
export const visitOf = ({ visit }: FastifyRequest): Visit => {
  if (visit === undefined) throw new Error('a handler asks who is signed in, and its route is for anyone');
  return visit;
};

export type Form = Readonly<Record<string, string>>;

/** What a form said; missing fields are missing. */
export const formOf = ({ body }: FastifyRequest): Form =>
  typeof body === 'object' && body !== null ? (body as Form) : {};

/**
 * The merchant of the address, or the id of the operators for their pages, which no address names otherwise. Whether
 * there is a merchant is told to nobody who does not work there.
 */
export const merchantOf = ({ params, routeOptions }: FastifyRequest): Uuid<'merchant'> => {
  if (`${routeOptions.url ?? ''}/`.startsWith(`${OPERATOR_AREA}/`)) return OPERATORS;
  const merchantId = parseId('merchant', (params as { readonly merchant?: string }).merchant ?? '');
  if (merchantId === undefined || merchantId === OPERATORS) throw new Problem('not_found', 'There is no such page.');
  return merchantId;
};

export const isSecure = ({ dashboardUrl }: Pick<DashboardDeps, 'dashboardUrl'>): boolean =>
  dashboardUrl.startsWith('https:');

export const findVisit = async (deps: DashboardDeps, request: FastifyRequest): Promise<Visit | undefined> => {
  const merchantId = merchantOf(request);
  const session = await findSession(deps, merchantId, readCookie(request, merchantId, isSecure(deps)));
  if (session === undefined) return undefined;
  return { merchantId, base: baseOf(merchantId), session, formToken: formTokenOf(deps.keys, session) };
};

/** Browsers say where a form was; whoever posts ours from elsewhere is refused before anything is looked at. */
const requireOurPage = ({ dashboardUrl }: DashboardDeps, { headers }: FastifyRequest): void => {
  const isOurs =
    headers.origin === undefined ? headers['sec-fetch-site'] === 'same-origin' : headers.origin === dashboardUrl;
  if (!isOurs) throw new Problem('forbidden', 'This form was sent from another page than ours.');
};

const sendToSignIn = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  const base = baseOf(merchantOf(request));
  const next = request.method === 'GET' ? `?next=${encodeURIComponent(request.url)}` : '';
  return reply.redirect(`${base}/sign-in${next}`, 303);
};

/** The form is filled in once more afterwards: nothing that moves money waits in an address. */
const sendToConfirm = (request: FastifyRequest, reply: FastifyReply, { base }: Visit): FastifyReply => {
  const hasPage = ruleOf('GET', request.routeOptions.url ?? '') !== undefined;
  const next = hasPage ? request.url : request.url.replace(/\/[^/]*$/, '');
  return reply.redirect(`${base}/confirm?next=${encodeURIComponent(next)}`, 303);
};

/** Where to go on after a sign-in: a page of the same merchant, or its first one. Never another host. */
export const safeNext = (base: string, next: unknown): string => {
  if (typeof next !== 'string' || next.length > 500 || !next.startsWith(`${base}/`)) return base;
  // A browser reads backslashes as slashes and drops tabs and line feeds.
  return /^[\w/?&=%.+:~-]+$/.test(next) && !next.includes('//') ? next : base;
};
