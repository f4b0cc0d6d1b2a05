import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type, type Static } from 'typebox';
import type { AccountAddress } from '../../acquirers/accounts.ts';
import { findAccounts } from '../../acquirers/store.ts';
import { formatId } from '../../base/id.ts';
import { wholeSeconds } from '../../contract/session.ts';
import type { WireObject } from '../../contract/versions.ts';
import type { Db } from '../../db/db.ts';
import {
  findNotifications,
  notificationStates,
  replayNotifications,
  type NotificationRow,
  type NotificationState,
} from '../../flow/notification/store.ts';
import { accountIdParams } from './acquirer-account-schema.ts';
import { addressOf, noAccount, type WithId } from './acquirer-accounts.ts';
import type { Page } from './paging.ts';
import { listOf, named, object, pageQuery, time } from './schema.ts';

/** What they are called outside, and what each means. */
const statuses: Readonly<Record<NotificationState, string>> = {
  received: 'it is yet to be applied',
  applied: 'it ended something that waited for it',
  redundant: 'what it says was known',
  unknown: 'it names nothing of ours',
  ignored: 'it moves nothing',
  refused: 'it cannot be true of what is stored: a person has to look',
};
const status = Type.Enum([...notificationStates], {
  description: Object.entries(statuses)
    .map(([name, meaning]) => `\`${name}\`: ${meaning}`)
    .join('; '),
});

const notificationSchema = named(
  'AcquirerNotification',
  object({
    id: Type.String({ description: "The acquirer's id of it." }),
    applied: Type.Optional(time('When it was applied.')),
    details: Type.Unsafe<Record<string, string>>({
      type: 'object',
      description: "What it says, in the acquirer's words; nothing of a card but its last digits.",
      additionalProperties: { type: 'string' },
    }),
    received: time('When it came first.'),
    reference: Type.Optional(
      Type.String({ description: 'The attempt or operation that it names, as the acquirer knows it.' }),
    ),
    status,
    timesReceived: Type.Integer({ description: 'How often it came.' }),
    type: Type.String({ description: "The acquirer's word for it.", example: 'CAPTURE_FAILED' }),
  }),
);

const listQuery = Type.Object({ ...pageQuery, status: Type.Optional(status) }, { additionalProperties: false });

const replaySchema = named(
  'AcquirerNotificationReplay',
  object({
    ids: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
        minItems: 1,
        maxItems: 1_000,
        description: "Only these, by the acquirer's ids.",
      }),
    ),
    statuses: Type.Optional(
      Type.Array(status, { minItems: 1, maxItems: 6, description: 'Only these; left out: `unknown` and `refused`.' }),
    ),
  }),
);
const replayedSchema = named(
  'AcquirerNotificationsReplayed',
  object({ count: Type.Integer({ description: 'How many will be applied again, within seconds.' }) }),
);

const tags = ['Acquirer accounts'];
const DEFAULT_LIMIT = 20;

/** What an acquirer has sent by itself, and what came of it. */
export const registerAcquirerNotifications = (app: FastifyInstance, deps: { readonly db: Db }): void => {
  app.get<WithId & { Querystring: Static<typeof listQuery> }>(
    '/acquirer-accounts/:id/notifications',
    {
      schema: {
        operationId: 'listAcquirerNotifications',
        tags,
        summary: 'List what an acquirer has sent',
        description: 'Newest first; kept for 90 days.',
        params: accountIdParams,
        querystring: listQuery,
        response: { 200: listOf('AcquirerNotificationList', notificationSchema) },
      },
    },
    async (request): Promise<Page> => {
      const { merchantId, id: accountId } = await existingAccount(deps, request);
      const { limit = DEFAULT_LIMIT, cursor, status: state } = request.query;
      const before = cursor === undefined ? undefined : Buffer.from(cursor, 'base64url').toString('utf8');
      const rows = await findNotifications(deps.db.query, merchantId, { accountId, state, before, limit: limit + 1 });
      const shown = rows.slice(0, limit);
      const last = rows.length > limit ? shown.at(-1) : undefined;
      return {
        data: shown.map(present),
        hasMore: last !== undefined,
        nextCursor: last === undefined ? null : Buffer.from(last.host_id).toString('base64url'),
      };
    },
  );
  app.post<WithId & { Body: Static<typeof replaySchema> }>(
    '/acquirer-accounts/:id/notifications/replay',
    {
      schema: {
        operationId: 'replayAcquirerNotifications',
        tags,
        summary: 'Apply what an acquirer has sent once more',
        description: 'From what is stored: as after a mistake of ours. What was applied before changes nothing again.',
        params: accountIdParams,
        body: replaySchema,
        response: { 200: replayedSchema },
      },
    },
    async (request) => {
      const { merchantId, id: accountId } = await existingAccount(deps, request);
      const { ids, statuses: states = ['unknown', 'refused'] } = request.body;
      const place = { merchantId, accountId };
      return { count: await replayNotifications(deps.db.query, place, { states, hostIds: ids }) };
    },
  );
};

/** Throws when there is no such account; what it has sent is nobody's else either. */
const existingAccount = async (
  { db }: { readonly db: Db },
  request: FastifyRequest<WithId>,
): Promise<AccountAddress> => {
  const address = addressOf(request);
  const accounts = await findAccounts(db.query, address.merchantId);
  if (!accounts.some(({ id }) => id === address.id)) throw noAccount();
  return address;
};

const present = (row: NotificationRow): WireObject => ({
  id: row.host_id,
  ...(row.applied_at === null ? {} : { applied: wholeSeconds(row.applied_at.toISOString()) }),
  details: Object.fromEntries(Object.entries(row.details).sort(([a], [b]) => (a < b ? -1 : 1))),
  received: wholeSeconds(row.received_at.toISOString()),
  ...(row.reference === null ? {} : { reference: formatId('attempt', row.reference) }),
  status: row.state,
  timesReceived: row.times_received,
  type: row.type,
});
