/**
 * The page behind `nextAction`: the customer of a payment that a shop's server made, on the way to the card's issuer
 * and back.
 */
import { newUuid, newUuids } from '../../base/id.ts';
import type { PaymentRow, ThreeDsSummary } from '../../contract/rows.ts';
import { askIssuer } from '../authentication/ask.ts';
import { decideStepUp } from '../authentication/decide.ts';
import { abandoned, CHALLENGE_SECONDS, stop } from '../authentication/follow.ts';
import { beginStepUp } from '../statements/begin-step-up.ts';
import { beginChallenge, findLiveAuthentication, type AuthenticationCase } from '../authentication/store.ts';
import type { ActionAddress, ActionInput, ActionResult, ActionView, CustomerAction } from './customer-action.ts';
import type { FlowDeps } from '../deps.ts';
import { amountOf, type Carried } from '../payment/charge.ts';
import { keepCard } from '../payment-method/keep.ts';
import { payCleared } from '../pay-cleared.ts';
import { withPatience } from './pay-result.ts';
import { asOurs } from '../screen.ts';
import { returnUrlOfPayment } from '../session/return-url.ts';
import { cardBroughtBy } from './brought-code.ts';
import type { Card } from '../../card/card.ts';

export const createCustomerAction = (deps: FlowDeps): CustomerAction => ({
  view: (address) => view(deps, address),
  begin: (input) => begin(deps, input),
  continuePayment: (input) => continuePayment(deps, input),
  abandon: async (address) => {
    const about = await find(deps, address);
    if (about !== undefined) await stop(deps, about, abandoned);
    return view(deps, address);
  },
  waitForOutcome: (address, timeoutMs) => waitForOutcome(deps, address, timeoutMs),
});

const view = async (deps: FlowDeps, address: ActionAddress): Promise<ActionView | undefined> => {
  const about = await find(deps, address);
  return about && viewOf(deps, address, about);
};

/** The payments of sessions have a page of their own. */
const find = async (
  deps: FlowDeps,
  { merchantId, paymentId, isOfIds }: ActionAddress,
): Promise<AuthenticationCase | undefined> => {
  const about = await findLiveAuthentication(deps.db.query, merchantId, paymentId);
  const isGuessed = isOfIds === true && about?.payment.has_secret_address === true;
  return about?.session === null && !isGuessed ? about : undefined;
};

const viewOf = async (
  deps: FlowDeps,
  address: ActionAddress,
  { authentication, payment }: AuthenticationCase,
): Promise<ActionView> => {
  const { merchant } = await deps.threeDsProfileOf(address.merchantId);
  const stage = stageOf(payment, authentication.state);
  const { acs_url: acsUrl, creq } = authentication;
  return {
    merchantId: address.merchantId,
    paymentId: address.paymentId,
    merchantName: merchant.name,
    amount: amountOf(payment),
    stage,
    challenge: stage === 'challenging' && acsUrl !== null && creq !== null ? { acsUrl, creq } : undefined,
    returnUrl: stage === 'over' ? await returnUrlOfPayment(deps, payment) : undefined,
  };
};

const stageOf = (
  { state }: PaymentRow,
  authentication: AuthenticationCase['authentication']['state'],
): ActionView['stage'] => {
  if (state === 'processing') return 'processing';
  if (state !== 'requiresAction') return 'over';
  switch (authentication) {
    case 'prepared':
      return 'waiting';
    case 'challenging':
    case 'cleared':
      return authentication;
    case 'spent':
    case 'stopped':
      return 'over';
  }
};

const begin = async (deps: FlowDeps, input: ActionInput): Promise<ActionResult> => {
  const about = await find(deps, input);
  if (about?.authentication.state !== 'prepared' || about.authentication.is_past_end) return tell(deps, input);
  const brought = await cardBroughtBy(deps, about, input);
  if (brought.kind !== 'card') return brought;
  const { card } = brought;
  const { merchantId } = input;
  const { attempt_id: attemptId } = about.authentication;
  const { demand } = about.authentication;
  const asked = await askIssuer(deps, {
    merchantId,
    attemptId,
    card,
    cardSummary: about.payment.card,
    browser: input.browser,
    methodStep: input.methodStep,
    demand,
    storesCard: about.stores_card,
    findAmount: () => Promise.resolve(amountOf(about.authentication)),
  });
  const answer = asked && asOurs(asked, demand);
  switch (answer?.kind) {
    case 'methodStep':
      return answer;
    case 'challenge':
      await beginChallenge(deps.db.query, {
        merchantId,
        attemptId,
        challenge: answer.challenge,
        endsInSeconds: CHALLENGE_SECONDS,
      });
      return withTyped(deps, input, await tell(deps, input));
    case 'authorize':
      await withPatience(deps, authorizeAtOnce(deps, { ...input, about, card }, answer));
      return tell(deps, input);
    case 'stop':
      await stop(deps, about, answer);
      return tell(deps, input);
    case undefined:
      return tell(deps, input);
  }
};

