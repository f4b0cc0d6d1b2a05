import { createHmac } from 'node:crypto';
import { formatId } from '../../base/id.ts';
import { createKeys, type Keys } from '../../base/keys.ts';
import { Secret } from '../../base/secret.ts';
import { presentPayment } from '../../contract/payment.ts';
import { createPaymentUrls } from '../../contract/payment-url.ts';
import { presentRefund } from '../../contract/refund.ts';
import type { EventRow, PaymentRow, SessionRow } from '../../contract/rows.ts';
import { presentSession } from '../../contract/session.ts';
import { currentVersion, type ApiVersion, type WireObject } from '../../contract/versions.ts';
import { TEST_EVENT } from '../../events/catalog.ts';
import { presentEndpoint, type PublishedKeys } from '../../events/endpoint-object.ts';
import { presentEvent } from '../../events/present.ts';
import { presentDelivery } from '../../webhooks/present-delivery.ts';
import { presentReplay } from '../../webhooks/replay.ts';
import { presentListed, presentLogged } from '../request-log/present.ts';
import { deriveSigningKey, publicKeyText, signingKeysPath } from '../../webhooks/signing-keys.ts';
import {
  authorizedPayment,
  canceledPayment,
  completed,
  delivery,
  endpoint,
  expiredSession,
  loggedRequest,
  openSession,
  paidPayment,
  paidSession,
  partlyCapturedPayment,
  refund,
  replay,
  requestSamples,
  sampleIds,
} from './sample-rows.ts';

/** A secret to try a signature with. It belongs to no endpoint, and is printed in public. */
export const SAMPLE_SECRET = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=';
/**
 * An API key of the right shape that opens nothing: its last six letters are not its checksum, so no scanner takes it
 * for one.
 */
export const SAMPLE_API_KEY = 'tgs6Fh2Qm9RtV4xWkZ8pLcN3sJdB7yGaE5uTfH1v';

const apiKey = {
  created: '2024-03-28T07:50:00Z',
  expiresAt: null,
  last4: SAMPLE_API_KEY.slice(-4),
  lastUsedAt: null,
  name: 'shop server 2',
  scopes: ['sessions:write', 'payments:read'],
};
const member = {
  id: sampleIds['members'],
  created: '2024-03-28T07:45:00Z',
  email: 'kim@shop.example',
  lastSignedInAt: '2024-03-28T08:01:00Z',
  name: 'Kim',
  role: 'support',
  status: 'joined',
};
const memberLink = (expiresAt: string, shown: WireObject): WireObject => ({
  expiresAt,
  link: 'https://desk.example/m/mr_…/link/…',
  member: shown,
});
const memberAnswers: Readonly<Record<string, WireObject>> = {
  inviteMember: memberLink('2024-04-04T07:45:00Z', { ...member, lastSignedInAt: null, status: 'invited' }),
  retrieveMember: member,
  listMembers: { data: [member], hasMore: false, nextCursor: null },
  changeMember: { ...member, role: 'finance' },
  endMemberSessions: member,
  createMemberLink: memberLink('2024-03-29T07:45:00Z', member),
  removeMember: { id: member.id, deleted: true },
};
const allowedAddresses = ['203.0.113.0/24'];

/** An endpoint whose ed25519 key was rotated just now. */
const signingKeyNames = ['018e8a9c-3f10-7b55-9d21-4c6e8f0a2b31', '018e8410-5a21-7c40-a3f8-1d5b7e9c0f42'] as const;
const asymmetric = { ...endpoint, signing_key_id: signingKeyNames[0] };
const publishedSample = (keys: Keys, publicUrl: string): PublishedKeys => ({
  keys: signingKeyNames.map((kid, at) => ({
    ...(at > 0 && { expiresAt: '2024-03-29T08:01:12Z' }),
    kid,
    publicKey: publicKeyText(
      deriveSigningKey(keys, { merchantId: endpoint.merchant_id, endpointId: endpoint.id, keyId: kid }),
    ),
  })),
  url: `${publicUrl}${signingKeysPath(formatId('merchant', endpoint.merchant_id), formatId('webhookEndpoint', endpoint.id))}`,
});

/** What an endpoint hears that is tested. */
const tested: EventRow = {
  merchant_id: endpoint.merchant_id,
  id: '018e8411-0c48-7f3a-9b52-7d4e1a6c8f20',
  type: TEST_EVENT,
  subject_id: endpoint.id,
  sequence: 1,
  object: 'webhookEndpoint',
  object_id: endpoint.id,
  snapshot: { ...endpoint, sequence: 1 },
  created_at: '2024-03-28T08:01:57.000000+00:00',
};

export type Samples = {
  /** Example answers by operation id. */
  readonly answers: Readonly<Record<string, WireObject>>;
  readonly session: (version: ApiVersion) => WireObject;
  readonly delivery: {
    readonly body: string;
    readonly timestamp: number;
    readonly signature: string;
    readonly eventId: string;
  };
  readonly signedReturn: {
    readonly sessionId: string;
    readonly status: string;
    readonly sequence: number;
    readonly t: number;
    readonly sig: string;
  };
};

