/**
 * A payment, from the customer's card to the end of the session. Start here.
 *
 *   screen       screenOnPage   card testing: how many tries went wrong lately? Counted before the card goes anywhere
 *   ask          askIssuer      3-D Secure: is it the cardholder? Most cards are answered for from memory
 *   write down   beginAttempt   the session is being paid, the attempt is `sending`: committed before a request leaves
 *   ask          authorize      the acquirer, outside any transaction, under our own reference
 *   write down   settle         attempt, payment, session and their events in one statement, or nothing
 *
 * When the issuer wants to ask the customer, the attempt is written as `authenticating`, and goes on in
 * `continue-payment.ts`. If the process dies between two of these lines, `reconcile.ts` finds the attempt in `sending`
 * and asks what became of it.
 */
import { asError } from '../base/as-error.ts';
import type { PaymentFacts, Route, Routing } from '../acquirers/route.ts';
import { newUuid, newUuids, type Uuid } from '../base/id.ts';
import { askIssuer, type IssuerAnswer } from './authentication/ask.ts';
import { decideStepUp, type Demand } from './authentication/decide.ts';
import { CHALLENGE_SECONDS } from './authentication/follow.ts';
import { wasRejectedBefore } from './authentication/store.ts';
import { chooseCard, ticketCardOf, type ChosenCard } from './page/choose-card.ts';
import type { Challenge, PayInput, PayResult } from './page/checkout.ts';
import type { SessionRow } from '../contract/rows.ts';
import type { FlowDeps } from './deps.ts';
import { attemptIdOf } from './payment/attempt-id.ts';
import { factsOfMoney, firstOf, NOBODY_TAKES_IT, routeColumns } from './payment/route.ts';
import { authorize, settleStop, type Settled } from './payment/authorize.ts';
import { amountOf } from './payment/charge.ts';
import { asPayer, explainRefusal, follow, resultOf, withPatience } from './page/pay-result.ts';
import { asOurs, BLOCKED, forgetTry, learnFrom, screenOnPage, triedOnPage, type Blocked } from './screen.ts';
import { findSession } from './session/store.ts';
import type { AuthenticationInsert, BegunAttempt } from './statements/begin-attempts.ts';
import type { Tried } from './velocity/subjects.ts';

/** What became of an attempt: settled, or waiting for the issuer to be done with the customer. */
export type PayOutcome =
  Settled | { readonly kind: 'challenged'; readonly challenge: Challenge; readonly attemptId: string };

export const pay = async (deps: FlowDeps, input: PayInput): Promise<PayResult> => {
  const chosen = await chooseCard(deps, input);
  if (chosen === undefined) return follow(deps, input);
  const tried = triedOnPage(input, chosen);
  const [screened, demand] = await Promise.all([screenOnPage(deps, input, tried), demandOf(deps, input, chosen)]);
  if (screened.kind === 'work') return screened;
  const attempt = newAttempt(deps, input, {
    number: input.attemptNumber,
    demand: demand === 'none' && screened.step === 'challenge' ? 'velocity' : demand,
  });
  const routing = await deps.acquirers.routesFor(input.merchantId, () => factsOf(chosen, attempt));
  const answer = screened.step === 'refuse' ? BLOCKED : await askAlong(deps, input, { chosen, attempt, routing });
  if (answer?.kind === 'methodStep') {
    // The same form comes again, and counts again.
    forgetTry(deps, tried);
    return answer;
  }
  const begun = answer && (await beginAttempt(deps, input, { chosen, attempt, answer, route: firstOf(routing) }));
  if (answer === undefined || begun === undefined || begun === 'notPayable') {
    forgetTry(deps, tried);
    return explainRefusal(deps, input);
  }

  const paying = payBegun(deps, input, { chosen, attempt, answer, begun, tried }).catch((error: unknown): Settled => {
    // The attempt is written down, so whatever broke, its outcome is for reconciliation to find: nobody may guess it
    // here.
    deps.log.error({ paymentId: begun.payment.id, error: asError(error) }, 'an attempt could not be settled');
    return { kind: 'unknown' };
  });
  deps.inBackground(paying);
  const outcome = await withPatience(deps, paying);
  const payer = asPayer(input, attempt.number + 1);
  if (outcome === undefined) return follow(deps, payer);
  return outcome.kind === 'challenged'
    ? showChallenge(deps, payer, { ...outcome, chosen })
    : resultOf(deps, payer, outcome);
};

