import type { FastifyInstance } from 'fastify';
import { rules } from '../../../operator/alerts/rules.ts';
import { findAlerts, type AlertRow } from '../../../operator/alerts/store.ts';
import { html, type Html } from '../../kernel/html.ts';
import { renderTable } from '../developers/lists.ts';
import { visitOf } from '../guard.ts';
import { sendPage } from '../layout.ts';
import type { DashboardDeps, Site } from '../site.ts';
import { showBadge, showTime } from '../words.ts';

const TITLE = 'Alerts';
const MOST = 200;

/** What is wrong and what was, who was told of it, and what is looked at. */
export const registerAlerts = (app: FastifyInstance, deps: DashboardDeps, site: Site): void => {
  app.get('/operator/alerts', async (request, reply) => {
    const alerts = await findAlerts(deps.db.query, MOST);
    const body = html`${alerts.length === 0 ? NONE : renderAlerts(alerts)}
<section><h2>What is looked at</h2>${renderTable(
      'What is looked at',
      ['Rule', 'Begins when'],
      Object.entries(rules).map(([name, { about }]) => html`<tr><td><code>${name}</code></td><td>${about}</td></tr>\n`),
    )}</section>`;
    return sendPage(reply, site, { title: TITLE, visit: visitOf(request), body });
  });
};

const NONE = html`<p class="empty">Nothing is wrong, and nothing was. Set <code>TOLLGATE_ALERT_WEBHOOK_URL</code> or
<code>TOLLGATE_ALERT_MAIL_TO</code>, and you are told when something begins and when it is over.</p>`;

const renderAlerts = (alerts: readonly AlertRow[]): Html =>
  renderTable(
    TITLE,
    ['What', 'Standing', 'Began', 'Ended', 'Told'],
    alerts.map(
      (alert) => html`<tr>
<td class="words">${alert.words}</td>
<td>${showBadge(alert.ended_at === null ? { title: 'wrong', tone: 'bad' } : { title: 'over', tone: 'quiet' })}</td>
<td>${showTime(alert.began_at)}</td>
<td>${alert.ended_at !== null && showTime(alert.ended_at)}</td>
<td class="words">${alert.messages.length === 0 ? 'nobody: no way is set up' : alert.messages.map(renderMessage)}</td>
</tr>
`,
    ),
  );

const momentWords = { began: 'beginning', ended: 'end' } as const;
const wayWords = { webhook: 'webhook', mail: 'e-mail' } as const;

const renderMessage = ({ moment, way, told_at, failure, is_given_up }: AlertRow['messages'][number]): Html => {
  const what = `${momentWords[moment]} by ${wayWords[way]}`;
  if (told_at !== null) return html`<p>${what}: ${showTime(told_at)}</p>`;
  return html`<p>${what}: ${is_given_up ? 'given up' : 'not yet'}${failure !== null && `, ${failure}`}</p>`;
};
