import { Type } from 'typebox';
import { healthNames } from '../../acquirers/health.ts';
import { brandNames } from '../../card/brand.ts';
import { currency, id, listOf, named, object, text, time } from './schema.ts';

/**
 * Names and values as the kind of connector asks for them; what is wrong with one is said by the account's own check.
 */
const texts = (description: string) =>
  Type.Unsafe<Record<string, string>>({
    type: 'object',
    description,
    maxProperties: 30,
    additionalProperties: { type: 'string', maxLength: 8_192 },
  });

const priority = Type.Integer({
  minimum: 0,
  maximum: 1_000,
  description: 'The lowest is asked first, where no rule says otherwise. 100 when left out.',
  example: 100,
});
const currencies = Type.Array(currency, { minItems: 1, maxItems: 200, description: 'Only payments in these.' });
const brandList = Type.Array(Type.Enum([...brandNames]), {
  minItems: 1,
  maxItems: 20,
  description: 'Only these cards.',
});
const orAny = <S extends Parameters<typeof Type.Union>[0][number]>(schema: S, description: string) =>
  Type.Union([schema, Type.Null()], { description });

const maintenance = object({
  from: text('timestamp', { maxLength: 40, format: 'date-time', description: 'Nothing new goes there from then on.' }),
  until: text('timestamp', { maxLength: 40, format: 'date-time', description: 'And again from then on.' }),
});

export const accountSchema = named(
  'AcquirerAccount',
  object({
    id: id('Unique id of the account.', 'aa_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r'),
    brands: orAny(Type.Array(Type.String()), 'The cards that it takes; null: all.'),
    connector: Type.String({ description: 'What kind of acquirer it is.', example: 'iso8583' }),
    created: time('When it was set up.'),
    currencies: orAny(Type.Array(Type.String()), 'The currencies that it takes; null: all.'),
    enabled: Type.Boolean({
      description:
        'Off: nothing new goes there. What was authorized there is captured, refunded and asked about there all ' +
        'the same.',
    }),
    health: Type.Optional(
      object(
        {
          failures: Type.Integer({ description: 'How often it failed, in a row.' }),
          openUntil: orAny(time('Until when others are asked first.'), 'Null: it is not out of order.'),
          status: Type.Enum([...healthNames], {
            description:
              '`closed`: in order. `open`: out of order, asked after all others. `halfOpen`: it was out of order, ' +
              'and one payment at a time tries it out.',
          }),
        },
        { description: 'Whether it answers. Not known, so not there, where the account was just changed.' },
      ),
    ),
    maintenance: orAny(
      object({ from: time('From when on.'), until: time('Until when.') }),
      'When nothing new goes there; null: no such time is known.',
    ),
    name: Type.String(),
    notificationUrl: Type.String({
      description: 'Where the acquirer sends its notifications: set it up there, if it sends any.',
    }),
    priority: Type.Integer({ description: 'The lowest is asked first, where no rule says otherwise.' }),
    settings: texts('What the connector needs besides its secrets.'),
  }),
);

export const accountListSchema = listOf('AcquirerAccountList', accountSchema);

export const accountCreateSchema = named(
  'AcquirerAccountCreate',
  object({
    name: text('plainText', {
      maxLength: 100,
      description: 'For people, unique for the merchant.',
      example: 'Our bank',
    }),
    connector: Type.String({
      minLength: 1,
      maxLength: 40,
      description: 'What kind of acquirer it is.',
      example: 'iso8583',
    }),
    settings: texts('What the connector needs besides its secrets.'),
    secrets: texts('Credentials. They are tried out, sealed, and never shown again.'),
    priority: Type.Optional(priority),
    currencies: Type.Optional(currencies),
    brands: Type.Optional(brandList),
  }),
);

const settingsChange = Type.Unsafe<Record<string, string | null>>({
  type: 'object',
  description: 'Those that change; null takes one away. They are tried out first, with the credentials as they are.',
  maxProperties: 30,
  additionalProperties: { anyOf: [{ type: 'string', maxLength: 8_192 }, { type: 'null' }] },
});

export const accountChangeSchema = named(
  'AcquirerAccountChange',
  object({
    name: Type.Optional(
      text('plainText', { maxLength: 100, description: 'For people, unique for the merchant.', example: 'Our bank' }),
    ),
    settings: Type.Optional(settingsChange),
    enabled: Type.Optional(Type.Boolean({ description: 'Whether new payments go there.' })),
    priority: Type.Optional(priority),
    currencies: Type.Optional(orAny(currencies, 'Only payments in these; null: any.')),
    brands: Type.Optional(orAny(brandList, 'Only these cards; null: any.')),
    maintenance: Type.Optional(orAny(maintenance, 'When nothing new goes there; null: no such time.')),
  }),
);

export const accountRotateSchema = named(
  'AcquirerAccountRotate',
  object({
    secrets: texts('All credentials of the account, new. They are tried out first.'),
    overlapHours: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 720,
        description: 'How long notifications signed with the secret before are still believed. 24 when left out.',
      }),
    ),
  }),
);

export const accountTestSchema = named(
  'AcquirerAccountTest',
  object({
    detail: Type.String({ description: 'A sentence for people.' }),
    works: Type.Boolean({ description: 'Whether the acquirer let us in.' }),
  }),
);

export const accountIdParams = object({
  id: Type.String({ maxLength: 128, description: 'Id of the account (`aa_…`).' }),
});
