import type {
  AuthenticationProof,
  AuthorizeRequest,
  CaptureRequest,
  IncrementRequest,
  Initiator,
  OperationReference,
  PrepareRequest,
} from '../contract.ts';
import type { WireAmount } from './amounts.ts';
import type { StripeRequest } from './client.ts';
import { given, type Form } from './form.ts';

/** What Stripe has to allow for an account before it may be asked for. */
export type Features = {
  /** Several captures of one authorization. */
  readonly multicapture: boolean;
  /** Adding to an authorization. */
  readonly incremental: boolean;
  /** The scheme's id of the first payment beside a stored card of ours. */
  readonly networkTransactionIds: boolean;
};

/** The names under which our references stand in the metadata. */
export const REFERENCE = 'reference';
/** One name a capture: it tells later that it was done. At most 40 letters; a UUID has 36. */
export const captureNote = (reference: OperationReference): string => `c-${reference}`;
export const CAPTURE_NOTE = /^c-/;
/** What was added, and not the total: the intent's own amount is that. */
export const incrementNote = (reference: OperationReference): string => `i-${reference}`;
export const INCREMENT_NOTE = /^i-/;
const voidNote = (reference: OperationReference): string => `v-${reference}`;
export const VOID_NOTE = /^v-/;

const intentPath = (id: string, verb = ''): string => `/v1/payment_intents/${encodeURIComponent(id)}${verb}`;

/** An intent without a card. Its key is not that of the confirmation: a key belongs to one request. */
export const preparation = (request: PrepareRequest, { amount, currency }: WireAmount): StripeRequest => ({
  method: 'POST',
  path: '/v1/payment_intents',
  idempotencyKey: `${request.reference}-prepare`,
  form: [
    ['amount', amount],
    ['currency', currency],
    ['capture_method', request.capture ? 'automatic' : 'manual'],
    ['payment_method_types[]', 'card'],
    [`metadata[${REFERENCE}]`, request.reference],
    ['metadata[merchant_id]', request.merchantId],
    ['metadata[order_id]', request.merchantReferenceId],
  ],
});

/** The card by itself, which moves nothing: the published way in which a card of one's own gets to an intent. */
export const cardMethod = ({ reference, card }: AuthorizeRequest): StripeRequest => ({
  method: 'POST',
  path: '/v1/payment_methods',
  idempotencyKey: `${reference}-card`,
  form: [
    ['type', 'card'],
    ['card[number]', card.pan.reveal()],
    ['card[exp_month]', String(card.expiryMonth)],
    ['card[exp_year]', String(card.expiryYear)],
    ...given('card[cvc]', card.cvc?.reveal()),
    ...given('billing_details[name]', card.cardholderName),
  ],
});

export type Confirmation = { readonly intentId: string; readonly methodId: string; readonly features: Features };

/** From here on money moves: the intent with its card, and all that is known about the customer's consent. */
export const confirmation = (
  request: AuthorizeRequest,
  { intentId, methodId, features }: Confirmation,
): StripeRequest => ({
  method: 'POST',
  path: intentPath(intentId, '/confirm'),
  idempotencyKey: request.reference,
  form: [
    ['payment_method', methodId],
    ...initiation(request.initiator, features),
    ...(request.authentication === undefined ? [] : proof(request.authentication, request.isExempt)),
    ...wishes(request, features),
    ['expand[]', 'latest_charge'],
  ],
});

const wishes = ({ capture }: AuthorizeRequest, { multicapture, incremental }: Features): Form => {
  if (capture) return [];
  return [
    ...given(cardOption('request_multicapture'), multicapture ? 'if_available' : undefined),
    ...given(cardOption('request_incremental_authorization'), incremental ? 'if_available' : undefined),
  ];
};

const cardOption = (name: string): string => `payment_method_options[card][${name}]`;

const categories = { unscheduled: 'unscheduled', recurrent: 'recurring', installment: 'installment' } as const;

