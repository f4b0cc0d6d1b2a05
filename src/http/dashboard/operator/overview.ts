import type { FastifyInstance } from 'fastify';
import { isLate, isLost, isServing, readOverview, type Overview } from '../../../operator/overview.ts';
import type { ProcessRow } from '../../../operator/process-store.ts';
import type { BacklogReader, Waiting } from '../../../webhooks/backlog.ts';
import { html, type Html } from '../../kernel/html.ts';
import { visitOf } from '../guard.ts';
import { sendPage } from '../layout.ts';
import type { DashboardDeps, Site } from '../site.ts';
import { showBadge } from '../words.ts';
import { secondsSince, showSeconds } from './parts.ts';

type Deps = DashboardDeps & { readonly backlog: BacklogReader };

/** Whether anything is wrong, in one look; each figure leads to what is behind it. */
export const registerOverview = (app: FastifyInstance, deps: Deps, site: Site): void => {
  app.get('/operator', async (request, reply) => {
    const visit = visitOf(request);
    const tiles = tilesOf(await readOverview(deps), deps.clock.nowMs());
    const body = html`<ul class="tiles">${tiles.map((tile) => renderTile(visit.base, tile))}</ul>`;
    return sendPage(reply, site, { title: 'Overview', visit, body });
  });
};

type Tile = {
  readonly title: string;
  /** After `/operator`. */
  readonly path: string;
  readonly figure: string;
  readonly more: string;
  /** Undefined: nothing to look at. */
  readonly trouble: string | undefined;
};

/** After this long, something that waits for us alone is late. */
const LATE_MS = 5 * 60_000;

const tilesOf = ({ stuck, health, backlog, alerts, jobs, processes }: Overview, nowMs: number): readonly Tile[] => [
  {
    title: 'Alerts',
    path: '/alerts',
    figure: String(alerts),
    more: alerts === 0 ? 'nothing is wrong' : 'not over yet',
    trouble: alerts > 0 ? 'look at them' : undefined,
  },
  {
    title: 'Stuck payments',
    path: '/stuck',
    figure: String(stuck.count),
    more: stuck.oldest_at === null ? 'none' : `the oldest for ${showSeconds(secondsSince(stuck.oldest_at, nowMs))}`,
    trouble: stuck.count > 0 ? 'look at them' : undefined,
  },
  {
    title: 'Acquirer accounts',
    path: '/health',
    figure: String(health.accounts),
    more: `${health.accounts_out} out of order`,
    trouble: health.accounts_out > 0 ? 'out of order' : undefined,
  },
  {
    title: 'Webhook endpoints',
    path: '/health#endpoints',
    figure: String(health.endpoints),
    more: `${health.endpoints_failing} failing`,
    trouble: health.endpoints_failing > 0 ? 'failing' : undefined,
  },
  {
    title: 'Webhooks that wait',
    path: '/health#endpoints',
    figure: backlog === undefined ? 'not known' : String(backlog.taking.count + backlog.failing.count),
    more: backlog === undefined ? 'the queue could not be read' : showWaiting(backlog.taking),
    trouble: backlog === undefined || backlog.taking.oldestAgeMs > LATE_MS ? 'late' : undefined,
  },
  {
    title: 'Jobs',
    path: '/jobs',
    figure: String(jobs.length),
    more: `${jobs.filter(isLate).length} late`,
    trouble: jobs.some(isLate) ? 'late' : undefined,
  },
  {
    title: 'Processes',
    path: '/processes',
    figure: String(processes.filter(isServing).length),
    more: showVersions(processes.filter(isServing)),
    trouble: processes.some(isLost) ? 'not all are seen' : undefined,
  },
  {
    title: 'Merchants',
    path: '/merchants',
    figure: String(health.merchants),
    more: `${health.merchants_suspended} suspended`,
    trouble: undefined,
  },
];

const showVersions = (serving: readonly ProcessRow[]): string =>
  [...new Set(serving.map(({ version }) => version))].sort().join(' and ') || 'none';

const showWaiting = ({ count, oldestAgeMs }: Waiting): string =>
  count === 0
    ? 'none for endpoints that take them'
    : `${count} for endpoints that take them, the oldest for ${showSeconds(oldestAgeMs / 1_000)}`;

const renderTile = (base: string, { title, path, figure, more, trouble }: Tile): Html => html`<li class="card">
<h2><a href="${base}${path}">${title}</a></h2>
<p class="figure">${figure}</p>
<p>${more}</p>
<p>${showBadge(trouble === undefined ? { title: 'in order', tone: 'good' } : { title: trouble, tone: 'bad' })}</p>
</li>
`;
