import { UsageError, type Command } from '../command.ts';

const MOST = 1_000;

export const auditList: Command = {
  words: 'audit list',
  about: "lists the newest acts of a merchant's audit log, or of the operator's own",
  flags: {
    merchant: { about: "the merchant's id, mr_…; the operator's own log when left out", isRequired: false },
    action: { about: 'only acts of this kind, such as refund.requested', isRequired: false },
    limit: { about: `how many, 1 to ${MOST}; 50 when left out`, isRequired: false },
  },
  run: ({ withAdmin }, { merchant, action, limit = '50' }) => {
    const most = /^\d{1,4}$/.test(limit) ? Number(limit) : NaN;
    if (!(most >= 1 && most <= MOST)) throw new UsageError(`--limit must be a whole number from 1 to ${MOST}.`);
    return withAdmin(async (admin) => {
      const entries = await admin.listAudit({
        ...(merchant !== undefined && { merchantId: merchant }),
        ...(action !== undefined && { action }),
        limit: most,
      });
      const lines = entries.map(
        ({ number, created, action: what, actor, subject, address }) =>
          `${String(number ?? '–').padStart(6)}  ${created}  ${what.padEnd(30)} ${subject.id}  by ` +
          [actor.type, actor.name, actor.id].filter((one) => one !== null).join(' ') +
          (address === null ? '' : ` from ${address}`),
      );
      return { json: { entries }, lines: lines.length === 0 ? ['There is nothing in it.'] : lines };
    });
  },
};