const initiation = (initiator: Initiator, features: Features): Form => {
  if (initiator.by === 'customer') return initiator.storesCard ? [['setup_future_usage', 'off_session']] : [];
  const { networkTransactionId, category } = initiator;
  return [
    ['off_session', 'true'],
    [cardOption('stored_credential_usage'), categories[category]],
    ...given(
      cardOption('mit_exemption][network_transaction_id'),
      features.networkTransactionIds ? networkTransactionId : undefined,
    ),
  ];
};

/** Without a cavv there is nothing that Stripe's form could take. */
const proof = ({ version, eci, cavv, dsTransId }: AuthenticationProof, isExempt: boolean): Form => {
  if (cavv === undefined) return [];
  const field = (name: string): string => cardOption(`three_d_secure][${name}`);
  return [
    [field('version'), version],
    [field('electronic_commerce_indicator'), eci],
    [field('cryptogram'), cavv],
    [field('transaction_id'), dsTransId],
    ...(isExempt ? ([[field('exemption_indicator'), 'low_risk']] as const) : []),
  ];
};

export const captureOf = (
  { reference, authorization, final }: CaptureRequest,
  { amount }: WireAmount,
  { multicapture }: Features,
): StripeRequest => ({
  method: 'POST',
  path: intentPath(authorization.acquirerReference, '/capture'),
  idempotencyKey: reference,
  form: [
    ['amount_to_capture', amount],
    ...(multicapture ? ([['final_capture', String(final)]] as const) : []),
    [`metadata[${captureNote(reference)}]`, amount],
  ],
});

/** A cancellation can't be given a name, so its intent is, before. */
export const voidNotice = (id: string, reference: OperationReference): StripeRequest => ({
  method: 'POST',
  path: intentPath(id),
  form: [[`metadata[${voidNote(reference)}]`, 'void']],
});

/** Why we give up what only the customer could go on with, in Stripe's words. */
export const ABANDONED = 'abandoned';

export const abandonment = (id: string): StripeRequest => ({
  method: 'POST',
  path: intentPath(id, '/cancel'),
  form: [['cancellation_reason', ABANDONED]],
});

/** `reference` undefined: giving up what may be given up already needs no key, and a failure must not stick to one. */
export const cancellation = (id: string, reference: OperationReference | undefined): StripeRequest => ({
  method: 'POST',
  path: intentPath(id, '/cancel'),
  form: [],
  ...(reference === undefined ? {} : { idempotencyKey: reference }),
});

export const increaseTo = (
  { reference, authorization }: IncrementRequest,
  { total, added }: { readonly total: WireAmount; readonly added: WireAmount },
): StripeRequest => ({
  method: 'POST',
  path: intentPath(authorization.acquirerReference, '/increment_authorization'),
  form: [
    ['amount', total.amount],
    [`metadata[${incrementNote(reference)}]`, added.amount],
  ],
  idempotencyKey: reference,
});

export const refundOf = (id: string, reference: OperationReference, { amount }: WireAmount): StripeRequest => ({
  method: 'POST',
  path: '/v1/refunds',
  idempotencyKey: reference,
  form: [
    ['payment_intent', id],
    ['amount', amount],
    [`metadata[${REFERENCE}]`, reference],
  ],
});

/** All that is left of it: Stripe never gives back more than was taken, however often it is asked. */
export const refundOfAll = (id: string, original: OperationReference): StripeRequest => ({
  method: 'POST',
  path: '/v1/refunds',
  form: [
    ['payment_intent', id],
    ['metadata[reverses]', original],
  ],
});

export const questionAbout = (id: string): StripeRequest => ({
  method: 'GET',
  path: intentPath(id),
  form: [
    ['expand[]', 'latest_charge'],
    ['expand[]', 'latest_charge.refunds'],
  ],
});

export const questionAboutRefund = (id: string): StripeRequest => ({
  method: 'GET',
  path: `/v1/refunds/${encodeURIComponent(id)}`,
  form: [],
});

export const refundsOf = (intentId: string, after: string | undefined): StripeRequest => ({
  method: 'GET',
  path: '/v1/refunds',
  form: [['payment_intent', intentId], ['limit', '100'], ...given('starting_after', after)],
});
