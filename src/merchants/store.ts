import { OPERATOR_CHAIN } from '../audit/entry.ts';
import type { Uuid } from '../base/id.ts';
import type { Query } from '../db/db.ts';
import type { RefundLimit } from './refund-limits.ts';

export type MerchantRow = {
  readonly merchant_id: string;
  readonly name: string;
  /** What an operator set about 3-D Secure; whoever set it checked it. */
  readonly three_ds: Readonly<Record<string, unknown>> | null;
  /** What an operator set against card testing; whoever set it checked it. */
  readonly velocity: Readonly<Record<string, string>> | null;
  readonly created_at: string;
  /** Since when an operator lets it take no new money. */
  readonly suspended_at: string | null;
  readonly suspension_reason: string | null;
  /** What becomes of request fields that nobody knows. */
  readonly unknown_fields: 'refuse' | 'ignore';
  /** How long customers wait for webhooks before they go back, where the session does not say it. */
  readonly wait_for_webhook_ms: number;
  /** Origins and app schemes that customers may be sent back to; empty: anywhere. */
  readonly return_origins: readonly string[];
  /** A merchantReferenceId that is paid gets no second session. */
  readonly order_guard: boolean;
  /** How long a session lives whose request does not say it. */
  readonly session_minutes: number;
  /** `#1e4fd0`; null: the color of the gateway. */
  readonly accent_color: string | null;
  /** Above these a refund by a person waits for a second one; empty: none does. */
  readonly refund_limits: readonly RefundLimit[];
  /** Its people can have the figures of each day by e-mail. */
  readonly daily_report: boolean;
};

const SHOWN = `merchant_id, name, three_ds, unknown_fields, velocity, suspension_reason, wait_for_webhook_ms,
          return_origins, order_guard, session_minutes, accent_color, refund_limits, daily_report,
          to_json(created_at) #>> '{}' as created_at, to_json(suspended_at) #>> '{}' as suspended_at`;

export const insertMerchant = async (query: Query, merchantId: Uuid<'merchant'>, name: string): Promise<void> => {
  await query(
    {
      name: 'insert-merchant',
      text: `
        with merchant as (
          insert into merchants (merchant_id, name) values ($1, $2) returning merchant_id
        )
        insert into merchant_counters (merchant_id) select merchant_id from merchant`,
    },
    [merchantId, name],
  );
};

export const findMerchant = async (query: Query, merchantId: Uuid<'merchant'>): Promise<MerchantRow | undefined> => {
  const [row] = await query<MerchantRow>(
    { name: 'find-merchant', text: `select ${SHOWN} from merchants where merchant_id = $1` },
    [merchantId],
  );
  return row;
};

/** All merchants, in the order in which they were made. The id of the operators comes before all of them, and is none. */
export const findMerchants = (query: Query, page: { readonly limit: number; readonly after: string | undefined }) =>
  query<MerchantRow>(
    {
      name: 'find-merchants',
      text: `select ${SHOWN} from merchants where merchant_id > $1 order by merchant_id limit $2`,
    },
    [page.after ?? OPERATOR_CHAIN, page.limit],
  );

/** Locks a merchant's row, so that it is judged as it is when it is changed. Payments do not wait for it. */
export const lockMerchant = async (query: Query, merchantId: Uuid<'merchant'>): Promise<MerchantRow | undefined> => {
  const [row] = await query<MerchantRow>(
    { name: 'lock-merchant', text: `select ${SHOWN} from merchants where merchant_id = $1 for no key update` },
    [merchantId],
  );
  return row;
};

/** `reason` null: the suspension is over. */
export const setSuspension = async (
  query: Query,
  merchantId: Uuid<'merchant'>,
  reason: string | null,
): Promise<void> => {
  await query(
    {
      name: 'set-merchant-suspension',
      text: `
        with moment as (select now() as at)
        update merchants
        set suspension_reason = $2::text, suspended_at = case when $2::text is null then null else moment.at end
        from moment
        where merchant_id = $1`,
    },
    [merchantId, reason],
  );
};

/** What is left out stays as it is. */
export type MerchantChange = {
  readonly name?: string | undefined;
  /** Merged with the settings there are, as those of `velocity`. */
  readonly threeDs?: Readonly<Record<string, string>> | undefined;
  readonly velocity?: Readonly<Record<string, string>> | undefined;
  readonly unknownFields?: 'refuse' | 'ignore' | undefined;
  readonly waitForWebhookMs?: number | undefined;
  readonly returnOrigins?: readonly string[] | undefined;
  readonly orderGuard?: boolean | undefined;
  readonly sessionMinutes?: number | undefined;
  /** Null: the color of the gateway again. */
  readonly accentColor?: string | null | undefined;
  readonly refundLimits?: readonly RefundLimit[] | undefined;
  readonly dailyReport?: boolean | undefined;
};

/** Changes what is given; the settings of 3-D Secure are merged with those there are. */
export const updateMerchant = async (
  query: Query,
  merchantId: Uuid<'merchant'>,
  change: MerchantChange,
): Promise<MerchantRow | undefined> => {
  const [row] = await query<MerchantRow>(
    {
      name: 'update-merchant',
      text: `
        update merchants
        set name = coalesce($2, name), three_ds = nullif(coalesce(three_ds, '{}') || $3::jsonb, '{}'),
          unknown_fields = coalesce($4, unknown_fields), wait_for_webhook_ms = coalesce($6, wait_for_webhook_ms),
          velocity = nullif(coalesce(velocity, '{}') || $5::jsonb, '{}'),
          return_origins = coalesce($7::text[], return_origins), order_guard = coalesce($8, order_guard),
          session_minutes = coalesce($9, session_minutes),
          accent_color = nullif(coalesce($10, accent_color), ''),
          refund_limits = coalesce($11::jsonb, refund_limits), daily_report = coalesce($12, daily_report)
        where merchant_id = $1
        returning ${SHOWN}`,
    },
    [
      merchantId,
      change.name ?? null,
      JSON.stringify(change.threeDs ?? {}),
      change.unknownFields ?? null,
      JSON.stringify(change.velocity ?? {}),
      change.waitForWebhookMs ?? null,
      change.returnOrigins ?? null,
      change.orderGuard ?? null,
      change.sessionMinutes ?? null,
      change.accentColor === null ? '' : (change.accentColor ?? null),
      change.refundLimits === undefined ? null : JSON.stringify(change.refundLimits),
      change.dailyReport ?? null,
    ],
  );
  return row;
};
