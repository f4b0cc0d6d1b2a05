import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { parseId } from '../../../base/id.ts';
import { Problem } from '../../../base/problem.ts';
import {
  addPasskey,
  askForNewPasskey,
  askForPasskey,
  passkeySiteOf,
  removePasskey,
  type PasskeyDeps,
} from '../../../members/passkeys.ts';
import { baseOf } from '../../../members/roles.ts';
import { signInByPasskey } from '../../../members/sign-in-by-passkey.ts';
import { accountPage } from '../account.ts';
import type { Area } from '../areas.ts';
import { confirmPage } from '../confirm.ts';
import { readCookie, sessionCookie } from '../cookie.ts';
import { formOf, isSecure, merchantOf, safeNext, visitOf } from '../guard.ts';
import { sendPage } from '../layout.ts';
import { browserOf, sentences, signInPage, statuses } from '../sign-in.ts';
import type { DashboardDeps, Site } from '../site.ts';

/** Passkeys: to sign in, to show again that it is you, and to add and remove them. */
export const registerPasskeys = (app: FastifyInstance, deps: DashboardDeps, site: Site, area: Area): void => {
  const passkeyDeps = (): PasskeyDeps => ({ ...deps, site: requireSite(deps) });
  registerSignIn(app, { deps, site, area, passkeyDeps });
  registerConfirm(app, { deps, site, area, passkeyDeps });
  registerOwn(app, { deps, site, area, passkeyDeps });
};

type Parts = {
  readonly deps: DashboardDeps;
  readonly site: Site;
  readonly area: Area;
  readonly passkeyDeps: () => PasskeyDeps;
};

const requireSite = ({ dashboardUrl }: DashboardDeps): PasskeyDeps['site'] => {
  const found = passkeySiteOf(dashboardUrl);
  if (found === undefined) throw new Problem('not_found', 'Passkeys need a name of a host, and this address has none.');
  return found;
};

/** For the script of the page. */
const sendOptions = (reply: FastifyReply, options: object): FastifyReply =>
  reply.header('Content-Type', 'application/json; charset=utf-8').send(JSON.stringify(options));

const REFUSED =
  'This passkey lets nobody in here: it was removed, belongs to another team, or too much time went by. Try again, ' +
  'or use password and code.';
const sentenceOf = (kind: 'refused' | 'slowed'): string => (kind === 'refused' ? REFUSED : sentences[kind]);

const registerSignIn = (app: FastifyInstance, { deps, site, area, passkeyDeps }: Parts): void => {
  app.get(`${area}/passkey-challenge`, async (request, reply) =>
    sendOptions(reply, await askForPasskey(passkeyDeps(), merchantOf(request))),
  );

  app.post(`${area}/passkey-sign-in`, async (request, reply) => {
    const merchantId = merchantOf(request);
    const { answer = '', next = '' } = formOf(request);
    const oldToken = readCookie(request, merchantId, isSecure(deps));
    const found = await signInByPasskey(passkeyDeps(), merchantId, answer, { from: browserOf(request), oldToken });
    if (found.kind !== 'signedIn') {
      const page = signInPage(deps, area, { email: '', next, mistake: sentenceOf(found.kind) });
      return sendPage(reply, site, { ...page, status: statuses[found.kind] });
    }
    void reply.header('Set-Cookie', sessionCookie(merchantId, isSecure(deps), found.token));
    return reply.redirect(safeNext(baseOf(merchantId), next), 303);
  });
};

const registerConfirm = (app: FastifyInstance, { deps, site, area, passkeyDeps }: Parts): void => {
  app.get(`${area}/confirm/passkey-challenge`, async (request, reply) => {
    const { merchantId, session } = visitOf(request);
    return sendOptions(reply, await askForPasskey(passkeyDeps(), merchantId, session.member_id));
  });

  app.post(`${area}/confirm/passkey`, async (request, reply) => {
    const visit = visitOf(request);
    const { merchantId, session, base } = visit;
    const { answer = '', ...form } = formOf(request);
    const next = safeNext(base, form['next']);
    const kept = { from: browserOf(request), oldToken: session.token, memberId: session.member_id };
    const found = await signInByPasskey(passkeyDeps(), merchantId, answer, kept);
    if (found.kind === 'signedIn')
      return reply.header('Set-Cookie', sessionCookie(merchantId, isSecure(deps), found.token)).redirect(next, 303);
    const page = await confirmPage(deps, visit, { next, mistake: sentenceOf(found.kind) });
    return sendPage(reply, site, { ...page, status: statuses[found.kind] });
  });
};

const registerOwn = (app: FastifyInstance, { deps, site, area, passkeyDeps }: Parts): void => {
  app.get(`${area}/account/passkey-challenge`, async (request, reply) => {
    const { merchantId, session } = visitOf(request);
    const about = { member: memberIn(request), team: session.merchant_name };
    return sendOptions(reply, await askForNewPasskey(passkeyDeps(), merchantId, about));
  });

  app.post(`${area}/account/add-passkey`, async (request, reply) => {
    const visit = visitOf(request);
    const { answer = '', name = '' } = formOf(request);
    const given = { member: memberIn(request), from: browserOf(request), name, answer };
    const added = await addPasskey(passkeyDeps(), visit.merchantId, given);
    if (added.kind === 'added') return reply.redirect(`${visit.base}/account?done=added`, 303);
    const page = await accountPage(deps, visit, { done: undefined, mistake: added.message });
    return sendPage(reply, site, { ...page, status: 422 });
  });

  app.post(`${area}/account/remove-passkey`, async (request, reply) => {
    const { merchantId, base } = visitOf(request);
    const passkeyId = parseId('passkey', formOf(request)['passkey'] ?? '');
    const about = { member: memberIn(request), from: browserOf(request) };
    const removed = passkeyId && (await removePasskey(deps, merchantId, { ...about, passkeyId }));
    if (removed === undefined) throw new Problem('not_found', 'You have no such passkey.');
    return reply.redirect(`${base}/account?done=removed`, 303);
  });
};

const memberIn = (request: FastifyRequest): { readonly id: PasskeyMemberId; readonly email: string } => {
  const { session } = visitOf(request);
  return { id: session.member_id, email: session.email };
};

type PasskeyMemberId = ReturnType<typeof visitOf>['session']['member_id'];
