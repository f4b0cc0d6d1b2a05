import { formatId } from '../../../base/id.ts';
import { html, type Html } from '../../kernel/html.ts';
import type { ListedRequest } from '../../request-log/store.ts';
import type { Visit } from '../site.ts';
import { showBadge, showTime } from '../words.ts';
import { renderTable } from './lists.ts';

export const REQUEST_HEADS = ['Answered', 'Status', 'Request', 'Problem', 'Took', 'Key'] as const;

export const renderRequestRow = ({ base }: Pick<Visit, 'base'>, row: ListedRequest): Html => html`<tr>
<td>${showTime(row.created_at)}</td>
<td>${showStatus(row.status)}</td>
<td><a href="${base}/developers/requests/${formatId('loggedRequest', row.id)}">${row.method} ${row.path}</a></td>
<td>${row.problem_code ?? (row.is_replay ? 'repeated' : '')}</td>
<td>${row.duration_ms} ms</td>
<td>${row.key_name ?? ''} …${row.key_last4 ?? ''}</td>
</tr>
`;

/** On the page of a payment: what the shop's server asked for it, and for its session. */
export const renderRequests = (visit: Visit, rows: readonly ListedRequest[]): Html | false =>
  rows.length > 0 &&
  html`<section><h2>Requests of your server</h2>
${renderTable(
  'Requests of your server',
  REQUEST_HEADS,
  rows.map((row) => renderRequestRow(visit, row)),
)}</section>`;

export const showStatus = (status: number): Html =>
  showBadge({ title: String(status), tone: status < 400 ? 'good' : status < 500 ? 'busy' : 'bad' });
