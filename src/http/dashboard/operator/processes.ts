import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../../../base/problem.ts';
import { logLevels } from '../../../base/log.ts';
import { changeLogLevel, isLogLevel, MOST_HOURS } from '../../../operator/log-level.ts';
import { isServing } from '../../../operator/overview.ts';
import {
  findLogLevel,
  findProcesses,
  findSettings,
  type LogLevelRow,
  type ProcessRow,
} from '../../../operator/process-store.ts';
import { html, type Html } from '../../kernel/html.ts';
import { renderTable } from '../developers/lists.ts';
import { showDone } from '../developers/parts.ts';
import { formOf, visitOf } from '../guard.ts';
import { sendPage } from '../layout.ts';
import type { DashboardDeps, Site, Visit } from '../site.ts';
import { showBadge, showTime } from '../words.ts';
import { actorIn } from '../actor.ts';
import { mayChangeGateway, operatorForm, showSeconds } from './parts.ts';

const TITLE = 'Processes';

/** What serves: each process with its release and settings, and how much all of them log. */
export const registerProcesses = (app: FastifyInstance, deps: DashboardDeps, site: Site): void => {
  const show = async (request: FastifyRequest, reply: FastifyReply, mistake?: string) => {
    const visit = visitOf(request);
    const [processes, level] = await Promise.all([findProcesses(deps.db.query), findLogLevel(deps.db.query)]);
    const { done } = request.query as { readonly done?: unknown };
    const body = html`${showDone(doneSentences, done)}
${mistake !== undefined && html`<p class="mistake" role="alert">${mistake}</p>`}
${renderProcesses(visit, processes)}
<section><h2>How much is logged</h2>${renderLevel(visit, level)}</section>`;
    return sendPage(reply, site, { title: TITLE, visit, body, status: mistake === undefined ? 200 : 422 });
  };

  app.get('/operator/processes', (request, reply) => show(request, reply));

  app.get<{ Params: { readonly process: string } }>('/operator/processes/:process', async (request, reply) => {
    const { process } = request.params;
    const settings = isUuid(process) ? await findSettings(deps.db.query, process) : undefined;
    if (settings === undefined) throw new Problem('not_found', 'There is no such process (any more).');
    const visit = visitOf(request);
    return sendPage(reply, site, { title: 'Settings in force', visit, body: renderSettings(visit, settings) });
  });

  app.post('/operator/processes/log-level', async (request, reply) => {
    const { level = '', hours = '' } = formOf(request);
    const wish = isLogLevel(level) && isHours(hours) ? { level, hours: Number(hours) } : undefined;
    if (wish === undefined && level !== '')
      return show(request, reply, `Choose a level, and a whole number of hours from 1 to ${MOST_HOURS}.`);
    const { session } = visitOf(request);
    await changeLogLevel(deps, { ...actorIn(request), name: session.email }, wish);
    return reply.redirect(`/operator/processes?done=${wish === undefined ? 'asStarted' : 'changed'}`, 303);
  });
};

const doneSentences = {
  changed: 'Every process logs so within some seconds.',
  asStarted: 'Every process logs as it was started, within some seconds.',
};

const isHours = (text: string): boolean => /^\d{1,2}$/.test(text) && Number(text) >= 1 && Number(text) <= MOST_HOURS;

const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

const renderProcesses = ({ base }: Visit, rows: readonly ProcessRow[]): Html =>
  renderTable(
    TITLE,
    ['Machine', 'Standing', 'Version', 'Newest migration', 'Roles', 'Logs', 'Started', 'Seen'],
    rows.map(
      (row) => html`<tr>
<td><a href="${base}/processes/${row.id}">${row.host} (${row.pid})</a></td>
<td>${showStanding(row)}</td>
<td>${row.version}</td>
<td>${row.migration}</td>
<td>${row.roles.join(', ')}</td>
<td>${row.log_level}</td>
<td>${showTime(row.started_at)}</td>
<td>${showTime(row.seen_at)}</td>
</tr>
`,
    ),
  );

const showStanding = (row: ProcessRow): Html => {
  if (row.ended_at !== null) return showBadge({ title: 'stopped', tone: 'quiet' });
  return isServing(row)
    ? showBadge({ title: 'serves', tone: 'good' })
    : showBadge({ title: `not seen for ${showSeconds(row.seen_ago)}`, tone: 'bad' });
};

const renderLevel = (visit: Visit, level: LogLevelRow | undefined): Html => html`<p>${
  level === undefined
    ? 'Every process logs as it was started.'
    : html`Every process logs <b>${level.level}</b>, as ${level.set_by} wished, until ${showTime(level.until)}.`
}</p>
${mayChangeGateway(visit) && html`${renderChange(visit)}${level !== undefined && renderEnd(visit)}`}`;

const renderChange = (visit: Visit): Html =>
  operatorForm(
    visit,
    '/processes/log-level',
    html`<label for="level">Level</label><select id="level" name="level">
${logLevels.map((level) => html`<option value="${level}"${level === 'info' && html` selected`}>${level}</option>`)}
</select>
<label for="hours">For how many hours</label>
<input id="hours" name="hours" value="1" inputmode="numeric" required maxlength="2" autocomplete="off">
<button>Log so for a while</button>`,
    'card',
  );

const renderEnd = (visit: Visit): Html =>
  operatorForm(visit, '/processes/log-level', html`<button class="quiet">Log as started again</button>`);

const renderSettings = ({ base }: Visit, settings: Readonly<Record<string, string>>): Html => html`${renderTable(
  'Settings in force',
  ['Setting', 'Value'],
  Object.entries(settings)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => html`<tr><td><code>${name}</code></td><td>${value}</td></tr>\n`),
)}
<p class="hint">As this process was started. Keys, tokens and passwords are not kept here, and not shown.</p>
<p><a href="${base}/processes">All processes</a></p>`;
