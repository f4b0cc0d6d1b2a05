import { Type, type TSchema } from 'typebox';
import { periods } from '../../reports/figures/period.ts';
import { named, object as objectOf, text, time } from './schema.ts';

/** Fields in the order of the alphabet, whichever groups of them were put together. */
const object = <P extends Record<string, TSchema>>(properties: P, options: { readonly description?: string } = {}) =>
  objectOf(
    Object.fromEntries(Object.entries(properties).sort(([one], [other]) => (one < other ? -1 : 1))) as P,
    options,
  );

const ACCOUNT = 'aa_2EiTbKc3vL6kQ8mWzR5yN1pXsJ7hG4dF9aUoB2tVxYqZ8wMnC6eL3r';
const count = (description: string) => Type.Integer({ minimum: 0, description, example: 12 });
const sum = (description: string) =>
  Type.String({ pattern: '^[0-9]+$', description: `${description} In minor units, as text.`, example: '1250000' });
const numberOrNull = (description: string, example: number) =>
  Type.Unsafe<number | null>({ type: ['number', 'null'], description, example });
const textOrNull = (description: string, example: string) =>
  Type.Unsafe<string | null>({ type: ['string', 'null'], description, example });
const span = {
  from: time('Where it begins.'),
  to: time('Where it ends; this moment is no part of it.'),
};

const outcomes = {
  abandoned: count('Payments whose customer left while the bank asked.'),
  approvalRate: numberOrNull('approved / (approved + declined); null: nothing was decided.', 0.9375),
  approved: count('Payments that were authorized, whatever became of them later.'),
  declined: count('Payments that ended without an authorization. Of several tries the last one counts.'),
  undecided: count('Payments that may still be tried again, or that wait for a bank; only in totals.'),
};
const outcomesSchema = named('FigureOutcomes', object(outcomes));

const volume = {
  authorized: sum('What the approved payments were for.'),
  captured: sum('What of it is captured.'),
  count: count('How many payments were approved.'),
};
const currency = Type.String({ description: 'ISO 4217 letters.', example: 'EUR' });

const refunds = {
  amount: sum('What refunds paid back that succeeded.'),
  failed: count('Refunds that failed.'),
  pending: count('Refunds that wait for the acquirer.'),
  succeeded: count('Refunds that succeeded.'),
};
const deliveries = {
  abandoned: count('Deliveries that were given up.'),
  delivered: count('Deliveries that the endpoint took.'),
  deliveredLate: count('Those of them that needed more than one try.'),
  pending: count('Deliveries on their way.'),
};
const pages = {
  abandoned: count('Sessions that expired unpaid, but for those that you expired.'),
  abandonedUntried: count('Those of them at which no card was ever tried.'),
  completed: count('Sessions that were paid or authorized.'),
  created: count('All sessions that were made.'),
};
const morePages = {
  open: count('Sessions that can still be paid.'),
  withdrawn: count('Sessions that you expired.'),
};
const funnel = {
  approved: count('Those of the authenticated that were approved.'),
  asked: count('Payments that were shown to the issuer or its directory.'),
  authenticated: count('Payments that the issuer believed, or whose attempt it confirmed.'),
  challenged: count('Payments whose customer the bank asked.'),
  payments: count('Decided payments.'),
};
const statuses = Type.Array(
  named(
    'FigureThreeDsStatus',
    object({
      ...outcomes,
      status: Type.String({
        description: 'As on the payment; `notAsked`: there was no 3-D Secure, `unanswered`: the customer left.',
      }),
    }),
  ),
  { description: 'By what 3-D Secure came to.' },
);

const list = <S extends TSchema>(item: S, description: string) => Type.Array(item, { description });
const withPrevious = { ...outcomes, previous: outcomesSchema };

