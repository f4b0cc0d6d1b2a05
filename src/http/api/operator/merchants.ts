import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Static } from 'typebox';
import type { Actor } from '../../../audit/entry.ts';
import { formatId, parseId, type Uuid } from '../../../base/id.ts';
import { Problem } from '../../../base/problem.ts';
import { wholeSeconds } from '../../../contract/session.ts';
import { OPERATORS } from '../../../members/roles.ts';
import { setMerchantSuspended } from '../../../merchants/change.ts';
import { createMerchant } from '../../../merchants/create.ts';
import { findMerchant, findMerchants, type MerchantRow } from '../../../merchants/store.ts';
import { pageOf } from '../paging.ts';
import type { OperatorDeps } from './routes.ts';
import {
  merchantCreateSchema,
  merchantIdParams,
  merchantListSchema,
  merchantSchema,
  newMerchantSchema,
  pageQuerySchema,
  reasonSchema,
} from './schemas.ts';

const tags = ['Operator'];
type WithId = { readonly Params: { readonly id: string } };
type WithReason = WithId & { readonly Body: Static<typeof reasonSchema> };

/** Merchants: listed, made, suspended and let go on. */
export const registerMerchants = (app: FastifyInstance, deps: OperatorDeps): void => {
  const list = {
    operationId: 'listMerchants',
    tags,
    summary: 'List merchants',
    description: 'All of them, in the order in which they were made.',
    querystring: pageQuerySchema,
    response: { 200: merchantListSchema },
  };
  app.get<{ Querystring: Static<typeof pageQuerySchema> }>(
    '/operator/merchants',
    { schema: list },
    async ({ query }) => {
      const { limit, before: after, fetch } = pageOf('merchant', query);
      const rows = await findMerchants(deps.db.query, { limit: fetch, after });
      const shown = rows.slice(0, limit);
      const last = shown.at(-1);
      const hasMore = rows.length > limit;
      const nextCursor = hasMore && last !== undefined ? formatId('merchant', last.merchant_id) : null;
      return { data: shown.map(present), hasMore, nextCursor };
    },
  );

  const create = {
    operationId: 'createMerchant',
    tags,
    summary: 'Create a merchant',
    description: 'With its first API key, which is shown only now.',
    body: merchantCreateSchema,
    response: { 200: newMerchantSchema },
  };
  app.post<{ Body: Static<typeof merchantCreateSchema> }>(
    '/operator/merchants',
    { schema: create },
    async (request) => {
      const actor = operatorOf(request, 'made by the API of operators');
      const { merchantId, apiKey } = await createMerchant(deps, { name: request.body.name, actor });
      const { id, ...rest } = present(await existing(deps, merchantId));
      return { id, apiKey: apiKey.reveal(), ...rest };
    },
  );

  for (const [act, summary, description] of acts)
    app.post<WithReason>(
      `/operator/merchants/:id/${act}`,
      {
        schema: {
          operationId: `${act}Merchant`,
          tags,
          summary,
          description,
          params: merchantIdParams,
          body: reasonSchema,
          response: { 200: merchantSchema },
        },
      },
      async (request) => {
        const { reason } = request.body;
        const { merchant_id } = await existing(deps, parseId('merchant', request.params.id));
        const merchantId = merchant_id as Uuid<'merchant'>;
        const suspended = act === 'suspend' ? { reason } : undefined;
        await setMerchantSuspended(deps, { merchantId, actor: operatorOf(request, reason), suspended });
        return present(await existing(deps, merchantId));
      },
    );
};

const acts = [
  [
    'suspend',
    'Suspend a merchant',
    'It takes no new money: nothing is paid or captured, and open pages close. Refunds, cancels, reading and ' +
      'webhooks go on.',
  ],
  ['resume', 'Let a merchant go on', 'The suspension is over.'],
] as const;

/** The key of operators that calls, as the audit log of a merchant names an operator. */
export const operatorOf = ({ call }: FastifyRequest, reason: string): Actor => ({
  kind: 'operator',
  id: formatId('apiKey', call.caller.apiKeyId),
  name: call.grant.name,
  ...('from' in call.actor && { from: call.actor.from }),
  reason,
});

const existing = async ({ db }: OperatorDeps, merchantId: Uuid<'merchant'> | undefined): Promise<MerchantRow> => {
  const row =
    merchantId === undefined || merchantId === OPERATORS ? undefined : await findMerchant(db.query, merchantId);
  if (row === undefined) throw new Problem('not_found', 'There is no such merchant.');
  return row;
};

const present = (row: MerchantRow) => ({
  id: formatId('merchant', row.merchant_id),
  created: wholeSeconds(row.created_at),
  name: row.name,
  suspendedAt: row.suspended_at === null ? null : wholeSeconds(row.suspended_at),
  suspensionReason: row.suspension_reason,
});
