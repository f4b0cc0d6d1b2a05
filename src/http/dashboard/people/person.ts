import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { formatId, parseId } from '../../../base/id.ts';
import { Problem } from '../../../base/problem.ts';
import { changeRole, endSessionsOf, removeMember, type AskedPerson, type Changed } from '../../../members/change.ts';
import { createPasswordLink } from '../../../members/invite.ts';
import { isRole, mayDo, roleWords } from '../../../members/roles.ts';
import { personRefusals } from '../../../members/rule.ts';
import { findSessionsOf, type ListedSession } from '../../../members/session-store.ts';
import { findMember, type ListedMember } from '../../../members/store.ts';
import { html, type Html } from '../../kernel/html.ts';
import { actorIn } from '../actor.ts';
import type { Area } from '../areas.ts';
import { formOf, visitOf } from '../guard.ts';
import { sendPage } from '../layout.ts';
import type { DashboardDeps, Site, Visit } from '../site.ts';
import { showTime } from '../words.ts';
import { showLink } from './link.ts';
import { renderRoles, showLastSignIn } from './words.ts';

type Params = { readonly Params: { readonly member: string } };

/** One person: where they are signed in, and what may be done about them. */
export const registerPerson = (app: FastifyInstance, deps: DashboardDeps, site: Site, area: Area): void => {
  const show = async (reply: FastifyReply, request: FastifyRequest, shown: Shown): Promise<FastifyReply> => {
    const visit = visitOf(request);
    const member = await memberOf(deps, request);
    const sessions = await findSessionsOf(deps.db.query, visit.merchantId, member.id);
    const body = renderPerson({ visit, member, sessions }, shown);
    const status = shown.mistake === undefined ? 200 : 422;
    return sendPage(reply, site, { title: member.name, visit, body, status });
  };

  app.get<Params>(`${area}/people/:member`, (request, reply) => {
    const { done } = request.query as { readonly done?: unknown };
    return show(reply, request, { done: isDone(done) ? done : undefined, mistake: undefined });
  });

  app.post<Params>(`${area}/people/:member/role`, async (request, reply) => {
    const role = formOf(request)['role'] ?? '';
    if (!isRole(visitOf(request).merchantId, role))
      return show(reply, request, { done: undefined, mistake: 'Choose a role.' });
    return answer(reply, request, 'role', await changeRole(deps, { ...asked(request), role }));
  });

  app.post<Params>(`${area}/people/:member/end-sessions`, async (request, reply) =>
    answer(reply, request, 'ended', await endSessionsOf(deps, asked(request))),
  );

  app.post<Params>(`${area}/people/:member/remove`, async (request, reply) => {
    const removed = await removeMember(deps, asked(request));
    if (removed.kind === 'done') return reply.redirect(`${visitOf(request).base}/people`, 303);
    return answer(reply, request, 'ended', removed);
  });

  app.post<Params>(`${area}/people/:member/link`, async (request, reply) => {
    const member = await memberOf(deps, request);
    const made = await createPasswordLink(deps, asked(request));
    if (made.kind === 'refused') return answer(reply, request, 'ended', made);
    const shown = { token: made.linkToken, email: member.email, purpose: 'password' } as const;
    return showLink(reply, { deps, site, visit: visitOf(request) }, shown);
  });

  const answer = (reply: FastifyReply, request: FastifyRequest, done: Done, changed: Changed) => {
    if (changed.kind === 'refused' && changed.refusal === 'unknown') throw noSuchPerson();
    if (changed.kind === 'refused')
      return show(reply, request, { done: undefined, mistake: personRefusals[changed.refusal] });
    const { base } = visitOf(request);
    return reply.redirect(`${base}/people/${(request.params as Params['Params']).member}?done=${done}`, 303);
  };
};

const doneSentences = { role: 'The role is changed.', ended: 'They are signed out everywhere.' } as const;
type Done = keyof typeof doneSentences;
const isDone = (word: unknown): word is Done => typeof word === 'string' && Object.hasOwn(doneSentences, word);

