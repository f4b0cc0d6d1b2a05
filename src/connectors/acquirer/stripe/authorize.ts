import type {
  AuthorizeAnswer,
  AuthorizeRequest,
  Decline,
  NotSent,
  PrepareAnswer,
  PrepareRequest,
  Unknown,
} from '../contract.ts';
import { toWireAmount } from './amounts.ts';
import { unknown, type Cause } from './causes.ts';
import type { StripeClient, StripeReply } from './client.ts';
import { alreadyCanceled, amountImpossible } from './declines.ts';
import { abandonment, cardMethod, confirmation, preparation, questionAbout, REFERENCE, type Features } from './map.ts';
import { standingOf } from './standing.ts';
import { readIntent, textIn, type Intent } from './wire.ts';

export const prepare = async (ask: StripeClient, request: PrepareRequest): Promise<PrepareAnswer> => {
  const amount = toWireAmount(request.amount);
  if (amount === undefined) return amountImpossible;
  const reply = await ask(preparation(request, amount));
  if (reply.kind === 'refused') return reply.decline;
  if (reply.kind !== 'object') return reply;
  const intent = readIntent(reply.fields);
  if (intent === undefined) return unknown('unreadableAnswer');
  const cause = mismatchOf(request, intent);
  return cause === undefined ? { kind: 'prepared', handle: intent.id } : unknown(cause);
};

export const authorize = async (
  ask: StripeClient,
  request: AuthorizeRequest,
  features: Features,
): Promise<AuthorizeAnswer> => {
  const { handle } = request;
  if (handle === undefined) return { kind: 'notSent', cause: 'requestInvalid' };
  const card = await ask(cardMethod(request));
  if (card.kind === 'refused') return card.decline;
  if (card.kind !== 'object') return card;
  const methodId = textIn(card.fields, 'id', /^[A-Za-z0-9_]{1,255}$/);
  if (methodId === undefined || card.fields['object'] !== 'payment_method') return unknown('unreadableAnswer');
  const reply = await ask(confirmation(request, { intentId: handle, methodId, features }));
  if (reply.kind === 'refused') return refusalOf(reply);
  if (reply.kind !== 'object') return reply;
  // A repeat is told what was true when the key was new; since then it may have been given up.
  const intent = reply.isReplayed ? await look(ask, handle) : readIntent(reply.fields);
  if (intent === undefined) return unknown('unreadableAnswer');
  return 'kind' in intent ? intent : judge(ask, request, intent);
};

const judge = async (ask: StripeClient, request: AuthorizeRequest, intent: Intent): Promise<AuthorizeAnswer> => {
  if (intent.id !== request.handle) return unknown('wrongReference');
  const cause = mismatchOf(request, intent);
  if (cause !== undefined) return unknown(cause);
  // Nobody can go on with it, and it should not look as if somebody could. What comes of this decides nothing.
  if (intent.status === 'requires_action') await ask(abandonment(intent.id));
  const standing = standingOf(intent);
  switch (standing.kind) {
    case 'approved':
      return isAsAsked(request, intent) ? standing : unknown('unexpectedApproval');
    case 'declined':
    case 'unknown':
      return standing;
    case 'reversed':
      return alreadyCanceled;
    case 'pending':
    case 'notFound':
      return unknown('inProgress');
  }
};

/** Authorized only, or captured too. */
const isAsAsked = ({ capture }: AuthorizeRequest, { status }: Intent): boolean =>
  status === (capture ? 'succeeded' : 'requires_capture');

/** A confirmation that did not fit: the intent itself says whether it was given up, or confirmed before. */
const refusalOf = ({ decline, intent, why }: Extract<StripeReply, { kind: 'refused' }>): Decline | Unknown => {
  if (why !== 'request' || decline.acquirerCode !== 'payment_intent_unexpected_state') return decline;
  return intent?.status === 'canceled' ? alreadyCanceled : unknown('duplicateReference');
};

/** An answer counts only when it is an answer to what we asked: same reference, amount and currency. */
const mismatchOf = (request: PrepareRequest, intent: Intent): Cause | undefined => {
  const asked = toWireAmount(request.amount);
  if (intent.metadata[REFERENCE] !== request.reference) return 'wrongReference';
  if (asked?.currency !== intent.currency) return 'wrongCurrency';
  if (BigInt(asked.amount) !== intent.amount) return 'wrongAmount';
  return intent.captureMethod === (request.capture ? 'automatic' : 'manual') ? undefined : 'wrongType';
};

/** The intent as it is now. */
export const look = async (ask: StripeClient, id: string): Promise<Intent | NotSent | Unknown> => {
  const reply = await ask(questionAbout(id));
  // Also "no such intent": this one was given to us, so the key is that of another account.
  if (reply.kind === 'refused') return unknown(reply.why === 'rateLimit' ? 'rateLimited' : 'inquiryRefused');
  if (reply.kind !== 'object') return reply;
  const intent = readIntent(reply.fields);
  if (intent === undefined) return unknown('unreadableAnswer');
  return intent.id === id ? intent : unknown('wrongReference');
};
