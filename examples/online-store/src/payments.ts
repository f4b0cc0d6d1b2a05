import type { IncomingHttpHeaders } from 'node:http';
import { ReturnVerificationError, WebhookVerificationError } from '@tollgate/sdk';
import type { Session, Tollgate, TollgateEvent, WebhookAtReturn } from '@tollgate/sdk';
import type { LiveOrders } from './live.ts';
import { statusOf } from './orders.ts';
import type { Order, Orders } from './orders.ts';
import { findProduct } from './products.ts';
import type { Settings } from './settings.ts';
import { isLanguage } from './texts.ts';

/** The integration with the gateway: send the customer there, believe the return, hear the webhook. Nothing else. */
export type PaymentDeps = {
  readonly settings: Settings;
  readonly orders: Orders;
  readonly tollgate: Tollgate;
  readonly live: LiveOrders;
  readonly log: (line: string) => void;
  readonly nowMs: () => number;
};

export type PaymentStart = { readonly kind: 'pay'; readonly paymentUrl: string } | { readonly kind: 'alreadyPaid' };

/**
 * 1. The address to send the customer to. "Buy" and "Try again" both come here, perhaps from two tabs at once: an order
 * gets another session only when the gateway itself says that the last one is over, so it can't be paid twice.
 */
export const startPayment = async (deps: PaymentDeps, order: Order): Promise<PaymentStart> => {
  const last = deps.orders.sessionsOf(order.id).at(-1);
  if (last?.status === 'open') {
    const session = await deps.tollgate.sessions.retrieve(last.id);
    hearOf(deps, session);
    const { status, paymentUrl } = session;
    if (status === 'open' && paymentUrl !== undefined) return { kind: 'pay', paymentUrl };
  }
  const sessions = deps.orders.sessionsOf(order.id);
  if (statusOf(sessions) === 'paid') return { kind: 'alreadyPaid' };

  const session = await createSession(deps, order, sessions.length + 1);
  hearOf(deps, session);
  if (session.paymentUrl === undefined) throw new Error(`Session ${session.id} has no paymentUrl.`);
  return { kind: 'pay', paymentUrl: session.paymentUrl };
};

const createSession = (deps: PaymentDeps, order: Order, attempt: number): Promise<Session> => {
  const orderUrl = `${deps.settings.storeUrl}/orders/${order.id}`;
  const [language = ''] = order.locale.split('-');
  const { waitForWebhookMs } = deps.settings;
  return deps.tollgate.sessions.create(
    {
      amount: order.amount,
      currency: order.currency,
      successUrl: orderUrl,
      failureUrl: `${orderUrl}/failed`,
      // By this the webhook finds the order, even if the shop died before it could note the session's id.
      merchantReferenceId: order.id,
      description: findProduct(order.productId)?.name[isLanguage(language) ? language : 'en'] ?? order.productId,
      locale: order.locale,
      // The endpoint of this shop holds the way back: who comes back finds the order paid. 0 shows how it is without.
      ...(waitForWebhookMs !== undefined && { returnPolicy: { waitForWebhookMs } }),
    },
    // The same order and try always have the same key: asked twice, the gateway gives the same session. With the order
    // alone, whoever comes back to buy after the session has ended would be sent to its closed page.
    { idempotencyKey: `${order.id}-try-${String(attempt)}` },
  );
};

export type Return =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'trusted';
      readonly status: Session['status'];
      readonly sequence: number;
      readonly webhook: WebhookAtReturn | undefined;
    }
  | { readonly kind: 'untrusted'; readonly code: string };

/**
 * 2. The customer is back at successUrl or failureUrl. Anybody can type such an address, so only a signature of the
 * gateway over a session of this very order counts. It makes the page say "confirming"; paid is what the webhook says.
 */
export const acceptReturn = (deps: PaymentDeps, order: Order, url: URL): Return => {
  const sessionId = url.searchParams.getAll('sessionId').at(-1);
  if (sessionId === undefined) return { kind: 'none' };
  const session = deps.orders.sessionsOf(order.id).find((one) => one.id === sessionId);
  if (session === undefined) return { kind: 'untrusted', code: 'not_of_this_order' };
  try {
    const verified = deps.tollgate.verifyReturn(url, { expectedSessionId: session.id });
    deps.orders.recordReturn(session.id, verified.status, deps.nowMs());
    const { status, sequence, webhook } = verified;
    return { kind: 'trusted', status, sequence, webhook };
  } catch (error) {
    if (error instanceof ReturnVerificationError) return { kind: 'untrusted', code: error.code };
    throw error;
  }
};

export type WebhookAnswer = { readonly status: 204 | 400; readonly refusal?: string };

/** 3. The gateway tells what happened. Answered as soon as it is stored; anything but 2xx makes it come again. */
export const receiveWebhook = (deps: PaymentDeps, rawBody: Buffer, headers: IncomingHttpHeaders): WebhookAnswer => {
  const signature = String(headers['x-signature'] ?? '');
  let event: TollgateEvent;
  try {
    event = deps.tollgate.webhooks.verify(rawBody, signature, deps.settings.webhookSecrets);
  } catch (error) {
    if (!(error instanceof WebhookVerificationError)) throw error;
    deps.log(`A webhook was refused (${error.code}): ${error.message}`);
    return { status: 400, refusal: error.code };
  }
  switch (event.type) {
    case 'session.created':
    case 'session.completed':
    case 'session.expired': {
      const session = event.data.object;
      const delivery = { body: rawBody.toString('utf8'), signature, arrivedAt: deps.nowMs() };
      const outcome = deps.orders.recordEvent(event, session, delivery);
      deps.log(`${event.type} ${event.id} of order ${session.merchantReferenceId}: ${outcome}.`);
      deps.live.tell(session.merchantReferenceId);
      return { status: 204 };
    }
    default:
      // The endpoint may subscribe to more than the shop needs; an unwanted event is still received.
      return { status: 204 };
  }
};

/** What the gateway answered when the shop asked counts like a webhook: the larger sequence is the newer state. */
export const hearOf = (deps: PaymentDeps, session: Session, heardBy: 'answer' | 'question' = 'answer'): void => {
  if (deps.orders.recordSession(session, heardBy)) deps.live.tell(session.merchantReferenceId);
};
