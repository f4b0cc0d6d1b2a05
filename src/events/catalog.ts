/**
 * Every event a merchant can hear: its type, what `data.object` is, and when it is told. Endpoints subscribe to these
 * types; the documentation is made from the sentences.
 */
export type EventObject = 'session' | 'payment' | 'refund' | 'paymentMethod' | 'webhookEndpoint';

export type CatalogRow = readonly [type: string, object: EventObject, told: string];

export const catalog = [
  ['session.created', 'session', 'A session was made and can be paid.'],
  ['session.completed', 'session', 'The session is paid, or authorized when captured by hand; it never changes again.'],
  ['session.expired', 'session', 'The session ended unpaid; `expirationReason` says why.'],
  ['payment.created', 'payment', 'The customer submitted a payment method for the first time.'],
  ['payment.requiresAction', 'payment', 'The cardholder must be authenticated before the payment can go on.'],
  ['payment.requiresCapture', 'payment', 'The amount is authorized and waits for your capture.'],
  ['payment.incremented', 'payment', 'More was authorized: `amount` and `amountCapturable` have grown by it.'],
  [
    'payment.incrementFailed',
    'payment',
    'The acquirer refused to authorize more; what was authorized before stays, and `lastError` says why.',
  ],
  ['payment.funded', 'payment', 'A capture was completed.'],
  [
    'payment.captureFailed',
    'payment',
    'A capture that had been completed was taken back by the acquirer; `amountCaptured` is less by it.',
  ],
  ['payment.succeeded', 'payment', 'The payment is done: the amount is captured.'],
  [
    'payment.blocked',
    'payment',
    'A try to pay was stopped by the limits against card testing, and the bank was not asked; `lastError` says so.',
  ],
  ['payment.failed', 'payment', 'The payment failed and cannot be tried again.'],
  ['payment.canceled', 'payment', 'The payment was canceled before anything was captured.'],
  ['refund.created', 'refund', 'A refund was asked for and is on its way.'],
  ['refund.succeeded', 'refund', 'The acquirer accepted the refund.'],
  ['refund.failed', 'refund', 'The acquirer refused the refund; the amount can be refunded again.'],
  ['paymentMethod.created', 'paymentMethod', 'A card was stored for a customer of yours.'],
  ['paymentMethod.deleted', 'paymentMethod', 'A stored card was deleted and cannot be used any more.'],
  [
    'webhookEndpoint.failing',
    'webhookEndpoint',
    'An endpoint has not taken a single event for three days; we keep trying.',
  ],
  [
    'webhookEndpoint.disabled',
    'webhookEndpoint',
    'An endpoint answered 410 Gone and gets no events until you enable it again.',
  ],
  [
    'webhookEndpoint.test',
    'webhookEndpoint',
    'You asked for a test of this endpoint. Only it hears this, whatever it subscribes to.',
  ],
] as const satisfies readonly CatalogRow[];

export type EventType = (typeof catalog)[number][0];

const types: ReadonlySet<string> = new Set(catalog.map(([type]) => type));

export const isEventType = (text: string): text is EventType => types.has(text);

/** Sent to the one endpoint that it is about, because somebody asked for it: to subscribe to it would mean nothing. */
export const TEST_EVENT: EventType = 'webhookEndpoint.test';

/** What an endpoint may subscribe to: `*` for all event types of today and of the future, or some of them. */
export const subscriptions: readonly string[] = ['*', ...[...types].filter((type) => type !== TEST_EVENT)];

export const isSubscription = (text: string): boolean => subscriptions.includes(text);
