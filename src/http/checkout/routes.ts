import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../../base/problem.ts';
import { unavailableReasonOf } from '../../db/unavailable.ts';
import type { CheckoutView } from '../../flow/page/checkout.ts';
import { waitAside } from '../kernel/overload.ts';
import { OF_EVERY_ANSWER } from '../kernel/problems.ts';
import { registerActionPages } from './authenticate-routes.ts';
import { findAccentMistake, renderAccentStyle } from '../kernel/accent-color.ts';
import { bytesOf, type Asset } from './assets.ts';
import { pickEncoding } from '../kernel/static-file.ts';
import { limitForms } from '../kernel/rate-limit.ts';
import { acceptForms, isForm } from './body.ts';
import type { Notice } from './pages.ts';
import { receiveForm, type Submit } from './receive.ts';
import { registerFramePages } from './three-ds-frame-routes.ts';
import type { PaymentPage } from './site.ts';
import { isFromScript, localeOf, pageFrom, queryOf, send, sendUnknown, type Deps, type PayRequest } from './replies.ts';
import type { StatusAnswer } from './script-contract.ts';
import { createCheckoutSite, type CheckoutDeps } from './site.ts';
import { isSpeculation } from './visitor.ts';
import { submitAbandon, submitCancel, submitCard, submitContinue, submitRemoval } from './submit.ts';

export type { CheckoutDeps } from './site.ts';

/** How long a status request may be held while a payment is in flight. */
const LONG_POLL_MS = 10_000;
/** The most that a merchant may ask for, and a little for the clocks. */
const LONGEST_HOLD_MS = 10_500;

/** The customers' door: the payment page, its forms, its status and its two files. */
export const registerCheckout = async (app: FastifyInstance, checkoutDeps: CheckoutDeps): Promise<void> => {
  const deps: Deps = { ...checkoutDeps, site: createCheckoutSite(checkoutDeps) };
  await app.register((scope, _options, done) => {
    acceptForms(scope);
    if (deps.limits !== undefined) limitForms(scope, deps.limits, (request) => isFormOfOurs(deps, request));
    scope.setErrorHandler((error, request, reply) => answerFailure(deps, { error, request, reply }));
    scope.get('/pay/:token', (request: PayRequest, reply) => showPage(deps, request, reply));
    for (const [path, submit] of FORMS) {
      scope.post(path, (request: PayRequest, reply) =>
        receiveForm(deps, { request, reply, page: pageFrom(deps, request) }, submit),
      );
    }
    registerFramePages(scope, deps);
    registerActionPages(scope, deps);
    scope.get('/pay/:token/status', (request: PayRequest, reply) => tellStatus(deps, request, reply));
    for (const rest of ['/pay', '/pay/*', '/authenticate', '/authenticate/*'])
      scope.get(rest, (request, reply) => sendUnknown(deps, request, reply));
    for (const asset of Object.values(deps.site.assets)) {
      scope.get(`/assets/${asset.fileName}`, (request, reply) => sendAsset(asset, request, reply));
    }
    scope.get('/assets/accent-:color', sendAccent);
    done();
  });
};

/** What each form of the page does. */
const FORMS: readonly (readonly [path: string, submit: Submit])[] = [
  ['/pay/:token', submitCard],
  ['/pay/:token/continue', submitContinue],
  ['/pay/:token/abandon', submitAbandon],
  ['/pay/:token/cancel', submitCancel],
  ['/pay/:token/remove-card', submitRemoval],
];

/** Whether the form's token says that we made it, for the session or the payment in its address. */
const isFormOfOurs = ({ site, urls }: Deps, { params, body, routeOptions }: FastifyRequest): boolean => {
  const token = isForm(params) && typeof params['token'] === 'string' ? params['token'] : '';
  const subject =
    routeOptions.url?.startsWith('/authenticate/') === true ? urls.readAction(token) : urls.readSession(token);
  return subject !== undefined && isForm(body) && site.formTokens.read(body['formToken'], subject) !== undefined;
};

const showPage = async (deps: Deps, request: PayRequest, reply: FastifyReply): Promise<FastifyReply> => {
  const page = pageFrom(deps, request);
  if (page === undefined) return sendUnknown(deps, request, reply);
  if (isSpeculation(request)) return reply.code(503).headers(deps.site.plainHeaders).send('');
  const { visitor, cookieFor } = deps.visitors.welcome(request, page.address);
  const query = queryOf(request);
  const view = await deps.checkout.view({ ...page.address, visitor });
  if (view === undefined) return sendUnknown(deps, request, reply);
  const cookie = cookieFor(view, { path: deps.site.pathOf(page.token), isSecure: deps.publicUrl.startsWith('https:') });
  if (cookie !== undefined) void reply.header('set-cookie', cookie);
  const locale = localeOf(request, view);
  const shown = query.has('held') ? await waitAside(request, () => untilOpen(deps, page, view)) : view;
  // `?wait` is where a browser without script follows its payment: once decided it goes on to the shop, as with script.
  if (query.has('wait') && leadsOn(shown) && shown.returnUrl !== undefined) {
    return send(reply, deps.site.showLeavingFor(shown, shown.returnUrl, locale));
  }
  const notice = SHOWN_NOTICES.find((name) => name === query.get('notice'));
  return send(reply, deps.site.showSession(shown, page.token, { locale, notice }));
};

