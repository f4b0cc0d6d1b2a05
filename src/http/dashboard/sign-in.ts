import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { baseOf } from '../../members/roles.ts';
import { TooBusy } from '../../members/password.ts';
import { passkeySiteOf } from '../../members/passkeys.ts';
import { endSessions, signIn, type Browser } from '../../members/sign-in.ts';
import { clientAddress } from '../kernel/client-address.ts';
import { html, type Html } from '../kernel/html.ts';
import { OPERATOR_AREA, type Area } from './areas.ts';
import { readCookie, sessionCookie } from './cookie.ts';
import { formOf, isSecure, merchantOf, safeNext, visitOf } from './guard.ts';
import { sendPage, type Page } from './layout.ts';
import { renderPasskeySignIn } from './passkeys/forms.ts';
import type { DashboardDeps, Site } from './site.ts';

/** The browser of a request, as members know it. */
export const browserOf = (request: FastifyRequest): Browser => ({
  ...clientAddress(request),
  requestId: request.id,
  userAgent: request.headers['user-agent'] ?? '',
});

export const sentences = {
  refused: 'E-mail address, password or code are not right. A code works once: wait for the next one.',
  slowed: 'There were many tries from your address. Wait a minute, then try again.',
  busy: 'Many people sign in at this moment. Try again in a moment.',
} as const;

export const statuses = { refused: 401, slowed: 429, busy: 503 } as const;

export const registerSignIn = (app: FastifyInstance, deps: DashboardDeps, site: Site, area: Area): void => {
  app.get(`${area}/sign-in`, (request, reply) => {
    merchantOf(request);
    const { next } = request.query as { readonly next?: unknown };
    const shown = { email: '', next: typeof next === 'string' ? next : '', mistake: undefined };
    return sendPage(reply, site, signInPage(deps, area, shown));
  });

  app.post(`${area}/sign-in`, async (request, reply) => {
    const merchantId = merchantOf(request);
    const { email = '', password = '', code = '', next = '' } = formOf(request);
    const oldToken = readCookie(request, merchantId, isSecure(deps));
    const given = { email: email.slice(0, 254), password, code: code.slice(0, 40) };
    const from = browserOf(request);
    const found = await orBusy(() => signIn(deps, merchantId, given, { from, oldToken }));
    if (found.kind !== 'signedIn') {
      const page = signInPage(deps, area, { email: given.email, next, mistake: sentences[found.kind] });
      return sendPage(reply, site, { ...page, status: statuses[found.kind] });
    }
    void reply.header('Set-Cookie', sessionCookie(merchantId, isSecure(deps), found.token));
    return reply.redirect(safeNext(baseOf(merchantId), next), 303);
  });

  app.post(`${area}/sign-out`, async (request, reply) => {
    const { merchantId, session, base } = visitOf(request);
    const member = { id: session.member_id, email: session.email };
    await endSessions(deps, merchantId, { member, sessionId: session.id, from: browserOf(request) });
    return forgetCookie(deps, request, reply).redirect(`${base}/sign-in`, 303);
  });
};

const TITLE = 'Sign in';

export const orBusy = async <Done>(act: () => Promise<Done>): Promise<Done | { readonly kind: 'busy' }> => {
  try {
    return await act();
  } catch (error) {
    if (error instanceof TooBusy) return { kind: 'busy' };
    throw error;
  }
};

const forgetCookie = (deps: DashboardDeps, request: FastifyRequest, reply: FastifyReply): FastifyReply =>
  reply.header('Set-Cookie', sessionCookie(merchantOf(request), isSecure(deps), undefined));

type Shown = { readonly email: string; readonly next: string; readonly mistake: string | undefined };

/**
 * With a passkey, where the browser has one; else with password and code. Addresses are those beside the page's own, so
 * that it is the same page for every merchant, also for one that does not exist.
 */
export const signInPage = ({ dashboardUrl }: DashboardDeps, area: Area, shown: Shown): Page => {
  const passkey = passkeySiteOf(dashboardUrl) && renderPasskeySignIn(shown.next);
  return { title: TITLE, body: renderForm(area, shown, passkey), asksForPasskey: passkey !== undefined };
};

const renderForm = (
  area: Area,
  { email, next, mistake }: Shown,
  passkey: Html | undefined,
): Html => html`${mistake !== undefined && html`<p class="mistake" role="alert">${mistake}</p>`}
${passkey}
<form class="card" method="post" action="sign-in">
<input type="hidden" name="next" value="${next}">
<label for="email">E-mail address</label>
<input id="email" name="email" type="email" value="${email}" autocomplete="username" required maxlength="254">
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required maxlength="256">
<label for="code">Code of your app, or a recovery code</label>
<input id="code" name="code" autocomplete="one-time-code" required maxlength="40" autocapitalize="off"
 spellcheck="false">
<button>Sign in</button>
</form>
<p class="hint">No code any more? Whoever runs this gateway can make a link for you:
<code>tollgate ${area === OPERATOR_AREA ? 'operator' : 'member'} link</code>.</p>`;
