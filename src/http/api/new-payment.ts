import type { Static } from 'typebox';
import { parseId } from '../../base/id.ts';
import { parseCurrency } from '../../base/money.ts';
import { Problem } from '../../base/problem.ts';
import type { FlowDeps } from '../../flow/deps.ts';
import type { HowToCharge } from '../../flow/payment/authorize.ts';
import type { NewPayment } from '../../flow/pay-directly.ts';
import { keepCard } from '../../flow/payment-method/keep.ts';
import { findChargeRefusal, openForPayment } from '../../flow/payment-method/open.ts';
import type { Caller } from '../../merchants/api-keys.ts';
import { readCardInput } from '../../vault/card-input.ts';
import { problemOfRefusal, unknownPaymentMethod } from './payment-methods.ts';
import type { paymentCreateSchema } from './payment-schema.ts';
import { usageOf } from './session-schema.ts';

/** What the request asks for, with the card that pays: from the request itself, or out of the vault. */
export const newPaymentFrom = async (
  deps: FlowDeps,
  caller: Caller,
  body: PaymentCreate,
): Promise<{ payment: NewPayment; charge: HowToCharge } | Problem> => {
  const currency = parseCurrency(body.currency);
  if (currency === undefined) throw new Error('the schema let an unknown currency through');
  const chosen = await methodFrom(deps, caller, body);
  if (chosen instanceof Problem) return chosen;
  const { charge, ...method } = chosen;
  const payment = {
    amount: { minor: BigInt(body.amount), currency },
    currencyAsSent: body.currency,
    captureMethod: body.captureMethod ?? 'automatic',
    merchantReferenceId: body.merchantReferenceId,
    metadata: body.metadata ?? {},
    returnUrl: body.returnUrl,
    setupFutureUsage: usageOf(body.setupFutureUsage),
    ...method,
  };
  return { payment, charge };
};

export type PaymentCreate = Static<typeof paymentCreateSchema>;
type Method = Pick<NewPayment, 'cardSummary' | 'keptCard' | 'paymentMethodId' | 'merchantCustomerId'> & {
  readonly charge: HowToCharge;
};

const methodFrom = async (deps: FlowDeps, { merchantId }: Caller, body: PaymentCreate): Promise<Method | Problem> => {
  if (body.storedPaymentMethodId !== undefined) return storedMethod(deps, merchantId, body.storedPaymentMethodId);
  if (body.paymentMethod === undefined) throw new Error('the schema let a payment without a method through');
  const read = readCardInput(body.paymentMethod.card, deps.clock.nowMs());
  // The schema has checked the card; what it refused never comes here.
  if (read.kind === 'mistakes') return new Problem('invalid_fields', 'The card is not valid any more.');
  const { card, cardSummary } = read;
  const keeps = usageOf(body.setupFutureUsage) !== undefined;
  return {
    cardSummary,
    charge: { card, initiator: { by: 'customer', storesCard: keeps } },
    keptCard: keeps ? await keepCard(deps, { merchantId, card, cardSummary }) : undefined,
    paymentMethodId: undefined,
    merchantCustomerId: body.merchantCustomerId,
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

/** Nothing was written, and not because of the key: the stored card may not be charged at this moment. */
export const explainNoPayment = async (
  deps: FlowDeps,
  { merchantId }: Caller,
  body: PaymentCreate,
): Promise<Problem> => {
  const paymentMethodId = parseId('paymentMethod', body.storedPaymentMethodId ?? '');
  const refusal = paymentMethodId && (await findChargeRefusal(deps, { merchantId, paymentMethodId }));
  return problemOfRefusal(refusal ?? { reason: 'beingCharged' });
};