export const figuresSchema = named(
  'Figures',
  object(
    {
      acquirerAccounts: list(
        named(
          'FigureAcquirerAccount',
          object({
            account: textOrNull('Id of the account (`aa_…`); null: the simulated acquirer of the sandbox.', ACCOUNT),
            ...withPrevious,
          }),
        ),
        'Where payments were sent last.',
      ),
      brands: list(
        named(
          'FigureBrand',
          object({
            ...withPrevious,
            brand: Type.String({ description: 'Of the card tried last.', example: 'visa' }),
          }),
        ),
        'By brand of the card.',
      ),
      comparedWith: named(
        'FigureSpan',
        object(span, { description: 'The period before; of a period that is not over as much as has passed of it.' }),
      ),
      countries: list(
        named(
          'FigureCountry',
          object({
            ...withPrevious,
            country: textOrNull('ISO 3166 letters, of the billing address that you sent; null: you sent none.', 'DE'),
          }),
        ),
        'By country of the billing address.',
      ),
      declineReasons: list(
        named(
          'FigureDeclineReason',
          object({
            count: count('Payments that ended so.'),
            previousCount: count('In the period before.'),
            reason: Type.String({ description: 'As `declineReason` of a payment, or `code` of its `lastError`.' }),
          }),
        ),
        'Why payments were declined.',
      ),
      pages: named(
        'FigurePages',
        object(
          { ...pages, ...morePages, previous: object({ ...pages, ...morePages }) },
          { description: 'What became of the sessions that were made.' },
        ),
      ),
      payments: named('FigurePayments', object(withPrevious, { description: 'How the payments ended.' })),
      period: named(
        'FigurePeriod',
        object(
          {
            from: span.from,
            name: Type.Enum([...periods], { description: 'How long it is.' }),
            timeZone: Type.String({ description: 'Of which the days are: always UTC.', example: 'UTC' }),
            to: span.to,
          },
          { description: 'What is looked at.' },
        ),
      ),
      refunds: list(
        named('FigureRefunds', object({ ...refunds, currency, previous: object(refunds) })),
        'Refunds that were asked for in the period, whenever their payments were made.',
      ),
      series: list(
        named(
          'FigurePoint',
          object({
            from: time('Where the hour or day begins.'),
            payments: outcomesSchema,
            volumes: Type.Array(object({ ...volume, currency }), { description: 'By currency.' }),
          }),
        ),
        'The hours of a day, or the days of a week or month, up to now.',
      ),
      threeDs: named(
        'FigureThreeDs',
        object(
          { ...funnel, previous: object({ ...funnel, statuses }), statuses },
          { description: '3-D Secure, step by step.' },
        ),
      ),
      timeToPay: list(
        named(
          'FigureTimeToPay',
          object({
            count: count('Approved payments that took as long, from the making of the session to the approval.'),
            fromSeconds: count('At least so long.'),
            previousCount: count('In the period before.'),
            toSeconds: numberOrNull('And shorter than this; null: without an end.', 30),
          }),
        ),
        'How long customers took; payments without a session are not in it.',
      ),
      volumes: list(
        named('FigureVolume', object({ ...volume, currency, previous: object(volume) })),
        'Approved payments by currency. Currencies are never added up.',
      ),
      webhooks: list(
        named(
          'FigureWebhooks',
          object({
            ...deliveries,
            previous: object(deliveries),
            webhookEndpoint: Type.String({ description: 'Id of the endpoint (`we_…`).' }),
          }),
        ),
        'What became of the deliveries, by endpoint.',
      ),
    },
    { description: 'What happened in a day, a week or a month, beside the one before.' },
  ),
);

export const figuresQuery = Type.Object(
  {
    date: Type.Optional(
      text('day', {
        maxLength: 10,
        description: 'Any day of the period, in UTC; today when left out.',
        example: '2027-12-31',
      }),
    ),
    period: Type.Optional(Type.Enum([...periods], { description: 'A `day` when left out; weeks begin on Monday.' })),
  },
  { additionalProperties: false },
);
