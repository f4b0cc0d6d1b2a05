import type { Approval, InquiryAnswer, InquiryRequest, Unknown } from '../contract.ts';
import { fromWireAmount } from './amounts.ts';
import { look } from './authorize.ts';
import { unknown } from './causes.ts';
import type { StripeClient } from './client.ts';
import { declinedAs } from './declines.ts';
import { captureNote, incrementNote, questionAboutRefund, REFERENCE, refundsOf } from './map.ts';
import { captured, isGivenUp, refundStanding } from './operate.ts';
import { standingOf } from './standing.ts';
import { readPage, readRefund, type Intent, type Refund } from './wire.ts';

/** Of an authorization by its intent; of an operation by what it left on the intent, or by the refund itself. */
export const inquire = async (ask: StripeClient, request: InquiryRequest): Promise<InquiryAnswer> => {
  if (request.kind === 'authorization') return inquireAuthorization(ask, request);
  if (request.kind === 'refund') return inquireRefund(ask, request);
  const { authorization } = request;
  if (authorization === undefined) return unknown('missingField');
  const intent = await look(ask, authorization.acquirerReference);
  if ('kind' in intent) return intent;
  if (intent.status === 'processing') return { kind: 'pending' };
  return request.kind === 'void' ? voidIn(intent) : notedIn(intent, request);
};

/** Without a handle the card was never sent. */
const inquireAuthorization = async (
  ask: StripeClient,
  { original, handle }: InquiryRequest,
): Promise<InquiryAnswer> => {
  if (handle === undefined) return { kind: 'notFound' };
  const intent = await look(ask, handle);
  if ('kind' in intent) return intent;
  return intent.metadata[REFERENCE] === original ? standingOf(intent) : unknown('wrongReference');
};

/** Captures and increments leave a note on the intent. */
const notedIn = (intent: Intent, { kind, original }: InquiryRequest): InquiryAnswer => {
  const noted = intent.metadata[kind === 'capture' ? captureNote(original) : incrementNote(original)];
  if (noted === undefined) return { kind: 'notFound' };
  if (!/^\d{1,15}$/.test(noted)) return unknown('wrongAmount');
  return approvalOf(captured(intent), BigInt(noted), intent.currency);
};

const voidIn = (intent: Intent): InquiryAnswer => {
  if (isGivenUp(intent))
    return approvalOf({ kind: 'approved', acquirerReference: intent.id }, intent.amount, intent.currency);
  if (intent.status === 'succeeded') return declinedAs('payment_intent_unexpected_state', { reason: 'notPermitted' });
  return { kind: 'notFound' };
};

const inquireRefund = async (
  ask: StripeClient,
  { original, handle, authorization }: InquiryRequest,
): Promise<InquiryAnswer> => {
  const found =
    handle === undefined
      ? await findRefund(ask, original, authorization?.acquirerReference)
      : await lookAtRefund(ask, handle);
  if ('kind' in found) return found;
  if (found.metadata[REFERENCE] !== original) return unknown('wrongReference');
  const standing = refundStanding(found);
  if (standing.kind === 'accepted') return { kind: 'pending' };
  if (standing.kind === 'declined' || standing.kind === 'unknown') return standing;
  return approvalOf({ kind: 'approved', acquirerReference: found.id }, found.amount, found.currency);
};

const lookAtRefund = async (ask: StripeClient, id: string): Promise<Refund | InquiryAnswer> => {
  const reply = await ask(questionAboutRefund(id));
  if (reply.kind === 'refused') return unknown('inquiryRefused');
  if (reply.kind !== 'object') return reply;
  const refund = readRefund(reply.fields);
  if (refund === undefined) return unknown('unreadableAnswer');
  return refund.id === id ? refund : unknown('wrongReference');
};

/** One that was never answered has no name yet: it is among those of its intent, or it was not made. */
const findRefund = async (
  ask: StripeClient,
  original: string,
  intentId: string | undefined,
): Promise<Refund | InquiryAnswer> => {
  if (intentId === undefined) return unknown('missingField');
  let after: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const reply = await ask(refundsOf(intentId, after));
    if (reply.kind === 'refused') return unknown('inquiryRefused');
    if (reply.kind !== 'object') return reply;
    const page = readPage(reply.fields, readRefund);
    if (page === undefined) return unknown('unreadableAnswer');
    if (page.items.some((refund) => refund.intentId !== intentId)) return unknown('wrongReference');
    const found = page.items.find(({ metadata }) => metadata[REFERENCE] === original);
    if (found !== undefined) return found;
    if (!page.hasMore) return { kind: 'notFound' };
    after = page.items.at(-1)?.id;
  }
  return unknown('unreadableAnswer');
};

/** A thousand refunds of one payment. */
const MOST_PAGES = 10;

/** Operations have no approval code. */
const approvalOf = (answer: ReturnType<typeof captured>, wireAmount: bigint, currency: string): Approval | Unknown => {
  if (answer.kind !== 'approved') return answer;
  const amount = fromWireAmount(wireAmount, currency);
  if (amount === undefined) return unknown('wrongCurrency');
  return { ...answer, approvalCode: '', networkTransactionId: undefined, amount };
};
