import type { FastifyInstance } from 'fastify';
import { isLate } from '../../../operator/overview.ts';
import { findJobs, type JobRow } from '../../../operator/process-store.ts';
import { html, type Html } from '../../kernel/html.ts';
import { renderTable } from '../developers/lists.ts';
import { visitOf } from '../guard.ts';
import { sendPage } from '../layout.ts';
import type { DashboardDeps, Site } from '../site.ts';
import { showBadge, showTime } from '../words.ts';
import { showSeconds } from './parts.ts';

const TITLE = 'Jobs';

/** What the clock does again and again, in whichever process: when last, for how long, when next, and what failed. */
export const registerJobs = (app: FastifyInstance, deps: DashboardDeps, site: Site): void => {
  app.get('/operator/jobs', async (request, reply) => {
    const jobs = await findJobs(deps.db.query);
    const body = jobs.length === 0 ? NONE : html`${renderJobs(jobs)}${HINT}`;
    return sendPage(reply, site, { title: TITLE, visit: visitOf(request), body });
  });
};

const NONE = html`<p class="empty">No job has run yet. Some process needs the role <code>jobs</code>.</p>`;
const HINT = html`<p class="hint">The last run of each job by any process, written down every few seconds.</p>`;

const renderJobs = (jobs: readonly JobRow[]): Html =>
  renderTable(
    TITLE,
    ['Job', 'Standing', 'Every', 'Last run', 'Took', 'Found', 'Next', 'Last failure'],
    jobs.map(
      (job) => html`<tr>
<td><code>${job.name}</code></td>
<td>${showStanding(job)}</td>
<td class="number">${showMs(job.every_ms)}</td>
<td>${showTime(job.began_at)}</td>
<td class="number">${showMs(job.duration_ms)}</td>
<td class="number">${job.found}</td>
<td>${showTime(job.next_at)}</td>
<td class="words">${job.failed_at !== null && html`${showTime(job.failed_at)} ${job.failure ?? ''}`}</td>
</tr>
`,
    ),
  );

const showStanding = (job: JobRow): Html => {
  const { overdue, failed_at, began_at } = job;
  if (isLate(job)) return showBadge({ title: `late for ${showSeconds(overdue)}`, tone: 'bad' });
  const hasFailed = failed_at !== null && Date.parse(failed_at) >= Date.parse(began_at) - 1;
  return showBadge(hasFailed ? { title: 'failed', tone: 'bad' } : { title: 'in order', tone: 'good' });
};

const showMs = (ms: number): string => (ms < 1_000 ? `${Math.round(ms)} ms` : showSeconds(ms / 1_000));
