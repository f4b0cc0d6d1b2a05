import type { FastifyInstance } from 'fastify';
import { Type, type Static } from 'typebox';
import { writeAudit } from '../../audit/write.ts';
import { formatId, parseId, type Uuid } from '../../base/id.ts';
import { parseCurrency } from '../../base/money.ts';
import { Problem } from '../../base/problem.ts';
import { presentSession } from '../../contract/session.ts';
import type { SessionRow } from '../../contract/rows.ts';
import type { ApiVersion, WireObject } from '../../contract/versions.ts';
import type { Caller } from '../../merchants/authenticator.ts';
import type { FlowDeps } from '../../flow/deps.ts';
import { createSession, type NewSession } from '../../flow/session/create.ts';
import { expireSession } from '../../flow/expire.ts';
import { findSession, findSessions } from '../../flow/session/store.ts';
import { mayReturnTo } from '../kernel/return-origin.ts';
import { answerOnce, answerRefusal, replayFirst } from '../idempotency/answer-once.ts';
import { findMissingAcquirer } from './acquirer-needed.ts';
import { pageOf, toPage } from './paging.ts';
import { createdQuery, listOf, noFields, pageQuery, text } from './schema.ts';
import { sessionCreateSchema, sessionIdParams, sessionSchema, usageOf } from './session-schema.ts';

const listQuery = Type.Object(
  {
    ...pageQuery,
    ...createdQuery,
    status: Type.Optional(
      Type.Enum(['open', 'completed', 'expired'], { description: 'Only sessions with this status.' }),
    ),
    merchantReferenceId: Type.Optional(
      text('plainText', { maxLength: 64, description: 'Only sessions with this reference of yours.' }),
    ),
  },
  { additionalProperties: false },
);

export const registerSessions = (app: FastifyInstance, deps: FlowDeps): void => {
  const show: Show = (row, version) => presentSession(row, { version, urls: deps.urls });
  registerCreate(app, deps, show);
  registerReading(app, deps, show);
  registerExpire(app, deps, show);
};

type Show = (row: SessionRow, version: ApiVersion) => WireObject;

const registerCreate = (app: FastifyInstance, deps: FlowDeps, show: Show): void => {
  app.post<{ Body: Static<typeof sessionCreateSchema> }>(
    '/sessions',
    {
      schema: {
        operationId: 'createSession',
        tags: ['Sessions'],
        summary: 'Create a session',
        description: 'Asks the gateway to collect an amount. Send your customer to the `paymentUrl` of the answer.',
        body: sessionCreateSchema,
        response: { 200: sessionSchema },
      },
    },
    async (request, reply) => {
      const { caller, version } = request.call;
      const { once } = request;
      const session = newSessionFrom(request.body);
      const refusal =
        findForeignReturn(session, caller) ??
        (await findMissingAcquirer(deps, caller.merchantId, session.amount.currency));
      if (refusal !== undefined) return answerRefusal(deps, request, reply, () => Promise.resolve(refusal));
      const row = await createSession(deps, { caller, session, once });
      if (row === 'orderPaid') return answerRefusal(deps, request, reply, () => Promise.resolve(orderPaid(session)));
      if (row !== 'keyUsed') return show(row, version);
      if (once === undefined) throw new Error('a session without a key was not written');
      return replayFirst(deps, request, reply, once);
    },
  );
};

const findForeignReturn = (session: NewSession, { sessions }: Caller): Problem | undefined => {
  const allowed = sessions?.returnOrigins ?? [];
  const fields = (['successUrl', 'failureUrl'] as const)
    .filter((name) => !mayReturnTo(session[name], allowed))
    .map((name) => ({
      pointer: `/${name}`,
      code: 'returnOrigin',
      message: `${name} must begin with one of the return origins in your settings: ${allowed.join(', ')}.`,
    }));
  return fields.length === 0
    ? undefined
    : new Problem('invalid_fields', fields.map(({ message }) => message).join(' '), { fields });
};

const orderPaid = ({ merchantReferenceId = '' }: NewSession): Problem =>
  new Problem(
    'order_paid',
    `${merchantReferenceId} is paid, or being paid: find its session by GET /sessions?merchantReferenceId=… and show ` +
      'the customer that. Your settings ask for one payment of an order (orderGuard).',
  );

