import type { Command } from '../command.ts';

export const merchantSuspend: Command = {
  words: 'merchant suspend',
  about: 'lets a merchant take no new money; it can still refund, cancel and read, and hears its webhooks',
  flags: {
    merchant: { about: "the merchant's id, mr_…", isRequired: true },
    reason: { about: 'why; the merchant reads it in its audit log', isRequired: true },
  },
  run: ({ withAdmin }, { merchant = '', reason = '' }) =>
    withAdmin(async (admin) => {
      const changed = await admin.suspendMerchant({ merchantId: merchant, reason });
      const line = changed
        ? `Suspended ${merchant}. Every gateway knows within five seconds. To end it: \`tollgate merchant resume\`.`
        : `${merchant} was suspended before.`;
      return { json: { merchantId: merchant, suspended: true, changed }, lines: [line] };
    }),
};
