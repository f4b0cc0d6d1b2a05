import type { Uuid } from '../base/id.ts';
import type { Db } from '../db/db.ts';

/**
 * Sends an event again, to one endpoint or to every enabled one that wants it today, whether or not it was delivered
 * before; under the same id, so that a receiver that remembers ids takes it once. Gives how many endpoints it goes to;
 * undefined when there is no such event. A delivery that is under way already is not doubled. A test is for the
 * endpoint that was tested, and for no other unless it is named.
 */
export const resendEvent = async (
  { db }: { readonly db: Pick<Db, 'query'> },
  input: {
    readonly merchantId: Uuid<'merchant'>;
    readonly eventId: Uuid<'event'>;
    readonly endpointId: Uuid<'webhookEndpoint'> | undefined;
  },
): Promise<number | undefined> => {
  const [row] = await db.query<{ is_known: boolean; queued: number }>(
    {
      name: 'resend-event',
      text: `
        with event as (
          select merchant_id, id, type, subject_id, sequence from events where merchant_id = $1 and id = $2
        ),
        queued as (
          insert into deliveries (merchant_id, endpoint_id, event_id, subject_id, sequence, state, next_attempt_at)
          select event.merchant_id, endpoint.id, event.id, event.subject_id, event.sequence, 'pending', now()
          from event
          join webhook_endpoints endpoint on endpoint.merchant_id = event.merchant_id
          where endpoint.enabled and endpoint.deleted_at is null
            and case
              when $3::uuid is not null then endpoint.id = $3
              when event.type = 'webhookEndpoint.test' then endpoint.id = event.subject_id
              else endpoint.events && array['*', event.type]
            end
          on conflict (merchant_id, endpoint_id, event_id) do update
          set state = 'pending', next_attempt_at = now(), delivered_at = null, leased_until = null,
              fence = deliveries.fence + 1, created_at = now()
          where deliveries.leased_until is null or deliveries.leased_until <= now()
          returning endpoint_id
        )
        select exists (select from event) as is_known, (select count(*)::int from queued) as queued`,
    },
    [input.merchantId, input.eventId, input.endpointId ?? null],
  );
  return row?.is_known === true ? row.queued : undefined;
};
