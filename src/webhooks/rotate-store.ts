import type { Uuid } from '../base/id.ts';
import type { Query } from '../db/db.ts';
import type { EndpointRow } from '../events/endpoint-object.ts';
import { ROW, type Wrapped } from './endpoint-store.ts';

export type EndpointAddress = { readonly merchantId: Uuid<'merchant'>; readonly id: Uuid<'webhookEndpoint'> };

/**
 * The secret in force becomes the old one; one that was old already, or was to come, ends now. In force is the old
 * secret while a switch is planned: whoever verifies knows that one and not the one to come.
 *
 * With `switchesAt` the old secret signs alone until then. Otherwise both sign for `overlapMs`. Undefined: there is no
 * such endpoint, or the moment is not `leadMs` away.
 */
export const replaceSecret = async (
  query: Query,
  { merchantId, id }: EndpointAddress,
  input: {
    readonly secretSealed: Buffer;
    readonly overlapMs: number;
    readonly switchesAt: Date | undefined;
    readonly leadMs: number;
  },
): Promise<EndpointRow | undefined> => {
  const [found] = await query<Wrapped>(
    {
      name: 'replace-webhook-secret',
      text: `
        with moment as (
          select now() as at, now() + $6 * interval '1 millisecond' as earliest_switch,
                 coalesce($5::timestamptz, now() + nullif($4::bigint, 0) * interval '1 millisecond') as old_ends_at
        )
        update webhook_endpoints
        set secret_sealed = $3,
            old_secret_sealed = case
              when moment.old_ends_at is null then null
              when secret_switches_at = old_secret_expires_at and secret_switches_at > moment.at then old_secret_sealed
              else secret_sealed
            end,
            old_secret_expires_at = moment.old_ends_at,
            secret_switches_at = $5
        from moment
        where merchant_id = $1 and id = $2 and deleted_at is null
          and ($5 is null or $5 >= moment.earliest_switch)
        returning ${ROW}`,
    },
    [merchantId, id, input.secretSealed, input.overlapMs, input.switchesAt ?? null, input.leadMs],
  );
  return found?.row;
};

/** The old secret stays in force. Undefined: no such endpoint, nothing planned, or the moment is not `leadMs` away. */
export const keepOldSecret = async (
  query: Query,
  { merchantId, id }: EndpointAddress,
  leadMs: number,
): Promise<EndpointRow | undefined> => {
  const [found] = await query<Wrapped>(
    {
      name: 'keep-old-webhook-secret',
      text: `
        update webhook_endpoints
        set secret_sealed = old_secret_sealed, old_secret_sealed = null, old_secret_expires_at = null,
            secret_switches_at = null
        where merchant_id = $1 and id = $2 and deleted_at is null
          and secret_switches_at = old_secret_expires_at
          and secret_switches_at >= now() + $3 * interval '1 millisecond'
        returning ${ROW}`,
    },
    [merchantId, id, leadMs],
  );
  return found?.row;
};

/**
 * The ed25519 key of today signs beside the new one for `overlapMs`; one that was old already ends now. Undefined: no
 * such endpoint, or it has no such key.
 */
export const replaceSigningKey = async (
  query: Query,
  { merchantId, id }: EndpointAddress,
  input: { readonly keyId: string; readonly overlapMs: number },
): Promise<EndpointRow | undefined> => {
  const [found] = await query<Wrapped>(
    {
      name: 'replace-webhook-signing-key',
      text: `
        with moment as (select now() + nullif($4::bigint, 0) * interval '1 millisecond' as old_ends_at)
        update webhook_endpoints
        set signing_key_id = $3::uuid,
            old_signing_key_id = case when moment.old_ends_at is not null then signing_key_id end,
            old_signing_key_expires_at = moment.old_ends_at
        from moment
        where merchant_id = $1 and id = $2 and deleted_at is null and signing_key_id is not null
        returning ${ROW}`,
    },
    [merchantId, id, input.keyId, input.overlapMs],
  );
  return found?.row;
};
