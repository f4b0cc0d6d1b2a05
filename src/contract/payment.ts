import { formatId } from '../base/id.ts';
import type { PaymentUrls } from './payment-url.ts';
import type { PaymentRow } from './rows.ts';
import { wholeSeconds } from './session.ts';
import { inVersion, type ApiVersion, type WireObject } from './versions.ts';

/** A payment as API V2 shows it: `id` first, the other keys in alphabetical order. */
export const presentPayment = (
  row: PaymentRow,
  context: { readonly version: ApiVersion; readonly urls: PaymentUrls },
): WireObject => {
  const { bin, brand, expiryMonth, expiryYear, last4 } = row.card;
  const payment: WireObject = {
    id: formatId('payment', row.id),
    amount: row.amount,
    amountCapturable: capturableOf(row),
    amountCaptured: row.amount_captured,
    amountRefunded: row.amount_refunded,
    captureMethod: row.capture_method,
    created: wholeSeconds(row.created_at),
    currency: row.currency,
    ...(row.last_error === null ? {} : { lastError: presentError(row.last_error) }),
    merchantReferenceId: row.merchant_reference_id,
    metadata: row.metadata,
    ...(row.state === 'requiresAction'
      ? { nextAction: { type: 'redirect', url: actionUrlOf(row, context.urls) } }
      : {}),
    paymentMethod: { card: { bin, brand, expiryMonth, expiryYear, last4 } },
    sequence: row.sequence,
    ...(row.session_id === null ? {} : { session: formatId('session', row.session_id) }),
    status: publicStatusOf(row),
    ...(row.three_ds === null ? {} : { threeDs: presentThreeDs(row.three_ds) }),
  };
  return inVersion(context.version, payment, { currencyAsSent: row.currency_as_sent });
};

/**
 * Where the customer has to be sent, so that the card's issuer can ask: the page of the session, or one for this
 * payment alone.
 */
const actionUrlOf = (row: PaymentRow, urls: PaymentUrls): string =>
  row.session_id === null ? urls.ofAction(row.merchant_id, row.id) : urls.ofSession(row.merchant_id, row.session_id);

/** The `status` that a merchant sees. */
export const publicStatusOf = ({ state }: Pick<PaymentRow, 'state'>): string => statusOf[state];

/** What the public `status` says of each internal state: what is being asked of the acquirer is `processing`. */
const statusOf: Readonly<Record<PaymentRow['state'], string>> = {
  processing: 'processing',
  requiresPaymentMethod: 'requiresPaymentMethod',
  requiresAction: 'requiresAction',
  requiresCapture: 'requiresCapture',
  canceling: 'processing',
  releasing: 'processing',
  succeeded: 'succeeded',
  failed: 'failed',
  canceled: 'canceled',
};

/**
 * What a capture may still ask for: only an authorized payment that waits for one, and not what is being captured now.
 */
const capturableOf = (row: PaymentRow): number =>
  row.state === 'requiresCapture' ? row.amount_authorized - row.amount_captured - row.amount_capture_pending : 0;

export const presentThreeDs = ({
  eci,
  liabilityShift,
  status,
  transStatus,
  version,
}: NonNullable<PaymentRow['three_ds']>): WireObject => ({
  ...(eci === undefined ? {} : { eci }),
  liabilityShift,
  status,
  ...(transStatus === undefined ? {} : { transStatus }),
  ...(version === undefined ? {} : { version }),
});

/** jsonb keeps keys by length, so the order is made here. */
const presentError = ({ code, declineReason, message }: NonNullable<PaymentRow['last_error']>): WireObject => ({
  code,
  ...(declineReason === undefined ? {} : { declineReason }),
  message,
});