const list = (...data: readonly WireObject[]): WireObject => ({ data, hasMore: false, nextCursor: null });

const replayAnswers: Samples['answers'] = {
  replayToWebhookEndpoint: presentReplay(replay),
  listWebhookReplays: list(presentReplay(replay)),
  retrieveWebhookReplay: presentReplay({ ...replay, queued: 96, reached_at: '2024-03-28T08:30:00.000000+00:00' }),
  cancelWebhookReplay: presentReplay({ ...replay, state: 'canceled', ended_at: '2024-03-28T09:01:00.000000+00:00' }),
};

export const createSamples = (publicUrl: string): Samples => {
  const keys = createKeys(new Secret(Buffer.alloc(32)));
  const urls = createPaymentUrls({ keys, publicUrl });
  const context = { version: currentVersion, urls };
  const session = (row: SessionRow): WireObject => presentSession(row, context);
  const payment = (row: PaymentRow): WireObject => presentPayment(row, context);
  const event = presentEvent(completed, context);
  return {
    answers: {
      createSession: session(openSession),
      retrieveSession: session({ ...paidSession, webhook_at_return: 'acknowledged', webhook_at_return_ms: 41 }),
      listSessions: list(session(paidSession)),
      expireSession: session(expiredSession),
      createPayment: payment(authorizedPayment),
      retrievePayment: payment(paidPayment),
      listPayments: list(payment(paidPayment)),
      capturePayment: payment(partlyCapturedPayment),
      cancelPayment: payment(canceledPayment),
      createRefund: presentRefund(refund, context),
      retrieveRefund: presentRefund(refund, context),
      listRefunds: list(presentRefund(refund, context)),
      retrieveEvent: event,
      listEvents: list(event),
      resendEvent: { id: sampleIds['events'], queued: 1 },
      createWebhookEndpoint: presentEndpoint(endpoint, SAMPLE_SECRET),
      retrieveWebhookEndpoint: presentEndpoint(endpoint),
      listWebhookEndpoints: list(presentEndpoint(endpoint)),
      changeWebhookEndpoint: presentEndpoint({ ...endpoint, events: ['*'] }),
      rotateWebhookSecret: presentEndpoint(
        { ...endpoint, old_secret_expires_at: '2024-03-29T08:01:12.000000+00:00' },
        SAMPLE_SECRET,
      ),
      cancelWebhookSecretSwitch: presentEndpoint(endpoint),
      rotateWebhookSigningKey: presentEndpoint(asymmetric, undefined, publishedSample(keys, publicUrl)),
      retrieveWebhookFaults: { drop: { next: 2 } },
      setWebhookFaults: requestSamples['setWebhookFaults'] as WireObject,
      clearWebhookFaults: {},
      testWebhookEndpoint: presentEvent(tested, context),
      deleteWebhookEndpoint: { id: sampleIds['webhook-endpoints'], deleted: true },
      listWebhookDeliveries: list(presentDelivery(delivery)),
      ...replayAnswers,
      listDeliveries: list(presentDelivery(delivery)),
      createApiKey: { id: sampleIds['api-keys'], allowedAddresses, apiKey: SAMPLE_API_KEY, ...apiKey },
      listApiKeys: list({ id: sampleIds['api-keys'], allowedAddresses, ...apiKey }),
      listAuditLog: list({
        id: sampleIds['audit-log'],
        action: 'refund.requested',
        actor: { id: sampleIds['api-keys'], name: apiKey.name, type: 'apiKey' },
        address: '203.0.113.7',
        after: { amount: 2500, final: false, reason: 'returned goods' },
        before: null,
        created: '2024-03-29T09:12:40Z',
        number: 12,
        reason: null,
        requestId: 'req_5f0c8a4e-9d11-4c39-8a55-7e1b2f6d3c90',
        subject: { id: sampleIds['payments'], type: 'payment' },
      }),
      ...memberAnswers,
      listRequestLog: list(presentListed(loggedRequest)),
      retrieveRequest: presentLogged(loggedRequest),
      deleteApiKey: { id: sampleIds['api-keys'], deleted: true },
    },
    session: (version) => presentSession(openSession, { version, urls }),
    delivery: signDelivery(JSON.stringify(event)),
    signedReturn: signReturn(),
  };
};

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

const signDelivery = (body: string): Samples['delivery'] => {
  const timestamp = 1711614484;
  return {
    body,
    timestamp,
    signature: hmac(SAMPLE_SECRET, `${body}.${timestamp}`).toString('hex'),
    eventId: formatId('event', completed.id),
  };
};

const signReturn = (): Samples['signedReturn'] => {
  const claim = {
    sessionId: formatId('session', openSession.id),
    status: 'completed',
    sequence: paidSession.sequence,
    t: 1711614484,
  };
  const key = hmac(SAMPLE_API_KEY, 'tollgate return v1');
  return {
    ...claim,
    sig: hmac(key, `${claim.sessionId}.${claim.status}.${claim.sequence}.${claim.t}`).toString('hex'),
  };
};
