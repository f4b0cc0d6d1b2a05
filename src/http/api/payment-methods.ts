import type { FastifyInstance } from 'fastify';
import { Type, type Static } from 'typebox';
import type { AuditDeps } from '../../audit/entry.ts';
import { writeAudit } from '../../audit/write.ts';
import { formatId, parseId } from '../../base/id.ts';
import { Problem } from '../../base/problem.ts';
import { presentPaymentMethod } from '../../contract/payment-method.ts';
import type { Db } from '../../db/db.ts';
import { deletePaymentMethod } from '../../flow/payment-method/delete.ts';
import type { ChargeRefusal } from '../../flow/payment-method/open.ts';
import { findPaymentMethod, findPaymentMethods } from '../../flow/payment-method/store.ts';
import { pageOf, toPage } from './paging.ts';
import { cardSummarySchema } from './payment-schema.ts';
import { id, listOf, named, object, pageQuery, time } from './schema.ts';
import { merchantCustomerId } from './session-schema.ts';

/** In the order in which the fields are sent: id, then the alphabet. */
export const paymentMethodSchema = named(
  'PaymentMethod',
  object({
    id: id('Unique id of the stored card.', 'pm_kF6D9zaGUjTGpFRojeb2VibyAX2TGCnikMsNdnp3XHb4opLEn'),
    card: cardSummarySchema,
    category: Type.Enum(['unscheduled', 'recurrent', 'installment'], { description: 'What the customer agreed to.' }),
    created: time('When it was stored.'),
    merchantCustomerId,
    recurringModel: Type.Optional(
      object({
        installment: Type.Optional(
          Type.Unsafe<Record<string, unknown>>({ type: 'object', description: 'What you agreed on, as you sent it.' }),
        ),
        recurrent: Type.Optional(
          object({
            expiry: Type.String({ description: 'The last day on which you may charge.', format: 'date' }),
            frequency: Type.Integer({ description: 'Days between two charges, at least.' }),
          }),
        ),
      }),
    ),
    sequence: Type.Integer({ description: 'Grows with every event about this stored card.' }),
    status: Type.Enum(['active', 'deleted'], { description: 'A deleted card cannot be charged; its number is gone.' }),
  }),
);

const idParams = object({ id: Type.String({ maxLength: 128, description: 'Id of the stored card (`pm_…`).' }) });
const listQuery = Type.Object(
  { ...pageQuery, merchantCustomerId: Type.Optional(merchantCustomerId) },
  { additionalProperties: false },
);

type WithId = { Params: { id: string } };

export type PaymentMethodDeps = AuditDeps & {
  readonly db: Db;
  readonly hintDeliveries: () => void;
};

export const registerPaymentMethods = (app: FastifyInstance, deps: PaymentMethodDeps): void => {
  app.get<WithId>(
    '/payment-methods/:id',
    {
      schema: {
        operationId: 'retrievePaymentMethod',
        tags: ['Payment methods'],
        summary: 'Retrieve a stored card',
        params: idParams,
        response: { 200: paymentMethodSchema },
      },
    },
    async (request) => {
      const { caller, version } = request.call;
      const paymentMethodId = parseId('paymentMethod', request.params.id);
      const row = paymentMethodId && (await findPaymentMethod(deps.db.query, caller.merchantId, paymentMethodId));
      if (!row) throw unknownPaymentMethod();
      return presentPaymentMethod(row, { version });
    },
  );

  app.get<{ Querystring: Static<typeof listQuery> }>(
    '/payment-methods',
    {
      schema: {
        operationId: 'listPaymentMethods',
        tags: ['Payment methods'],
        summary: 'List stored cards',
        description: 'Newest first, without deleted ones: of one customer, or of all.',
        querystring: listQuery,
        response: { 200: listOf('PaymentMethodList', paymentMethodSchema) },
      },
    },
    async (request) => {
      const { caller, version } = request.call;
      const page = pageOf('paymentMethod', request.query);
      const rows = await findPaymentMethods(deps.db.query, caller.merchantId, {
        limit: page.fetch,
        before: page.before,
        merchantCustomerId: request.query.merchantCustomerId,
      });
      return toPage('paymentMethod', page, rows, (row) => presentPaymentMethod(row, { version }));
    },
  );

  registerDelete(app, deps);
};

const registerDelete = (app: FastifyInstance, deps: PaymentMethodDeps): void => {
  app.delete<WithId>(
    '/payment-methods/:id',
    {
      schema: {
        operationId: 'deletePaymentMethod',
        tags: ['Payment methods'],
        summary: 'Delete a stored card',
        description: 'The card number is erased at once. Deleting it again gives the same answer.',
        params: idParams,
        response: { 200: named('DeletedPaymentMethod', object({ id: Type.String(), deleted: Type.Literal(true) })) },
      },
    },
    async (request) => {
      const paymentMethodId = parseId('paymentMethod', request.params.id);
      if (paymentMethodId === undefined) throw unknownPaymentMethod();
      const { caller, actor } = request.call;
      const { merchantId } = caller;
      const isThere = await deps.db.transaction(async (query) => {
        const row = await findPaymentMethod(query, merchantId, paymentMethodId);
        const inTransaction = { ...deps, db: { query }, hintDeliveries: () => undefined };
        if (!(await deletePaymentMethod(inTransaction, { merchantId, paymentMethodId }))) return false;
        const subject = { kind: 'paymentMethod' as const, id: formatId('paymentMethod', paymentMethodId) };
        // Deleting it again does nothing, and is no act.
        if (row?.state === 'active')
          await writeAudit(deps, query, { merchantId, actor, acts: [{ action: 'paymentMethod.deleted', subject }] });
        return true;
      });
      if (!isThere) throw unknownPaymentMethod();
      // After the commit: a deliverer that looks before it sees nothing.
      deps.hintDeliveries();
      return { id: request.params.id, deleted: true };
    },
  );
};

/** The same for one that never was and one of another merchant. */
export const unknownPaymentMethod = (): Problem => new Problem('not_found', 'There is no payment method with this id.');

/** Why a stored card was not charged, as the caller reads it. */
export const problemOfRefusal = (refusal: ChargeRefusal): Problem => {
  switch (refusal.reason) {
    case 'unknown':
      return unknownPaymentMethod();
    case 'deleted':
      return new Problem('conflict', 'This payment method was deleted and cannot be charged any more.');
    case 'agreementOver':
      return new Problem(
        'conflict',
        `The customer agreed to charges until ${refusal.lastDay}. Ask for a new agreement with a payment that has setupFutureUsage.`,
      );
    case 'tooSoon':
      return new Problem(
        'conflict',
        `The customer agreed to fewer charges: the next one is possible on ${refusal.nextDay} (UTC).`,
      );
    case 'beingCharged':
      return new Problem('conflict', 'A charge of this payment method is under way. Wait for its outcome.');
  }
};
