import { Type, type TSchema } from 'typebox';
import { merchantScopes, EVERYTHING, scopes } from '../../merchants/scopes.ts';
import { id, named, object, text, time } from './schema.ts';

const orNull = <S extends TSchema>(schema: S, description: string) =>
  Type.Union([schema, Type.Null()], { description });

const scope = Type.Enum([EVERYTHING, ...merchantScopes], {
  description: [`\`*\`: everything`, ...merchantScopes.map((name) => `\`${name}\`: ${scopes[name]}`)].join('; '),
});

const fields = {
  id: id('Unique id of the key (not the key itself).', 'ak_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r'),
  allowedAddresses: orNull(
    Type.Array(Type.String()),
    'The addresses from which it may be used; null: from everywhere.',
  ),
  created: time('When it was created.'),
  expiresAt: orNull(time('When it ends.'), 'From when on it is refused; null: never.'),
  last4: Type.String({ description: 'The last four letters, to tell keys apart.' }),
  lastUsedAt: orNull(time('When it was used last.'), 'When it was used last, to about ten minutes; null: never.'),
  name: Type.String(),
  scopes: Type.Array(Type.String(), { description: 'What it may do; `*` is everything.' }),
};

export const apiKeySchema = named('ApiKey', object(fields));

/** In the order in which the fields are sent: id, then the alphabet. */
export const createdApiKeySchema = named(
  'CreatedApiKey',
  object({
    id: fields.id,
    allowedAddresses: fields.allowedAddresses,
    apiKey: Type.String({
      description:
        'The key. Shown this once; we keep only a hash of it. `tgl` (real money) or `tgs` (sandbox), 31 letters ' +
        'and digits, and their CRC-32 in base 62: secret scanners find it with `\\btg[ls][0-9A-Za-z]{37}\\b`.',
    }),
    created: fields.created,
    expiresAt: fields.expiresAt,
    last4: fields.last4,
    lastUsedAt: fields.lastUsedAt,
    name: fields.name,
    scopes: fields.scopes,
  }),
);

export const apiKeyCreateSchema = named(
  'ApiKeyCreate',
  object({
    name: text('plainText', { maxLength: 100, description: 'What or who uses it.', example: 'shop server 2' }),
    scopes: Type.Optional(
      Type.Array(scope, {
        minItems: 1,
        maxItems: 30,
        description: 'What it may do. Left out: what the key you call with may do.',
      }),
    ),
    expiresAt: Type.Optional(
      text('timestamp', { maxLength: 40, format: 'date-time', description: 'From when on it is refused.' }),
    ),
    allowedAddresses: Type.Optional(
      Type.Array(text('addressRange', { maxLength: 49, example: '203.0.113.0/24' }), {
        minItems: 1,
        maxItems: 50,
        description: 'IP addresses, or ranges of them, from which it may be used.',
      }),
    ),
  }),
);

export const apiKeyIdParams = object({ id: Type.String({ maxLength: 128, description: 'Id of the key (`ak_…`).' }) });
