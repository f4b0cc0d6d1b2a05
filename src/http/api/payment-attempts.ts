import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { formatId } from '../../base/id.ts';
import { presentThreeDs } from '../../contract/payment.ts';
import { wholeSeconds } from '../../contract/session.ts';
import type { WireObject } from '../../contract/versions.ts';
import type { Db } from '../../db/db.ts';
import { findAttempts, type AttemptShown } from '../../flow/payment/attempts.ts';
import { existingPayment } from './existing-payment.ts';
import { paymentIdParams, threeDsSchema } from './payment-schema.ts';
import { id, named, object, time } from './schema.ts';

/** What each state means to a shop. */
const statuses: Readonly<Record<AttemptShown['state'], string>> = {
  authenticating: "the card's issuer asks its customer; no acquirer was asked yet",
  sending: 'the acquirer is asked, or its answer is yet to be found out',
  approved: 'approved',
  declined: 'declined; without an `acquirerCode` no acquirer was asked',
  notSent: 'the acquirer could not be reached: it has not seen the card',
  reversing: 'whatever may have been approved is being undone',
  reversed: 'undone',
  abandoned: 'the customer did not come back from the issuer; no acquirer was asked',
};

const orLeftOut = (description: string) => Type.Optional(Type.String({ description }));

const attemptSchema = named(
  'PaymentAttempt',
  object({
    id: id('Unique id of the attempt.', 'at_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r'),
    account: Type.Optional(
      object(
        { id: Type.String(), name: Type.String() },
        { description: 'The acquirer account that was asked; absent: the sandbox acquirer of the gateway, or nobody.' },
      ),
    ),
    acquirerCode: orLeftOut("The acquirer's code of a decline, in its own words."),
    acquirerReference: orLeftOut("The acquirer's name of the authorization (ARN, RRN or its own): ask it by this."),
    amount: Type.Integer({ description: 'Minor units.' }),
    answered: Type.Optional(time('When it ended; absent while it has not.')),
    approvalCode: orLeftOut("The issuer's code of its approval."),
    card: object({ brand: Type.String({ example: 'visa' }), last4: Type.String({ example: '1111' }) }),
    connector: Type.String({ description: 'What kind of acquirer; `none`: nobody took the payment.' }),
    currency: Type.String({ example: 'EUR' }),
    declineReason: orLeftOut('Why it was declined, in our words.'),
    networkTransactionId: orLeftOut("The card network's id of it."),
    number: Type.Integer({ description: 'Counts from 1 within the payment or its session.' }),
    routing: Type.Optional(
      object(
        {
          rule: Type.String({ description: 'The rule; `priority`: none fitted; `sandbox`: there was no account.' }),
          why: orLeftOut(
            'Why this account among those of the rule: `first`, `weight`, `next` (those before it did not take it), ' +
              '`outOfOrder` (those before it were), `trial`, `lastResort`, `failover` (the one before had no answer).',
          ),
        },
        { description: 'Why it went there.' },
      ),
    ),
    sent: time('When it was written down, before anybody was asked.'),
    status: Type.Enum(Object.keys(statuses), {
      description: Object.entries(statuses)
        .map(([name, meaning]) => `\`${name}\`: ${meaning}`)
        .join('; '),
    }),
    threeDs: Type.Optional(threeDsSchema),
  }),
);

const attemptListSchema = named(
  'PaymentAttemptList',
  object({ data: Type.Array(attemptSchema, { description: 'Oldest first; all of them.' }) }),
);

/** What was asked for a payment, of whom, and why of them: for a shop's support, and for the acquirer's. */
export const registerPaymentAttempts = (app: FastifyInstance, deps: { readonly db: Db }): void => {
  app.get<{ Params: { id: string } }>(
    '/payments/:id/attempts',
    {
      schema: {
        operationId: 'listPaymentAttempts',
        tags: ['Payments'],
        summary: 'List the attempts of a payment',
        description:
          'Each time that an acquirer was asked: which account and why, what it said, and by which references it ' +
          'knows the payment. Where one had no answer and the next took over there are two for one try of the ' +
          'customer.',
        params: paymentIdParams,
        response: { 200: attemptListSchema },
      },
    },
    async (request) => {
      const { merchantId } = request.call.caller;
      const payment = await existingPayment(deps, merchantId, request.params.id);
      return { data: (await findAttempts(deps.db.query, merchantId, payment.id)).map(presentAttempt) };
    },
  );
};

const presentAttempt = (row: AttemptShown): WireObject => ({
  id: formatId('attempt', row.id),
  ...(row.account_id !== null && {
    account: { id: formatId('acquirerAccount', row.account_id), name: row.account_name ?? '' },
  }),
  ...given('acquirerCode', row.acquirer_code),
  ...given('acquirerReference', row.acquirer_reference),
  amount: row.amount,
  ...given('answered', row.answered_at && wholeSeconds(row.answered_at.toISOString())),
  ...given('approvalCode', row.approval_code),
  card: { brand: row.card.brand, last4: row.card.last4 },
  connector: row.connector,
  currency: row.currency,
  ...given('declineReason', row.decline_reason),
  ...given('networkTransactionId', row.network_transaction_id),
  number: row.number,
  ...(row.routing !== null && { routing: { rule: row.routing.rule, ...given('why', row.routing.why ?? null) } }),
  sent: wholeSeconds(row.sent_at.toISOString()),
  status: row.state,
  ...(row.three_ds !== null && { threeDs: presentThreeDs(row.three_ds) }),
});

const given = (name: string, value: string | null) => (value === null ? {} : { [name]: value });
