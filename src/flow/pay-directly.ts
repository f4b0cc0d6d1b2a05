import type { PaymentFacts, Route } from '../acquirers/route.ts';
import { asError } from '../base/as-error.ts';
import { newUuid, newUuids, type Uuid } from '../base/id.ts';
import type { Money } from '../base/money.ts';
import type { CardSummary } from '../card/card.ts';
import type { PaymentRow } from '../contract/rows.ts';
import { sqlStateOf, UNIQUE_VIOLATION } from '../db/db.ts';
import type { Caller } from '../merchants/api-keys.ts';
import { answerWithoutIssuer, decideExternal } from './authentication/ask.ts';
import type { Demand } from './authentication/decide.ts';
import type { Finding } from './authentication/findings.ts';
import type { FlowDeps } from './deps.ts';
import { authorize, settleStop, type Settled } from './payment/authorize.ts';
import type { HowToCharge } from './payment/charge.ts';
import { routesThatTake } from './payment/check-of-a-card.ts';
import { attemptIdOf } from './payment/attempt-id.ts';
import { factsOfMoney, firstOf, NOBODY_TAKES_IT, routeColumns, type RouteColumns } from './payment/route.ts';
import { findPayment, hasAttempt } from './payment/store.ts';
import type { KeptCard } from './payment-method/keep.ts';
import { asOurs, BLOCKED, forgetTry, learnFrom, screenDirect } from './screen.ts';
import type { OnceKey } from './session/create.ts';
import type { Tried } from './velocity/subjects.ts';
import type { DirectPaymentInsert, DirectPaymentRefusal } from './statements/begin-direct-payments.ts';

export type NewPayment = {
  readonly amount: Money;
  readonly currencyAsSent: string;
  readonly captureMethod: 'automatic' | 'manual';
  readonly merchantReferenceId: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  /** Where the customer comes back to; without it nobody can be authenticated. */
  readonly returnUrl: string | undefined;
  readonly merchantCustomerId: string | undefined;
  readonly setupFutureUsage: Readonly<Record<string, unknown>> | undefined;
  /** The stored card that pays; its terms are checked again by the statement that writes the payment. */
  readonly paymentMethodId: string | undefined;
  /** The card to be kept, should it be approved. */
  readonly keptCard: KeptCard | undefined;
  readonly cardSummary: CardSummary;
  /** Of an authentication that was made elsewhere; undefined: it is ours to make. */
  readonly externalFinding: Finding | undefined;
};

/**
 * The payment as it is now. `isFinal: false`: the acquirer has not answered; reconciliation finds out, and events tell.
 */
export type CreatedPayment = { readonly payment: PaymentRow; readonly isFinal: boolean };

export type DirectInput = {
  readonly caller: Caller;
  readonly payment: NewPayment;
  readonly charge: HowToCharge;
  readonly once: OnceKey | undefined;
};

/**
 * A payment that a shop's server asks for without the page: written down, asked, written down; or written down until
 * its customer has been seen by the card's issuer. `notSupported`: it is a check of a card, and no acquirer of the
 * merchant can do that.
 */
export const payDirectly = async (
  deps: FlowDeps,
  input: DirectInput,
): Promise<CreatedPayment | DirectPaymentRefusal | 'notSupported'> => {
  const { card } = input.charge;
  const cardFingerprint = await deps.vault.fingerprintOf(input.caller.merchantId, card.pan);
  const tried = triedBy(input, cardFingerprint);
  const { step } = await screenDirect(deps, tried, {
    isByMerchant: input.charge.initiator.by === 'merchant',
    hasReturnUrl: input.payment.returnUrl !== undefined,
  });
  const demand = step === 'challenge' ? 'velocity' : 'none';
  const attemptId = await newAttemptId(deps, input);
  const known = await deps.acquirers.routesFor(input.caller.merchantId, () =>
    Promise.resolve(factsOf(input, attemptId)),
  );
  const { merchantId } = input.caller;
  const routing = await routesThatTake(deps, { merchantId, minor: input.payment.amount.minor }, known);
  if (known.kind === 'routes' && routing.kind === 'none') {
    forgetTry(deps, tried);
    return 'notSupported';
  }
  const answer =
    step === 'refuse' ? BLOCKED : routing.kind === 'none' ? NOBODY_TAKES_IT : await askAboutCard(deps, input, demand);
  if (answer === 'customerNeeded') return prepare(deps, input, { attemptId, demand, route: firstOf(routing) });
  const begun = await begin(deps, input, {
    attempt_id: attemptId,
    card_fingerprint: cardFingerprint.toString('hex'),
    three_ds: answer?.summary ?? null,
    authentication: null,
    waiting_card: null,
    ...routeColumns(firstOf(routing)),
  });
  if (typeof begun === 'string') {
    forgetTry(deps, tried);
    return begun;
  }
  deps.hintDeliveries();
  const attempt = { payment: begun, session: null };
  const paying =
    answer?.kind === 'stop'
      ? settleStop(deps, attempt, answer.declineReason)
      : authorize(deps, attempt, { ...input.charge, ...(answer && { carried: answer }) });
  const settling = paying.catch((error: unknown): Settled => {
    deps.log.error({ paymentId: begun.id, error: asError(error) }, 'a payment could not be settled');
    return { kind: 'unknown' };
  });
  deps.inBackground(settling);
  const settled = await settling;
  // No account takes the payment: nobody has judged the card.
  if (answer === NOBODY_TAKES_IT) forgetTry(deps, tried);
  else if (input.charge.initiator.by === 'customer') await learnFrom(deps, tried, settled);
  if ('payment' in settled) return { payment: settled.payment, isFinal: true };
  const payment = await findPayment(deps.db.query, input.caller.merchantId, begun.id);
  return { payment: payment ?? begun, isFinal: false };
};

