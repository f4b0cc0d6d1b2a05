import type {
  CaptureRequest,
  Decline,
  IncrementRequest,
  NotSent,
  OperationAnswer,
  OperationReference,
  RefundRequest,
  Unknown,
  VoidRequest,
} from '../contract.ts';
import { toWireAmount, type WireAmount } from './amounts.ts';
import { look } from './authorize.ts';
import { unknown } from './causes.ts';
import type { StripeClient, StripeReply } from './client.ts';
import { amountImpossible, refundFailureOf } from './declines.ts';
import {
  cancellation,
  captureNote,
  captureOf,
  CAPTURE_NOTE,
  incrementNote,
  increaseTo,
  refundOf,
  REFERENCE,
  voidNotice,
  type Features,
} from './map.ts';
import { readIntent, readRefund, type Intent, type Refund } from './wire.ts';

export const capture = async (
  ask: StripeClient,
  request: CaptureRequest,
  features: Features,
): Promise<OperationAnswer> => {
  const amount = toWireAmount(request.amount);
  if (amount === undefined) return amountImpossible;
  const reply = await ask(captureOf(request, amount, features));
  const intent = intentIn(reply, request.authorization.acquirerReference);
  if ('kind' in intent) return intent;
  if (intent.status !== 'succeeded' && intent.status !== 'requires_capture') return unknown('inProgress');
  if (intent.currency !== amount.currency) return unknown('wrongCurrency');
  const isNoted = intent.metadata[captureNote(request.reference)] === amount.amount;
  if (!isNoted || capturedBy(intent) !== intent.amountReceived) return unknown('wrongAmount');
  return captured(intent);
};

/** All that we captured of it, by our notes. */
const capturedBy = ({ metadata }: Intent): bigint =>
  Object.entries(metadata).reduce(
    (sum, [name, amount]) => (CAPTURE_NOTE.test(name) && /^\d{1,15}$/.test(amount) ? sum + BigInt(amount) : sum),
    0n,
  );

/** A capture has no name of its own at Stripe; it is part of the charge. */
export const captured = ({
  chargeId,
}: Intent): { readonly kind: 'approved'; readonly acquirerReference: string } | Unknown =>
  chargeId === undefined ? unknown('missingField') : { kind: 'approved', acquirerReference: chargeId };

export const voidAuthorization = async (
  ask: StripeClient,
  { reference, authorization }: VoidRequest,
): Promise<OperationAnswer> => {
  // For whoever compares the books. What comes of it decides nothing, but a line that is down is down.
  const noted = await ask(voidNotice(authorization.acquirerReference, reference));
  if (noted.kind === 'notSent') return noted;
  const reply = await ask(cancellation(authorization.acquirerReference, reference));
  const intent = intentIn(reply, authorization.acquirerReference);
  if ('kind' in intent) return intent;
  return isGivenUp(intent) ? { kind: 'approved', acquirerReference: intent.id } : unknown('inProgress');
};

/** Canceled, or with a part of it captured and the rest released. */
export const isGivenUp = ({ status, amount, amountReceived }: Intent): boolean =>
  status === 'canceled' || (status === 'succeeded' && amountReceived < amount);

export const increment = async (ask: StripeClient, request: IncrementRequest): Promise<OperationAnswer> => {
  const [total, added] = [toWireAmount(request.total), toWireAmount(request.amount)];
  if (total === undefined || added === undefined) return amountImpossible;
  const id = request.authorization.acquirerReference;
  const answer = intentIn(await ask(increaseTo(request, { total, added })), id);
  // Sent again when Stripe has forgotten the key, what was done already is refused: the note on the intent tells.
  const intent = 'kind' in answer && answer.kind === 'declined' ? await orAsNoted(ask, request, answer) : answer;
  if ('kind' in intent) return intent;
  if (intent.currency !== total.currency) return unknown('wrongCurrency');
  if (String(intent.amount) !== total.amount) return unknown('wrongAmount');
  return captured(intent);
};

const orAsNoted = async (
  ask: StripeClient,
  { reference, authorization }: IncrementRequest,
  declined: Decline,
): Promise<Intent | Decline | NotSent | Unknown> => {
  const intent = await look(ask, authorization.acquirerReference);
  // As long as nobody can look, nothing is proved; it is sent again, and refused again.
  if ('kind' in intent) return intent;
  return intent.metadata[incrementNote(reference)] === undefined ? declined : intent;
};

/** The intent that an operation on it was answered with. A request that was not looked at is sent again later. */
const intentIn = (reply: StripeReply, id: string): Intent | Exclude<OperationAnswer, { readonly kind: 'approved' }> => {
  if (reply.kind === 'refused') return refusalOf(reply);
  if (reply.kind !== 'object') return reply;
  const intent = readIntent(reply.fields);
  if (intent === undefined) return unknown('unreadableAnswer');
  return intent.id === id ? intent : unknown('wrongReference');
};

const refusalOf = ({ why, decline }: Extract<StripeReply, { kind: 'refused' }>): Decline | Unknown =>
  why === 'rateLimit' ? unknown('rateLimited') : decline;

export const refund = async (ask: StripeClient, request: RefundRequest): Promise<OperationAnswer> => {
  const amount = toWireAmount(request.amount);
  if (amount === undefined) return amountImpossible;
  const { reference, authorization } = request;
  const reply = await ask(refundOf(authorization.acquirerReference, reference, amount));
  if (reply.kind === 'refused') return refusalOf(reply);
  if (reply.kind !== 'object') return reply;
  const made = readRefund(reply.fields);
  if (made === undefined) return unknown('unreadableAnswer');
  if (made.intentId !== authorization.acquirerReference) return unknown('wrongReference');
  return refundAnswer(made, reference, amount);
};

const refundAnswer = (made: Refund, reference: OperationReference, amount: WireAmount): OperationAnswer => {
  if (made.metadata[REFERENCE] !== reference) return unknown('wrongReference');
  if (made.currency !== amount.currency) return unknown('wrongCurrency');
  if (String(made.amount) !== amount.amount) return unknown('wrongAmount');
  return refundStanding(made);
};

export const refundStanding = (
  made: Refund,
): { readonly kind: 'approved' | 'accepted'; readonly acquirerReference: string } | Decline | Unknown => {
  switch (made.status) {
    case 'succeeded':
      return { kind: 'approved', acquirerReference: made.id };
    case 'pending':
    case 'requires_action':
      return { kind: 'accepted', acquirerReference: made.id };
    case 'failed':
      return refundFailureOf(made.failureReason);
    case 'canceled':
      return refundFailureOf('merchant_request');
    default:
      return unknown('missingField');
  }
};
