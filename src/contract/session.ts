import { formatId } from '../base/id.ts';
import type { PaymentUrls } from './payment-url.ts';
import type { CustomerDetails, SessionRow } from './rows.ts';
import { inVersion, type ApiVersion, type WireObject } from './versions.ts';

/** What the public `status` says of each internal state. A session that is being paid is still open to the merchant. */
const statusOf = { open: 'open', paying: 'open', completed: 'completed', expired: 'expired' } as const;

/** A session as API V2 shows it: `id` first, the other keys in alphabetical order. */
export const presentSession = (
  row: SessionRow,
  context: { readonly version: ApiVersion; readonly urls: PaymentUrls },
): WireObject => {
  const status = statusOf[row.state];
  const session: WireObject = {
    id: formatId('session', row.id),
    amount: row.amount,
    created: wholeSeconds(row.created_at),
    currency: row.currency,
    customerDetails: presentCustomer(row.customer_details),
    ...(row.description === null ? {} : { description: row.description }),
    ...(row.expiration_reason === null ? {} : { expirationReason: row.expiration_reason }),
    expiresAt: wholeSeconds(row.expires_at),
    failureUrl: row.failure_url,
    locale: row.locale ?? 'EN',
    ...(row.merchant_customer_id === null ? {} : { merchantCustomerId: row.merchant_customer_id }),
    merchantReferenceId: row.merchant_reference_id,
    metadata: row.metadata,
    ...(row.payment_id === null ? {} : { payment: formatId('payment', row.payment_id) }),
    paymentData: { captureMethod: row.capture_method },
    paymentStatus: row.payment_status,
    // An expired session can't be paid, so it has no address to pay at.
    ...(status === 'expired' ? {} : { paymentUrl: context.urls.ofSession(row.merchant_id, row.id) }),
    ...(typeof row.wait_for_webhook_ms === 'number' && { returnPolicy: { waitForWebhookMs: row.wait_for_webhook_ms } }),
    sequence: row.sequence,
    ...(row.setup_future_usage === null ? {} : { setupFutureUsage: inOrderThroughout(row.setup_future_usage) }),
    status,
    successUrl: row.success_url,
    ...webhookAtReturnOf(row),
  };
  return inVersion(context.version, session, { currencyAsSent: row.currency_as_sent });
};

const webhookAtReturnOf = ({ webhook_at_return: result, webhook_at_return_ms: ms }: SessionRow): WireObject =>
  typeof result === 'string' ? { webhookAtReturn: { ...(typeof ms === 'number' && { ms }), result } } : {};

/** jsonb keeps keys by length, so the order is made here. */
const presentCustomer = ({ billingAddress, ...customer }: CustomerDetails): WireObject =>
  inOrder({ ...customer, ...(billingAddress === undefined ? {} : { billingAddress: inOrder(billingAddress) }) });

const inOrder = (fields: WireObject): WireObject =>
  Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)));

/**
 * `2024-03-28T08:26:37.123456+00:00` → `2024-03-28T08:26:37Z`. A session of the database may have another zone, and
 * then writes `2024-03-28T05:56:37.123456-02:30`: the same moment, so the same answer.
 */
export const wholeSeconds = (timestamp: string): string =>
  `${(timestamp.endsWith('+00:00') ? timestamp : new Date(timestamp).toISOString()).slice(0, 19)}Z`;

const inOrderThroughout = (fields: WireObject): WireObject =>
  inOrder(
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [
        name,
        typeof value === 'object' && value !== null ? inOrderThroughout(value as WireObject) : value,
      ]),
    ),
  );
