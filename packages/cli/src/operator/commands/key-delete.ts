import type { Command } from '../command.ts';

export const keyDelete: Command = {
  words: 'key delete',
  about: 'deletes an API key by its id; every gateway refuses it within five seconds',
  flags: {
    merchant: { about: "the merchant's id, mr_…", isRequired: true },
    key: { about: "the key's id, ak_… (`tollgate key list`)", isRequired: true },
  },
  run: ({ withAdmin }, { merchant = '', key = '' }) =>
    withAdmin(async (admin) => {
      const { id, name, last4 } = await admin.deleteApiKey({ merchantId: merchant, id: key });
      return { json: { id, deleted: true }, lines: [`Deleted ${id} (${name}, …${last4}).`] };
    }),
};