const registerReading = (app: FastifyInstance, deps: FlowDeps, show: Show): void => {
  app.get<{ Params: { id: string } }>(
    '/sessions/:id',
    {
      schema: {
        operationId: 'retrieveSession',
        tags: ['Sessions'],
        summary: 'Retrieve a session',
        params: sessionIdParams,
        response: { 200: sessionSchema },
      },
    },
    async (request) =>
      show(await sessionOf(deps, request.call.caller.merchantId, request.params.id), request.call.version),
  );

  app.get<{ Querystring: Static<typeof listQuery> }>(
    '/sessions',
    {
      schema: {
        operationId: 'listSessions',
        tags: ['Sessions'],
        summary: 'List sessions',
        description: 'Newest first.',
        querystring: listQuery,
        response: { 200: listOf('SessionList', sessionSchema) },
      },
    },
    async (request) => {
      const { caller, version } = request.call;
      const page = pageOf('session', request.query);
      const rows = await findSessions(deps.db.query, caller.merchantId, {
        limit: page.fetch,
        before: page.before,
        states: request.query.status === undefined ? undefined : statesOf[request.query.status],
        merchantReferenceId: request.query.merchantReferenceId,
        createdFrom: request.query.createdFrom,
        createdTo: request.query.createdTo,
      });
      return toPage('session', page, rows, (row) => show(row, version));
    },
  );
};

const registerExpire = (app: FastifyInstance, deps: FlowDeps, show: Show): void => {
  app.post<{ Params: { id: string } }>(
    '/sessions/:id/expire',
    {
      schema: {
        operationId: 'expireSession',
        tags: ['Sessions'],
        summary: 'Expire a session',
        description:
          'Ends an open session, so that it cannot be paid any more. A session that is being paid, or is over, ' +
          'answers 409.',
        params: sessionIdParams,
        body: noFields,
        response: { 200: sessionSchema },
      },
    },
    (request, reply) =>
      answerOnce(deps, request, reply, async (query) => {
        const { caller, version } = request.call;
        const sessionId = parseId('session', request.params.id);
        const row =
          sessionId === undefined
            ? 'notOpen'
            : await expireSession(deps, { merchantId: caller.merchantId, sessionId, reason: 'merchant', query });
        if (row !== 'notOpen') {
          const subject = { kind: 'session' as const, id: formatId('session', row.id) };
          await writeAudit(deps, query, {
            merchantId: caller.merchantId,
            actor: request.call.actor,
            acts: [{ action: 'session.expired', subject }],
          });
          return { body: show(row, version) };
        }
        const session = await sessionOf(deps, caller.merchantId, request.params.id);
        throw new Problem('conflict', cannotExpire(session));
      }),
  );
};

/** Which internal states a public status stands for. */
export const statesOf = { open: ['open', 'paying'], completed: ['completed'], expired: ['expired'] } as const;

const cannotExpire = ({ state, id }: SessionRow): string => {
  const name = `Session ${formatId('session', id)}`;
  if (state === 'paying') return `${name} is being paid at this moment. Wait for its outcome.`;
  return state === 'completed'
    ? `${name} is paid and cannot expire. Refund its payment instead.`
    : `${name} has already expired.`;
};

const sessionOf = async (deps: Pick<FlowDeps, 'db'>, merchantId: Uuid<'merchant'>, id: string): Promise<SessionRow> => {
  const sessionId = parseId('session', id);
  const row = sessionId === undefined ? undefined : await findSession(deps.db.query, merchantId, sessionId);
  // The same words for an id that never was, one of another merchant, and one of another kind.
  if (row === undefined) throw new Problem('not_found', 'There is no session with this id.');
  return row;
};

const newSessionFrom = (body: Static<typeof sessionCreateSchema>): NewSession => {
  const currency = parseCurrency(body.currency);
  if (currency === undefined) throw new Error('the schema let an unknown currency through');
  return {
    amount: { minor: BigInt(body.amount), currency },
    currencyAsSent: body.currency,
    successUrl: body.successUrl,
    failureUrl: body.failureUrl,
    merchantReferenceId: body.merchantReferenceId,
    locale: body.locale,
    description: body.description,
    metadata: body.metadata ?? {},
    customerDetails: body.customerDetails ?? {},
    merchantCustomerId: body.merchantCustomerId,
    setupFutureUsage: usageOf(body.setupFutureUsage),
    captureMethod: body.paymentData?.captureMethod ?? 'automatic',
    expiresAt: body.expiresAt,
    waitForWebhookMs: body.returnPolicy?.waitForWebhookMs,
  };
};