type Shown = { readonly done: Done | undefined; readonly mistake: string | undefined };

const noSuchPerson = (): Problem => new Problem('not_found', 'There is no such person.');

const idOf = (request: FastifyRequest): string => {
  const memberId = parseId('member', (request.params as Params['Params']).member);
  if (memberId === undefined) throw noSuchPerson();
  return memberId;
};

const memberOf = async (deps: DashboardDeps, request: FastifyRequest): Promise<ListedMember> => {
  const member = await findMember(deps.db.query, visitOf(request).merchantId, idOf(request));
  if (member === undefined) throw noSuchPerson();
  return member;
};

const asked = (request: FastifyRequest): AskedPerson => {
  const { merchantId, session } = visitOf(request);
  return { merchantId, memberId: idOf(request), actor: actorIn(request), by: { memberId: session.member_id } };
};

type Found = {
  readonly visit: Visit;
  readonly member: ListedMember;
  readonly sessions: readonly ListedSession[];
};

const renderPerson = (found: Found, { done, mistake }: Shown): Html => {
  const { visit, member, sessions } = found;
  const decides = mayDo(visit.session.role, 'members:write') && member.id !== visit.session.member_id;
  const mayDecide = decides && (member.role !== 'owner' || visit.session.role === 'owner');
  return html`${done !== undefined && html`<p class="done" role="status">${doneSentences[done]}</p>`}
${mistake !== undefined && html`<p class="mistake" role="alert">${mistake}</p>`}
<dl class="facts">
<div><dt>E-mail address</dt><dd>${member.email}</dd></div>
<div><dt>Role</dt><dd>${roleWords[member.role]}</dd></div>
<div><dt>Invited</dt><dd>${showTime(member.created_at)}</dd></div>
<div><dt>Signed in last</dt><dd>${showLastSignIn(member)}</dd></div>
</dl>
${mayDecide && renderForms(found)}
<section><h2 id="sign-ins">Where they are signed in</h2>
${sessions.length === 0 ? html`<p class="empty">Nowhere at this moment.</p>` : renderSessions(sessions)}
${sessions.length > 0 && mayDecide && form(found, 'end-sessions', signOutEverywhere)}
</section>
<p><a href="${visit.base}/people">All people</a></p>`;
};

const signOutEverywhere = html`<button class="quiet">Sign out everywhere</button>`;

const renderForms = (found: Found): Html => html`<section class="actions" aria-label="What you can do">
<details class="card"><summary>Change the role</summary>
${form(
  found,
  'role',
  html`<label for="role">Role</label>
${renderRoles(found.visit.session.role, found.member.role)}<button>Change</button>`,
)}</details>
<details class="card"><summary>Lost password or app</summary>
<p>Makes a link by which they choose both anew.</p>
${form(found, 'link', html`<button>Make a link</button>`)}</details>
<details class="card"><summary>Remove</summary>
<p>They are signed out at once. What they did stays in the audit log; they can be invited again.</p>
${form(found, 'remove', html`<button>Remove ${found.member.name}</button>`)}</details>
</section>`;

const form = ({ visit, member }: Found, action: string, fields: Html): Html => html`<form method="post"
 action="${visit.base}/people/${formatId('member', member.id)}/${action}">
<input type="hidden" name="formToken" value="${visit.formToken}">
${fields}</form>`;

const renderSessions = (
  sessions: readonly ListedSession[],
): Html => html`<div class="table" role="region" aria-labelledby="sign-ins" tabindex="0"><table>
<thead><tr><th scope="col">Browser</th><th scope="col">Address</th><th scope="col">Since</th>
<th scope="col">Last seen</th></tr></thead>
<tbody>${sessions.map(
  ({ user_agent, address, created_at, last_seen_at }) => html`<tr>
<td>${user_agent === '' ? 'unknown' : user_agent}</td><td>${address}</td>
<td>${showTime(created_at)}</td><td>${showTime(last_seen_at)}</td></tr>
`,
)}</tbody></table></div>`;
