import type { Uuid } from '../base/id.ts';
import type { EventRow } from '../contract/rows.ts';
import type { Query } from '../db/db.ts';
import type { EndpointRow } from '../events/endpoint-object.ts';
import { EVENT_COLUMNS } from '../events/store.ts';

/** A row as JSON, so that times have one form everywhere, without the secrets. */
export const ROW = `to_jsonb(webhook_endpoints) - 'secret_sealed' - 'old_secret_sealed' as row`;
export type Wrapped = { readonly row: EndpointRow };

/** Enabled or not; deleted ones are gone for everybody. */
export const ENDPOINTS_MOST = 20;

export type NewEndpoint = {
  readonly merchantId: Uuid<'merchant'>;
  readonly id: Uuid<'webhookEndpoint'>;
  readonly url: string;
  readonly description: string | undefined;
  readonly events: readonly string[];
  readonly apiVersion: string;
  readonly secretSealed: Buffer;
  readonly holdsReturn: boolean;
  /** Names its ed25519 key; undefined: it wants no such signatures. */
  readonly signingKeyId: string | undefined;
};

/** Undefined when the merchant has as many as it may. Two at the same moment may pass that number by one. */
export const insertEndpoint = async (query: Query, endpoint: NewEndpoint): Promise<EndpointRow | undefined> => {
  const [found] = await query<Wrapped>(
    {
      name: 'insert-webhook-endpoint',
      text: `
        insert into webhook_endpoints (merchant_id, id, url, description, events, api_version, secret_sealed, holds_return,
                                       signing_key_id)
        select $1::uuid, $2, $3, $4, $5, $6, $7, $8, $9::uuid
        where (select count(*) from webhook_endpoints where merchant_id = $1 and deleted_at is null) < ${ENDPOINTS_MOST}
        returning ${ROW}`,
    },
    [
      endpoint.merchantId,
      endpoint.id,
      endpoint.url,
      endpoint.description ?? null,
      endpoint.events,
      endpoint.apiVersion,
      endpoint.secretSealed,
      endpoint.holdsReturn,
      endpoint.signingKeyId ?? null,
    ],
  );
  return found?.row;
};

export const findEndpoint = async (
  query: Query,
  merchantId: Uuid<'merchant'>,
  id: Uuid<'webhookEndpoint'>,
): Promise<EndpointRow | undefined> => {
  const [found] = await query<Wrapped>(
    {
      name: 'find-webhook-endpoint',
      text: `select ${ROW} from webhook_endpoints where merchant_id = $1 and id = $2 and deleted_at is null`,
    },
    [merchantId, id],
  );
  return found?.row;
};

/** Newest first; at most `limit` of those made before the endpoint `before`. */
export const findEndpoints = async (
  query: Query,
  merchantId: Uuid<'merchant'>,
  page: { readonly limit: number; readonly before: string | undefined },
): Promise<EndpointRow[]> => {
  const rows = await query<Wrapped>(
    {
      name: 'find-webhook-endpoints',
      text: `
        select ${ROW} from webhook_endpoints
        where merchant_id = $1 and deleted_at is null and ($2::uuid is null or id < $2)
        order by id desc limit $3`,
    },
    [merchantId, page.before ?? null, page.limit],
  );
  return rows.map(({ row }) => row);
};

/** What is undefined stays; an empty description removes it. */
export type EndpointChange = {
  readonly url: string | undefined;
  readonly description: string | undefined;
  readonly events: readonly string[] | undefined;
  readonly enabled: boolean | undefined;
  readonly holdsReturn?: boolean | undefined;
  /** True: the key that it has, or the new one named here. False: no ed25519 signatures any more. */
  readonly hasSigningKey: boolean | undefined;
  readonly newSigningKeyId: string;
};

/**
 * A new address, or being enabled again, is a new start: what was noted about failures is forgotten, so that waiting
 * deliveries leave at once.
 */
