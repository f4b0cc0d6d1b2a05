import type { FastifyInstance } from 'fastify';
import { auditActions, type AuditAction } from '../../../audit/entry.ts';
import { searchEntries, type EntriesFound, type EntrySearch } from '../../../audit/search.ts';
import { formatId, parseId } from '../../../base/id.ts';
import { idRange } from '../../../events/store.ts';
import { mayDo } from '../../../members/roles.ts';
import { html, type Html } from '../../kernel/html.ts';
import { dayFields, nextPage, readDays, readQuery, renderTable, selectField, type Asked } from '../developers/lists.ts';
import { visitOf } from '../guard.ts';
import { sendPage } from '../layout.ts';
import type { DashboardDeps, Site, Visit } from '../site.ts';
import { ENTRY_HEADS, renderEntry } from './entry.ts';
import { registerVerify, renderVerify } from './verify.ts';

const PAGE = 50;
const TITLE = 'Audit log';

/** Who did what, when and from where, with how it was before and after. */
export const registerAudit = (app: FastifyInstance, deps: DashboardDeps, site: Site): void => {
  app.get('/m/:merchant/audit', async (request, reply) => {
    const visit = visitOf(request);
    const asked = readQuery(request.query);
    const found = await searchEntries(deps.db.query, visit.merchantId, entrySearchOf(asked, asked('before'), PAGE));
    return sendPage(reply, site, { title: TITLE, visit, body: renderLog(visit, asked, found) });
  });

  registerVerify(app, deps, site);
};

/** What the form asks for, from an act of the page before on. */
export const entrySearchOf = (asked: Asked, before: string, limit: number): EntrySearch => {
  const days = readDays(asked);
  return {
    limit,
    range: idRange({ before: parseId('auditEntry', before), ...days }),
    action: isAction(asked('action')) ? asked('action') : undefined,
    who: asked('who') === '' ? undefined : asked('who'),
    subjectId: asked('about') === '' ? undefined : asked('about'),
    ...days,
  };
};

export const FILTERS = ['who', 'action', 'about', 'from', 'to'] as const;

const isAction = (text: string): text is AuditAction => Object.hasOwn(auditActions, text);

const renderLog = (visit: Visit, asked: Asked, { rows, next }: EntriesFound): Html => html`<form class="search"
 role="search" method="get">
<div class="grow"><label for="who">Who</label>
<input id="who" name="who" type="search" value="${asked('who')}" maxlength="200" autocomplete="off" spellcheck="false"
 placeholder="E-mail address, name of a key, id"></div>
${selectField({ name: 'action', label: 'What', chosen: asked('action') }, actionOptions)}
<div><label for="about">About</label><input id="about" name="about" value="${asked('about')}" maxlength="200"
 autocomplete="off" spellcheck="false" placeholder="py_…, mb_…, ak_…"></div>
${dayFields(asked)}
<button>Search</button></form>
${
  rows.length === 0
    ? html`<p class="empty">${next === undefined ? NONE : 'None among the acts looked at; there are older ones.'}</p>`
    : renderTable(
        TITLE,
        ENTRY_HEADS,
        rows.map((row) => renderEntry(visit, row)),
      )
}
${nextPage(asked, FILTERS, next === undefined ? undefined : formatId('auditEntry', next))}
${rows.length > 0 && mayDo(visit.session.role, 'exports:read') && renderExport(visit, asked)}
${renderVerify(visit, '')}`;

const NONE = 'No act is like this. Look for less: only who, or without dates.';

const actionOptions: readonly (readonly [string, string])[] = [
  ['', 'Any'],
  ...Object.entries(auditActions).filter(([action]) => !/^(vault|chain)\./.test(action)),
];

const renderExport = ({ base }: Visit, asked: Asked): Html => {
  const address = (format: string): string => {
    const filters = FILTERS.map((name): [string, string] => [name, asked(name)]);
    return `${base}/exports/audit-log?${new URLSearchParams([...filters, ['format', format]]).toString()}`;
  };
  return html`<p class="hint">Export all acts that this search finds:
<a href="${address('csv')}" download>CSV for a spreadsheet</a>,
<a href="${address('ndjson')}" download>JSON, an act on each line</a>. Times are UTC.</p>`;
};
