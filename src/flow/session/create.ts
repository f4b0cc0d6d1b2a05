import { newUuid } from '../../base/id.ts';
import type { Money } from '../../base/money.ts';
import type { CustomerDetails, SessionRow } from '../../contract/rows.ts';
import { sqlStateOf, UNIQUE_VIOLATION } from '../../db/db.ts';
import type { Caller } from '../../merchants/api-keys.ts';
import type { FlowDeps } from '../deps.ts';
import type { SessionRefusal } from '../statements/create-sessions.ts';

export type NewSession = {
  readonly amount: Money;
  /** The letters of the request: `eur`, `EUR`. */
  readonly currencyAsSent: string;
  readonly successUrl: string;
  readonly failureUrl: string;
  readonly merchantReferenceId: string | undefined;
  readonly locale: string | undefined;
  readonly description: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  readonly customerDetails: CustomerDetails;
  readonly merchantCustomerId: string | undefined;
  readonly setupFutureUsage: Readonly<Record<string, unknown>> | undefined;
  readonly captureMethod: 'automatic' | 'manual';
  /** ISO text; undefined: as long from now as the merchant has set. */
  readonly expiresAt: string | undefined;
  /** How long the way back waits for the webhook; undefined: as long as the merchant says. */
  readonly waitForWebhookMs: number | undefined;
};

/** Of a caller that is no request of a merchant's. */
const DEFAULT_MINUTES = 20;

/** The key under which the caller asked for this once, and what it asked. */
export type OnceKey = { readonly key: string; readonly requestHash: Buffer };

/** Writes the session and `session.created`. `keyUsed`: the caller's idempotency key was used before. */
export const createSession = async (
  deps: Pick<FlowDeps, 'clock' | 'random' | 'writes' | 'hintDeliveries'>,
  input: { readonly caller: Caller; readonly session: NewSession; readonly once: OnceKey | undefined },
): Promise<SessionRow | SessionRefusal> => {
  const { caller, session, once } = input;
  try {
    const row = await deps.writes.createSession({
      merchantId: caller.merchantId,
      input: {
        id: newUuid<'session'>(deps),
        event_ids: [newUuid<'event'>(deps)],
        api_key_id: caller.apiKeyId,
        amount: Number(session.amount.minor),
        currency: session.amount.currency,
        currency_as_sent: session.currencyAsSent,
        success_url: session.successUrl,
        failure_url: session.failureUrl,
        merchant_reference_id: session.merchantReferenceId ?? null,
        locale: session.locale ?? null,
        description: session.description ?? null,
        metadata: session.metadata,
        customer_details: session.customerDetails,
        merchant_customer_id: session.merchantCustomerId ?? null,
        setup_future_usage: session.setupFutureUsage ?? null,
        capture_method: session.captureMethod,
        expires_at: session.expiresAt ?? null,
        minutes: caller.sessions?.minutes ?? DEFAULT_MINUTES,
        guards_order: caller.sessions?.orderGuard ?? false,
        wait_for_webhook_ms: session.waitForWebhookMs ?? null,
        idempotency_key: once?.key ?? null,
        request_hash: once?.requestHash.toString('hex') ?? null,
      },
    });
    if (typeof row === 'object') deps.hintDeliveries();
    return row;
  } catch (error) {
    // Two requests raced with one new key: the other one is the first, this one replays it.
    if (once !== undefined && sqlStateOf(error) === UNIQUE_VIOLATION) return 'keyUsed';
    throw error;
  }
};
