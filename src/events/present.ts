import { formatId } from '../base/id.ts';
import { presentPayment } from '../contract/payment.ts';
import { presentPaymentMethod, type PaymentMethodRow } from '../contract/payment-method.ts';
import type { PaymentUrls } from '../contract/payment-url.ts';
import { presentRefund } from '../contract/refund.ts';
import type { EventRow, OperationRow, PaymentRow, SessionRow } from '../contract/rows.ts';
import { presentSession, wholeSeconds } from '../contract/session.ts';
import type { ApiVersion, WireObject } from '../contract/versions.ts';
import type { EventObject } from './catalog.ts';
import { presentEndpoint, type EndpointRow } from './endpoint-object.ts';

export type EventContext = { readonly version: ApiVersion; readonly urls: PaymentUrls };

/**
 * An event as API V2 shows it, to a webhook and to `GET /events` alike. Made only from what was stored with the event,
 * so the same event in the same version is the same text at every try.
 */
export const presentEvent = (row: EventRow, context: EventContext): WireObject => ({
  id: formatId('event', row.id),
  created: wholeSeconds(row.created_at),
  data: { object: presentSnapshot(row, context) },
  sequence: row.sequence,
  type: row.type,
});

const presentSnapshot = (row: EventRow, context: EventContext): WireObject => {
  const object = presentObject(row.object, row.snapshot, context);
  // One move can tell several events: the row was stored with the last one's number, each event shows its own.
  return 'sequence' in object ? { ...object, sequence: row.sequence } : object;
};

/** Any object as it was at a moment: of an event, or of an answer that is given again. */
export const presentObject = (object: EventObject, snapshot: EventRow['snapshot'], context: EventContext): WireObject =>
  presenters[object](snapshot, context);

/** A snapshot was a row of this kind when it was written, and the column `object` says of which: parsing ends here. */
const presenters: Readonly<Record<EventObject, (snapshot: EventRow['snapshot'], context: EventContext) => WireObject>> =
  {
    session: (snapshot, context) => presentSession(snapshot as SessionRow, context),
    payment: (snapshot, context) => presentPayment(snapshot as PaymentRow, context),
    refund: (snapshot, context) => presentRefund(snapshot as OperationRow, context),
    paymentMethod: (snapshot, context) => presentPaymentMethod(snapshot as PaymentMethodRow, context),
    webhookEndpoint: (snapshot) => presentEndpoint(snapshot as EndpointRow),
  };
