import type { AccountField } from '../kind.ts';

/** The version whose documentation the messages follow. */
export const API_VERSION = 'v71';

/** What an operator says about an account at Adyen. */
export const fields: readonly AccountField[] = [
  {
    name: 'merchantAccount',
    about: 'the merchant account that payments go to',
    isSecret: false,
    isRequired: true,
    isFixed: true,
    pattern: /^[A-Za-z0-9_-]{1,80}$/,
    expected: 'is the name that the Customer Area shows',
  },
  {
    name: 'apiKey',
    about: 'the key of an API credential that may send card numbers',
    isSecret: true,
    isRequired: true,
    pattern: /^[\x21-\x7e]{20,512}$/,
    expected: 'has 20 to 512 printable letters',
  },
  {
    name: 'hmacKey',
    about: 'the key that the standard webhook is signed with',
    isSecret: true,
    isRequired: true,
    pattern: /^[0-9A-Fa-f]{64}$/,
    expected: 'has 64 hex digits',
  },
  {
    name: 'webhookUser',
    about: 'the user name of the webhook, where it has one',
    isSecret: false,
    isRequired: false,
    pattern: /^[\x21-\x39\x3b-\x7e]{1,64}$/,
    expected: 'has 1 to 64 printable letters and no colon',
  },
  {
    name: 'webhookPassword',
    about: 'the password to that name',
    isSecret: true,
    isRequired: false,
    pattern: /^[\x21-\x7e]{1,128}$/,
    expected: 'has 1 to 128 printable letters',
  },
  {
    name: 'livePrefix',
    about: 'the prefix of the live addresses; left out: the test system is asked',
    isSecret: false,
    isRequired: false,
    isFixed: true,
    pattern: /^[0-9a-z]+-[0-9A-Za-z]+$/,
    expected: 'looks as in the Customer Area: 1797a841fbb37ca7-AdyenDemo',
  },
  {
    name: 'multipleCaptures',
    about: 'yes, where the merchant account has multiple partial captures; left out: no',
    isSecret: false,
    isRequired: false,
    pattern: /^(yes|no)$/,
    expected: 'is yes or no',
  },
  {
    name: 'increments',
    about: 'yes: authorizations are pre-authorizations, which can be added to; left out: no',
    isSecret: false,
    isRequired: false,
    pattern: /^(yes|no)$/,
    expected: 'is yes or no',
  },
  {
    name: 'captureDelayHours',
    about: 'hours until a sale is captured; until then one whose answer was lost can be cancelled; left out: 1',
    isSecret: false,
    isRequired: false,
    pattern: /^(\d|[1-9]\d|1[0-5]\d|16[0-8])$/,
    expected: 'is a whole number from 0 to 168',
  },
  {
    name: 'url',
    about: 'where a simulation of the host listens',
    isSecret: false,
    isRequired: false,
    isFixed: true,
    pattern: /^(https:\/\/[A-Za-z0-9.-]+|http:\/\/(localhost|127\.0\.0\.1|\[::1\]))(:\d{1,5})?$/,
    expected: 'is an https address, or http on this machine, without a path',
  },
];

/** Where calls go, with the version: the test system, the live system of a prefix, or a simulation. */
export const baseUrlOf = (values: Readonly<Record<string, string>>): string => {
  const { url, livePrefix } = values;
  if (url !== undefined) return `${url}/${API_VERSION}`;
  return livePrefix === undefined
    ? `https://checkout-test.adyen.com/${API_VERSION}`
    : `https://${livePrefix}-checkout-live.adyenpayments.com/checkout/${API_VERSION}`;
};