type Attempt = {
  readonly id: Uuid<'attempt'>;
  /** `attempts_begun` of the session that it may begin from. */
  readonly number: number;
  readonly demand: Demand;
  /**
   * Read at most once, and only where a route or the issuer asks. Undefined: it can't be paid with this form any more.
   */
  readonly findPayable: () => Promise<SessionRow | undefined>;
};

const newAttempt = (
  deps: FlowDeps,
  { merchantId, sessionId }: PayInput,
  { number, demand }: Pick<Attempt, 'number' | 'demand'>,
): Attempt => {
  let found: Promise<SessionRow | undefined> | undefined;
  const find = async (): Promise<SessionRow | undefined> => {
    const session = await findSession(deps.db.query, merchantId, sessionId);
    return session?.state === 'open' && session.attempts_begun === number ? session : undefined;
  };
  return {
    id: attemptIdOf(deps.keys, merchantId, { sessionId, number }),
    number,
    demand,
    findPayable: () => (found ??= find()),
  };
};
type Asked = Exclude<IssuerAnswer, { readonly kind: 'methodStep' }> | Blocked;

/**
 * Only a card that was tried before in this session can have been refused by its issuer, so a first try asks nothing.
 */
const demandOf = async (
  deps: FlowDeps,
  { merchantId, sessionId, attemptNumber }: PayInput,
  { cardFingerprint }: ChosenCard,
): Promise<Demand> =>
  attemptNumber > 0 && (await wasRejectedBefore(deps.db.query, merchantId, { sessionId, cardFingerprint }))
    ? 'rejectedBefore'
    : 'none';

/** Undefined: the session can't be paid now, so nobody is asked. */
const askAlong = async (
  deps: FlowDeps,
  input: PayInput,
  { routing, ...about }: { readonly chosen: ChosenCard; readonly attempt: Attempt; readonly routing: Routing },
): Promise<IssuerAnswer | Blocked | undefined> => {
  if (routing.kind === 'routes') return ask(deps, input, about);
  return routing.why === 'nothingToPay' ? undefined : NOBODY_TAKES_IT;
};

/** Undefined: the session can't be paid now, so nobody is asked. */
const ask = async (
  deps: FlowDeps,
  input: PayInput,
  { chosen, attempt }: { readonly chosen: ChosenCard; readonly attempt: Attempt },
): Promise<IssuerAnswer | Blocked | undefined> => {
  const { card, initiator } = chosen.charge;
  const answer = await askIssuer(deps, {
    merchantId: input.merchantId,
    attemptId: attempt.id,
    card,
    cardSummary: chosen.cardSummary,
    browser: input.browser,
    methodStep: input.methodStep,
    demand: attempt.demand,
    storesCard: initiator.by === 'customer' && initiator.storesCard,
    findAmount: async () => {
      const session = await attempt.findPayable();
      return session && amountOf(session);
    },
  });
  return answer && asOurs(answer, attempt.demand);
};

const factsOf = async (chosen: ChosenCard, attempt: Attempt): Promise<PaymentFacts | undefined> => {
  const session = await attempt.findPayable();
  return (
    session && {
      ...factsOfMoney(amountOf(session)),
      card: chosen.cardSummary,
      initiator: 'customer',
      metadata: session.metadata,
      key: session.id,
    }
  );
};

const beginAttempt = (
  deps: FlowDeps,
  input: PayInput,
  {
    chosen,
    attempt,
    answer,
    route,
  }: {
    readonly chosen: ChosenCard;
    readonly attempt: Attempt;
    readonly answer: Asked;
    readonly route: Route | undefined;
  },
): Promise<BegunAttempt | 'notPayable'> =>
  deps.writes.beginAttempt({
    merchantId: input.merchantId,
    input: {
      session_id: input.sessionId,
      payment_id: newUuid<'payment'>(deps),
      attempt_id: attempt.id,
      attempt_number: attempt.number,
      event_ids: newUuids<'event'>(deps, 2),
      card: chosen.cardSummary,
      ...routeColumns(route),
      kept_card: chosen.keptCard ?? null,
      payment_method_id: chosen.paymentMethodId ?? null,
      card_fingerprint: chosen.cardFingerprint.toString('hex'),
      three_ds: answer.kind === 'challenge' ? null : answer.summary,
      authentication: answer.kind === 'challenge' ? authenticationOf(input, attempt, answer) : null,
    },
  });

