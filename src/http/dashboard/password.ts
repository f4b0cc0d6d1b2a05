import type { FastifyInstance } from 'fastify';
import { changePassword } from '../../members/change-password.ts';
import { SHORTEST_PASSWORD } from '../../members/password.ts';
import { html, type Html } from '../kernel/html.ts';
import { accountPage } from './account.ts';
import type { Area } from './areas.ts';
import { sessionCookie } from './cookie.ts';
import { formOf, isSecure, visitOf } from './guard.ts';
import { sendPage } from './layout.ts';
import { browserOf, orBusy, sentences, statuses } from './sign-in.ts';
import type { DashboardDeps, Site, Visit } from './site.ts';

/** Another password, on the account page. */
export const registerPassword = (app: FastifyInstance, deps: DashboardDeps, site: Site, area: Area): void => {
  app.post(`${area}/account/change-password`, async (request, reply) => {
    const visit = visitOf(request);
    const { merchantId, session, base } = visit;
    const { password = '', code = '', newPassword = '' } = formOf(request);
    const given = { email: session.email, password, code: code.slice(0, 40), newPassword };
    const changed = await orBusy(() => changePassword(deps, merchantId, given, browserOf(request)));
    if (changed.kind === 'changed') {
      void reply.header('Set-Cookie', sessionCookie(merchantId, isSecure(deps), changed.token));
      return reply.redirect(`${base}/account?done=password`, 303);
    }
    const passwordMistake =
      changed.kind === 'mistake' ? changed.message : changed.kind === 'refused' ? REFUSED : sentences[changed.kind];
    const page = await accountPage(deps, visit, { done: undefined, mistake: undefined, passwordMistake });
    const status = changed.kind === 'mistake' || changed.kind === 'refused' ? 422 : statuses[changed.kind];
    return sendPage(reply, site, { ...page, status });
  });
};

const REFUSED = 'Your password or the code is not right. A code works once: wait for the next one.';
const CHANGED = 'The password is changed, and you are signed out everywhere else.';

export const renderPassword = (
  { base, formToken, session }: Visit,
  { done, passwordMistake }: { readonly done: unknown; readonly passwordMistake?: string },
): Html => html`<section><h2>Password</h2>
${done === 'password' && html`<p class="done" role="status">${CHANGED}</p>`}
${passwordMistake !== undefined && html`<p class="mistake" role="alert">${passwordMistake}</p>`}
<details class="card"${passwordMistake !== undefined && OPEN}><summary>Change it</summary>
<form method="post" action="${base}/account/change-password">
<input type="hidden" name="formToken" value="${formToken}">
<input type="hidden" name="email" value="${session.email}" autocomplete="username">
<label for="password">Your password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required maxlength="256">
<label for="code">Code of your app, or a recovery code</label>
<input id="code" name="code" autocomplete="one-time-code" required maxlength="40" autocapitalize="off"
 spellcheck="false">
<label for="newPassword">A new password of ${SHORTEST_PASSWORD} letters or more</label>
<input id="newPassword" name="newPassword" type="password" autocomplete="new-password" required
 minlength="${SHORTEST_PASSWORD}" maxlength="256">
<button>Change the password</button></form></details></section>`;

const OPEN = html` open`;
