import type { FastifyInstance } from 'fastify';
import { Type, type Static } from 'typebox';
import { auditActions, type AuditAction } from '../../audit/entry.ts';
import { presentEntry } from '../../audit/present.ts';
import { findEntries } from '../../audit/store.ts';
import type { Db } from '../../db/db.ts';
import { pageOf, toPage } from './paging.ts';
import { createdQuery, id, listOf, named, object, pageQuery, time } from './schema.ts';

const actionNames = Object.keys(auditActions) as readonly AuditAction[];
const orNull = <const T extends 'string' | 'integer' | 'object'>(type: T, description: string) =>
  Type.Unsafe<unknown>({ type: [type, 'null'], description });

/** In the order in which the fields are sent: id, then the alphabet. */
const entrySchema = named(
  'AuditEntry',
  object({
    id: id('Unique id of the act.', 'au_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r'),
    action: Type.String({
      description: `What was done; more will come. ${actionNames.map((name) => `\`${name}\``).join(', ')}.`,
    }),
    actor: object(
      {
        id: orNull('string', 'Id of the API key or the person.'),
        name: orNull('string', 'How it is called.'),
        type: Type.String({ description: 'Who did it: `apiKey`, `member`, `operator` or `gateway`.' }),
      },
      { description: 'Who did it.' },
    ),
    address: orNull('string', 'The IP address from which it was asked for.'),
    after: orNull('object', 'How it is since. Never secrets, never card data.'),
    before: orNull('object', 'How it was before.'),
    created: time('When it was done.'),
    number: orNull('integer', 'Its place in the sealed log, without a gap; null for some seconds, until it is sealed.'),
    reason: orNull('string', 'Why, where somebody acted for you.'),
    requestId: orNull('string', 'The `API-Request-Id` of the call.'),
    subject: object(
      {
        id: Type.String({ description: 'Its id.' }),
        type: Type.String({ description: 'What it was done to: `payment`, `apiKey`, …' }),
      },
      { description: 'What it was done to.' },
    ),
  }),
);

const listQuery = Type.Object(
  {
    ...pageQuery,
    ...createdQuery,
    action: Type.Optional(Type.Enum([...actionNames], { description: 'Only acts of this kind.' })),
    subject: Type.Optional(Type.String({ maxLength: 128, description: 'Only acts on the thing with this id.' })),
  },
  { additionalProperties: false },
);

export const registerAuditLog = (app: FastifyInstance, deps: { readonly db: Db }): void => {
  app.get<{ Querystring: Static<typeof listQuery> }>(
    '/audit-log',
    {
      schema: {
        operationId: 'listAuditLog',
        tags: ['Audit log'],
        summary: 'List the audit log',
        description:
          'Who did what, from where, with which key, newest first. Acts are sealed into a chain, so that whoever ' +
          'operates the gateway can show that none was changed or removed.',
        querystring: listQuery,
        response: { 200: listOf('AuditLog', entrySchema) },
      },
    },
    async (request) => {
      const { query } = request;
      const page = pageOf('auditEntry', query);
      const rows = await findEntries(deps.db.query, request.call.caller.merchantId, {
        limit: page.fetch,
        before: page.before,
        action: query.action,
        subjectId: query.subject,
        createdFrom: query.createdFrom,
        createdTo: query.createdTo,
      });
      return toPage('auditEntry', page, rows, (row) => presentEntry(row));
    },
  );
};
