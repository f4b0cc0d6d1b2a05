import type { CardSummary } from '../card/card.ts';

/**
 * The rows behind the objects of API V2, as `to_jsonb(row)` gives them: what the flow reads and what an event keeps as
 * its snapshot is one shape, so one function shows both to a merchant. Column names are the database's; times are ISO
 * text in UTC with microseconds (`2024-03-28T08:26:37.123456+00:00`); amounts are whole minor units (≤ 10^12, exact in
 * a double).
 */
export type SessionRow = {
  readonly merchant_id: string;
  readonly id: string;
  readonly state: 'open' | 'paying' | 'completed' | 'expired';
  readonly version: number;
  readonly sequence: number;
  readonly amount: number;
  readonly currency: string;
  readonly currency_as_sent: string;
  readonly success_url: string;
  readonly failure_url: string;
  readonly merchant_reference_id: string;
  readonly locale: string | null;
  readonly description: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly customer_details: CustomerDetails;
  readonly merchant_customer_id: string | null;
  readonly setup_future_usage: Readonly<Record<string, unknown>> | null;
  readonly capture_method: CaptureMethod;
  readonly payment_status: 'unpaid' | 'authorized' | 'paid' | 'partiallyRefunded' | 'refunded' | 'canceled';
  readonly payment_id: string | null;
  readonly attempts_begun: number;
  readonly declines: number;
  readonly last_decline_reason: string | null;
  readonly expiration_reason: ExpirationReason | null;
  readonly api_key_id: string;
  /** Null: its page has an address made of ids, as all once had. */
  readonly has_secret_address: true | null;
  readonly created_at: string;
  readonly expires_at: string;
  /** This and the next three are absent in what is older than they. Null: the merchant's time counts. */
  readonly wait_for_webhook_ms?: number | null;
  /** Until then the way back to the shop is held, unless `webhook_at_return` says before how it ended. */
  readonly return_held_until?: string | null;
  readonly webhook_at_return?: WebhookAtReturn | null;
  /** After the completion; with `acknowledged` only. */
  readonly webhook_at_return_ms?: number | null;
};

/** What `session.completed` had come to when the customer was sent back to the shop. */
export const webhooksAtReturn = ['acknowledged', 'timedOut', 'noEndpoint', 'failing'] as const;
export type WebhookAtReturn = (typeof webhooksAtReturn)[number];

export type CaptureMethod = 'automatic' | 'manual';
export type ExpirationReason = 'timeout' | 'merchant' | 'attemptsExhausted' | 'customerCanceled';

export type CustomerDetails = {
  readonly email?: string;
  readonly phone?: string;
  readonly fullName?: string;
  readonly billingAddress?: {
    readonly line1?: string;
    readonly line2?: string;
    readonly city?: string;
    readonly state?: string;
    readonly postalCode?: string;
    readonly country?: string;
  };
};

export type PaymentRow = {
  readonly merchant_id: string;
  readonly id: string;
  readonly session_id: string | null;
  /** Null: a session's, or one whose page has an address made of ids, as all once had. */
  readonly has_secret_address: true | null;
  readonly state:
    | 'processing'
    | 'requiresPaymentMethod'
    | 'requiresAction'
    | 'requiresCapture'
    | 'canceling'
    | 'releasing'
    | 'succeeded'
    | 'failed'
    | 'canceled';
  readonly version: number;
  readonly sequence: number;
  readonly amount: number;
  readonly currency: string;
  readonly currency_as_sent: string;
  readonly capture_method: CaptureMethod;
  readonly amount_authorized: number;
  /** What is being added to the authorization. Absent in what is older. */
  readonly amount_increment_pending?: number;
  readonly amount_capture_pending: number;
  readonly amount_captured: number;
  readonly amount_refund_pending: number;
  readonly amount_refunded: number;
  readonly merchant_reference_id: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly card: CardSummary;
  readonly last_error: { readonly code: string; readonly declineReason?: string; readonly message: string } | null;
  readonly attempt_id: string;
  /** Where its attempt went, and captures and refunds go. Null: the sandbox acquirer; absent in what is older. */
  readonly account_id?: string | null;
  readonly three_ds: ThreeDsSummary | null;
  readonly return_url: string | null;
  readonly api_key_id: string | null;
  readonly payment_method_id: string | null;
  readonly setup_future_usage: Readonly<Record<string, unknown>> | null;
  readonly created_at: string;
};

/** What 3-D Secure came to for the card tried last: what may be shown of it, so never a cavv. */
export type ThreeDsSummary = {
  readonly status: ThreeDsStatus;
  /** EMVCo's letter, when an issuer or a directory server gave one. */
  readonly transStatus?: string;
  readonly version?: string;
  readonly eci?: string;
  readonly liabilityShift: boolean;
};

export const threeDsStatuses = [
  'authenticated',
  'attempted',
  'exempt',
  'unavailable',
  'notEnrolled',
  'failed',
  'rejected',
] as const;
export type ThreeDsStatus = (typeof threeDsStatuses)[number];

/** A capture, a void, a refund or an increment. */
export type OperationRow = {
  readonly merchant_id: string;
  readonly id: string;
  readonly payment_id: string;
  readonly kind: 'capture' | 'void' | 'refund' | 'increment';
  readonly state: 'sending' | 'succeeded' | 'failed';
  readonly version: number;
  readonly sequence: number;
  readonly amount: number;
  readonly currency: string;
  readonly currency_as_sent: string;
  readonly final: boolean;
  readonly reason: string | null;
  readonly decline_reason: string | null;
  readonly idempotency_key: string | null;
  readonly created_at: string;
};

export type EventRow = {
  readonly merchant_id: string;
  readonly id: string;
  readonly type: string;
  readonly subject_id: string;
  readonly sequence: number;
  readonly object: 'session' | 'payment' | 'refund' | 'paymentMethod' | 'webhookEndpoint';
  readonly object_id: string;
  readonly snapshot: Readonly<Record<string, unknown>>;
  readonly created_at: string;
};
