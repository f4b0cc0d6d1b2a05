import type { FastifyInstance } from 'fastify';
import type { Static } from 'typebox';
import { parseId } from '../../base/id.ts';
import { Problem } from '../../base/problem.ts';
import { presentPayment, publicStatusOf } from '../../contract/payment.ts';
import type { PaymentDeps } from '../../flow/deps.ts';
import { incrementAuthorization, type RefusedIncrement } from '../../flow/operation/increment.ts';
import { answerAsItIs, answerRefusal, type OnceDeps } from '../idempotency/answer-once.ts';
import { noSuchPayment } from './existing-payment.ts';
import { incrementSchema, paymentIdParams, paymentSchema } from './payment-schema.ts';

export const registerPaymentIncrement = (app: FastifyInstance, deps: PaymentDeps & OnceDeps): void => {
  app.post<{ Params: { id: string }; Body: Static<typeof incrementSchema> }>(
    '/payments/:id/increment',
    {
      schema: {
        operationId: 'incrementPayment',
        tags: ['Payments'],
        summary: 'Authorize more',
        description:
          'Adds to an authorization that waits for its capture, such as for nights that a guest stays on. Once the ' +
          'acquirer has said yes, `amount` and `amountCapturable` are larger, and `payment.incremented` tells it; ' +
          'while it is asked, nothing is captured or canceled (409). A refusal is an answer, not an error: look at ' +
          '`lastError`. An acquirer that cannot do it: 409 `not_supported`.',
        params: paymentIdParams,
        body: incrementSchema,
        response: { 200: paymentSchema },
      },
    },
    async (request, reply) => {
      const { caller, version, actor } = request.call;
      const { once } = request;
      const { amount } = request.body;
      const paymentId = parseId('payment', request.params.id);
      const result =
        paymentId === undefined
          ? NO_SUCH_PAYMENT
          : await incrementAuthorization(deps, { merchantId: caller.merchantId, paymentId, amount, once, actor });
      if (result.refusal !== null)
        return answerRefusal(deps, request, reply, () => Promise.resolve(cannotIncrement(result, amount)));
      return result.operation.state === 'sending'
        ? answerAsItIs(deps, request, reply, { once, object: 'payment', row: result.payment })
        : presentPayment(result.payment, { version, urls: deps.urls });
    },
  );
};

const NO_SUCH_PAYMENT = { refusal: 'notFound' } as const;

const cannotIncrement = (refused: RefusedIncrement, amount: number): Problem => {
  switch (refused.refusal) {
    case 'notFound':
      return noSuchPayment();
    case 'notSupported':
      return new Problem('not_supported', 'The acquirer of this payment cannot add to an authorization.');
    case 'keyUsed':
    case 'otherUnderWay':
    case 'nothingLeft':
      return new Problem('conflict', 'Something else is under way for this payment. Wait for its outcome.');
    case 'wrongState':
      return new Problem(
        'conflict',
        `Nothing can be added to this payment: its status is ${publicStatusOf(refused.payment)}.`,
      );
    case 'exceedsLeft':
      return new Problem(
        'amount_exceeded',
        `Only ${refused.amount_left} can still be added to this payment; ${amount} was asked for.`,
        {
          fields: [{ pointer: '/amount', code: 'tooLarge', message: `amount must be at most ${refused.amount_left}.` }],
        },
      );
  }
};
