import type { FastifyInstance } from 'fastify';
import { readSchemaState, type SchemaState } from '../../../db/schema-state.ts';
import {
  findDatabaseFigures,
  findQueues,
  findTableSizes,
  type DatabaseFigures,
  type Queue,
  type TableSize,
} from '../../../operator/database-store.ts';
import { html, type Html } from '../../kernel/html.ts';
import { fact, renderTable } from '../developers/lists.ts';
import { visitOf } from '../guard.ts';
import { sendPage } from '../layout.ts';
import type { DashboardDeps, Site } from '../site.ts';
import { showSeconds } from './parts.ts';

const TABLES = 20;

/** The database: how large, how busy, what is due in it, and whether its migrations are those of this release. */
export const registerDatabase = (app: FastifyInstance, deps: DashboardDeps, site: Site): void => {
  app.get('/operator/database', async (request, reply) => {
    const { query } = deps.db;
    const [figures, queues, sizes, schema] = await Promise.all([
      findDatabaseFigures(query),
      findQueues(query),
      findTableSizes(query, TABLES),
      readSchemaState(query),
    ]);
    const body = html`${renderFigures(figures, schema)}
<section><h2>What is due</h2>${renderQueues(queues)}</section>
<section><h2>The largest tables</h2>${renderSizes(sizes)}</section>`;
    return sendPage(reply, site, { title: 'Database', visit: visitOf(request), body });
  });
};

const renderFigures = (figures: DatabaseFigures, schema: SchemaState): Html => html`<dl class="facts">
${fact('PostgreSQL', figures.version)}
${fact('Size', showBytes(figures.bytes))}
${fact('Connections', `${figures.connections} of ${figures.connections_most}, ${figures.connections_active} at work`)}
${fact('Oldest open transaction', showSeconds(figures.oldest_transaction))}
${fact('Migrations', showSchema(schema))}
</dl>`;

const showSchema = ({ missing, newer }: SchemaState): string => {
  if (missing.length > 0) return `missing: ${missing.join(', ')}`;
  return newer.length > 0 ? `newer than this release: ${newer.join(', ')}` : 'those of this release';
};

const queueWords: Readonly<Record<Queue['name'], string>> = {
  deliveries: 'Webhook deliveries',
  attempts: 'Authorizations to ask about',
  operations: 'Captures, refunds and cancels to ask about',
  sessions: 'Sessions to expire',
  notifications: 'Notifications of acquirers to apply',
  auditEntries: 'Audit entries to seal',
};

const renderQueues = (queues: readonly Queue[]): Html =>
  renderTable(
    'What is due',
    ['What', 'How many', 'The oldest is due for'],
    queues.map(
      ({ name, count, oldest }) => html`<tr><td>${queueWords[name]}</td><td class="number">${count}</td>
<td class="number">${oldest === null ? '' : showSeconds(oldest)}</td></tr>
`,
    ),
  );

const renderSizes = (sizes: readonly TableSize[]): Html =>
  renderTable(
    'The largest tables',
    ['Table', 'Size with indexes', 'Rows, about'],
    sizes.map(
      ({ name, bytes, rows }) => html`<tr><td><code>${name}</code></td><td class="number">${showBytes(bytes)}</td>
<td class="number">${Math.round(rows)}</td></tr>
`,
    ),
  );

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** `1536000` → `1.5 MB`, in steps of a thousand. */
const showBytes = (bytes: number): string => {
  const step = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const value = bytes / 1_000 ** step;
  return `${step === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[step] ?? ''}`;
};
