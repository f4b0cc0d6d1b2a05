import type { FastifyInstance } from 'fastify';
import { Type, type Static } from 'typebox';
import { formatId, type IdKind } from '../../base/id.ts';
import type { Clock } from '../../base/clock.ts';
import { presentPayment } from '../../contract/payment.ts';
import type { PaymentUrls } from '../../contract/payment-url.ts';
import { presentSession } from '../../contract/session.ts';
import type { Db } from '../../db/db.ts';
import { findPaymentsBehind, findSessionsBehind, type Figure, type RowsBehind } from '../../reports/figures/behind.ts';
import { TIMES_TO_PAY } from '../../reports/figures/facts.ts';
import { dayOf, spansOf } from '../../reports/figures/period.ts';
import { figuresQuery } from './figures-schema.ts';
import { idFilter, pageOf, type Page } from './paging.ts';
import { paymentSchema } from './payment-schema.ts';
import { currency, listOf, pageQuery, text } from './schema.ts';
import { sessionSchema } from './session-schema.ts';

type Deps = {
  readonly db: Pick<Db, 'query'>;
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly urls: PaymentUrls;
};

/** What is counted under the names of the answer of `/figures`. */
const kinds = {
  payments: 'payments',
  brands: 'brands',
  acquirerAccounts: 'accounts',
  countries: 'countries',
  declineReasons: 'reasons',
  threeDs: 'threeDs',
  challenged: 'challenges',
  timeToPay: 'timeToPay',
  refunds: 'refunds',
} as const satisfies Readonly<Record<string, Figure['kind']>>;

const outcomes = {
  approved: 'approved',
  declined: 'declined',
  abandoned: 'left',
  undecided: 'open',
  succeeded: 'succeeded',
  pending: 'sending',
  failed: 'failed',
} as const;

const ends = {
  completed: 'completed',
  abandonedTried: 'unpaid',
  abandonedUntried: 'untried',
  withdrawn: 'withdrawn',
  open: 'open',
} as const;

const names = <T extends object>(table: T) => Object.keys(table) as (keyof T & string)[];

const { date, period } = figuresQuery.properties;

const paymentsQuery = Type.Object(
  {
    figure: Type.Enum(names(kinds), { description: 'Which figure, by its name in the answer of `/figures`.' }),
    value: Type.Optional(
      text('plainText', {
        maxLength: 128,
        description:
          'Only this brand, account, country, reason or status; of `timeToPay` its `fromSeconds`; `none` for null.',
      }),
    ),
    outcome: Type.Optional(
      Type.Enum(names(outcomes), { description: 'Only those that ended so; the last three are of refunds.' }),
    ),
    currency: Type.Optional(currency),
    date,
    period,
    ...pageQuery,
  },
  { additionalProperties: false },
);

const sessionsQuery = Type.Object(
  {
    outcome: Type.Optional(Type.Enum(names(ends), { description: 'Only those that ended so.' })),
    date,
    period,
    ...pageQuery,
  },
  { additionalProperties: false },
);

/** The rows behind figures: every figure can be looked into. */
export const registerFigureRows = (app: FastifyInstance, deps: Deps): void => {
  app.get<{ Querystring: Static<typeof paymentsQuery> }>(
    '/figures/payments',
    {
      schema: {
        operationId: 'listFigurePayments',
        tags: ['Figures'],
        summary: 'List the payments behind a figure',
        description:
          'Those that a figure counts, newest first. Of refunds: the payments of which something was asked back.',
        querystring: paymentsQuery,
        response: { 200: listOf('PaymentList', paymentSchema) },
      },
    },
    async ({ query, call: { caller, version } }) => {
      const { limit, before } = pageOf('payment', query);
      const found = await findPaymentsBehind(deps.db.query, caller.merchantId, {
        ...spanOf(deps, query),
        figure: figureOf(query),
        before,
        limit,
      });
      return toRows('payment', found, (row) => presentPayment(row, { version, urls: deps.urls }));
    },
  );

  app.get<{ Querystring: Static<typeof sessionsQuery> }>(
    '/figures/sessions',
    {
      schema: {
        operationId: 'listFigureSessions',
        tags: ['Figures'],
        summary: 'List the sessions behind a figure',
        description: 'Those that the figure `pages` counts, newest first.',
        querystring: sessionsQuery,
        response: { 200: listOf('SessionList', sessionSchema) },
      },
    },
    async ({ query, call: { caller, version } }) => {
      const { limit, before } = pageOf('session', query);
      const outcome = query.outcome && ends[query.outcome];
      const found = await findSessionsBehind(deps.db.query, caller.merchantId, {
        ...spanOf(deps, query),
        figure: { kind: 'sessions', value: undefined, outcome, currency: undefined },
        before,
        limit,
      });
      return toRows('session', found, (row) => presentSession(row, { version, urls: deps.urls }));
    },
  );
};

const spanOf = ({ clock }: Deps, query: { readonly period?: 'day' | 'week' | 'month'; readonly date?: string }) => {
  const nowMs = clock.nowMs();
  return { span: spansOf(query.period ?? 'day', query.date ?? dayOf(nowMs), nowMs).current, nowMs };
};

const figureOf = (query: Static<typeof paymentsQuery>): Figure => ({
  kind: kinds[query.figure],
  value: valueOf(query),
  outcome: query.outcome && outcomes[query.outcome],
  currency: query.currency?.toUpperCase(),
});

const valueOf = ({ figure, value }: Static<typeof paymentsQuery>): string | undefined => {
  if (value === undefined) return undefined;
  if (value === 'none') return '';
  if (figure === 'acquirerAccounts') return idFilter('acquirerAccount', 'value', value);
  if (figure !== 'timeToPay') return value;
  return String([0, ...TIMES_TO_PAY].findIndex((seconds) => String(seconds) === value));
};

const toRows = <Row extends { readonly id: string }>(
  kind: IdKind,
  { rows, next }: RowsBehind<Row>,
  present: (row: Row) => unknown,
): Page => ({
  data: rows.map(present),
  hasMore: next !== undefined,
  nextCursor: next === undefined ? null : formatId(kind, next),
});
