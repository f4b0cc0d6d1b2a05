import type { Command } from '../command.ts';

export const merchantResume: Command = {
  words: 'merchant resume',
  about: 'ends the suspension of a merchant; pages that are still open can be paid again',
  flags: { merchant: { about: "the merchant's id, mr_…", isRequired: true } },
  run: ({ withAdmin }, { merchant = '' }) =>
    withAdmin(async (admin) => {
      const changed = await admin.resumeMerchant({ merchantId: merchant });
      const line = changed
        ? `${merchant} takes money again. Every gateway knows within five seconds.`
        : `${merchant} was not suspended.`;
      return { json: { merchantId: merchant, suspended: false, changed }, lines: [line] };
    }),
};
