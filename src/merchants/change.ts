import { isDeepStrictEqual } from 'node:util';
import type { Actor } from '../audit/entry.ts';
import { writeAudit } from '../audit/write.ts';
import { formatId, type Uuid } from '../base/id.ts';
import type { MerchantDeps } from './create.ts';
import { lockMerchant, setSuspension, updateMerchant, type MerchantChange, type MerchantRow } from './store.ts';

type Asked = { readonly merchantId: Uuid<'merchant'>; readonly actor: Actor };

/** Changes what is given. Undefined: there is no such merchant. */
export const changeMerchant = (
  deps: MerchantDeps,
  { merchantId, actor, change }: Asked & { readonly change: MerchantChange },
): Promise<MerchantRow | undefined> =>
  deps.db.transaction(async (query) => {
    const before = await lockMerchant(query, merchantId);
    const after = before && (await updateMerchant(query, merchantId, change));
    if (before === undefined || after === undefined) return undefined;
    if (isDeepStrictEqual(before, after)) return after;
    const acts = [
      {
        action: 'merchant.changed' as const,
        subject: subjectOf(merchantId),
        before: settingsOf(before),
        after: settingsOf(after),
      },
    ];
    await writeAudit(deps, query, { merchantId, actor, acts });
    return after;
  });

const settingsOf = (row: MerchantRow) => ({
  name: row.name,
  threeDs: row.three_ds ?? {},
  velocity: row.velocity ?? {},
  unknownFields: row.unknown_fields,
  waitForWebhookMs: row.wait_for_webhook_ms,
  returnOrigins: row.return_origins,
  orderGuard: row.order_guard,
  sessionMinutes: row.session_minutes,
  accentColor: row.accent_color,
  dailyReport: row.daily_report,
  refundLimits: row.refund_limits,
});

/**
 * Suspends a merchant, or ends that. A suspended merchant begins no new payment and captures nothing; it reads, refunds
 * and cancels, and hears its webhooks. Gives whether that changed anything; undefined: there is no such merchant.
 */
export const setMerchantSuspended = (
  deps: MerchantDeps,
  { merchantId, actor, suspended }: Asked & { readonly suspended: { readonly reason: string } | undefined },
): Promise<{ readonly changed: boolean } | undefined> =>
  deps.db.transaction(async (query) => {
    const before = await lockMerchant(query, merchantId);
    if (before === undefined) return undefined;
    if ((before.suspended_at !== null) === (suspended !== undefined)) return { changed: false };
    await setSuspension(query, merchantId, suspended?.reason ?? null);
    await writeAudit(deps, query, {
      merchantId,
      actor,
      acts: [
        {
          action: suspended === undefined ? 'merchant.resumed' : 'merchant.suspended',
          subject: subjectOf(merchantId),
          before: { reason: before.suspension_reason },
          after: { reason: suspended?.reason ?? null },
        },
      ],
    });
    return { changed: true };
  });

const subjectOf = (merchantId: Uuid<'merchant'>) => ({
  kind: 'merchant' as const,
  id: formatId('merchant', merchantId),
});
