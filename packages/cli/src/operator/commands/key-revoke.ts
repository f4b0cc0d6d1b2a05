import type { Command } from '../command.ts';

export const keyRevoke: Command = {
  words: 'key revoke',
  about: 'deletes an API key that was found where it should not be, by the key itself',
  flags: { 'api-key': { about: 'the key as it was found, 40 letters and digits', isRequired: true } },
  run: ({ withAdmin }, { 'api-key': apiKey = '' }) =>
    withAdmin(async (admin) => {
      const { merchantId, id, name, last4 } = await admin.revokeApiKey(apiKey.trim());
      return {
        json: { merchantId, id, deleted: true },
        lines: [`Deleted ${id} (${name}, …${last4}) of ${merchantId}. Every gateway refuses it within five seconds.`],
      };
    }),
};
