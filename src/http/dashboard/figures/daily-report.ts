import type { FastifyInstance } from 'fastify';
import { changeReportWish, type ReportWish } from '../../../members/daily-report.ts';
import { mayDo } from '../../../members/roles.ts';
import { html, type Html } from '../../kernel/html.ts';
import { actorIn } from '../actor.ts';
import { formOf, visitOf } from '../guard.ts';
import type { DashboardDeps, Visit } from '../site.ts';

/** Somebody asks for the report of each day, or ends it. */
export const registerDailyReport = (app: FastifyInstance, deps: DashboardDeps): void => {
  app.post('/m/:merchant/figures/daily-report', async (request, reply) => {
    const { merchantId, session, base } = visitOf(request);
    const isWanted = formOf(request)['wanted'] === 'yes';
    await changeReportWish(deps, { merchantId, memberId: session.member_id, actor: actorIn(request), isWanted });
    return reply.redirect(`${base}/figures?report=${isWanted ? 'wanted' : 'ended'}#report`, 303);
  });
};

/** `sendsMail`: the operator has set up a server for it. */
export const renderDailyReport = (
  visit: Visit,
  wish: ReportWish,
  { sendsMail }: { readonly sendsMail: boolean },
): Html =>
  html`<section id="report"><h2>Every morning by e-mail</h2>
${
  !sendsMail
    ? html`<p class="hint">This gateway sends no mail: its operator has set up no server for it.</p>`
    : wish.is_offered
      ? renderWish(visit, wish)
      : html`<p class="hint">${
          mayDo(visit.session.role, 'settings:write')
            ? html`It is switched off. Switch it on in the <a href="${visit.base}/settings">settings</a>.`
            : 'It is switched off. An owner or an admin of your team can switch it on.'
        }</p>`
}</section>`;

const renderWish = ({ base, formToken, session }: Visit, { is_wanted: isWanted }: ReportWish): Html => html`
<form method="post" action="${base}/figures/daily-report">
<input type="hidden" name="formToken" value="${formToken}">
<input type="hidden" name="wanted" value="${isWanted ? 'no' : 'yes'}">
<p>${
  isWanted
    ? html`The figures of the day before come to <b>${session.email}</b> after 5 o'clock UTC.`
    : html`Have the figures of the day before sent to <b>${session.email}</b>, after 5 o'clock UTC.`
}</p>
<button${isWanted && html` class="quiet"`}>${isWanted ? 'No more mails' : 'Send me the figures of each day'}</button>
</form>`;
