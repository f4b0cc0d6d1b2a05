import { newUuid, newUuids } from '../../base/id.ts';
import type { Money } from '../../base/money.ts';
import type { CardSummary } from '../../card/card.ts';
import type { PaymentRow } from '../../contract/rows.ts';
import { sqlStateOf, UNIQUE_VIOLATION } from '../../db/db.ts';
import type { Caller } from '../../merchants/api-keys.ts';
import type { FlowDeps } from '../deps.ts';
import type { KeptCard } from '../payment-method/keep.ts';
import type { OnceKey } from '../session/create.ts';
import { authorize, type HowToCharge, type Settled } from './authorize.ts';
import { findPayment } from './store.ts';

export type NewPayment = {
  readonly amount: Money;
  readonly currencyAsSent: string;
  readonly captureMethod: 'automatic' | 'manual';
  readonly merchantReferenceId: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  readonly returnUrl: string | undefined;
  readonly merchantCustomerId: string | undefined;
  readonly setupFutureUsage: Readonly<Record<string, unknown>> | undefined;
  /** The stored card that pays; its terms are checked again by the statement that writes the payment. */
  readonly paymentMethodId: string | undefined;
  /** The card to be kept, should it be approved. */
  readonly keptCard: KeptCard | undefined;
  readonly cardSummary: CardSummary;
};

/** The payment as it is now. `isFinal: false`: the acquirer has not answered; reconciliation finds out, and events tell. */
export type CreatedPayment = { readonly payment: PaymentRow; readonly isFinal: boolean };

/**
 * A payment that a shop's server asks for without the page: written down, asked, written down. Undefined when the caller's
 * idempotency key was used before, or the stored card may not be charged now.
 */
export const createPayment = async (
  deps: FlowDeps,
  input: { readonly caller: Caller; readonly payment: NewPayment; readonly charge: HowToCharge; readonly once: OnceKey | undefined },
): Promise<CreatedPayment | undefined> => {
  const begun = await begin(deps, input);
  if (begun === undefined) return undefined;
  deps.hintDeliveries();
  const settling = authorize(deps, { payment: begun, session: null }, input.charge).catch((error: unknown): Settled => {
    deps.log.error({ paymentId: begun.id, error: error instanceof Error ? error : new Error('unknown') }, 'a payment could not be settled');
    return { kind: 'unknown' };
  });
  deps.inBackground(settling);
  const settled = await settling;
  if ('payment' in settled) return { payment: settled.payment, isFinal: true };
  const payment = await findPayment(deps.db.query, input.caller.merchantId, begun.id);
  return { payment: payment ?? begun, isFinal: false };
};

const begin = async (deps: FlowDeps, { caller, payment, once }: Parameters<typeof createPayment>[1]): Promise<PaymentRow | undefined> => {
  const written = deps.writes.beginDirectPayment({
    merchantId: caller.merchantId,
    insert: {
      payment_id: newUuid<'payment'>(deps),
      attempt_id: newUuid<'attempt'>(deps),
      event_ids: newUuids<'event'>(deps, 1),
      amount: Number(payment.amount.minor),
      currency: payment.amount.currency,
      currency_as_sent: payment.currencyAsSent,
      capture_method: payment.captureMethod,
      merchant_reference_id: payment.merchantReferenceId ?? null,
      metadata: payment.metadata,
      return_url: payment.returnUrl ?? null,
      merchant_customer_id: payment.merchantCustomerId ?? null,
      setup_future_usage: payment.setupFutureUsage ?? null,
      payment_method_id: payment.paymentMethodId ?? null,
      kept_card: payment.keptCard ?? null,
      card: payment.cardSummary,
      connector: deps.acquirer.name,
      idempotency_key: once?.key ?? null,
      request_hash: once?.requestHash.toString('hex') ?? null,
    },
  });
  try {
    return await written;
  } catch (error) {
    // Two requests raced with one new key: the other one is the first.
    if (once !== undefined && sqlStateOf(error) === UNIQUE_VIOLATION) return undefined;
    throw error;
  }
};
