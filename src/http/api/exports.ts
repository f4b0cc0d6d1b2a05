import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type, type Static } from 'typebox';
import { writeAudit } from '../../audit/write.ts';
import { formatId, type Uuid } from '../../base/id.ts';
import { Problem } from '../../base/problem.ts';
import type { FlowDeps } from '../../flow/deps.ts';
import { hasScope } from '../../merchants/key-limits.ts';
import { contentTypes, createExports, exportFormats } from '../../reports/export.ts';
import { listNames, lists, type ListFilter, type ListName } from '../../reports/lists.ts';
import { idFilter } from './paging.ts';
import { statesOf as paymentStates } from './payments.ts';
import { statesOf as refundStates } from './refunds.ts';
import { createdQuery, object, text } from './schema.ts';
import { statesOf as sessionStates } from './sessions.ts';
import { scopeOfRoute } from './route-scopes.ts';

const params = object({ list: Type.Enum([...listNames], { description: 'Which list.' }) });

const exportQuery = Type.Object(
  {
    format: Type.Optional(
      Type.Enum([...exportFormats], {
        description:
          '`csv`: a table with a head; times are UTC, each amount stands as a decimal of its currency and in minor ' +
          'units. `ndjson`: an object of the list on every line. `csv` when left out.',
      }),
    ),
    ...createdQuery,
    status: Type.Optional(
      text('plainText', {
        maxLength: 32,
        description: 'As the list takes it; of payments, refunds, sessions and deliveries.',
      }),
    ),
    merchantReferenceId: Type.Optional(
      text('plainText', { maxLength: 64, description: 'Of payments and sessions: only with this reference of yours.' }),
    ),
    session: Type.Optional(
      Type.String({ maxLength: 128, description: 'Of payments and events: only of this session.' }),
    ),
    paymentId: Type.Optional(Type.String({ maxLength: 128, description: 'Of refunds: only of this payment.' })),
    type: Type.Optional(
      text('plainText', { maxLength: 64, description: 'Of events and deliveries: only of this type of event.' }),
    ),
    webhookEndpoint: Type.Optional(
      Type.String({ maxLength: 128, description: 'Of deliveries: only those to this endpoint.' }),
    ),
    merchantCustomerId: Type.Optional(
      text('plainText', { maxLength: 50, description: 'Of payment methods: only of this customer of yours.' }),
    ),
    action: Type.Optional(
      text('plainText', { maxLength: 64, description: 'Of the audit log: only acts of this kind.' }),
    ),
    subject: Type.Optional(Type.String({ maxLength: 128, description: 'Of the audit log: only acts on this thing.' })),
  },
  { additionalProperties: false },
);

type Asked = Static<typeof exportQuery>;
type FilterName = Exclude<keyof Asked, 'format'>;

const dates = ['createdFrom', 'createdTo'] as const;

/** What each list can be filtered by: what it does not know is refused, and never an unfiltered list by mistake. */
const filtersOf: Readonly<Record<ListName, readonly FilterName[]>> = {
  payments: [...dates, 'status', 'merchantReferenceId', 'session'],
  refunds: [...dates, 'status', 'paymentId'],
  sessions: [...dates, 'status', 'merchantReferenceId'],
  events: [...dates, 'type', 'session'],
  deliveries: [...dates, 'status', 'type', 'webhookEndpoint'],
  'payment-methods': ['merchantCustomerId'],
  'audit-log': [...dates, 'action', 'subject'],
};

const statesOf: Readonly<Partial<Record<ListName, Readonly<Record<string, readonly string[]>>>>> = {
  payments: paymentStates,
  refunds: refundStates,
  sessions: sessionStates,
  deliveries: { pending: ['pending'], delivered: ['delivered'], abandoned: ['abandoned'] },
};

