import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ActionAddress, ActionResult, ActionView, BroughtCode } from '../../flow/page/customer-action.ts';
import { sealedFor, showAction, showActionChallenge, VISIT_FIELD, type ActionPage } from './authenticate-page.ts';
import type { Form } from './body.ts';
import { openFields } from './read-payment.ts';
import { isCrossSite, readSubmission } from './receive.ts';
import {
  isFromScript,
  localeOf,
  queryOf,
  send,
  sendRedirect,
  sendUnknown,
  type Deps,
  type PayRequest,
} from './replies.ts';
import type { StatusAnswer, SubmitAnswer } from './script-contract.ts';
import { readMethodStep, type Submission } from './submit.ts';

/** How long a status request may be held while the issuer or the acquirer is asked. */
const LONG_POLL_MS = 10_000;

/** The page behind `nextAction`: a shop's server made the payment, and its card's issuer has to see the customer. */
export const registerActionPages = (scope: FastifyInstance, deps: Deps): void => {
  const PATH = '/authenticate/:token';
  scope.get(PATH, (request: PayRequest, reply) => showPage(deps, visitOf(deps, request, reply)));
  scope.post(PATH, (request: PayRequest, reply) => receive(deps, visitOf(deps, request, reply), begin));
  scope.post(`${PATH}/continue`, (request: PayRequest, reply) => receive(deps, visitOf(deps, request, reply), goOn));
  scope.post(`${PATH}/abandon`, (request: PayRequest, reply) => receive(deps, visitOf(deps, request, reply), abandon));
  scope.get(`${PATH}/status`, (request: PayRequest, reply) => tellStatus(deps, visitOf(deps, request, reply)));
  scope.get(`${PATH}/challenge`, (request: PayRequest, reply) => showChallenge(deps, visitOf(deps, request, reply)));
  scope.get(`${PATH}/method`, (request: PayRequest, reply) => showMethod(deps, visitOf(deps, request, reply)));
};

type Visit = {
  readonly request: PayRequest;
  readonly reply: FastifyReply;
  /** Undefined: the address names no payment. */
  readonly address: ActionAddress | undefined;
  readonly path: string;
};

const visitOf = ({ site, urls }: Deps, request: PayRequest, reply: FastifyReply): Visit => {
  const { token } = request.params;
  return { request, reply, address: urls.readAction(token), path: `${site.basePath}/authenticate/${token}` };
};

const showPage = async (deps: Deps, { request, reply, address, path }: Visit): Promise<FastifyReply> => {
  const view = address && (await deps.action.view(address));
  if (view === undefined) return sendUnknown(deps, request, reply);
  return send(reply, showAction(pageFor(deps, { request, reply, address, path }, view)));
};

/**
 * A ticket stands behind the `#`, where no server sees it. In an address of an older version it still stands before.
 */
const pageFor = (deps: Deps, { request, reply, path }: Visit, view: ActionView): ActionPage => {
  const query = queryOf(request);
  const isSecure = deps.publicUrl.startsWith('https:');
  const { secret, cookie } = deps.visitors.greet(request, { path, isSecure });
  if (cookie !== undefined) void reply.header('set-cookie', cookie);
  return {
    site: deps.site,
    view,
    locale: localeOf(request, undefined),
    path,
    ticket: readTicket(query.get('ticket')),
    visit: secret,
    asksForCode: query.has('code'),
    publicKey: deps.transit.publicKey,
  };
};

const MAX_TICKET_LENGTH = 4_096;

const readTicket = (text: unknown): string | undefined =>
  typeof text === 'string' && text !== '' && text.length <= MAX_TICKET_LENGTH ? text : undefined;

type Sent = { readonly address: ActionAddress; readonly submission: Submission; readonly code: BroughtCode };

/** Undefined: look at the page again. */
type Act = (deps: Deps, sent: Sent) => Promise<ActionResult | undefined>;

const begin: Act = ({ action, site }, { address, submission, code }) =>
  action.begin({
    ...address,
    ...code,
    browser: submission.browser,
    methodStep: readMethodStep({ site }, { ...address, attemptNumber: 0 }, submission),
  });

const goOn: Act = ({ action }, { address, code }) => action.continuePayment({ ...address, ...code });

const abandon: Act = async ({ action }, { address }) => resultOf(await action.abandon(address));

const resultOf = (view: ActionView | undefined): ActionResult | undefined => {
  if (view === undefined) return { kind: 'unknownPayment' };
  return view.stage === 'over' && view.returnUrl !== undefined
    ? { kind: 'over', returnUrl: view.returnUrl }
    : undefined;
};

/** A form of ours, sent by our page, as on the payment page. */
const receive = async (deps: Deps, visit: Visit, act: Act): Promise<FastifyReply> => {
  const { request, reply, address } = visit;
  if (address === undefined) return sendUnknown(deps, request, reply);
  if (isCrossSite(request)) return send(reply, deps.site.showPlain('crossSite', localeOf(request, undefined)));
  const submission = readSubmission(request);
  const isOurs = deps.site.formTokens.read(submission.form['formToken'], address) !== undefined;
  const code = isOurs ? await readCode(deps, { address, token: request.params.token }, submission.form) : undefined;
  const result = code && (await act(deps, { address, submission, code }));
  const writeAnswer = isFromScript(request) ? answerScript : answerBrowser;
  return writeAnswer(deps, visit, { result, ticket: readTicket(submission.form['ticket']), address });
};

