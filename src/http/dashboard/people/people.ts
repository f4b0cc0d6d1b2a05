import type { FastifyInstance } from 'fastify';
import { formatId, parseId } from '../../../base/id.ts';
import { readEmail } from '../../../members/email.ts';
import { inviteMember } from '../../../members/invite.ts';
import { isRole, mayDo } from '../../../members/roles.ts';
import { personRefusals } from '../../../members/rule.ts';
import { findMembersPage, type ListedMember } from '../../../members/store.ts';
import { html, type Html } from '../../kernel/html.ts';
import { formOf, visitOf, type Form } from '../guard.ts';
import { sendPage } from '../layout.ts';
import type { DashboardDeps, Site, Visit } from '../site.ts';
import { actorIn } from '../actor.ts';
import type { Area } from '../areas.ts';
import { showLink } from './link.ts';
import { registerPerson } from './person.ts';
import { renderRoles, roleName, showLastSignIn } from './words.ts';

const PAGE = 50;
const TITLE = 'People';

/** Who works here and as what; whoever may decide about people invites them. */
export const registerPeople = (app: FastifyInstance, deps: DashboardDeps, site: Site, area: Area): void => {
  const show = async (visit: Visit, asked: Asked) => {
    const { merchantId } = visit;
    const found = await findMembersPage(deps.db.query, merchantId, { before: asked.before, limit: PAGE + 1 });
    return { title: TITLE, visit, body: renderPeople(visit, found, asked) };
  };

  app.get(`${area}/people`, async (request, reply) => {
    const { before } = request.query as { readonly before?: unknown };
    const asked = { before: typeof before === 'string' ? parseId('member', before) : undefined };
    return sendPage(reply, site, await show(visitOf(request), { ...asked, form: {}, mistake: undefined }));
  });

  app.post(`${area}/people/invite`, async (request, reply) => {
    const visit = visitOf(request);
    const form = formOf(request);
    const [email, role] = [readEmail(form['email'] ?? ''), form['role'] ?? ''];
    const refuse = async (mistake: string) =>
      sendPage(reply, site, { ...(await show(visit, { before: undefined, form, mistake })), status: 422 });
    if (email === undefined) return refuse('This is not an e-mail address.');
    if (!isRole(visit.merchantId, role)) return refuse('Choose a role.');
    const by = { memberId: visit.session.member_id };
    const asked = { merchantId: visit.merchantId, actor: actorIn(request), by, email, role };
    const invited = await inviteMember(deps, asked);
    if (invited.kind === 'refused') return refuse(personRefusals[invited.refusal]);
    if (invited.kind === 'memberAlready') return refuse(`${email} works here already.`);
    return showLink(reply, { deps, site, visit }, { token: invited.linkToken, email, purpose: 'invitation' });
  });

  registerPerson(app, deps, site, area);
};

type Asked = { readonly before: string | undefined; readonly form: Form; readonly mistake: string | undefined };

const renderPeople = (visit: Visit, found: readonly ListedMember[], { form, mistake }: Asked): Html => {
  const rows = found.slice(0, PAGE);
  const last = rows.at(-1);
  return html`${mistake !== undefined && html`<p class="mistake" role="alert">${mistake}</p>`}
<div class="table" role="region" aria-label="People" tabindex="0"><table>
<thead><tr><th scope="col">Name</th><th scope="col">E-mail address</th><th scope="col">Role</th>
<th scope="col">Signed in last</th></tr></thead>
<tbody>${rows.map((row) => renderRow(visit, row))}</tbody></table></div>
${
  found.length > PAGE &&
  last &&
  html`<p class="pages"><a class="button" rel="next" href="?before=${formatId('member', last.id)}">More people</a></p>`
}
${mayDo(visit.session.role, 'members:write') && renderInvite(visit, form)}`;
};

const renderRow = ({ base, session }: Visit, row: ListedMember): Html => html`<tr>
<td><a href="${base}/people/${formatId('member', row.id)}">${row.name}</a>
${row.id === session.member_id && '(you)'}</td>
<td>${row.email}</td>
<td>${roleName(row.role)}</td>
<td>${showLastSignIn(row)}</td>
</tr>
`;

const renderInvite = ({ base, formToken, session }: Visit, form: Form): Html => html`<section><h2>Invite somebody</h2>
<form class="card" method="post" action="${base}/people/invite">
<p>You are shown a link to send to them. It works once, within a week.</p>
<input type="hidden" name="formToken" value="${formToken}">
<label for="email">E-mail address</label>
<input id="email" name="email" type="email" value="${form['email'] ?? ''}" required maxlength="254" autocomplete="off">
<label for="role">Role</label>
${renderRoles(session.role, form['role'] ?? '')}
<button>Invite</button>
</form></section>`;
