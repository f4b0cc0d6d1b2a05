import type { Admin } from '../../../../../src/admin.ts';
import type { Command } from '../command.ts';

type Entry = Awaited<ReturnType<Admin['listAudit']>>[number];

const AT_ONCE = 1_000;

export const auditExport: Command = {
  words: 'audit export',
  about: 'prints a whole audit log, one JSON object a line, newest first',
  flags: { merchant: { about: "the merchant's id, mr_…; the operator's own log when left out", isRequired: false } },
  run: ({ withAdmin }, { merchant }) =>
    withAdmin(async (admin) => {
      const entries: Entry[] = [];
      for (;;) {
        const before = entries.at(-1)?.id;
        const some = await admin.listAudit({
          ...(merchant !== undefined && { merchantId: merchant }),
          ...(before !== undefined && { before }),
          limit: AT_ONCE,
        });
        entries.push(...some);
        if (some.length < AT_ONCE) break;
      }
      return { json: { entries }, lines: entries.map((entry) => JSON.stringify(entry)) };
    }),
};
