import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type, type Static } from 'typebox';
import { writeAudit } from '../../audit/write.ts';
import { formatId, newUuid, parseId } from '../../base/id.ts';
import { Problem } from '../../base/problem.ts';
import { Secret } from '../../base/secret.ts';
import { presentPayment } from '../../contract/payment.ts';
import type { PaymentRow } from '../../contract/rows.ts';
import type { WireObject } from '../../contract/versions.ts';
import type { FlowDeps, PaymentDeps } from '../../flow/deps.ts';
import { runOperation } from '../../flow/operation/run.ts';
import { payDirectly } from '../../flow/pay-directly.ts';
import { findPayments } from '../../flow/payment/store.ts';
import { cancelUnauthorized } from '../../flow/statements/cancel-unauthorized.ts';
import { isRecord } from '../kernel/json-value.ts';
import { answerAsItIs, answerOnce, answerRefusal, type OnceDeps } from '../idempotency/answer-once.ts';
import { existingPayment, noSuchPayment } from './existing-payment.ts';
import { explainNoPayment, newPaymentFrom } from './new-payment.ts';
import { cannotCancel, cannotCapture } from './payment-refusals.ts';
import { idFilter, pageOf, toPage } from './paging.ts';
import { captureSchema, paymentCreateSchema, paymentIdParams, paymentSchema } from './payment-schema.ts';
import { createdQuery, listOf, noFields, pageQuery, text } from './schema.ts';

/** What a route about an operation needs beside what answers a request once. */
type OperationDeps = PaymentDeps & OnceDeps;

/** Which internal states a public status stands for. */
export const statesOf = {
  requiresPaymentMethod: ['requiresPaymentMethod'],
  requiresAction: ['requiresAction'],
  requiresCapture: ['requiresCapture'],
  processing: ['processing', 'canceling', 'releasing'],
  succeeded: ['succeeded'],
  failed: ['failed'],
  canceled: ['canceled'],
} as const;

const listQuery = Type.Object(
  {
    ...pageQuery,
    ...createdQuery,
    status: Type.Optional(
      Type.Enum(Object.keys(statesOf) as (keyof typeof statesOf)[], { description: 'Only payments with this status.' }),
    ),
    merchantReferenceId: Type.Optional(
      text('plainText', { maxLength: 64, description: 'Only payments with this reference of yours.' }),
    ),
    session: Type.Optional(Type.String({ maxLength: 128, description: 'Only the payment of this session.' })),
  },
  { additionalProperties: false },
);

type WithId = { Params: { id: string } };

export const registerPayments = (app: FastifyInstance, deps: FlowDeps): void => {
  registerCreate(app, deps);
  registerReading(app, deps);
  registerCapture(app, deps);
  registerCancel(app, deps);
};

const registerCreate = (app: FastifyInstance, deps: FlowDeps): void => {
  app.post<{ Body: Static<typeof paymentCreateSchema> }>(
    '/payments',
    {
      schema: {
        operationId: 'createPayment',
        tags: ['Payments'],
        summary: 'Create a payment',
        description:
          'Pays without the payment page. A decline is an answer, not an error: look at `status` and `lastError`. An ' +
          '`amount` of 0 checks the card, and takes nothing: `succeeded` says that its issuer knows it and lets it ' +
          'be used. With `setupFutureUsage` it is stored. An acquirer that cannot do that: 409 `not_supported`.',
        body: paymentCreateSchema,
        response: { 200: paymentSchema },
      },
    },
    async (request, reply) => {
      const { caller, version } = request.call;
      const { once } = request;
      const asked = await newPaymentFrom(deps, { caller, once }, request.body);
      if (asked instanceof Problem)
        return answerRefusal({ ...deps, completeAnswer: completePaymentFor(deps)(request) }, request, reply, () =>
          Promise.resolve(asked),
        );
      const created = await payDirectly(deps, { caller, once, ...asked });
      const withTicket = addTicket(deps, () => Promise.resolve(asked.charge.card.cvc));
      if (typeof created === 'string')
        return answerRefusal({ ...deps, completeAnswer: withTicket }, request, reply, () =>
          explainNoPayment(deps, caller, { body: request.body, refusal: created }),
        );
      return created.isFinal
        ? withTicket(presentPayment(created.payment, { version, urls: deps.urls }), created.payment)
        : answerAsItIs(deps, request, reply, { once, object: 'payment', row: created.payment });
    },
  );
};

/**
 * The code of a card whose customer has to come first is in no store: it travels sealed in the address that the shop
 * sends its customer to. It is made again, with the same bytes, for a request that is repeated; an event's address does
 * not have it.
 */
const addTicket =
  ({ tickets }: Pick<FlowDeps, 'tickets'>, findCvc: () => Promise<Secret | undefined>) =>
  async (payment: WireObject, row: object): Promise<WireObject> => {
    const { merchant_id: merchantId, id } = row as PaymentRow;
    const { nextAction } = payment as { readonly nextAction?: { readonly type: string; readonly url: string } };
    const cvc = nextAction && (await findCvc());
    if (nextAction === undefined || cvc === undefined) return payment;
    // Behind the `#`: a browser keeps that to itself, so no log of a proxy or a server has it.
    const url = `${nextAction.url}#ticket=${tickets.seal({ merchantId, ticketOf: id }, { cvc })}`;
    return Object.fromEntries(
      Object.entries(payment).map(([name, value]) => [name, name === 'nextAction' ? { ...nextAction, url } : value]),
    );
  };

