import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ActionAddress, ActionResult, ActionView } from '../../flow/customer-action.ts';
import { showAction, showActionChallenge } from './action-page.ts';
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
  readonly request: FastifyRequest;
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
  const ticket = readTicket(queryOf(request).get('ticket'));
  return send(reply, showAction({ site: deps.site, view, locale: localeOf(request, undefined), path, ticket }));
};

const MAX_TICKET_LENGTH = 4_096;

export const readTicket = (text: unknown): string | undefined =>
  typeof text === 'string' && text !== '' && text.length <= MAX_TICKET_LENGTH ? text : undefined;

type Sent = { readonly address: ActionAddress; readonly submission: Submission; readonly ticket: string | undefined };

/** Undefined: look at the page again. */
type Act = (deps: Deps, sent: Sent) => Promise<ActionResult | undefined>;

const begin: Act = ({ action, site }, { address, submission, ticket }) =>
  action.begin({
    ...address,
    ticket,
    browser: submission.browser,
    methodStep: readMethodStep({ site }, { ...address, attemptNumber: 0 }, submission),
  });

const goOn: Act = ({ action }, { address, ticket }) => action.continuePayment({ ...address, ticket });

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
  const ticket = readTicket(submission.form['ticket']);
  const isOurs = deps.site.formTokens.read(submission.form['formToken'], address) !== undefined;
  const result = isOurs ? await act(deps, { address, submission, ticket }) : undefined;
  const writeAnswer = isFromScript(request) ? answerScript : answerBrowser;
  return writeAnswer(deps, visit, { result, ticket, address });
};

type Acted = {
  readonly result: ActionResult | undefined;
  readonly ticket: string | undefined;
  readonly address: ActionAddress;
};

const answerBrowser = (deps: Deps, { request, reply, path }: Visit, { result, ticket }: Acted): FastifyReply => {
  switch (result?.kind) {
    case 'over':
      // The page itself leads on: over, it is nothing but the way to the shop.
      return sendRedirect(deps, reply, path);
    case 'challenge': {
      const page = { site: deps.site, view: result.view, locale: localeOf(request, undefined), path, ticket };
      return send(reply, showActionChallenge(page, { challenge: result.challenge, shows: 'window' }));
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
      return answer({ kind: 'challenge', frame: `${path}/challenge`, ...(ticket !== undefined && { ticket }) });
    case 'methodStep': {
      const state = deps.site.methodStates.issue(address, 0, result);
      return answer({ kind: 'methodStep', frame: `${path}/method?state=${state}`, state });
    }
    default:
      return answer({ kind: 'show', url: withTicket(path, ticket) });
  }
};

/** The page, with the code of its card: whoever is led to it without would pay without. */
export const withTicket = (path: string, ticket: string | undefined): string =>
  ticket === undefined ? path : `${path}?ticket=${encodeURIComponent(ticket)}`;

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
