import type { Command } from '../command.ts';

export const merchantCreate: Command = {
  words: 'merchant create',
  about: 'makes a merchant and its first API key, which is shown only now',
  flags: { name: { about: 'what customers read on the payment page', isRequired: true } },
  run: ({ withAdmin }, { name = '' }) =>
    withAdmin(async (admin) => {
      const { merchantId, apiKey } = await admin.createMerchant({ name });
      return {
        json: { merchantId, apiKey },
        lines: [`Merchant  ${merchantId}`, `API key   ${apiKey}`, 'The key is shown only now.'],
      };
    }),
};
