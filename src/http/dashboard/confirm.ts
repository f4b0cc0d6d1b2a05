import type { FastifyInstance } from 'fastify';
import { signIn } from '../../members/sign-in.ts';
import { html, type Html } from '../kernel/html.ts';
import type { Area } from './areas.ts';
import { sessionCookie } from './cookie.ts';
import { formOf, isSecure, safeNext, visitOf } from './guard.ts';
import { sendPage } from './layout.ts';
import { browserOf, orBusy, sentences, statuses } from './sign-in.ts';
import type { DashboardDeps, Site, Visit } from './site.ts';

/** Password and code once more, before money and keys. The session gets another token. */
export const registerConfirm = (app: FastifyInstance, deps: DashboardDeps, site: Site, area: Area): void => {
  app.get(`${area}/confirm`, (request, reply) => {
    const visit = visitOf(request);
    const { next } = request.query as { readonly next?: unknown };
    const body = renderForm(visit, { next: safeNext(visit.base, next), mistake: undefined });
    return sendPage(reply, site, { title: TITLE, visit, body });
  });

  app.post(`${area}/confirm`, async (request, reply) => {
    const visit = visitOf(request);
    const { merchantId, session, base } = visit;
    const form = formOf(request);
    const next = safeNext(base, form['next']);
    const given = { email: session.email, password: form['password'] ?? '', code: (form['code'] ?? '').slice(0, 40) };
    const kept = { from: browserOf(request), oldToken: session.token };
    const found = await orBusy(() => signIn(deps, merchantId, given, kept));
    if (found.kind === 'signedIn')
      return reply.header('Set-Cookie', sessionCookie(merchantId, isSecure(deps), found.token)).redirect(next, 303);
    const body = renderForm(visit, { next, mistake: sentences[found.kind] });
    return sendPage(reply, site, { title: TITLE, visit, body, status: statuses[found.kind] });
  });
};

const TITLE = 'Is it still you?';

const renderForm = (
  { session, base, formToken }: Visit,
  { next, mistake }: { readonly next: string; readonly mistake: string | undefined },
): Html => html`${mistake !== undefined && html`<p class="mistake" role="alert">${mistake}</p>`}
<form class="card" method="post" action="${base}/confirm">
<p>You signed in a while ago. Before money moves, show once more that you are <b>${session.email}</b>; then fill in the
form again.</p>
<input type="hidden" name="formToken" value="${formToken}">
<input type="hidden" name="next" value="${next}">
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required maxlength="256">
<label for="code">Code of your app, or a recovery code</label>
<input id="code" name="code" autocomplete="one-time-code" required maxlength="40" autocapitalize="off"
 spellcheck="false">
<button>Go on</button>
</form>`;
