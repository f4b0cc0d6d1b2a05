import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { localeOf, pageFrom, queryOf, send, sendUnknown, type Deps, type PayRequest } from './replies.ts';

/** What lies in frames of the payment page, and where the frames of the bank end. */
export const registerFramePages = (scope: FastifyInstance, deps: Deps): void => {
  scope.get('/pay/:token/challenge', (request: PayRequest, reply) => showChallenge(deps, request, reply));
  scope.get('/pay/:token/method', (request: PayRequest, reply) => showMethod(deps, request, reply));
  // From the bank's origin, without a cookie and without a form of ours: so it does nothing but tell the page around
  // it.
  scope.post('/3ds/method', (request, reply) =>
    send(reply, deps.site.showMethodAnswered(localeOf(request, undefined))),
  );
  scope.get('/3ds/returned', (request, reply) => showReturned(deps, request, reply));
};

const showChallenge = async (deps: Deps, request: PayRequest, reply: FastifyReply): Promise<FastifyReply> => {
  const page = pageFrom(deps, request);
  const view = page && (await deps.checkout.view(page.address));
  if (view === undefined) return sendUnknown(deps, request, reply);
  const { authentication } = view;
  const challenge = authentication?.stage === 'challenging' ? authentication.challenge : undefined;
  const locale = localeOf(request, view);
  return send(reply, deps.site.showChallengeFrame(challenge, locale.catalog.bank.useAnotherCard, locale));
};

const showMethod = (deps: Deps, request: PayRequest, reply: FastifyReply): FastifyReply => {
  const page = pageFrom(deps, request);
  const state = page && deps.site.methodStates.read(queryOf(request).get('state'), page.address);
  return send(reply, deps.site.showMethodFrame(state, localeOf(request, undefined)));
};

/**
 * Which page the customer came from is in the address: `page` a session's, `authenticate` a payment's that has none.
 */
const showReturned = (deps: Deps, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  const query = queryOf(request);
  const session = tokenIn(deps, query.get('page'));
  const payment = tokenIn(deps, query.get('authenticate'));
  const { basePath } = deps.site;
  const path = session === undefined ? payment && `${basePath}/authenticate/${payment}` : `${basePath}/pay/${session}`;
  return send(reply, deps.site.showReturned(path, localeOf(request, undefined)));
};

const tokenIn = ({ urls }: Deps, text: string | null): string | undefined =>
  text !== null && urls.readSession(text) !== undefined ? text : undefined;
