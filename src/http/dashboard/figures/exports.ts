import type { FastifyInstance } from 'fastify';
import { presentEntry } from '../../../audit/present.ts';
import { searchEntries } from '../../../audit/search.ts';
import { writeAudit } from '../../../audit/write.ts';
import { formatId } from '../../../base/id.ts';
import { Problem } from '../../../base/problem.ts';
import { presentPayment } from '../../../contract/payment.ts';
import { currentVersion } from '../../../contract/versions.ts';
import { mayDo } from '../../../members/roles.ts';
import { contentTypes, createExports, type ExportFormat } from '../../../reports/export.ts';
import { PAGE, type ListName, type ReadPage } from '../../../reports/lists.ts';
import { actorIn } from '../actor.ts';
import { entrySearchOf, FILTERS } from '../audit/audit.ts';
import { readQuery } from '../developers/lists.ts';
import { visitOf } from '../guard.ts';
import { findAsked, readAsked, type Asked } from '../payments.ts';
import type { DashboardDeps, Visit } from '../site.ts';

/** What stands on the screen, as a file: the search of the list of payments, all of its pages. */
export const registerExports = (app: FastifyInstance, deps: DashboardDeps): void => {
  const exports = createExports(deps);
  app.addHook('preClose', (done) => {
    exports.close();
    done();
  });
  // A HEAD would begin an export that nobody reads.
  app.get<{ Params: { readonly list: string } }>(
    '/m/:merchant/exports/:list',
    { exposeHeadRoute: false },
    async (request, reply) => {
      const visit = visitOf(request);
      const query = request.query as Readonly<Record<string, unknown>>;
      const { list } = request.params;
      if (list !== 'payments' && list !== 'audit-log') throw new Problem('not_found', 'There is no such list.');
      const format: ExportFormat = query['format'] === 'ndjson' ? 'ndjson' : 'csv';
      const { filter, readPage } = list === 'payments' ? payments(deps, visit, query) : auditLog(deps, visit, query);
      await tellExport(deps, visit, { list, filter, format, actor: actorIn(request) });
      const stream = exports.open(visit.merchantId, { list, format, withByteOrderMark: true, readPage });
      return reply
        .header('Content-Type', contentTypes[format])
        .header('Content-Disposition', `attachment; filename="${list}.${format}"`)
        .send(stream);
    },
  );
};

/** `filter`: for the audit log. */
type Source = { readonly filter: object; readonly readPage: ReadPage };
type Fields = Readonly<Record<string, unknown>>;

/** What was searched for can be a customer's address, which the log, that nothing is taken from, does not keep. */
const payments = (deps: DashboardDeps, visit: Visit, query: Fields): Source => {
  const asked = readAsked(query);
  if (asked.mistake !== undefined) throw new Problem('invalid_http', asked.mistake);
  return {
    filter: {
      figure: asked.behind?.figure.kind ?? null,
      from: asked.from,
      isSearch: asked.q !== '',
      state: asked.state,
      to: asked.to,
    },
    readPage: async (before) => {
      const found = await findAsked(deps, visit, { ...asked, before: before as Asked['before'] }, PAGE);
      const rows = found.rows.map((row) => presentPayment(row, { version: currentVersion, urls: deps.urls }));
      return { rows, next: found.next };
    },
  };
};

const auditLog = (deps: DashboardDeps, { merchantId, session }: Visit, query: Fields): Source => {
  if (!mayDo(session.role, 'audit:read')) throw new Problem('forbidden', 'Your role does not read the audit log.');
  const asked = readQuery(query);
  return {
    filter: Object.fromEntries(FILTERS.map((name) => [name, asked(name)])),
    readPage: async (before) => {
      const place = before === undefined ? '' : formatId('auditEntry', before as string);
      const found = await searchEntries(deps.db.query, merchantId, entrySearchOf(asked, place, PAGE));
      return { rows: found.rows.map(presentEntry), next: found.next };
    },
  };
};

type Told = {
  readonly list: ListName;
  readonly filter: object;
  readonly format: ExportFormat;
  readonly actor: ReturnType<typeof actorIn>;
};

const tellExport = (deps: DashboardDeps, { merchantId }: Visit, told: Told): Promise<void> => {
  const { list, filter, format, actor } = told;
  const subject = { kind: 'merchant' as const, id: formatId('merchant', merchantId) };
  const acts = [{ action: 'list.exported' as const, subject, after: { filter, format, list } }];
  return deps.db.transaction((query) => writeAudit(deps, query, { merchantId, actor, acts }));
};
