import type { FastifyInstance } from 'fastify';
import { formatId, parseId } from '../../base/id.ts';
import { Problem } from '../../base/problem.ts';
import { roleWords } from '../../members/roles.ts';
import { findPasskeysOf } from '../../members/passkey-store.ts';
import { passkeySiteOf } from '../../members/passkeys.ts';
import { isFresh } from '../../members/session.ts';
import { findSessionsOf, type Factor, type ListedSession } from '../../members/session-store.ts';
import { endSessions } from '../../members/sign-in.ts';
import { html, type Html } from '../kernel/html.ts';
import type { Area } from './areas.ts';
import { formOf, visitOf } from './guard.ts';
import { sendPage, type Page } from './layout.ts';
import { renderPassword } from './password-form.ts';
import { renderPasskeys } from './passkeys/list.ts';
import { browserOf } from './sign-in.ts';
import type { DashboardDeps, Site, Visit } from './site.ts';
import { showTime } from './words.ts';

/** What a member sees of himself: who he is here, and where he is signed in. */
export const registerAccount = (app: FastifyInstance, deps: DashboardDeps, site: Site, area: Area): void => {
  app.get(`${area}/account`, async (request, reply) => {
    const { done } = request.query as { readonly done?: unknown };
    return sendPage(reply, site, await accountPage(deps, visitOf(request), { done, mistake: undefined }));
  });

  app.post(`${area}/account/end-sessions`, async (request, reply) => {
    const { merchantId, session, base } = visitOf(request);
    const given = formOf(request)['session'];
    const sessionId = given === undefined ? undefined : parseId('memberSession', given);
    if (given !== undefined && sessionId === undefined) throw new Problem('not_found', 'There is no such sign-in.');
    const member = { id: session.member_id, email: session.email };
    await endSessions(deps, merchantId, { member, sessionId, from: browserOf(request) });
    return reply.redirect(`${base}/account`, 303);
  });
};

const factorWords: Readonly<Record<Factor, string>> = {
  password: 'password and code',
  recoveryCode: 'password and recovery code',
  link: 'a link of the operator',
  passkey: 'passkey',
};

type Shown = {
  readonly done: unknown;
  /** Of the form of passkeys, or of the password. */
  readonly mistake: string | undefined;
  readonly passwordMistake?: string;
};

export const accountPage = async (deps: DashboardDeps, visit: Visit, shown: Shown): Promise<Page> => {
  const { merchantId, session } = visit;
  const sessions = await findSessionsOf(deps.db.query, merchantId, session.member_id);
  const isHost = passkeySiteOf(deps.dashboardUrl) !== undefined;
  const passkeys = isHost ? await findPasskeysOf(deps.db.query, merchantId, session.member_id) : undefined;
  const body = html`${renderAccount(visit, sessions)}
${session.has_password && renderPassword(visit, shown)}
${passkeys && renderPasskeys(visit, passkeys, { ...shown, isFresh: isFresh(session, deps.mode) })}`;
  return { title: 'Your account', visit, body, asksForPasskey: isHost };
};

const renderAccount = (visit: Visit, sessions: readonly ListedSession[]): Html => html`<dl class="facts">
<div><dt>Name</dt><dd>${visit.session.name}</dd></div>
<div><dt>E-mail address</dt><dd>${visit.session.email}</dd></div>
<div><dt>Role</dt><dd>${roleWords[visit.session.role]}</dd></div>
</dl>
<section><h2 id="sign-ins">Where you are signed in</h2>
<div class="table" role="region" aria-labelledby="sign-ins" tabindex="0"><table>
<thead><tr><th scope="col">Browser</th><th scope="col">Address</th><th scope="col">By</th><th scope="col">Since</th>
<th scope="col">Last seen</th><td></td></tr></thead>
<tbody>${sessions.map((session) => renderSession(visit, session))}</tbody></table></div>
${endForm(visit, undefined, 'Sign out everywhere')}</section>`;

const renderSession = (visit: Visit, session: ListedSession): Html => html`<tr>
<td>${session.user_agent === '' ? 'unknown' : session.user_agent}</td>
<td>${session.address}</td>
<td>${factorWords[session.authenticated_by]}</td>
<td>${showTime(session.created_at)}</td>
<td>${showTime(session.last_seen_at)}</td>
<td>${session.id === visit.session.id ? html`<b>this one</b>` : endForm(visit, session.id, 'End')}</td>
</tr>
`;

const endForm = (
  { base, formToken }: Visit,
  sessionId: string | undefined,
  words: string,
): Html => html`<form method="post" action="${base}/account/end-sessions">
<input type="hidden" name="formToken" value="${formToken}">
${sessionId !== undefined && html`<input type="hidden" name="session" value="${formatId('memberSession', sessionId)}">`}
<button class="quiet">${words}</button></form>`;