/** The same for a repeat whose body was not found valid any more, so that nothing of it is certain. */
export const completePaymentFor =
  (deps: Pick<FlowDeps, 'tickets' | 'cardTokens'>) =>
  ({ body }: FastifyRequest): NonNullable<OnceDeps['completeAnswer']> => {
    const method = isRecord(body) ? body['paymentMethod'] : undefined;
    const card = isRecord(method) ? method['card'] : undefined;
    const { cvc, token } = isRecord(card) ? card : {};
    return addTicket(deps, async () => {
      if (typeof token === 'string') return deps.cardTokens.cvcIn(token);
      return typeof cvc === 'string' ? new Secret(cvc) : undefined;
    });
  };

const registerReading = (app: FastifyInstance, deps: OperationDeps): void => {
  app.get<WithId>(
    '/payments/:id',
    {
      schema: {
        operationId: 'retrievePayment',
        tags: ['Payments'],
        summary: 'Retrieve a payment',
        params: paymentIdParams,
        response: { 200: paymentSchema },
      },
    },
    async (request) => {
      const { caller, version } = request.call;
      return presentPayment(await existingPayment(deps, caller.merchantId, request.params.id), {
        version,
        urls: deps.urls,
      });
    },
  );

  app.get<{ Querystring: Static<typeof listQuery> }>(
    '/payments',
    {
      schema: {
        operationId: 'listPayments',
        tags: ['Payments'],
        summary: 'List payments',
        description: 'Newest first.',
        querystring: listQuery,
        response: { 200: listOf('PaymentList', paymentSchema) },
      },
    },
    async (request) => {
      const { caller, version } = request.call;
      const { query } = request;
      const page = pageOf('payment', query);
      const rows = await findPayments(deps.db.query, caller.merchantId, {
        limit: page.fetch,
        before: page.before,
        states: query.status === undefined ? undefined : statesOf[query.status],
        merchantReferenceId: query.merchantReferenceId,
        sessionId: idFilter('session', 'session', query.session),
        createdFrom: query.createdFrom,
        createdTo: query.createdTo,
      });
      return toPage('payment', page, rows, (row) => presentPayment(row, { version, urls: deps.urls }));
    },
  );
};

const registerCapture = (app: FastifyInstance, deps: OperationDeps): void => {
  app.post<WithId & { Body: Static<typeof captureSchema> }>(
    '/payments/:id/capture',
    {
      schema: {
        operationId: 'capturePayment',
        tags: ['Payments'],
        summary: 'Capture a payment',
        description: 'Takes money that was authorized: all of it, or part of it, in one or several captures.',
        params: paymentIdParams,
        body: captureSchema,
        response: { 200: paymentSchema },
      },
    },
    async (request, reply) => {
      const { caller, version } = request.call;
      const { once } = request;
      const paymentId = parseId('payment', request.params.id);
      const { amount, final = amount === undefined } = request.body;
      const result =
        paymentId === undefined
          ? NO_SUCH_PAYMENT
          : await runOperation(deps, 'capture', {
              merchantId: caller.merchantId,
              paymentId,
              amount,
              final,
              reason: undefined,
              once,
              actor: request.call.actor,
            });
      if (result.refusal !== null)
        return answerRefusal(deps, request, reply, () => Promise.resolve(cannotCapture(result, amount)));
      return result.operation.state === 'sending'
        ? answerAsItIs(deps, request, reply, { once, object: 'payment', row: result.payment })
        : presentPayment(result.payment, { version, urls: deps.urls });
    },
  );
};

const registerCancel = (app: FastifyInstance, deps: OperationDeps): void => {
  app.post<WithId>(
    '/payments/:id/cancel',
    {
      schema: {
        operationId: 'cancelPayment',
        tags: ['Payments'],
        summary: 'Cancel a payment',
        description:
          'Gives up a payment. An authorization is voided at the acquirer, and the payment is `canceled`. Of a ' +
          'payment that was captured in part the rest is released: it is `succeeded` with what was captured. A ' +
          'capture under way comes first: 409.',
        params: paymentIdParams,
        body: noFields,
        response: { 200: paymentSchema },
      },
    },
    async (request, reply) => {
      const { caller, version } = request.call;
      const { once } = request;
      const paymentId = parseId('payment', request.params.id);
      if (paymentId === undefined) return answerRefusal(deps, request, reply, () => Promise.resolve(noSuchPayment()));
      const result = await runOperation(deps, 'void', {
        merchantId: caller.merchantId,
        paymentId,
        amount: undefined,
        final: true,
        reason: undefined,
        once,
        actor: request.call.actor,
      });
      if (result.refusal === null) {
        return result.operation.state === 'sending'
          ? answerAsItIs(deps, request, reply, { once, object: 'payment', row: result.payment })
          : presentPayment(result.payment, { version, urls: deps.urls });
      }
      return answerOnce(deps, request, reply, async (query) => {
        const canceled = await cancelUnauthorized(query, caller.merchantId, {
          paymentId,
          eventId: newUuid<'event'>(deps),
        });
        if (canceled !== 'notCancelable') {
          const subject = { kind: 'payment' as const, id: formatId('payment', canceled.id) };
          await writeAudit(deps, query, {
            merchantId: caller.merchantId,
            actor: request.call.actor,
            acts: [{ action: 'cancel.requested', subject }],
          });
          return { body: presentPayment(canceled, { version, urls: deps.urls }) };
        }
        throw cannotCancel(await existingPayment(deps, caller.merchantId, request.params.id));
      });
    },
  );
};

const NO_SUCH_PAYMENT = { refusal: 'notFound' } as const;
