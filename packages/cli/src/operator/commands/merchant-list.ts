import type { Command } from '../command.ts';

export const merchantList: Command = {
  words: 'merchant list',
  about: 'lists merchants, and which of them are suspended',
  flags: {},
  run: ({ withAdmin }) =>
    withAdmin(async (admin) => {
      const merchants = await admin.listMerchants();
      const lines = merchants.map(
        ({ merchantId, name, suspendedAt, suspensionReason }) =>
          `${merchantId}  ${name}${suspendedAt === null ? '' : `  (suspended: ${suspensionReason ?? ''})`}`,
      );
      return { json: { merchants }, lines: lines.length === 0 ? ['There is no merchant yet.'] : lines };
    }),
};
