import type { FastifyInstance } from 'fastify';
import type { Static } from 'typebox';
import type { WireObject } from '../../contract/versions.ts';
import { policyOf } from '../../flow/authentication/profile.ts';
import { changeMerchant } from '../../merchants/change.ts';
import type { MerchantDeps } from '../../merchants/create.ts';
import type { Db } from '../../db/db.ts';
import { findMerchant, type MerchantRow } from '../../merchants/store.ts';
import { settingsChangeSchema, settingsSchema } from './settings-schema.ts';

type Deps = Omit<MerchantDeps, 'db'> & { readonly db: Db };

/** What a merchant sets itself. What only an operator may set (limits against card testing, suspension) is not here. */
export const registerSettings = (app: FastifyInstance, deps: Deps): void => {
  app.get(
    '/settings',
    {
      schema: {
        operationId: 'retrieveSettings',
        tags,
        summary: 'Retrieve the settings',
        description: 'What your account has set for all of its sessions and payments.',
        response: { 200: settingsSchema },
      },
    },
    async (request) => present(await findMerchant(deps.db.query, request.call.caller.merchantId), deps.mode),
  );

  app.patch<{ Body: Static<typeof settingsChangeSchema> }>(
    '/settings',
    {
      schema: {
        operationId: 'updateSettings',
        tags,
        summary: 'Change the settings',
        description:
          'What is left out stays. Everything holds from now on, on every machine of the gateway within five ' +
          'seconds; sessions that exist stay as they are.',
        body: settingsChangeSchema,
        response: { 200: settingsSchema },
      },
    },
    async ({ body: { branding, refundLimits, ...rest }, call }) =>
      present(
        await changeMerchant(deps, {
          merchantId: call.caller.merchantId,
          actor: call.actor,
          change: {
            ...rest,
            name: branding?.name,
            accentColor: colorFrom(branding?.accentColor),
            refundLimits: refundLimits?.map((limit) => ({ ...limit, currency: limit.currency.toUpperCase() })),
          },
        }),
        deps.mode,
      ),
  );
};

const tags = ['Settings'];

const colorFrom = (color: string | undefined): string | null | undefined => (color === 'default' ? null : color);

const present = (row: MerchantRow | undefined, mode: Deps['mode']): WireObject => {
  if (row === undefined) throw new Error('a key names a merchant that is not stored');
  const { challenge, whenNotEnrolled, whenUnavailable } = policyOf(row.three_ds ?? {}, mode);
  return {
    branding: { accentColor: row.accent_color ?? 'default', name: row.name },
    dailyReport: row.daily_report,
    orderGuard: row.order_guard,
    refundLimits: row.refund_limits.map(({ amount, currency, role }) => ({ amount, currency, role })),
    returnOrigins: row.return_origins,
    sessionMinutes: row.session_minutes,
    threeDs: { challenge, whenNotEnrolled, whenUnavailable },
    unknownFields: row.unknown_fields,
    waitForWebhookMs: row.wait_for_webhook_ms,
  };
};