type Present = ActionInput & { readonly about: AuthenticationCase; readonly card: Card };

/**
 * The issuer has no question. Should it decline all the same because it wants to see its cardholder, the customer is
 * here: once more, with a challenge that has to be.
 */
const authorizeAtOnce = async (
  deps: FlowDeps,
  { about, card, ...input }: Present,
  answer: Carried & { readonly summary: ThreeDsSummary },
): Promise<void> => {
  const settled = await payCleared(deps, about, {
    card,
    carried: answer,
    summary: answer.summary,
    clientAddress: input.browser.ip,
  });
  const isSoft = settled.kind === 'declined' && settled.softDecline;
  const stepUpsBegun = about.authentication.demand === 'none' ? 0 : 1;
  if (decideStepUp({ softDecline: isSoft, initiatedBy: 'customer', stepUpsBegun, wasChallenged: false }) === 'final')
    return;
  // Asks as the first time did; the look at the browser can't be repeated while it waits.
  if (await prepareStepUp(deps, about, card)) await begin(deps, { ...input, methodStep: { kind: 'impossible' } });
};

/** Written down like the first attempt: the number of the card waits in the vault again. */
const prepareStepUp = async (
  deps: FlowDeps,
  { authentication, payment, stores_card: storesCard }: AuthenticationCase,
  card: Card,
): Promise<boolean> => {
  const { merchant_id: merchantId } = payment;
  const attemptId = newUuid<'attempt'>(deps);
  const { keyVersion, sealed, fingerprint } = await deps.vault.sealCard({
    merchantId,
    recordId: attemptId,
    pan: card.pan,
  });
  const hasBegun = await beginStepUp(deps.db.query, merchantId, {
    payment_id: payment.id,
    declined_attempt_id: payment.attempt_id,
    attempt_id: attemptId,
    event_ids: newUuids<'event'>(deps, 1),
    card_fingerprint: fingerprint.toString('hex'),
    waiting_card: { key_version: keyVersion, sealed: sealed.toString('hex') },
    kept_card: storesCard ? await keepCard(deps, { merchantId, card, cardSummary: payment.card }) : null,
    authentication: {
      demand: 'softDecline',
      form_number: null,
      amount: authentication.amount,
      currency: authentication.currency,
      ends_in_seconds: CHALLENGE_SECONDS,
    },
  });
  deps.hintDeliveries();
  return hasBegun;
};

const continuePayment: (
  deps: FlowDeps,
  input: Parameters<CustomerAction['continuePayment']>[0],
) => Promise<ActionResult> = async (deps, input) => {
  const about = await find(deps, input);
  const clearance = about?.authentication.clearance;
  if (about?.authentication.state !== 'cleared' || !clearance) return tell(deps, input);
  const brought = await cardBroughtBy(deps, about, input);
  if (brought.kind !== 'card') return brought;
  await withPatience(
    deps,
    payCleared(deps, about, {
      card: brought.card,
      carried: clearance,
      summary: clearance.summary,
      clientAddress: undefined,
    }),
  );
  return tell(deps, input);
};

/** A browser that runs no script takes the code that it has typed through the bank, as it would a ticket. */
const withTyped = (
  { tickets }: FlowDeps,
  { merchantId, paymentId, cvc }: ActionInput,
  result: ActionResult,
): ActionResult =>
  result.kind === 'challenge' && cvc !== undefined
    ? { ...result, ticket: tickets.seal({ merchantId, ticketOf: paymentId }, { cvc }) }
    : result;

const tell = async (deps: FlowDeps, address: ActionAddress): Promise<ActionResult> => {
  const now = await view(deps, address);
  if (now === undefined) return { kind: 'unknownPayment' };
  if (now.returnUrl !== undefined) return { kind: 'over', returnUrl: now.returnUrl };
  return now.challenge === undefined
    ? { kind: 'processing', view: now }
    : { kind: 'challenge', view: now, challenge: now.challenge };
};

const waitForOutcome = async (
  deps: FlowDeps,
  address: ActionAddress,
  timeoutMs: number,
): Promise<ActionView | undefined> => {
  const deadlineMs = deps.clock.monotonicMs() + timeoutMs;
  for (;;) {
    const now = await view(deps, address);
    const msLeft = deadlineMs - deps.clock.monotonicMs();
    const isWaiting = now?.stage === 'processing' || now?.stage === 'challenging';
    if (!isWaiting || msLeft <= 0) return now;
    if ((await deps.outcomes.waitForNews(address.paymentId, Math.min(msLeft, LOOK_AGAIN_MS))) === 'closing') return now;
  }
};

const LOOK_AGAIN_MS = 500;
