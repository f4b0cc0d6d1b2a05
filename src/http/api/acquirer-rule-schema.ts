import { Type } from 'typebox';
import { MAX_AMOUNT_MINOR } from '../../base/money.ts';
import { brandNames } from '../../card/brand.ts';
import { healthNames } from '../../acquirers/health.ts';
import { currency, metadata, named, object, text } from './schema.ts';

const brand = Type.Enum([...brandNames, 'unknown'] as const);
const initiator = Type.Enum(['customer', 'merchant'] as const, {
  description: 'Who pays: a customer who is there, or the merchant with a stored card.',
});
const amountLimit = (description: string) =>
  Type.Integer({ minimum: 0, maximum: MAX_AMOUNT_MINOR, description, example: 100_000 });
const accountId = Type.String({ minLength: 1, maxLength: 128, description: 'Id of an account (`aa_…`).' });
const ruleName = text('plainText', {
  maxLength: 60,
  description: 'For people, unique in the list: attempts name it.',
  example: 'Large sums to our bank',
});

/** Asked strictly and answered openly, so the document has two of each, with the names that end so. */
const ruleListOf = <N extends '' | 'Replace'>(kind: N) => {
  const conditions = named(
    `AcquirerRuleConditions${kind}`,
    object(
      {
        currencies: Type.Optional(Type.Array(currency, { minItems: 1, maxItems: 200, description: 'One of these.' })),
        brands: Type.Optional(Type.Array(brand, { minItems: 1, maxItems: 20, description: 'One of these.' })),
        amountFrom: Type.Optional(
          amountLimit('So much or more, in minor units. Needs `currencies`, whose minor units they are.'),
        ),
        amountTo: Type.Optional(amountLimit('So much or less. Needs `currencies`.')),
        cardBins: Type.Optional(cardBins),
        initiator: Type.Optional(initiator),
        metadata: Type.Optional(metadata),
      },
      { description: 'What a payment must be. Left out: anything. All that is said must fit.' },
    ),
  );
  const account = named(`AcquirerRuleAccount${kind}`, object({ account: accountId, weight }));
  const rule = named(
    `AcquirerRule${kind}`,
    object({
      name: ruleName,
      enabled: Type.Boolean({ description: 'Off: passed over.' }),
      when: conditions,
      accounts: Type.Array(account, {
        minItems: 1,
        maxItems: 20,
        description: 'Where such a payment goes, and where else when the first is out of order. To no other account.',
      }),
    }),
  );
  return named(
    `AcquirerRules${kind}`,
    object({
      rules: Type.Array(rule, { maxItems: 100, description: 'In this order: the first that fits decides.' }),
      version,
    }),
  );
};

const cardBins = Type.Array(
  Type.String({
    pattern: '^[0-9]{1,8}(-[0-9]{1,8})?$',
    description: 'The first digits of cards, or a range of them.',
    example: '510000-559999',
  }),
  { minItems: 1, maxItems: 500, description: 'The card begins with one of these.' },
);
const weight = Type.Integer({
  minimum: 0,
  maximum: 1_000,
  description: 'Its share of the payments, beside those of the others. 0: only when the others do not take it.',
});
const version = Type.Integer({
  minimum: 0,
  maximum: 2_147_483_647,
  description: 'Of the list as it was read; 0: there was never one. Another one meanwhile: 409.',
});

export const ruleListSchema = ruleListOf('');
export const ruleListReplaceSchema = ruleListOf('Replace');

export const explainSchema = named(
  'AcquirerRouteExplain',
  object({
    amount: Type.Integer({ minimum: 0, maximum: MAX_AMOUNT_MINOR, description: 'Minor units.', example: 10_000 }),
    currency,
    cardBin: Type.String({ pattern: '^[0-9]{6,8}$', description: 'The first 6 to 8 digits.', example: '424242' }),
    brand: Type.Optional(brand),
    initiator: Type.Optional(initiator),
    metadata: Type.Optional(metadata),
  }),
);

const shownAccount = {
  account: accountId,
  name: Type.String({ description: 'The name of the account.' }),
  connector: Type.String({ description: 'What kind of acquirer it is.' }),
};

export const explanationSchema = named(
  'AcquirerRoute',
  object({
    leftOut: Type.Array(
      object({
        ...shownAccount,
        why: Type.String({
          description:
            '`off`, `maintenance`, `currency`, `brand`: it does not take the payment. `notInRule`: the rule does not ' +
            'name it.',
        }),
      }),
      { description: 'Accounts that are not asked, and why.' },
    ),
    order: Type.Array(
      object({
        ...shownAccount,
        health: Type.Enum([...healthNames]),
        weight: Type.Union([Type.Integer(), Type.Null()], {
          description: 'Its share beside those of the others; null: no rule fits.',
        }),
        why: Type.String({
          description:
            '`first`, `weight`, `next`, `outOfOrder` (those before it are), `trial` (it was, and this would try ' +
            'it out), `lastResort` (it is, and nobody else takes the payment).',
        }),
      }),
      { description: 'Who is asked, the first first; where a rule shares payments out, the likeliest.' },
    ),
    passedOver: Type.Array(
      object({
        rule: Type.String({ description: 'The name of the rule.' }),
        why: Type.String({ description: '`off`, or the condition that does not fit.', example: 'currencies' }),
      }),
      { description: 'Rules before the one that decides.' },
    ),
    rule: Type.Union([Type.String(), Type.Null()], {
      description: 'The rule that decides; null: none fits, and accounts are asked by their priority.',
    }),
    summary: Type.String({ description: 'A sentence for people.' }),
  }),
);