/**
 * Undefined: 3-D Secure is not for this payment, whose merchant charges a stored card, or has no way to send the
 * customer.
 */
const askAboutCard = async (deps: FlowDeps, { caller, charge, payment }: DirectInput, demand: Demand) => {
  const { merchantId } = caller;
  const about = { merchantId, card: charge.card, cardSummary: payment.cardSummary, demand };
  if (payment.externalFinding !== undefined)
    return asOurs(await decideExternal(deps, about, payment.externalFinding), demand);
  if (charge.initiator.by === 'merchant' || payment.returnUrl === undefined) return undefined;
  const answer = await answerWithoutIssuer(deps, about);
  return answer === undefined ? 'customerNeeded' : asOurs(answer, demand);
};

/** A request that is repeated under its idempotency key has the attempt's id of the first, and goes the same way. */
const factsOf = ({ charge, payment }: DirectInput, attemptId: string): PaymentFacts => ({
  ...factsOfMoney(payment.amount),
  card: payment.cardSummary,
  initiator: charge.initiator.by,
  metadata: payment.metadata,
  key: attemptId,
});

const triedBy = ({ caller, charge, payment }: DirectInput, cardFingerprint: Buffer): Tried => ({
  merchantId: caller.merchantId,
  pan: charge.card.pan,
  cardFingerprint,
  bin: payment.cardSummary.bin,
  address: undefined,
  apiKeyId: caller.apiKeyId,
});

/**
 * The customer is somewhere else: the number of the card waits in the vault, for as long as a person may take to come.
 */
const prepare = async (
  deps: FlowDeps,
  input: DirectInput,
  {
    attemptId,
    demand,
    route,
  }: { readonly attemptId: Uuid<'attempt'>; readonly demand: Demand; readonly route: Route | undefined },
): Promise<CreatedPayment | DirectPaymentRefusal> => {
  const {
    caller: { merchantId },
    charge: { card },
    payment,
  } = input;
  const { keyVersion, sealed, fingerprint } = await deps.vault.sealCard({
    merchantId,
    recordId: attemptId,
    pan: card.pan,
  });
  const begun = await begin(deps, input, {
    attempt_id: attemptId,
    card_fingerprint: fingerprint.toString('hex'),
    three_ds: null,
    waiting_card: {
      key_version: keyVersion,
      sealed: sealed.toString('hex'),
      cardholder_name: card.cardholderName ?? null,
    },
    authentication: {
      demand,
      form_number: null,
      amount: Number(payment.amount.minor),
      currency: payment.amount.currency,
      ends_in_seconds: CUSTOMER_COMES_WITHIN_S,
    },
    ...routeColumns(route),
  });
  deps.hintDeliveries();
  return typeof begun === 'string' ? begun : { payment: begun, isFinal: true };
};

const CUSTOMER_COMES_WITHIN_S = 20 * 60;

/**
 * A request that comes again after its payment was lost with a failover reaches the acquirer under the reference of the
 * first.
 */
const newAttemptId = async (
  deps: FlowDeps,
  { caller: { merchantId }, once }: DirectInput,
): Promise<Uuid<'attempt'>> => {
  if (once === undefined) return newUuid<'attempt'>(deps);
  for (let use = 0; ; use++) {
    const id = attemptIdOf(deps.keys, merchantId, { idempotencyKey: once.key, use });
    // Taken: the request is a repeat, which the statement finds out, or the key was forgotten and stands for another
    // request now.
    if (!(await hasAttempt(deps.db.query, merchantId, id))) return id;
  }
};

type AboutAttempt = Pick<
  DirectPaymentInsert,
  'attempt_id' | 'card_fingerprint' | 'three_ds' | 'authentication' | 'waiting_card' | keyof RouteColumns
>;

const begin = async (
  deps: FlowDeps,
  { caller, payment, once }: DirectInput,
  attempt: AboutAttempt,
): Promise<PaymentRow | DirectPaymentRefusal> => {
  const written = deps.writes.beginDirectPayment({
    merchantId: caller.merchantId,
    input: {
      payment_id: newUuid<'payment'>(deps),
      event_ids: newUuids<'event'>(deps, 2),
      amount: Number(payment.amount.minor),
      currency: payment.amount.currency,
      currency_as_sent: payment.currencyAsSent,
      capture_method: payment.captureMethod,
      merchant_reference_id: payment.merchantReferenceId ?? null,
      metadata: payment.metadata,
      return_url: payment.returnUrl ?? null,
      api_key_id: caller.apiKeyId,
      merchant_customer_id: payment.merchantCustomerId ?? null,
      setup_future_usage: payment.setupFutureUsage ?? null,
      payment_method_id: payment.paymentMethodId ?? null,
      kept_card: payment.keptCard ?? null,
      card: payment.cardSummary,
      idempotency_key: once?.key ?? null,
      request_hash: once?.requestHash.toString('hex') ?? null,
      ...attempt,
    },
  });
  try {
    return await written;
  } catch (error) {
    // Two requests raced with one new key: the other one is the first.
    if (once !== undefined && sqlStateOf(error) === UNIQUE_VIOLATION) return 'keyUsed';
    throw error;
  }
};
