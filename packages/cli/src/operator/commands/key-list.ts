import type { Command } from '../command.ts';

export const keyList: Command = {
  words: 'key list',
  about: "lists a merchant's living API keys: what each may do, and when it was used last",
  flags: { merchant: { about: "the merchant's id, mr_…", isRequired: true } },
  run: ({ withAdmin }, { merchant = '' }) =>
    withAdmin(async (admin) => {
      const keys = await admin.listApiKeys({ merchantId: merchant });
      const lines = keys.flatMap((key) => [
        `${key.id}  …${key.last4}  ${key.name}`,
        `  may ${key.scopes.includes('*') ? 'do everything' : key.scopes.join(', ')}` +
          (key.allowedAddresses === null ? '' : ` from ${key.allowedAddresses.join(', ')}`) +
          (key.expiresAt === null ? '; ' : ` until ${key.expiresAt}; `) +
          (key.lastUsedAt === null ? 'never used' : `used last about ${key.lastUsedAt}`),
      ]);
      return { json: { keys }, lines: lines.length === 0 ? ['The merchant has no living key.'] : lines };
    }),
};
