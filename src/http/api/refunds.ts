import type { FastifyInstance } from 'fastify';
import { Type, type Static } from 'typebox';
import { parseId } from '../../base/id.ts';
import { Problem } from '../../base/problem.ts';
import { presentRefund } from '../../contract/refund.ts';
import type { PaymentDeps } from '../../flow/deps.ts';
import { runOperation } from '../../flow/operation/run.ts';
import { findOperation, findOperations } from '../../flow/operation/store.ts';
import type { RefusedOperation } from '../../flow/statements/operations.ts';
import { isRecord } from '../kernel/json-value.ts';
import { answerAsItIs, answerRefusal, type OnceDeps } from '../idempotency/answer-once.ts';
import { exceedsLeft, noSuchPayment } from './existing-payment.ts';
import { idFilter, pageOf, toPage } from './paging.ts';
import { refundCreateSchema, refundIdParams, refundSchema } from './payment-schema.ts';
import { createdQuery, listOf, pageQuery } from './schema.ts';

/** What a route about an operation needs beside what answers a request once. */
type OperationDeps = PaymentDeps & OnceDeps;

export const statesOf = { pending: ['sending'], succeeded: ['succeeded'], failed: ['failed'] } as const;

const listQuery = Type.Object(
  {
    ...pageQuery,
    ...createdQuery,
    paymentId: Type.Optional(Type.String({ maxLength: 128, description: 'Only refunds of this payment.' })),
    payment: Type.Optional(
      Type.String({ maxLength: 128, deprecated: true, description: 'Another name of `paymentId`.' }),
    ),
    status: Type.Optional(
      Type.Enum(['pending', 'succeeded', 'failed'], { description: 'Only refunds with this status.' }),
    ),
  },
  { additionalProperties: false },
);

export const registerRefunds = (app: FastifyInstance, deps: OperationDeps): void => {
  registerCreate(app, deps);
  registerReading(app, deps);
};

const registerCreate = (app: FastifyInstance, deps: OperationDeps): void => {
  app.post<{ Body: Static<typeof refundCreateSchema> }>(
    '/refunds',
    {
      schema: {
        operationId: 'createRefund',
        tags: ['Refunds'],
        summary: 'Create a refund',
        description:
          'Pays back all or part of what was captured. Several refunds together never pass what was captured.',
        body: refundCreateSchema,
        response: { 200: refundSchema },
      },
      preValidation: (request, _reply, done) => {
        const body: unknown = request.body;
        if (isRecord(body) && (body['paymentId'] ?? '') === '' && 'payment' in body)
          Object.assign(body, { paymentId: body['payment'] });
        done();
      },
    },
    async (request, reply) => {
      const { caller, version } = request.call;
      const { once } = request;
      const { amount, reason } = request.body;
      const { paymentId: asked } = request.body;
      const paymentId = parseId('payment', asked);
      const result =
        paymentId === undefined
          ? ({ refusal: 'notFound' } as const)
          : await runOperation(deps, 'refund', {
              merchantId: caller.merchantId,
              paymentId,
              amount,
              final: false,
              reason,
              once,
              actor: request.call.actor,
            });
      if (result.refusal !== null)
        return answerRefusal(deps, request, reply, () => Promise.resolve(cannotRefund(result, amount)));
      return result.operation.state === 'sending'
        ? answerAsItIs(deps, request, reply, { once, object: 'refund', row: result.operation })
        : presentRefund(result.operation, { version });
    },
  );
};

const registerReading = (app: FastifyInstance, deps: OperationDeps): void => {
  app.get<{ Params: { id: string } }>(
    '/refunds/:id',
    {
      schema: {
        operationId: 'retrieveRefund',
        tags: ['Refunds'],
        summary: 'Retrieve a refund',
        params: refundIdParams,
        response: { 200: refundSchema },
      },
    },
    async (request) => {
      const { caller, version } = request.call;
      const refundId = parseId('refund', request.params.id);
      const row = refundId && (await findOperation(deps.db.query, caller.merchantId, 'refund', refundId));
      if (!row) throw new Problem('not_found', 'There is no refund with this id.');
      return presentRefund(row, { version });
    },
  );

  app.get<{ Querystring: Static<typeof listQuery> }>(
    '/refunds',
    {
      schema: {
        operationId: 'listRefunds',
        tags: ['Refunds'],
        summary: 'List refunds',
        description: 'Newest first.',
        querystring: listQuery,
        response: { 200: listOf('RefundList', refundSchema) },
      },
    },
    async (request) => {
      const { caller, version } = request.call;
      const { query } = request;
      const page = pageOf('refund', query);
      const rows = await findOperations(deps.db.query, caller.merchantId, 'refund', {
        limit: page.fetch,
        before: page.before,
        paymentId:
          query.paymentId === undefined
            ? idFilter('payment', 'payment', query.payment)
            : idFilter('payment', 'paymentId', query.paymentId),
        states: query.status === undefined ? undefined : statesOf[query.status],
        createdFrom: query.createdFrom,
        createdTo: query.createdTo,
      });
      return toPage('refund', page, rows, (row) => presentRefund(row, { version }));
    },
  );
};

const cannotRefund = (refused: RefusedOperation, amount: number | undefined): Problem => {
  switch (refused.refusal) {
    case 'notFound':
      return noSuchPayment();
    case 'wrongState':
      return new Problem(
        'conflict',
        'Nothing of this payment was captured, so nothing can be refunded. Cancel it instead.',
      );
    case 'keyUsed':
    case 'otherUnderWay':
      return new Problem('conflict', 'Another refund of this payment is under way. Wait for its outcome.');
    case 'nothingLeft':
      return new Problem('amount_exceeded', 'All of this payment is refunded, or on its way to be.');
    case 'exceedsLeft':
      return exceedsLeft(refused.amount_left, amount, 'refunded');
  }
};