export const registerExports = (app: FastifyInstance, deps: FlowDeps): void => {
  const exports = createExports(deps);
  app.addHook('preClose', (done) => {
    exports.close();
    done();
  });
  app.get<{ Params: { list: ListName }; Querystring: Asked }>(
    '/exports/:list',
    {
      // A HEAD would begin an export that nobody reads.
      exposeHeadRoute: false,
      schema: {
        operationId: 'exportList',
        tags: ['Exports'],
        summary: 'Export a list',
        description:
          'All rows of a list, newest first, as a file that is made while you read it: of a card brand, BIN and last ' +
          'four digits, never more. The key also needs the scope of the list itself. An export that breaks off has ' +
          'no last chunk, which HTTP libraries report as an error: take no part of it for the whole. At most two at ' +
          'a time.',
        params,
        querystring: exportQuery,
        response: {
          200: Type.String({
            description: 'The file.',
            example: '"id","created (UTC)","status","amount","amountMinor","currency"\r\n',
            contentTypes: exportFormats.map((format) => contentTypes[format].split(';')[0] ?? ''),
          }),
        },
      },
    },
    async (request, reply) => {
      const { list } = request.params;
      const { format = 'csv' } = request.query;
      requireListScope(request, list);
      const filter = filterOf(list, request.query);
      const { merchantId } = request.call.caller;
      const readPage = lists[list]({ query: deps.db.query, urls: deps.urls }, merchantId, filter);
      const stream = exports.open(merchantId, { list, format, withByteOrderMark: false, readPage });
      try {
        await tellExport(deps, request, { list, format, merchantId });
      } catch (error) {
        stream.destroy();
        throw error;
      }
      return reply
        .header('Content-Type', contentTypes[format])
        .header('Content-Disposition', `attachment; filename="${list}.${format}"`)
        .send(stream);
    },
  );
};

const requireListScope = (request: FastifyRequest, list: ListName): void => {
  const [scope] = scopeOfRoute('GET', `/${list}`);
  if (hasScope(request.call.grant.limits, scope)) return;
  const message = `This API key lacks the scope ${scope}.`;
  throw new Problem('forbidden', `${message} Whoever exports a list must be allowed to read it.`, {
    fields: [{ pointer: 'header:X-Api-Key', code: 'scope', message }],
  });
};

const filterOf = (list: ListName, query: Asked): ListFilter => {
  for (const name of Object.keys(query))
    if (name !== 'format' && !filtersOf[list].some((known) => known === name))
      throw wrong(name, `${name} is no filter of ${list}; ${filtersOf[list].join(', ')} are.`);
  const states = query.status === undefined ? undefined : statesOf[list]?.[query.status];
  if (query.status !== undefined && states === undefined)
    throw wrong('status', `status must be one of ${Object.keys(statesOf[list] ?? {}).join(', ')}.`);
  return {
    createdFrom: query.createdFrom,
    createdTo: query.createdTo,
    states,
    merchantReferenceId: query.merchantReferenceId,
    sessionId: idFilter('session', 'session', query.session),
    paymentId: idFilter('payment', 'paymentId', query.paymentId),
    type: query.type,
    endpointId: idFilter('webhookEndpoint', 'webhookEndpoint', query.webhookEndpoint),
    merchantCustomerId: query.merchantCustomerId,
    action: query.action,
    subject: query.subject,
  };
};

const wrong = (name: string, message: string): Problem =>
  new Problem('invalid_fields', message, { fields: [{ pointer: `query:${name}`, code: 'choice', message }] });

type Told = { readonly list: ListName; readonly format: string; readonly merchantId: Uuid<'merchant'> };

/** Written down before the first row leaves. */
const tellExport = (deps: FlowDeps, request: FastifyRequest, { list, format, merchantId }: Told): Promise<void> =>
  deps.db.transaction((query) =>
    writeAudit(deps, query, {
      merchantId,
      actor: request.call.actor,
      acts: [
        {
          action: 'list.exported',
          subject: { kind: 'merchant', id: formatId('merchant', merchantId) },
          after: { filter: request.query, format, list },
        },
      ],
    }),
  );
