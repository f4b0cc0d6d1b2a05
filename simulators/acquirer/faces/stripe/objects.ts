import { isUntil, type Host } from '../../exchange.ts';
import type { Authorization } from '../../ledger.ts';
import type { Intent, Refund, State } from './state.ts';

/** Stripe's objects, as far as somebody reads them. Amounts and states are those of the books. */
export type View = { readonly host: Host; readonly state: State };

/** The charge of an intent, if it was approved and if it can be seen already. */
const chargeOf = ({ host }: View, { chargeId }: Intent): Authorization | undefined =>
  chargeId === undefined || isUntil(host.hiddenUntil, chargeId, host)
    ? undefined
    : host.ledger.authorizations.get(chargeId);

export const statusOf = (view: View, intent: Intent): string => {
  const { host } = view;
  const charge = chargeOf(view, intent);
  const isPending = [intent.chargeId, ...intent.operations].some(
    (ref) => ref !== undefined && isUntil(host.pendingUntil, ref, host),
  );
  if (isPending) return 'processing';
  if (charge !== undefined) return statusByBooks(charge, host.nowMs());
  if (intent.canceledAtMs !== undefined) return 'canceled';
  return intent.needsAction ? 'requires_action' : 'requires_payment_method';
};

const statusByBooks = (charge: Authorization, nowMs: number): string => {
  if (charge.state === 'voided' || charge.state === 'reversed') return 'canceled';
  if (charge.state === 'closed') return 'succeeded';
  return nowMs < charge.expiresAtMs ? 'requires_capture' : 'canceled';
};

export const intentObject = (view: View, intent: Intent, expand: readonly string[] = []): Record<string, unknown> => {
  const charge = chargeOf(view, intent);
  const status = statusOf(view, intent);
  const expandsCharge = expand.some((path) => path.includes('latest_charge'));
  const latest = intent.chargeId !== undefined && charge !== undefined ? intent.chargeId : null;
  return {
    id: intent.id,
    object: 'payment_intent',
    amount: intent.amount,
    amount_capturable: status === 'requires_capture' && charge !== undefined ? charge.amount - charge.captured : 0,
    amount_received: charge?.captured ?? 0,
    canceled_at: seconds(intent.canceledAtMs),
    cancellation_reason: intent.cancellationReason ?? null,
    capture_method: intent.captureMethod,
    client_secret: `${intent.id}_secret_simulated`,
    created: seconds(intent.createdMs),
    currency: intent.currency,
    last_payment_error: intent.lastError === undefined ? null : { type: 'card_error', ...intent.lastError },
    latest_charge:
      latest !== null && expandsCharge ? chargeObject(view, intent, expand.includes('latest_charge.refunds')) : latest,
    livemode: false,
    metadata: intent.metadata,
    next_action: status === 'requires_action' ? { type: 'use_stripe_sdk' } : null,
    payment_method_types: ['card'],
    status,
  };
};

export const chargeObject = (view: View, intent: Intent, withRefunds = false): Record<string, unknown> => {
  const books = chargeOf(view, intent);
  const refunds = [...view.state.refunds.values()].filter(({ intentId }) => intentId === intent.id).reverse();
  return {
    id: intent.chargeId,
    object: 'charge',
    amount: books?.amount ?? intent.amount,
    amount_captured: books?.captured ?? 0,
    amount_refunded: books?.refunded ?? 0,
    captured: (books?.captured ?? 0) > 0,
    created: seconds(intent.createdMs),
    currency: intent.currency,
    livemode: false,
    metadata: intent.chargeMetadata,
    paid: true,
    payment_intent: intent.id,
    payment_method_details: {
      type: 'card',
      card: {
        brand: intent.card?.brand,
        last4: intent.card?.last4,
        exp_month: intent.card?.month,
        exp_year: intent.card?.year,
        authorization_code: books?.authCode,
        network_transaction_id: books?.networkTransactionId,
      },
    },
    // A charge that was given up counts as refunded, as if it had been.
    refunded: books !== undefined && books.captured > 0 && books.refunded === books.captured,
    ...(withRefunds
      ? {
          refunds: listObject(
            refunds.map((refund) => refundObject(view, refund)),
            10,
          ),
        }
      : {}),
    status: 'succeeded',
  };
};

export const refundObject = ({ host, state }: View, refund: Refund, expand: readonly string[] = []) => ({
  id: refund.id,
  object: 'refund',
  amount: refund.amount,
  charge: refund.chargeId,
  created: seconds(refund.createdMs),
  currency: refund.currency,
  ...(refund.failureReason === undefined ? {} : { failure_reason: refund.failureReason }),
  metadata: refund.metadata,
  payment_intent: expandedIntent({ host, state }, refund.intentId, expand),
  status: isUntil(host.pendingUntil, refund.id, host) ? 'pending' : refund.status,
});

const expandedIntent = (view: View, id: string, expand: readonly string[]): unknown => {
  const intent = view.state.intents.get(id);
  return intent !== undefined && expand.includes('payment_intent') ? intentObject(view, intent) : id;
};

/** The newest first, as Stripe has it. */
export const listObject = (items: readonly Record<string, unknown>[], limit: number, after?: string) => {
  const start = after === undefined ? 0 : items.findIndex(({ id }) => id === after) + 1;
  const data = items.slice(start, start + limit);
  return { object: 'list', data, has_more: start + limit < items.length, url: '/v1' };
};

const seconds = (ms: number | undefined): number | null => (ms === undefined ? null : Math.floor(ms / 1_000));
