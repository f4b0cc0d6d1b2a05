import type { FastifyInstance } from 'fastify';
import type { Static } from 'typebox';
import { formatId, parseId } from '../../../base/id.ts';
import { Problem } from '../../../base/problem.ts';
import { wholeSeconds } from '../../../contract/session.ts';
import { askNow, findStuck, listStuck, type Stuck } from '../../../operator/stuck.ts';
import { operatorOf } from './merchants.ts';
import type { OperatorDeps } from './routes.ts';
import { askedSchema, pageQuerySchema, reasonSchema, stuckIdParams, stuckListSchema } from './schemas.ts';

const tags = ['Operator'];
const idKinds = { attempt: 'attempt', operation: 'capture' } as const;

/** Payments without an outcome: what is known, what comes next, and "ask now". */
export const registerStuck = (app: FastifyInstance, deps: OperatorDeps): void => {
  const list = {
    operationId: 'listStuckPayments',
    tags,
    summary: 'List stuck payments',
    description:
      'Authorizations, captures, cancels and refunds that nobody knows the outcome of after a minute: what the ' +
      'gateway knows, what it does next, and when.',
    querystring: pageQuerySchema,
    response: { 200: stuckListSchema },
  };
  app.get<{ Querystring: Static<typeof pageQuerySchema> }>(
    '/operator/stuck-payments',
    { schema: list },
    async ({ query }) => {
      const limit = query.limit ?? 20;
      const rows = await listStuck(deps, { after: readCursor(query.cursor), limit: limit + 1 });
      const shown = rows.slice(0, limit);
      const last = shown.at(-1);
      const hasMore = rows.length > limit;
      return { data: shown.map(present), hasMore, nextCursor: hasMore && last ? cursorOf(last) : null };
    },
  );

  const ask = {
    operationId: 'askAboutStuckPayment',
    tags,
    summary: 'Ask about a stuck payment now',
    description:
      'The next question comes at once, instead of at `nextAt`. Nothing else is done, and nothing is sent twice ' +
      'at once.',
    params: stuckIdParams,
    body: reasonSchema,
    response: { 200: askedSchema },
  };
  app.post<{ Params: { id: string }; Body: Static<typeof reasonSchema> }>(
    '/operator/stuck-payments/:id/ask',
    { schema: ask },
    async (request) => {
      const { id } = request.params;
      const uuid = parseId('attempt', id) ?? parseId('capture' as 'attempt', id);
      const stuck = uuid === undefined ? undefined : await findStuck(deps, uuid);
      if (stuck === undefined || idOf(stuck) !== id)
        throw new Problem('not_found', 'Nothing is in doubt under this id: it is settled, or never was.');
      return { id, outcome: await askNow(deps, stuck, operatorOf(request, request.body.reason)) };
    },
  );
};

const idOf = ({ kind, id }: Pick<Stuck, 'kind' | 'id'>): string => formatId(idKinds[kind], id);

/** A moment to the microsecond, and an id: the list is ordered by both. */
const cursorOf = ({ since, id }: Stuck): string => `${Buffer.from(since).toString('base64url')}.${id}`;

const readCursor = (cursor: string | undefined): { readonly since: string; readonly id: string } | undefined => {
  if (cursor === undefined) return undefined;
  const [, moment = '', id = ''] = /^([\w-]{1,60})\.([0-9a-f-]{36})$/.exec(cursor) ?? [];
  const since = Buffer.from(moment, 'base64url').toString();
  if (!/^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(since) || Number.isNaN(Date.parse(since))) {
    const message = 'cursor must be the nextCursor of the page before.';
    throw new Problem('invalid_fields', message, { fields: [{ pointer: 'query:cursor', code: 'form', message }] });
  }
  return { since, id };
};

const present = (row: Stuck) => ({
  id: idOf(row),
  account: row.account_name,
  advice: row.advice,
  amount: row.amount,
  currency: row.currency,
  knows: row.knows,
  merchant: formatId('merchant', row.merchant_id),
  next: row.next,
  nextAt: wholeSeconds(row.next_at),
  payment: formatId('payment', row.payment_id),
  reference: row.id,
  since: wholeSeconds(row.since),
  tries: row.tries,
  what: row.what,
});
