import type { FastifyReply, FastifyRequest } from 'fastify';
import { isForm, type Form } from './body.ts';
import { readBrowserFacts } from './browser-facts.ts';
import { declineAlert, noticeAlert, type Alert } from './form-page.ts';
import { markedFieldOf } from './marked-field.ts';
import { isFromScript, localeOf, send, sendRedirect, sendUnknown, type Deps } from './replies.ts';
import type { SubmitAnswer } from './script-contract.ts';
import type { PaymentPage } from './site.ts';
import type { Submission } from './submit.ts';
import type { Submitted } from './submitted.ts';

export type Received = {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly page: PaymentPage | undefined;
};

export type Submit = (deps: Deps, page: PaymentPage, submission: Submission) => Promise<Submitted>;

/** A form of ours, sent by our page: nothing else may make this browser pay, cancel or remove a card. */
export const receiveForm = async (deps: Deps, received: Received, submit: Submit): Promise<FastifyReply> => {
  const { request, reply, page } = received;
  const writeAnswer = isFromScript(request) ? answerScript : answerBrowser;
  if (page === undefined) return writeAnswer(deps, received, { kind: 'unknownSession' });
  if (isCrossSite(request)) return send(reply, deps.site.showPlain('crossSite', localeOf(request, undefined)));
  return writeAnswer(deps, received, await submit(deps, page, readSubmission(request)));
};

export const readSubmission = (request: FastifyRequest): Submission => {
  const form: Form = isForm(request.body) ? request.body : {};
  return { form, browser: readBrowserFacts(request, form), isFromScript: isFromScript(request) };
};

// Browsers say where a request comes from; `none` is a person's own doing. Clients that are no browser say nothing, and
// have no customer whose cookies or trust they could abuse: the form's token is asked of everyone.
export const isCrossSite = ({ headers }: FastifyRequest): boolean => {
  const site = headers['sec-fetch-site'];
  return site !== undefined && site !== 'same-origin' && site !== 'none';
};

/**
 * Redirect after each post, so that reload and Back never send a card again; mistakes, the bank's page and the way to
 * the shop are shown at once.
 */
const answerBrowser = async (
  deps: Deps,
  { request, reply, page }: Received,
  submitted: Submitted,
): Promise<FastifyReply> => {
  if (page === undefined) return sendUnknown(deps, request, reply);
  const path = deps.site.pathOf(page.token);
  switch (submitted.kind) {
    case 'leave':
      return sendWayOut(deps, { request, reply, page }, submitted.url);
    case 'show':
      return sendRedirect(deps, reply, `${path}${queryFor(submitted.why)}`);
    case 'follow':
      return sendRedirect(deps, reply, `${path}?wait=${submitted.proof}`);
    case 'declined':
    case 'methodStep':
    case 'work':
      return sendRedirect(deps, reply, path);
    case 'notSent':
    case 'abandoned':
      return sendRedirect(deps, reply, `${path}${queryFor(submitted.kind)}`);
    case 'challenge':
      return send(reply, deps.site.showChallenge(submitted, page.token, localeOf(request, submitted.view)));
    case 'unknownSession':
      return sendUnknown(deps, request, reply);
    case 'mistakes':
    case 'notRemoved': {
      const view = await deps.checkout.view(page.address);
      if (view === undefined) return sendUnknown(deps, request, reply);
      return send(
        reply,
        deps.site.showSession(view, page.token, {
          locale: localeOf(request, view),
          ...(submitted.kind === 'notRemoved'
            ? { notRemoved: submitted }
            : { mistakes: submitted.mistakes, choice: submitted.choice }),
        }),
      );
    }
  }
};

/**
 * A website opens by itself, and this page is hardly seen. An app may not open: then it is where the customer stays.
 */
const sendWayOut = async (
  deps: Deps,
  { request, reply, page }: Received & { readonly page: PaymentPage },
  url: string,
): Promise<FastifyReply> => {
  const view = isWebUrl(url) ? undefined : await deps.checkout.view(page.address);
  const locale = localeOf(request, view);
  const answer = view === undefined ? deps.site.showWayOut(url, locale) : deps.site.showLeavingFor(view, url, locale);
  return send(reply, answer);
};

const isWebUrl = (url: string): boolean => /^https?:/i.test(url);

const queryFor = (why: Extract<Submitted, { readonly kind: 'show' }>['why']): string => {
  if (why === undefined) return '';
  return why === 'wait' ? '?wait' : `?notice=${why}`;
};

const withTicket = (ticket: string | undefined) => (ticket === undefined ? {} : { ticket });

const answerScript = (deps: Deps, { request, reply, page }: Received, submitted: Submitted): FastifyReply => {
  void reply.headers(deps.site.plainHeaders);
  if (page === undefined) return reply.code(404).send({ kind: 'unknownSession' });
  const path = deps.site.pathOf(page.token);
  const answer = (body: SubmitAnswer): FastifyReply => reply.send(body);
  switch (submitted.kind) {
    case 'leave':
      return answer(submitted);
    case 'show':
      return answer({ kind: 'show', url: `${path}${queryFor(submitted.why)}` });
    case 'follow':
      return answer({ kind: 'show', url: `${path}?wait=${submitted.proof}` });
    case 'methodStep':
      return answer({ kind: 'methodStep', frame: `${path}/method?state=${submitted.state}`, state: submitted.state });
    case 'work':
      return answer({ kind: 'work', ...submitted.work });
    case 'challenge':
      return answer({ kind: 'challenge', frame: `${path}/challenge`, ...withTicket(submitted.ticket) });
    case 'mistakes':
    case 'notRemoved':
      void reply.code(422);
      return answer({ kind: 'mistakes', mistakes: submitted.mistakes });
    case 'unknownSession':
      return answer({ kind: 'show', url: path });
    case 'declined':
    case 'notSent':
    case 'abandoned': {
      const locale = localeOf(request, submitted.view);
      const { kind, view } = submitted;
      const alert: Alert =
        (kind === 'declined' ? declineAlert(view, locale) : undefined) ??
        noticeAlert(kind === 'abandoned' ? kind : 'notSent', locale);
      const marked = kind === 'declined' ? markedFieldOf(view, locale.catalog) : undefined;
      const fresh = kind === 'declined' ? path : `${path}${queryFor(kind)}`;
      return answer({
        kind: 'tryAgain',
        title: alert.title,
        message: alert.message,
        form: deps.site.proofOf(view),
        fresh,
        ...(marked && { marked }),
      });
    }
  }
};
