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
export type PaymentAttempt = Schemas['PaymentAttempt'];
export type PaymentAttemptList = Schemas['PaymentAttemptList'];
export type PaymentCreate = Schemas['PaymentCreate'];
export type PaymentCapture = Schemas['PaymentCapture'];
export type PaymentIncrement = Schemas['PaymentIncrement'];
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
export type WebhookFaultsSet = Schemas['WebhookFaultsSet'];
export type WebhookFaults = Schemas['WebhookFaults'];
export type WebhookSecretRotate = Schemas['WebhookSecretRotate'];
export type WebhookSigningKey = Schemas['WebhookSigningKey'];
export type WebhookSigningKeyRotate = Schemas['WebhookSigningKeyRotate'];
/** One event on its way to one endpoint, with every try. */
export type WebhookDelivery = Schemas['WebhookDelivery'];
export type WebhookDeliveryListQuery = ListQuery<'/webhook-endpoints/{id}/deliveries'>;
export type DeliveryListQuery = ListQuery<'/deliveries'>;
export type WebhookReplay = Schemas['WebhookReplay'];
export type WebhookReplayCreate = Schemas['WebhookReplayCreate'];
export type WebhookReplayListQuery = ListQuery<'/webhook-endpoints/{id}/replays'>;

export type ApiKey = Schemas['ApiKey'];
export type CreatedApiKey = Schemas['CreatedApiKey'];
export type ApiKeyCreate = Schemas['ApiKeyCreate'];
export type ApiKeyListQuery = ListQuery<'/api-keys'>;

/** A person of the Personal area. */
export type Member = Schemas['Member'];
export type MemberChange = Schemas['MemberChange'];
export type MemberInvite = Schemas['MemberInvite'];
export type MemberLink = Schemas['MemberLink'];
export type MemberListQuery = ListQuery<'/members'>;

export type AcquirerAccount = Schemas['AcquirerAccount'];
export type AcquirerAccountChange = Schemas['AcquirerAccountChange'];
export type AcquirerAccountCreate = Schemas['AcquirerAccountCreate'];
export type AcquirerAccountList = Schemas['AcquirerAccountList'];
export type AcquirerAccountRotate = Schemas['AcquirerAccountRotate'];
export type AcquirerAccountTest = Schemas['AcquirerAccountTest'];
export type AcquirerNotification = Schemas['AcquirerNotification'];
export type AcquirerNotificationReplay = Schemas['AcquirerNotificationReplay'];
export type AcquirerNotificationsReplayed = Schemas['AcquirerNotificationsReplayed'];
export type AcquirerRoute = Schemas['AcquirerRoute'];
export type AcquirerRouteExplain = Schemas['AcquirerRouteExplain'];
export type AcquirerRules = Schemas['AcquirerRules'];
export type AcquirerRulesReplace = Schemas['AcquirerRulesReplace'];
export type AcquirerNotificationListQuery = ListQuery<'/acquirer-accounts/{id}/notifications'>;

/** What the account has set for all of its sessions and payments. */
export type AccountSettings = Schemas['Settings'];
export type AccountSettingsChange = Schemas['SettingsChange'];

/** For whoever runs the gateway. */
export type AlertList = Schemas['AlertList'];
export type JobList = Schemas['JobList'];
export type LogLevel = Schemas['LogLevel'];
export type LogLevelSet = Schemas['LogLevelSet'];
export type Merchant = Schemas['Merchant'];
export type MerchantCreate = Schemas['MerchantCreate'];
export type NewMerchant = Schemas['NewMerchant'];
export type OperatorDatabase = Schemas['OperatorDatabase'];
export type OperatorHealth = Schemas['OperatorHealth'];
export type OperatorOverview = Schemas['OperatorOverview'];
export type OperatorReason = Schemas['OperatorReason'];
export type ProcessList = Schemas['ProcessList'];
export type StuckPayment = Schemas['StuckPayment'];
export type StuckPaymentAsked = Schemas['StuckPaymentAsked'];
export type MerchantsQuery = ListQuery<'/operator/merchants'>;
export type StuckPaymentsQuery = ListQuery<'/operator/stuck-payments'>;

export type AuditEntry = Schemas['AuditEntry'];
export type AuditLogListQuery = ListQuery<'/audit-log'>;

export type LoggedRequest = Schemas['LoggedRequest'];
export type ListedRequest = Schemas['ListedRequest'];
export type RequestLogListQuery = ListQuery<'/request-log'>;
type ExportOperation = paths['/exports/{list}']['get']['parameters'];
/** Which lists can be exported. */
export type ExportableList = ExportOperation['path']['list'];
export type ExportQuery = NonNullable<ExportOperation['query']>;

/** What happened in a day, a week or a month, beside the one before; sums are digits in text. */
export type FiguresOfPeriod = Schemas['Figures'];
export type FiguresQuery = ListQuery<'/figures'>;
export type FigurePaymentsQuery = ListQuery<'/figures/payments'>;
export type FigureSessionsQuery = ListQuery<'/figures/sessions'>;

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