/** `&held` is where a browser without script, which has the page that says so, waits until the way back is open. */
const untilOpen = async (deps: Deps, { address }: PaymentPage, view: CheckoutView): Promise<CheckoutView> =>
  view.heldMsLeft === undefined ? view : ((await deps.checkout.waitForReturn(address, LONGEST_HOLD_MS)) ?? view);

/** The notices that an address may ask for; the others are the script's. */
const SHOWN_NOTICES: readonly Notice[] = ['stale', 'notSent', 'cardRemoved', 'abandoned'];

/** Decided by a payment: the customer expects to be taken to the shop. */
const leadsOn = ({ state, expirationReason }: CheckoutView): boolean =>
  state === 'completed' || (state === 'expired' && expirationReason === 'attemptsExhausted');

const tellStatus = async (deps: Deps, request: PayRequest, reply: FastifyReply): Promise<FastifyReply> => {
  const page = pageFrom(deps, request);
  const view = page && (await lookAt(deps, page, queryOf(request)));
  void reply.headers(deps.site.plainHeaders);
  if (view === undefined) return reply.code(404).send({ kind: 'unknownSession' });
  const { state, authentication, attemptsBegun, returnUrl, heldMsLeft } = view;
  const isHeld = heldMsLeft !== undefined;
  const answer: StatusAnswer = {
    // To a script of an older release a payment whose way back is held is still on its way.
    state: isHeld ? 'paying' : state,
    ...(authentication && { authentication: authentication.stage }),
    attemptsBegun,
    leaves: leadsOn(view) && !isHeld,
    ...(isHeld && { isHeld }),
    ...(returnUrl !== undefined && { url: returnUrl }),
  };
  return reply.send(answer);
};

const lookAt = (
  { checkout }: Deps,
  { address }: PaymentPage,
  query: URLSearchParams,
): Promise<CheckoutView | undefined> => {
  if (!query.has('wait')) return checkout.view(address);
  return query.has('held')
    ? checkout.waitForReturn(address, LONG_POLL_MS)
    : checkout.waitForOutcome(address, LONG_POLL_MS);
};

/** Whatever color is asked for, and no shop is looked up: who made it part of a page has it checked. */
const sendAccent = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  const { color = '' } = request.params as { readonly color?: string };
  const digits = /^([0-9a-f]{6})\.css$/.exec(color)?.[1];
  if (digits === undefined || findAccentMistake(`#${digits}`) !== undefined)
    throw new Problem('not_found', 'There is no such file.');
  return reply
    .headers({ ...ASSET_HEADERS, 'content-type': 'text/css; charset=utf-8' })
    .send(renderAccentStyle(`#${digits}`));
};

const sendAsset = (asset: Asset, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  const encoding = pickEncoding(request.headers['accept-encoding']);
  if (encoding !== undefined) void reply.header('content-encoding', encoding);
  return reply
    .headers({ ...ASSET_HEADERS, 'content-type': asset.contentType, vary: 'accept-encoding' })
    .send(bytesOf(asset, encoding));
};

/** The name holds the hash of the content, or the content itself, so it never changes. */
const ASSET_HEADERS = {
  'cache-control': 'public, max-age=31536000, immutable',
  'x-content-type-options': 'nosniff',
  'content-security-policy': OF_EVERY_ANSWER['Content-Security-Policy'],
  'cross-origin-resource-policy': 'same-origin',
} as const;

type Failure = { readonly error: unknown; readonly request: FastifyRequest; readonly reply: FastifyReply };

/**
 * Refused by the framework (too large, wrong type), turned away for now, or failed by us: one calm page, and nothing of
 * our insides in it.
 */
const answerFailure = (deps: Deps, { error, request, reply }: Failure): FastifyReply => {
  const isTurnedAway = error instanceof Problem && error.code === 'unavailable';
  const refused =
    error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' && error.statusCode < 500;
  if (!isTurnedAway && !refused) logFailure(deps, request, error);
  const locale = localeOf(request, undefined);
  const path = request.method === 'POST' ? pageAfter(deps, request) : undefined;
  // What was sent may have been written down before the answer got lost: the payment's page knows, as soon as it can be
  // asked.
  const answer =
    isTurnedAway || unavailableReasonOf(error) !== undefined
      ? deps.site.showAway(path, locale)
      : deps.site.showFailure(refused ? Number(error.statusCode) : 500, locale, path);
  const retryAfter = (error instanceof Problem ? error.retryAfterSeconds : undefined) ?? answer.headers['retry-after'];
  if (retryAfter !== undefined) void reply.header('retry-after', retryAfter);
  if (!isFromScript(request)) return send(reply, answer);
  // The script asks how things stand before anything is sent again, and the form that it has can't pay twice.
  return reply.code(answer.status).headers(deps.site.plainHeaders).send({ kind: 'error' });
};

const logFailure = (deps: Deps, request: FastifyRequest, error: unknown): void => {
  const known = error instanceof Error ? error : new Error('something that is no error was thrown');
  deps.log?.error(
    { requestId: request.id, method: request.method, route: request.routeOptions.url ?? '(none)', error: known },
    'a payment page failed',
  );
};

/** Where a form that failed leads: to the page of what it was about, which says what became of it. */
const pageAfter = ({ site, urls }: Deps, { url }: FastifyRequest): string | undefined => {
  const [, door, token] = /\/(pay|authenticate)\/([^/?]+)/.exec(url) ?? [];
  if (token === undefined || urls.readSession(token) === undefined) return undefined;
  if (door === 'pay') return `${site.pathOf(token)}?wait`;
  // Where no script keeps the code that went with the form, it is typed again.
  return `${site.basePath}/authenticate/${token}`;
};
