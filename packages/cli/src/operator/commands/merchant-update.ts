import type { Command, Flag } from '../command.ts';

const flag = (about: string): Flag => ({ about, isRequired: false });

/** Settings of 3-D Secure; each is a flag in kebab case. */
const settings = {
  whenUnavailable: flag(
    '3-D Secure could not be performed: authorize or stop; not said: stop in live mode, authorize in a sandbox',
  ),
  whenNotEnrolled: flag('the issuer does not take part: authorize or stop'),
  challenge: flag('what to ask issuers for: noPreference, noChallenge, requested or mandated'),
  categoryCode: flag('merchant category code, four digits'),
  countryNumber: flag("the merchant's country, three digits (ISO 3166-1)"),
  url: flag("the shop's address, as issuers are told"),
  acquirerBin: flag("the acquirer's BIN"),
  acquirerMerchantId: flag('how the acquirer names the merchant'),
  requestorId: flag('how the directory server names the merchant'),
} as const;

/** Limits against card testing: more tries that failed, and the customer is authenticated by 3-D Secure. */
const limits = {
  cardLimit: flag('card testing: failed tries with one card; 0: no limit'),
  addressLimit: flag('card testing: failed tries from one address'),
  binLimit: flag('card testing: failed tries with cards of one BIN'),
  merchantLimit: flag('card testing: failed tries at this merchant'),
  apiKeyLimit: flag('card testing: failed tries with one API key'),
} as const;

const wordOf = (setting: string): string => setting.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

export const merchantUpdate: Command = {
  words: 'merchant update',
  about: 'changes a merchant: its name, what it may send, its policy for 3-D Secure, its limits against card testing',
  flags: {
    merchant: { about: "the merchant's id, mr_…", isRequired: true },
    name: flag('what customers read on the payment page'),
    'unknown-fields': flag('request fields that nobody knows: refuse, or ignore and name them in X-Ignored-Fields'),
    'wait-for-webhook-ms': flag(
      'how long customers wait for the webhook before they go back, 0 to 10000; 0: not at all',
    ),
    ...Object.fromEntries(
      Object.entries({ ...settings, ...limits }).map(([setting, about]) => [wordOf(setting), about]),
    ),
  },
  run: (
    { withAdmin },
    { merchant = '', name, 'unknown-fields': unknownFields, 'wait-for-webhook-ms': waitForWebhookMs, ...flags },
  ) =>
    withAdmin(async (admin) => {
      const given = (names: object): Readonly<Record<string, string>> =>
        Object.fromEntries(
          Object.keys(names).flatMap((setting) => {
            const value = flags[wordOf(setting)];
            return value === undefined ? [] : [[setting, value]];
          }),
        );
      const changed = await admin.updateMerchant({
        merchantId: merchant,
        threeDs: given(settings),
        velocity: given(limits),
        ...(name !== undefined && { name }),
        ...(unknownFields !== undefined && { unknownFields }),
        ...(waitForWebhookMs !== undefined && { waitForWebhookMs }),
      });
      const linesOf = (shown: object): readonly string[] =>
        Object.entries(shown).map(([setting, value]) => `  ${setting.padEnd(20)}${String(value)}`);
      const lines = linesOf(changed.threeDs);
      return {
        json: changed,
        lines: [
          `Merchant  ${changed.merchantId}`,
          `Name      ${changed.name}`,
          `Unknown request fields are ${changed.unknownFields === 'ignore' ? 'ignored' : 'refused'}.`,
          `Customers wait up to ${changed.waitForWebhookMs} ms for endpoints that hold returns.`,
          lines.length === 0 ? '3-D Secure: the defaults' : '3-D Secure',
          ...lines,
          'Card testing, failed tries before 3-D Secure is demanded',
          ...linesOf(changed.velocity),
        ],
      };
    }),
};
