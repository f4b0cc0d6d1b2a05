import type { Command } from '../command.ts';

export const keyCreate: Command = {
  words: 'key create',
  about: 'makes another API key for a merchant, which is shown only now',
  flags: {
    merchant: { about: "the merchant's id, mr_…", isRequired: true },
    name: { about: 'what the key is for', isRequired: false },
  },
  run: ({ withAdmin }, { merchant = '', name }) =>
    withAdmin(async (admin) => {
      const named = name === undefined ? {} : { name };
      const { id, apiKey } = await admin.createApiKey({ merchantId: merchant, ...named });
      return { json: { id, apiKey }, lines: [`Key id    ${id}`, `API key   ${apiKey}`, 'The key is shown only now.'] };
    }),
};
