import type { Static } from 'typebox';
import { findingOfExternal } from '../../flow/authentication/external.ts';
import { findMissingAcquirer } from './acquirer-needed.ts';
import { parseId } from '../../base/id.ts';
import { parseCurrency } from '../../base/money.ts';
import { Problem } from '../../base/problem.ts';
import type { Secret } from '../../base/secret.ts';
import type { FlowDeps } from '../../flow/deps.ts';
import type { HowToCharge } from '../../flow/payment/charge.ts';
import type { NewPayment } from '../../flow/pay-directly.ts';
import { keepCard } from '../../flow/payment-method/keep.ts';
import { findChargeRefusal, openForCustomer, openForPayment } from '../../flow/payment-method/open.ts';
import type { Caller } from '../../merchants/api-keys.ts';
import type { AcceptedToken } from '../../vault/card-token.ts';
import { readCardInput } from '../../vault/card-input.ts';
import type { Once } from '../idempotency/once.ts';
import { problemOfRefusal, unknownPaymentMethod } from './payment-methods.ts';
import type { paymentCreateSchema } from './payment-schema.ts';
import { usageOf } from './session-schema.ts';

/** Who asks, and by which word of the caller the request is known when it comes again. */
type Asking = { readonly caller: Caller; readonly once: Once | undefined };

/** What the request asks for, with the card that pays: from the request itself, or out of the vault. */
export const newPaymentFrom = async (
  deps: FlowDeps,
  by: Asking,
  body: PaymentCreate,
): Promise<{ payment: NewPayment; charge: HowToCharge } | Problem> => {
  const currency = parseCurrency(body.currency);
  if (currency === undefined) throw new Error('the schema let an unknown currency through');
  const missing = await findMissingAcquirer(deps, by.caller.merchantId, currency);
  if (missing !== undefined) return missing;
  const chosen = await methodFrom(deps, by, body);
  if (chosen instanceof Problem) return chosen;
  const { charge, ...method } = chosen;
  const payment = {
    amount: { minor: BigInt(body.amount), currency },
    currencyAsSent: body.currency,
    // Of 0 nothing can be captured later.
    captureMethod: body.amount === 0 ? 'automatic' : (body.captureMethod ?? 'automatic'),
    merchantReferenceId: body.merchantReferenceId,
    metadata: body.metadata ?? {},
    returnUrl: body.returnUrl,
    setupFutureUsage: usageOf(body.setupFutureUsage),
    externalFinding: body.threeDs && findingOfExternal(body.threeDs),
    ...method,
  };
  return { payment, charge };
};

export type PaymentCreate = Static<typeof paymentCreateSchema>;
type Method = Pick<NewPayment, 'cardSummary' | 'keptCard' | 'paymentMethodId' | 'merchantCustomerId'> & {
  readonly charge: HowToCharge;
};

const methodFrom = async (
  deps: FlowDeps,
  { caller: { merchantId }, once }: Asking,
  body: PaymentCreate,
): Promise<Method | Problem> => {
  if (body.storedPaymentMethodId !== undefined) return storedMethod(deps, merchantId, body.storedPaymentMethodId);
  if (body.paymentMethod === undefined) throw new Error('the schema let a payment without a method through');
  const { token, number, expiryMonth, expiryYear, ...more } = body.paymentMethod.card;
  if (token !== undefined) {
    const accepted = await deps.cardTokens.accept({ merchantId, token, request: once });
    if (accepted === 'unusable') return unusableToken();
    return accepted.kind === 'card'
      ? newMethod(deps, merchantId, body, accepted)
      : storedMethodInToken(deps, { merchantId, ...accepted }, body);
  }
  if (number === undefined || expiryMonth === undefined || expiryYear === undefined)
    throw new Error('the schema let half a card through');
  const read = readCardInput({ number, expiryMonth, expiryYear, ...more }, deps.clock.nowMs());
  // The schema has checked the card; what it refused never comes here.
  if (read.kind === 'mistakes') return new Problem('invalid_fields', 'The card is not valid any more.');
  return newMethod(deps, merchantId, body, read);
};

/** One answer for all that may be wrong with a token: each word more would help to read those of others. */
const unusableToken = (): Problem => {
  const message =
    'token cannot be used. Make a new one for every payment, at most 10 minutes before, with the key that GET ' +
    '/payment/se/keys.do gives, of a valid card.';
  return new Problem('invalid_fields', message, {
    fields: [{ pointer: '/paymentMethod/card/token', code: 'token', message }],
  });
};

const newMethod = async (
  deps: FlowDeps,
  merchantId: string,
  body: PaymentCreate,
  { card, cardSummary }: Pick<Extract<AcceptedToken, { readonly kind: 'card' }>, 'card' | 'cardSummary'>,
): Promise<Method> => {
  const keeps = usageOf(body.setupFutureUsage) !== undefined;
  return {
    cardSummary,
    charge: { card, initiator: { by: 'customer', storesCard: keeps } },
    keptCard: keeps ? await keepCard(deps, { merchantId, card, cardSummary }) : undefined,
    paymentMethodId: undefined,
    merchantCustomerId: body.merchantCustomerId,
  };
};

/**
 * The customer is in the app and pays with a card that was kept: what was agreed about the merchant's own charges is
 * not touched.
 */
const storedMethodInToken = async (
  deps: FlowDeps,
  { merchantId, storedCard, cvc }: { merchantId: string; storedCard: string; cvc: Secret | undefined },
  body: PaymentCreate,
): Promise<Method | Problem> => {
  const paymentMethodId = parseId('paymentMethod', storedCard);
  const opened =
    paymentMethodId === undefined ? undefined : await openForCustomer(deps, { merchantId, paymentMethodId });
  if (opened?.kind !== 'card') return unusableToken();
  const { card, cardSummary, merchantCustomerId } = opened;
  // The id comes from a customer's telephone: who names the customer gets no other's card.
  if ((body.merchantCustomerId ?? merchantCustomerId) !== merchantCustomerId) return unusableToken();
  return {
    cardSummary,
    charge: { card: { ...card, cvc }, initiator: { by: 'customer', storesCard: false } },
    keptCard: undefined,
    paymentMethodId: undefined,
    merchantCustomerId,
  };
};

const storedMethod = async (deps: FlowDeps, merchantId: string, id: string): Promise<Method | Problem> => {
  const paymentMethodId = parseId('paymentMethod', id);
  if (paymentMethodId === undefined) return unknownPaymentMethod();
  const opened = await openForPayment(deps, { merchantId, paymentMethodId });
  if (opened.kind === 'refused') return problemOfRefusal(opened);
  const { card, cardSummary, initiator, merchantCustomerId } = opened;
  return { cardSummary, charge: { card, initiator }, keptCard: undefined, paymentMethodId, merchantCustomerId };
};

/** Nothing was written, and not because of the key: no acquirer can, or the stored card may not be charged now. */
export const explainNoPayment = async (
  deps: FlowDeps,
  { merchantId }: Caller,
  { body, refusal: why }: { readonly body: PaymentCreate; readonly refusal: string },
): Promise<Problem> => {
  if (why === 'notSupported')
    return new Problem('not_supported', 'No acquirer of yours that takes this payment can check a card with 0.');
  const paymentMethodId = parseId('paymentMethod', body.storedPaymentMethodId ?? '');
  const refusal = paymentMethodId && (await findChargeRefusal(deps, { merchantId, paymentMethodId }));
  return problemOfRefusal(refusal ?? { reason: 'beingCharged' });
};
