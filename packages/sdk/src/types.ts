import type { components, paths } from './api-types.ts';

/** The one place that reads the generated types: everything else speaks of these names. */
type Schemas = components['schemas'];
type ListQuery<P extends keyof paths> = paths[P] extends { get: { parameters: { query?: infer Q } } }
  ? NonNullable<Q>
  : never;

export type Session = Schemas['Session'];
export type SessionCreate = Schemas['SessionCreate'];
export type SessionListQuery = ListQuery<'/sessions'>;

/** Amounts are minor units of `currency`. */
export type Payment = Schemas['Payment'];
export type PaymentCreate = Schemas['PaymentCreate'];
export type PaymentCapture = Schemas['PaymentCapture'];
export type PaymentListQuery = ListQuery<'/payments'>;

export type Refund = Schemas['Refund'];
export type RefundCreate = Schemas['RefundCreate'];
export type RefundListQuery = ListQuery<'/refunds'>;

/** A stored card. */
export type PaymentMethod = Schemas['PaymentMethod'];
export type PaymentMethodListQuery = ListQuery<'/payment-methods'>;

export type WebhookEndpoint = Schemas['WebhookEndpoint'];
export type WebhookEndpointWithSecret = Schemas['WebhookEndpointWithSecret'];
export type WebhookEndpointCreate = Schemas['WebhookEndpointCreate'];
export type WebhookEndpointChange = Schemas['WebhookEndpointChange'];
export type WebhookEndpointListQuery = ListQuery<'/webhook-endpoints'>;
export type WebhookSecretRotate = Schemas['WebhookSecretRotate'];
/** One event on its way to one endpoint, with every try. */
export type WebhookDelivery = Schemas['WebhookDelivery'];
export type WebhookDeliveryListQuery = ListQuery<'/webhook-endpoints/{id}/deliveries'>;

export type ApiKey = Schemas['ApiKey'];
export type CreatedApiKey = Schemas['CreatedApiKey'];
export type ApiKeyCreate = Schemas['ApiKeyCreate'];
export type ApiKeyListQuery = ListQuery<'/api-keys'>;

export type AuditEntry = Schemas['AuditEntry'];
export type AuditLogListQuery = ListQuery<'/audit-log'>;

/** Every type there is. `TollgateEvent` in `events.ts` says which object comes with which. */
export type TollgateEventType = Schemas['Event']['type'];
export type EventListQuery = ListQuery<'/events'>;
export type EventResend = Schemas['EventResend'];
export type ResentEvent = Schemas['ResentEvent'];

/** One wrong field of a refused request. */
export type ProblemItem = Schemas['Problem']['errors'][number];

/** One page of a list, newest first. `nextCursor` asks for the next one while `hasMore` is true. */
export type Page<T> = {
  readonly data: readonly T[];
  readonly hasMore: boolean;
  readonly nextCursor: string | null;
};
