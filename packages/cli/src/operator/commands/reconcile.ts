import { UsageError, type Command } from '../command.ts';

export const reconcile: Command = {
  words: 'reconcile',
  about: "compares the books with the acquirer's list, as after a failover; exit 1 when they differ",
  flags: {
    since: { about: 'from when on, such as 2027-01-31T10:00:00Z', isRequired: true },
    merchant: { about: "the merchant's id, mr_…; all when left out", isRequired: false },
  },
  run: ({ withAdmin }, { since: text = '', merchant }) => {
    const since = new Date(/^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/.test(text) ? text : Number.NaN);
    if (Number.isNaN(since.getTime())) throw new UsageError('--since is a time such as 2027-01-31T10:00:00Z.');
    return withAdmin(async (admin) => {
      const { compared, differences } = await admin.reconcile({
        since,
        ...(merchant !== undefined && { merchantId: merchant }),
      });
      return {
        json: { agrees: differences.length === 0, compared, differences },
        lines: [
          ...differences.flatMap(({ kind, reference, acquirer, books, toDo, ...about }) => [
            `${kind} ${reference} ${about.paymentId ?? about.merchantReferenceId ?? ''} acquirer: ${acquirer}; ` +
              `books: ${books}`,
            `  ${toDo}`,
          ]),
          `${compared} compared, ${differences.length} differ.`,
        ],
        exitCode: differences.length === 0 ? 0 : 1,
      };
    });
  },
};