/**
 * Undefined: what was sealed can't be read, so the page is looked at again. A page with a script seals a code that is
 * typed.
 */
const readCode = async (
  deps: Deps,
  { address, token }: { readonly address: ActionAddress; readonly token: string },
  form: Form,
): Promise<BroughtCode | undefined> => {
  const fields = await openFields(deps, form, sealedFor(token));
  if (fields === 'unreadable') return undefined;
  const isTyped = fields.cvc.reveal().trim() !== '';
  return {
    ticket: readTicket(form['ticket']),
    cvc: isTyped ? fields.cvc : undefined,
    visitor: deps.visitors.recognize(address, form[VISIT_FIELD]),
  };
};

type Acted = {
  readonly result: ActionResult | undefined;
  readonly ticket: string | undefined;
  readonly address: ActionAddress;
};

const answerBrowser = async (deps: Deps, visit: Visit, { result, ticket, address }: Acted): Promise<FastifyReply> => {
  const { request, reply, path } = visit;
  switch (result?.kind) {
    case 'over':
      // The page itself leads on: over, it is nothing but the way to the shop.
      return sendRedirect(deps, reply, path);
    case 'challenge': {
      const page = { ...pageFor(deps, visit, result.view), ticket: result.ticket ?? ticket };
      return send(reply, showActionChallenge(page, { challenge: result.challenge, shows: 'window' }));
    }
    case 'codeNeeded':
      return sendRedirect(deps, reply, `${path}?code`);
    case 'mistakes': {
      const view = await deps.action.view(address);
      if (view === undefined) return sendUnknown(deps, request, reply);
      return send(reply, showAction({ ...pageFor(deps, visit, view), mistakes: result.mistakes }));
    }
    case 'unknownPayment':
      return sendUnknown(deps, request, reply);
    default:
      return sendRedirect(deps, reply, withTicket(path, ticket));
  }
};

const answerScript = (deps: Deps, { reply, path }: Visit, { result, ticket, address }: Acted): FastifyReply => {
  void reply.headers(deps.site.plainHeaders);
  const answer = (body: SubmitAnswer): FastifyReply => reply.send(body);
  switch (result?.kind) {
    case 'over':
      return answer({ kind: 'leave', url: result.returnUrl });
    case 'challenge':
      return answer({
        kind: 'challenge',
        frame: `${path}/challenge`,
        ...withBrought(result.ticket ?? ticket),
      });
    case 'codeNeeded':
      return answer({ kind: 'show', url: `${path}?code` });
    case 'mistakes':
      void reply.code(422);
      return answer({ kind: 'mistakes', mistakes: result.mistakes });
    case 'methodStep': {
      const state = deps.site.methodStates.issue(address, 0, result);
      return answer({ kind: 'methodStep', frame: `${path}/method?state=${state}`, state });
    }
    default:
      return answer({ kind: 'show', url: withTicket(path, ticket) });
  }
};

/** The page, with the code of its card: whoever is led to it without would pay without. */
const withTicket = (path: string, ticket: string | undefined): string =>
  ticket === undefined ? path : `${path}#ticket=${encodeURIComponent(ticket)}`;

const withBrought = (ticket: string | undefined) => (ticket === undefined ? {} : { ticket });

/** As the script of the payment page knows it. */
const STATES: Readonly<Record<ActionView['stage'], Pick<StatusAnswer, 'state' | 'authentication'>>> = {
  waiting: { state: 'open' },
  challenging: { state: 'paying', authentication: 'challenging' },
  cleared: { state: 'paying', authentication: 'cleared' },
  processing: { state: 'paying' },
  over: { state: 'completed' },
};

const tellStatus = async (deps: Deps, { request, reply, address }: Visit): Promise<FastifyReply> => {
  const { action } = deps;
  const view =
    address &&
    (await (queryOf(request).has('wait') ? action.waitForOutcome(address, LONG_POLL_MS) : action.view(address)));
  void reply.headers(deps.site.plainHeaders);
  if (view === undefined) return reply.code(404).send({ kind: 'unknownPayment' });
  const { stage, returnUrl } = view;
  const answer: StatusAnswer = {
    ...STATES[stage],
    attemptsBegun: 0,
    leaves: stage === 'over',
    ...(returnUrl !== undefined && { url: returnUrl }),
  };
  return reply.send(answer);
};

const showChallenge = async (deps: Deps, { request, reply, address }: Visit): Promise<FastifyReply> => {
  const view = address && (await deps.action.view(address));
  if (view === undefined) return sendUnknown(deps, request, reply);
  const locale = localeOf(request, undefined);
  const challenge = view.stage === 'challenging' ? view.challenge : undefined;
  return send(reply, deps.site.showChallengeFrame(challenge, locale.catalog.bank.cancelPayment, locale));
};

const showMethod = (deps: Deps, { request, reply, address }: Visit): FastifyReply => {
  const state = address && deps.site.methodStates.read(queryOf(request).get('state'), address);
  return send(reply, deps.site.showMethodFrame(state, localeOf(request, undefined)));
};