export const updateEndpoint = async (
  query: Query,
  merchantId: Uuid<'merchant'>,
  id: Uuid<'webhookEndpoint'>,
  change: EndpointChange,
): Promise<EndpointRow | undefined> => {
  const [found] = await query<Wrapped>(
    {
      name: 'update-webhook-endpoint',
      text: `
        update webhook_endpoints
        set url = coalesce($3, url),
            description = case when $4::text is null then description else nullif($4, '') end,
            events = coalesce($5::text[], events),
            enabled = coalesce($6::boolean, enabled),
            holds_return = coalesce($7::boolean, holds_return),
            disabled_reason = case
              when $6 is null then disabled_reason
              when not $6 then coalesce(disabled_reason, 'merchant')
            end,
            consecutive_failures = case when $6 is not null or $3 <> url then 0 else consecutive_failures end,
            failing_since = case when $6 is not null or $3 <> url then null else failing_since end,
            failing_told_at = case when $6 is not null or $3 <> url then null else failing_told_at end,
            probe_at = case when $6 is not null or $3 <> url then null else probe_at end,
            signing_key_id = case
              when $8::boolean is null then signing_key_id
              when $8 then coalesce(signing_key_id, $9::uuid)
            end,
            old_signing_key_id = case when $8 is null or $8 then old_signing_key_id end,
            old_signing_key_expires_at = case when $8 is null or $8 then old_signing_key_expires_at end
        where merchant_id = $1 and id = $2 and deleted_at is null
        returning ${ROW}`,
    },
    [
      merchantId,
      id,
      change.url ?? null,
      change.description ?? null,
      change.events ?? null,
      change.enabled ?? null,
      change.holdsReturn ?? null,
      change.hasSigningKey ?? null,
      change.newSigningKeyId,
    ],
  );
  return found?.row;
};

/** Marks an endpoint as deleted, so that nothing leaves for it any more. False when there is none. */
export const removeEndpoint = async (
  query: Query,
  merchantId: Uuid<'merchant'>,
  id: Uuid<'webhookEndpoint'>,
): Promise<boolean> => {
  const rows = await query(
    {
      name: 'delete-webhook-endpoint',
      text: `
        update webhook_endpoints set deleted_at = now(), probe_at = null
        where merchant_id = $1 and id = $2 and deleted_at is null
        returning id`,
    },
    [merchantId, id],
  );
  return rows.length > 0;
};

/**
 * Tells an endpoint, and nobody else, an event about itself. Undefined when there is none, or it is switched off. One
 * that counts as down is probed at once: whoever asks for a test has probably repaired it.
 */
export const tellTest = async (
  query: Query,
  merchantId: Uuid<'merchant'>,
  id: Uuid<'webhookEndpoint'>,
  eventId: Uuid<'event'>,
): Promise<EventRow | undefined> => {
  const [row] = await query<EventRow>(
    {
      name: 'tell-endpoint-test',
      text: `
        with marked as (
          update webhook_endpoints
          set sequence = sequence + 1, probe_at = case when probe_at > now() then now() else probe_at end
          where merchant_id = $1 and id = $2 and enabled and deleted_at is null
          returning *
        ),
        told as (
          insert into events (merchant_id, id, type, subject_id, sequence, object, object_id, snapshot)
          select merchant_id, $3::uuid, 'webhookEndpoint.test', id, sequence, 'webhookEndpoint', id,
                 to_jsonb(marked) - 'secret_sealed' - 'old_secret_sealed'
          from marked
          returning *
        ),
        queued as (
          insert into deliveries (merchant_id, endpoint_id, event_id, subject_id, sequence, state, next_attempt_at)
          select merchant_id, subject_id, id, subject_id, sequence, 'pending', now() from told
        ),
        fed as (
          insert into event_feed_queue (merchant_id, event_id)
          select feed.merchant_id, told.id from told join event_feeds feed on feed.merchant_id = $1
        )
        select ${EVENT_COLUMNS} from told event`,
    },
    [merchantId, id, eventId],
  );
  return row;
};
