import type { FastifyInstance } from 'fastify';
import { writeAudit } from '../../../audit/write.ts';
import { formatId } from '../../../base/id.ts';
import { Problem } from '../../../base/problem.ts';
import { presentPayment } from '../../../contract/payment.ts';
import { currentVersion } from '../../../contract/versions.ts';
import { contentTypes, createExports, type ExportFormat } from '../../../reports/export.ts';
import { PAGE, type ReadPage } from '../../../reports/lists.ts';
import { visitOf } from '../guard.ts';
import { actorIn } from '../actor.ts';
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
      if (request.params.list !== 'payments') throw new Problem('not_found', 'There is no such list.');
      const format: ExportFormat = query['format'] === 'ndjson' ? 'ndjson' : 'csv';
      const asked = readAsked(query);
      if (asked.mistake !== undefined) throw new Problem('invalid_http', asked.mistake);
      await tellExport(deps, visit, { asked, format, actor: actorIn(request) });
      const stream = exports.open(visit.merchantId, {
        list: 'payments',
        format,
        withByteOrderMark: true,
        readPage: pagesOf(deps, visit, asked),
      });
      return reply
        .header('Content-Type', contentTypes[format])
        .header('Content-Disposition', `attachment; filename="payments.${format}"`)
        .send(stream);
    },
  );
};

const pagesOf = (deps: DashboardDeps, visit: Visit, asked: Asked): ReadPage => {
  return async (before) => {
    const found = await findAsked(deps, visit, { ...asked, before: before as Asked['before'] }, PAGE);
    const rows = found.rows.map((row) => presentPayment(row, { version: currentVersion, urls: deps.urls }));
    return { rows, next: found.next };
  };
};

type Told = {
  readonly asked: Asked;
  readonly format: ExportFormat;
  readonly actor: ReturnType<typeof actorIn>;
};

/** What was searched for can be a customer's address, which the log, that nothing is taken from, does not keep. */
const tellExport = (deps: DashboardDeps, { merchantId }: Visit, { asked, format, actor }: Told): Promise<void> => {
  const filter = {
    figure: asked.behind?.figure.kind ?? null,
    from: asked.from,
    isSearch: asked.q !== '',
    state: asked.state,
    to: asked.to,
  };
  const subject = { kind: 'merchant' as const, id: formatId('merchant', merchantId) };
  const acts = [{ action: 'list.exported' as const, subject, after: { filter, format, list: 'payments' } }];
  return deps.db.transaction((query) => writeAudit(deps, query, { merchantId, actor, acts }));
};
