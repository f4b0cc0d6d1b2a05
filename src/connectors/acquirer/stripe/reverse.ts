import type { NotSent, ReverseAnswer, ReverseRequest, Unknown } from '../contract.ts';
import { look } from './authorize.ts';
import { unknown } from './causes.ts';
import type { StripeClient } from './client.ts';
import { cancellation, REFERENCE, refundOfAll } from './map.ts';
import { standingOf } from './standing.ts';
import { readIntent, readRefund, type Intent } from './wire.ts';

/**
 * Looks at the intent, cancels what can be canceled, gives back what was captured. It says `reversed` only of an intent
 * of which nothing is left, and a card that comes late finds it canceled.
 */
export const reverse = async (ask: StripeClient, { original, handle }: ReverseRequest): Promise<ReverseAnswer> => {
  // Nobody was told a card: an intent without one moves nothing.
  if (handle === undefined) return { kind: 'reversed' };
  const intent = await look(ask, handle);
  if ('kind' in intent) return intent;
  if (intent.metadata[REFERENCE] !== original) return unknown('wrongReference');
  const standing = standingOf(intent);
  if (standing.kind === 'reversed') return standing;
  if (intent.status === 'succeeded') {
    if (standing.kind === 'pending') return { kind: 'accepted' };
    return refundAll(ask, intent, original);
  }
  return intent.status === 'processing' ? unknown('inProgress') : cancel(ask, intent, original);
};

const cancel = async (
  ask: StripeClient,
  { id }: Intent,
  original: ReverseRequest['original'],
): Promise<ReverseAnswer> => {
  const reply = await ask(cancellation(id, undefined));
  const canceled = reply.kind === 'refused' ? reply.intent : intentIn(reply);
  if (canceled === undefined) return unknown('reversalRefused');
  if ('kind' in canceled) return canceled;
  if (canceled.id !== id || canceled.metadata[REFERENCE] !== original) return unknown('wrongReference');
  if (canceled.status === 'canceled') return { kind: 'reversed' };
  // It was captured in this very moment, or a part of it was before.
  return canceled.status === 'succeeded' ? refundAll(ask, canceled, original) : unknown('reversalRefused');
};

const intentIn = (
  reply: Exclude<Awaited<ReturnType<StripeClient>>, { readonly kind: 'refused' }>,
): Intent | NotSent | Unknown =>
  reply.kind === 'object' ? (readIntent(reply.fields) ?? unknown('unreadableAnswer')) : reply;

const refundAll = async (
  ask: StripeClient,
  { id }: Intent,
  original: ReverseRequest['original'],
): Promise<ReverseAnswer> => {
  const reply = await ask(refundOfAll(id, original));
  // "Nothing left to refund" is looked at below, like everything else.
  if (reply.kind === 'notSent' || reply.kind === 'unknown') return reply;
  if (reply.kind === 'object') {
    const refund = readRefund(reply.fields);
    if (refund === undefined) return unknown('unreadableAnswer');
    if (refund.intentId !== id) return unknown('wrongReference');
  }
  const intent = await look(ask, id);
  if ('kind' in intent) return intent;
  const standing = standingOf(intent);
  if (standing.kind === 'reversed') return standing;
  return standing.kind === 'pending' ? { kind: 'accepted' } : unknown('reversalRefused');
};
