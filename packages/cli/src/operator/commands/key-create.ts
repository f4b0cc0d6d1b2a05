import type { Command } from '../command.ts';
import { splitList } from '../split-list.ts';

export const keyCreate: Command = {
  words: 'key create',
  about: 'makes another API key for a merchant, which is shown only now',
  flags: {
    merchant: { about: "the merchant's id, mr_…", isRequired: true },
    name: { about: 'what the key is for', isRequired: false },
    scopes: {
      about: 'what it may do, such as sessions:write,refunds:write; everything when left out',
      isRequired: false,
    },
    'expires-at': { about: 'from when on it is refused, such as 2027-01-31T00:00:00Z', isRequired: false },
    addresses: { about: 'from where it may be used, such as 203.0.113.0/24,2001:db8::/48', isRequired: false },
  },
  run: ({ withAdmin }, { merchant = '', name, scopes, 'expires-at': expiresAt, addresses }) =>
    withAdmin(async (admin) => {
      const { id, apiKey } = await admin.createApiKey({
        merchantId: merchant,
        ...(name !== undefined && { name }),
        ...(scopes !== undefined && { scopes: splitList(scopes) }),
        ...(expiresAt !== undefined && { expiresAt }),
        ...(addresses !== undefined && { allowedAddresses: splitList(addresses) }),
      });
      return { json: { id, apiKey }, lines: [`Key id    ${id}`, `API key   ${apiKey}`, 'The key is shown only now.'] };
    }),
};
