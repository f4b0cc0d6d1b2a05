import type { Command } from '../command.ts';

/** Flags by the settings they set. */
const threeDsFlags = {
  'when-unavailable': 'whenUnavailable',
  'when-not-enrolled': 'whenNotEnrolled',
  challenge: 'challenge',
  'category-code': 'categoryCode',
  country: 'countryNumber',
  url: 'url',
  'acquirer-bin': 'acquirerBin',
} as const;

const flag = (about: string) => ({ about, isRequired: false });

export const merchantUpdate: Command = {
  words: 'merchant update',
  about: 'changes a merchant: its name, its policy for 3-D Secure',
  flags: {
    merchant: { about: 'id of the merchant (mr_…)', isRequired: true },
    name: flag('what customers read on the payment page'),
    'when-unavailable': flag('3-D Secure could not be performed: authorize or stop'),
    'when-not-enrolled': flag('the issuer does not take part: authorize or stop'),
    challenge: flag('what to ask issuers for: noPreference, noChallenge, requested or mandated'),
    'category-code': flag('merchant category code, four digits'),
    country: flag('the merchant\'s country, three digits (ISO 3166-1)'),
    url: flag('the shop\'s address, as issuers are told'),
    'acquirer-bin': flag('the acquirer\'s BIN'),
  },
  run: ({ withAdmin }, { merchant = '', name, ...flags }) =>
    withAdmin(async (admin) => {
      const given = Object.entries(threeDsFlags).flatMap(([word, setting]) => (flags[word] === undefined ? [] : [[setting, flags[word]]]));
      const threeDs = Object.fromEntries(given) as Readonly<Record<string, string>>;
      const changed = await admin.updateMerchant({ merchantId: merchant, threeDs, ...(name !== undefined && { name }) });
      const settings = Object.entries(changed.threeDs).map(([setting, value]) => `  ${setting.padEnd(18)}${String(value)}`);
      return {
        json: changed,
        lines: [`Merchant  ${changed.merchantId}`, `Name      ${changed.name}`, settings.length === 0 ? '3-D Secure: the defaults' : '3-D Secure', ...settings],
      };
    }),
};
