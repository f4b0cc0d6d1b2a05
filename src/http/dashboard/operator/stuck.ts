import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { formatId, parseId, type IdKind } from '../../../base/id.ts';
import { Problem } from '../../../base/problem.ts';
import { askNow, findStuck, listStuck, type Stuck } from '../../../operator/stuck.ts';
import { html, type Html } from '../../kernel/html.ts';
import { fact, readQuery, renderTable } from '../developers/lists.ts';
import { showDone } from '../developers/parts.ts';
import { visitOf } from '../guard.ts';
import { sendPage } from '../layout.ts';
import type { DashboardDeps, Site, Visit } from '../site.ts';
import { showMoney, showTime } from '../words.ts';
import {
  mayChangeGateway,
  NO_REASON,
  operatorForm,
  operatorIn,
  readReason,
  reasonField,
  secondsSince,
  showSeconds,
} from './parts.ts';

type Params = { readonly Params: { readonly kind: string; readonly id: string } };

const PAGE = 50;
const TITLE = 'Stuck payments';

/** What acquirers were asked and have not answered: what the gateway knows of it, and what it does next. */
export const registerStuck = (app: FastifyInstance, deps: DashboardDeps, site: Site): void => {
  app.get('/operator/stuck', async (request, reply) => {
    const visit = visitOf(request);
    const found = await listStuck(deps, { after: readPlace(request), limit: PAGE + 1 });
    const body = found.length === 0 ? NONE : renderRows({ visit, nowMs: deps.clock.nowMs() }, found);
    return sendPage(reply, site, { title: TITLE, visit, body });
  });

  const show = async (request: FastifyRequest, reply: FastifyReply, mistake?: string) => {
    const visit = visitOf(request);
    const stuck = await existing(deps, request);
    const { done } = request.query as { readonly done?: unknown };
    const body = html`${showDone(doneSentences, done)}
${mistake !== undefined && html`<p class="mistake" role="alert">${mistake}</p>`}
${renderOne({ visit, nowMs: deps.clock.nowMs() }, stuck)}`;
    const title = `${capital(stuck.what)} of ${showMoney(stuck.amount, stuck.currency)}`;
    return sendPage(reply, site, { title, visit, body, status: mistake === undefined ? 200 : 422 });
  };

  app.get<Params>('/operator/stuck/:kind/:id', (request, reply) => show(request, reply));

  app.post<Params>('/operator/stuck/:kind/:id/ask', async (request, reply) => {
    const stuck = await existing(deps, request);
    const reason = readReason(request);
    if (reason === undefined) return show(request, reply, NO_REASON);
    const asked = await askNow(deps, stuck, operatorIn(request, reason));
    return reply.redirect(`${visitOf(request).base}${pathOf(stuck)}?done=${asked}`, 303);
  });
};

const doneSentences = {
  asked: 'The acquirer is asked within some seconds. Load the page again to see what came of it.',
  soon: 'The acquirer is asked within half a minute anyway.',
};

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** What was asked for on a payment goes by one kind of id here, whatever it was. */
const idKinds = { attempt: 'attempt', operation: 'capture' } as const satisfies Readonly<Record<Stuck['kind'], IdKind>>;

const pathOf = ({ kind, id }: Pick<Stuck, 'kind' | 'id'>): string => `/stuck/${kind}/${formatId(idKinds[kind], id)}`;

const existing = async (deps: DashboardDeps, { params }: FastifyRequest): Promise<Stuck> => {
  const { kind, id } = params as Params['Params'];
  const uuid = kind === 'attempt' || kind === 'operation' ? parseId(idKinds[kind], id) : undefined;
  const found = uuid === undefined ? undefined : await findStuck(deps, uuid);
  if (found?.kind !== kind) throw new Problem('not_found', 'Nothing is in doubt here: it is settled, or never was.');
  return found;
};

const readPlace = (request: FastifyRequest): { readonly since: string; readonly id: string } | undefined => {
  const asked = readQuery(request.query);
  const [since, id] = [asked('since'), parseId('attempt', asked('after'))];
  const isTime = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(since) && !Number.isNaN(Date.parse(since));
  return id === undefined || !isTime ? undefined : { since, id };
};

const NONE = html`<p class="empty">Every payment has an outcome, or is younger than a minute.</p>`;

type Shown = { readonly visit: Visit; readonly nowMs: number };

const renderRows = (shown: Shown, found: readonly Stuck[]): Html => {
  const rows = found.slice(0, PAGE);
  const last = rows.at(-1);
  const heads = ['What', 'Merchant', 'Acquirer account', 'For', 'Known', 'Next'];
  return html`${renderTable(
    TITLE,
    heads,
    rows.map((row) => renderRow(shown, row)),
  )}
${
  found.length > PAGE &&
  last &&
  html`<p class="pages"><a class="button" rel="next"
 href="?since=${encodeURIComponent(last.since)}&amp;after=${formatId('attempt', last.id)}">Younger ones</a></p>`
}`;
};

const renderRow = ({ visit: { base }, nowMs }: Shown, row: Stuck): Html => html`<tr>
<td><a href="${base}${pathOf(row)}">${capital(row.what)} of ${showMoney(row.amount, row.currency)}</a></td>
<td>${row.merchant_name}</td>
<td>${accountOf(row)}</td>
<td>${showSeconds(secondsSince(row.since, nowMs))}</td>
<td class="words">${row.knows}</td>
<td>${showTime(row.next_at)}</td>
</tr>
`;

const accountOf = ({ account_name }: Stuck): string => account_name ?? 'the sandbox';

const renderOne = ({ visit, nowMs }: Shown, row: Stuck): Html => html`<dl class="facts">
${fact(
  'Merchant',
  html`<a href="${visit.base}/merchants/${formatId('merchant', row.merchant_id)}">${row.merchant_name}</a>`,
)}
${fact('Payment', html`<code>${formatId('payment', row.payment_id)}</code>`)}
${fact('Our reference at the acquirer', html`<code>${row.id}</code>`)}
${fact('Acquirer account', accountOf(row))}
${fact('Since', html`${showTime(row.since)} (${showSeconds(secondsSince(row.since, nowMs))})`)}
</dl>
<section><h2>What the gateway knows</h2><p>${row.knows}</p></section>
<section><h2>What it does next</h2><p>${row.next}</p>
<p>The next time is ${showTime(row.next_at)}.</p></section>
<section><h2>What you can do</h2><p>${row.advice}</p>
${
  mayChangeGateway(visit) &&
  operatorForm(visit, `${pathOf(row)}/ask`, html`${reasonField('reason')}<button>Ask the acquirer now</button>`, 'card')
}</section>
<p><a href="${visit.base}/stuck">All stuck payments</a></p>`;
