export { createTollgate } from './client.ts';
export type { Tollgate, TollgateOptions } from './client.ts';
export { API_VERSION } from './request.ts';
export type { RequestLog, RequestLogEntry, RequestOptions } from './request.ts';
export type { LastResponse, WithLastResponse } from './answer.ts';
export type { List } from './list.ts';

export { verifyWebhook, verifyWebhookAsync, verifyWebhookSignature } from './webhooks.ts';
export type { RawBody, RequestLike, VerifyWebhookOptions } from './webhooks.ts';
export { webhookKeysOf } from './webhook-keys.ts';
export type { HeadersLike } from './webhook-headers.ts';
export { verifyPaymentReturn, verifyPaymentReturnAsync, verifyReturn, verifyReturnAsync } from './returns.ts';
export type {
  ReturnSource,
  VerifiedPaymentReturn,
  VerifiedReturn,
  VerifyPaymentReturnOptions,
  VerifyReturnOptions,
} from './returns.ts';
export type { WebhookAtReturn } from './return-webhook.ts';
export { signReturnForTest, signWebhookForTest, standardWebhookHeadersForTest } from './testing.ts';

export {
  ReturnVerificationError,
  TollgateAuthenticationError,
  TollgateConflictError,
  TollgateConnectionError,
  TollgateError,
  TollgateInvalidRequestError,
  TollgateNotFoundError,
  TollgateRateLimitError,
  TollgateTimeoutError,
  WebhookVerificationError,
} from './errors.ts';
export type { ReturnVerificationCode, WebhookVerificationCode } from './errors.ts';

export type { EventFollowOptions, FollowedEvent } from './follow.ts';
export type { EventObjects, TollgateEvent } from './events.ts';
export type {
  AccountSettings,
  AccountSettingsChange,
  AcquirerAccount,
  AcquirerAccountChange,
  AcquirerAccountCreate,
  AcquirerAccountList,
  AcquirerAccountRotate,
  AcquirerAccountTest,
  AcquirerNotification,
  AcquirerNotificationListQuery,
  AcquirerNotificationReplay,
  AcquirerNotificationsReplayed,
  AcquirerRoute,
  AcquirerRouteExplain,
  AcquirerRules,
  AcquirerRulesReplace,
  ApiKey,
  AuditEntry,
  AuditLogListQuery,
  ListedRequest,
  LoggedRequest,
  RequestLogListQuery,
  ExportableList,
  ExportQuery,
  FigurePaymentsQuery,
  FigureSessionsQuery,
  FiguresOfPeriod,
  FiguresQuery,
  ApiKeyCreate,
  ApiKeyListQuery,
  CreatedApiKey,
  DeliveryListQuery,
  EventListQuery,
  Member,
  MemberChange,
  MemberInvite,
  MemberLink,
  MemberListQuery,
  EventResend,
  Page,
  Payment,
  PaymentAttempt,
  PaymentAttemptList,
  PaymentCapture,
  PaymentIncrement,
  PaymentCreate,
  PaymentListQuery,
  PaymentMethod,
  PaymentMethodListQuery,
  ProblemItem,
  Refund,
  RefundCreate,
  RefundListQuery,
  ResentEvent,
  Session,
  SessionCreate,
  SessionListQuery,
  TollgateEventType,
  WebhookDelivery,
  WebhookDeliveryListQuery,
  WebhookEndpoint,
  WebhookEndpointChange,
  WebhookEndpointCreate,
  WebhookEndpointListQuery,
  WebhookEndpointWithSecret,
  WebhookFaults,
  WebhookFaultsSet,
  WebhookReplay,
  WebhookReplayCreate,
  WebhookReplayListQuery,
  WebhookSecretRotate,
  WebhookSigningKey,
  WebhookSigningKeyRotate,
} from './types.ts';