const authenticationOf = (
  input: PayInput,
  { demand }: Attempt,
  { amount, challenge }: Extract<Asked, { readonly kind: 'challenge' }>,
): AuthenticationInsert => ({
  demand,
  // The page seals a card for its form: the card that comes again is that of the form, whatever was tried in between.
  form_number: input.attemptNumber,
  amount: Number(amount.minor),
  currency: amount.currency,
  ends_in_seconds: CHALLENGE_SECONDS,
  ...challenge,
});

type Begun = {
  readonly chosen: ChosenCard;
  readonly attempt: Attempt;
  readonly answer: Asked;
  readonly begun: BegunAttempt;
};

/** To the end of what can be done now, and what it says about the try. */
const payBegun = async (
  deps: FlowDeps,
  input: PayInput,
  { tried, ...begun }: Begun & { readonly tried: Tried },
): Promise<PayOutcome> => {
  const outcome = await carryOut(deps, input, begun);
  // No account takes the payment: nobody has judged the card.
  if (begun.answer === NOBODY_TAKES_IT) forgetTry(deps, tried);
  else await learnFrom(deps, tried, outcome);
  return outcome;
};

const carryOut = async (
  deps: FlowDeps,
  input: PayInput,
  { chosen, attempt, answer, begun }: Begun,
): Promise<PayOutcome> => {
  switch (answer.kind) {
    case 'challenge':
      deps.hintDeliveries();
      return challengedBy(answer, attempt);
    case 'stop':
      return settleStop(deps, begun, answer.declineReason);
    case 'authorize': {
      const settled = await authorize(deps, begun, { ...chosen.charge, carried: answer });
      const isSoft = settled.kind === 'declined' && settled.softDecline;
      const next = decideStepUp({
        softDecline: isSoft,
        initiatedBy: 'customer',
        stepUpsBegun: attempt.demand === 'none' ? 0 : 1,
        wasChallenged: false,
      });
      return next === 'stepUp' && settled.kind === 'declined'
        ? stepUp(deps, input, { chosen, declined: settled })
        : settled;
    }
  }
};

/**
 * The issuer declined because it wants to see its cardholder: the one step-up, with a challenge that has to be. It
 * begins when the declined attempt is written down as over. Where nobody can be asked, the decline stands.
 */
const stepUp = async (
  deps: FlowDeps,
  input: PayInput,
  {
    chosen,
    declined,
  }: { readonly chosen: ChosenCard; readonly declined: Extract<Settled, { readonly kind: 'declined' }> },
): Promise<PayOutcome> => {
  const number = declined.session?.attempts_begun ?? 0;
  const attempt = newAttempt(deps, input, { number, demand: 'softDecline' });
  // The browser was looked at for the first question; that can't be repeated while it waits.
  const answer = await ask(deps, { ...input, methodStep: { kind: 'impossible' } }, { chosen, attempt });
  if (answer === undefined || answer.kind === 'methodStep' || answer.kind === 'stop') return declined;
  const routing = await deps.acquirers.routesFor(input.merchantId, () => factsOf(chosen, attempt));
  // Nobody takes it any more: the decline stands.
  if (routing.kind === 'none' && routing.why !== 'nothingToPay') return declined;
  const begun = await beginAttempt(deps, input, { chosen, attempt, answer, route: firstOf(routing) });
  if (begun === 'notPayable') return { kind: 'settledElsewhere' };
  return carryOut(deps, input, { chosen, attempt, answer, begun });
};

const challengedBy = ({ challenge }: Extract<Asked, { readonly kind: 'challenge' }>, { id }: Attempt): PayOutcome => ({
  kind: 'challenged',
  attemptId: id,
  challenge: { acsUrl: challenge.acs_url, creq: challenge.creq },
});

const showChallenge = async (
  deps: FlowDeps,
  input: PayInput,
  {
    challenge,
    attemptId,
    chosen,
  }: Extract<PayOutcome, { readonly kind: 'challenged' }> & { readonly chosen: ChosenCard },
): Promise<PayResult> => {
  const result = await follow(deps, input);
  if (result.kind !== 'challenge') return result;
  return {
    ...result,
    challenge,
    ticket: ticketOf(deps, input, { attemptId, chosen }),
  };
};

/** The card, sealed, to pass on with a challenge that takes the window, where no page keeps it. */
const ticketOf = (
  deps: FlowDeps,
  { merchantId }: PayInput,
  { attemptId, chosen }: { readonly attemptId: string; readonly chosen: ChosenCard },
): string => deps.tickets.seal({ merchantId, ticketOf: attemptId }, ticketCardOf(chosen));
