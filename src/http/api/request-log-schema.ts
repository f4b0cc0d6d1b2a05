import { Type } from 'typebox';
import { createdQuery, id, named, object, pageQuery, time } from './schema.ts';

const orNull = (type: 'string' | 'integer', description: string) =>
  Type.Unsafe<unknown>({ type: [type, 'null'], description });

const fields = {
  id: id('Unique id of the row.', 'rq_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r'),
  address: Type.String({ description: 'The IP address from which it came.' }),
  apiKey: Type.String({ description: 'Id of the API key it was made with (`ak_…`), which may be deleted since.' }),
  created: time('When it was answered.'),
  durationMs: Type.Integer({ description: 'How long the answer took, in milliseconds.' }),
  idempotentReplayed: Type.Boolean({
    description: 'Whether the first answer under its `Idempotency-Key` was repeated, and nothing was done.',
  }),
  method: Type.String({ description: 'Of HTTP.', example: 'POST' }),
  path: Type.String({ description: 'With its query; values of parameters that the API does not know are left out.' }),
  payment: orNull('string', 'Id of the payment it was about (`py_…`), where that is known.'),
  problem: orNull('string', 'The code of the problem that was answered.'),
  requestId: Type.String({ description: 'The `API-Request-Id` of the answer.' }),
  route: Type.String({ description: 'The pattern of the path.', example: '/api2/sessions/:id' }),
  session: orNull('string', 'Id of the session it was about (`ps_…`), where that is known.'),
  status: Type.Integer({ description: 'Status of the answer.', example: 200 }),
  version: orNull('string', 'The version of the API it asked for.'),
};

/** In the order in which the fields are sent: id, then the alphabet. */
export const listedRequestSchema = named('ListedRequest', object(fields));

const { id: rowId, address, apiKey, created, durationMs, idempotentReplayed, method, path, ...rest } = fields;

export const loggedRequestSchema = named(
  'LoggedRequest',
  object({
    id: rowId,
    address,
    apiKey,
    created,
    durationMs,
    idempotentReplayed,
    method,
    path,
    payment: rest.payment,
    problem: rest.problem,
    requestBody: orNull('string', 'The JSON that was sent, masked, as text that may be cut; null: there was none.'),
    requestId: rest.requestId,
    responseBody: orNull('string', 'The JSON that was answered, masked, as text that may be cut.'),
    route: rest.route,
    session: rest.session,
    status: rest.status,
    version: rest.version,
  }),
);

export const requestParams = object({
  id: Type.String({ maxLength: 128, description: 'Id of the row (`rq_…`), or an `API-Request-Id` (`req_…`).' }),
});

export const listQuery = Type.Object(
  {
    ...pageQuery,
    ...createdQuery,
    requestId: Type.Optional(Type.String({ maxLength: 64, description: 'Only the one with this `API-Request-Id`.' })),
    path: Type.Optional(
      Type.String({ maxLength: 200, description: 'Only those whose path begins so, below `/api2`: `/sessions`.' }),
    ),
    status: Type.Optional(
      Type.String({ pattern: '^[1-5](?:[0-9]{2}|xx)$', maxLength: 3, description: 'A status (`404`), or `4xx`.' }),
    ),
  },
  { additionalProperties: false },
);
