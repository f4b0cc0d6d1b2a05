import type { FastifyInstance } from 'fastify';
import { findPasskeysOf } from '../../members/passkey-store.ts';
import { passkeySiteOf } from '../../members/passkeys.ts';
import { signIn } from '../../members/sign-in.ts';
import { html, type Html } from '../kernel/html.ts';
import type { Area } from './areas.ts';
import { sessionCookie } from './cookie.ts';
import { formOf, isSecure, safeNext, visitOf } from './guard.ts';
import { sendPage, type Page } from './layout.ts';
import { renderPasskeyConfirm } from './passkeys/forms.ts';
import { browserOf, orBusy, sentences, statuses } from './sign-in.ts';
import type { DashboardDeps, Site, Visit } from './site.ts';

/** Password and code once more, before money and keys. The session gets another token. */
export const registerConfirm = (app: FastifyInstance, deps: DashboardDeps, site: Site, area: Area): void => {
  app.get(`${area}/confirm`, async (request, reply) => {
    const visit = visitOf(request);
    const { next } = request.query as { readonly next?: unknown };
    const shown = { next: safeNext(visit.base, next), mistake: undefined };
    return sendPage(reply, site, await confirmPage(deps, visit, shown));
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
    const page = await confirmPage(deps, visit, { next, mistake: sentences[found.kind] });
    return sendPage(reply, site, { ...page, status: statuses[found.kind] });
  });
};

const TITLE = 'Is it still you?';

type Shown = { readonly next: string; readonly mistake: string | undefined };

/** With a passkey, if the member has any. */
export const confirmPage = async (deps: DashboardDeps, visit: Visit, shown: Shown): Promise<Page> => {
  const { merchantId, session } = visit;
  const isHost = passkeySiteOf(deps.dashboardUrl) !== undefined;
  const passkeys = isHost ? await findPasskeysOf(deps.db.query, merchantId, session.member_id) : [];
  const passkey = passkeys.length > 0 ? renderPasskeyConfirm(visit, shown.next) : undefined;
  return { title: TITLE, visit, body: renderForm(visit, shown, passkey), asksForPasskey: passkey !== undefined };
};

const renderForm = (
  { session, base, formToken }: Visit,
  { next, mistake }: Shown,
  passkey: Html | undefined,
): Html => html`${mistake !== undefined && html`<p class="mistake" role="alert">${mistake}</p>`}
<p>You signed in a while ago. Before money moves, show once more that you are <b>${session.email}</b>; then fill in the
form again.</p>
${passkey}
<form class="card" method="post" action="${base}/confirm">
<input type="hidden" name="formToken" value="${formToken}">
<input type="hidden" name="next" value="${next}">
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required maxlength="256">
<label for="code">Code of your app, or a recovery code</label>
<input id="code" name="code" autocomplete="one-time-code" required maxlength="40" autocapitalize="off"
 spellcheck="false">
<button>Go on</button>
</form>`;
