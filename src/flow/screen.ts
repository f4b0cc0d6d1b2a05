/** Where payments meet the defence against card testing: who is screened, and what is learned from how it ended. */
import { asError } from '../base/as-error.ts';
import type { DeclineReason } from '../connectors/acquirer/contract.ts';
import type { ThreeDsSummary } from '../contract/rows.ts';
import type { Demand } from './authentication/decide.ts';
import type { PayInput } from './page/checkout.ts';
import type { ChosenCard } from './page/choose-card.ts';
import type { Cards, Ground, Recording } from './deps.ts';
import type { PayOutcome } from './pay.ts';
import { isWorkDone, issueWork, type Work } from './velocity/proof-of-work.ts';
import { PASS, type Abilities, type Judged } from './velocity/rules.ts';
import type { Tried } from './velocity/subjects.ts';
import type { Outcome } from './velocity/velocity.ts';

type ScreenDeps = Ground & Recording & Pick<Cards, 'velocity'>;

/** A try that was stopped by us. `summary`: what 3-D Secure came to, if it was what could not be done. */
export type Blocked = {
  readonly kind: 'stop';
  readonly declineReason: DeclineReason;
  readonly summary: ThreeDsSummary | null;
};

export const BLOCKED: Blocked = { kind: 'stop', declineReason: 'velocityExceeded', summary: null };

/**
 * Where we demanded the cardholder, only a challenge will do: an issuer that is asked for one and waves the payment
 * through has seen no cardholder, and one that takes no part has seen nobody. It is our no then, and not the issuer's.
 */
export const asOurs = <Answer extends { readonly kind: string }>(answer: Answer, demand: Demand): Answer | Blocked =>
  demand === 'velocity' && isWithoutCardholder(answer) ? { ...BLOCKED, summary: answer.summary } : answer;

const isWithoutCardholder = (answer: {
  readonly kind: string;
}): answer is { readonly kind: 'authorize' | 'stop'; readonly summary: ThreeDsSummary } =>
  answer.kind === 'authorize' ||
  (answer.kind === 'stop' && 'declineReason' in answer && answer.declineReason === 'authenticationRequired');

export const triedOnPage = (input: PayInput, { cardFingerprint, cardSummary, charge }: ChosenCard): Tried => ({
  merchantId: input.merchantId,
  pan: charge.card.pan,
  cardFingerprint,
  bin: cardSummary.bin,
  address: input.clientAddress,
  apiKeyId: undefined,
});

export type ScreenedOnPage = { readonly kind: 'work'; readonly work: Work } | ({ readonly kind: 'judged' } & Judged);

/** A browser with script works before anybody is asked; one without is sent to the card's issuer instead. */
export const screenOnPage = async (deps: ScreenDeps, input: PayInput, tried: Tried): Promise<ScreenedOnPage> => {
  const subject = { ...input, cardFingerprint: tried.cardFingerprint };
  const judged = await deps.velocity.screen(tried, { proofOfWork: abilityOf(deps, input, tried), challenge: true });
  return judged.step === 'proofOfWork'
    ? { kind: 'work', work: issueWork(deps, subject) }
    : { kind: 'judged', ...judged };
};

const abilityOf = (deps: ScreenDeps, input: PayInput, { cardFingerprint }: Tried): Abilities['proofOfWork'] => {
  const { work } = input;
  if (typeof work === 'string') return work;
  return isWorkDone(deps, { ...input, cardFingerprint }, work) ? 'done' : 'possible';
};

/**
 * A shop's server asks: nobody's browser can work, and only a payment that names a way back can have its customer
 * authenticated.
 */
export const screenDirect = (
  deps: ScreenDeps,
  tried: Tried,
  { isByMerchant, hasReturnUrl }: { readonly isByMerchant: boolean; readonly hasReturnUrl: boolean },
): Promise<Judged> =>
  // A card that was stored has been approved before, and nobody learns anything from charging it again.
  isByMerchant
    ? Promise.resolve(PASS)
    : deps.velocity.screen(tried, { proofOfWork: 'impossible', challenge: hasReturnUrl });

/** Nothing was asked after all: the form was used before, the session is over, or the request had been answered. */
export const forgetTry = (deps: ScreenDeps, tried: Tried): void => {
  learnInBackground(deps, tried, 'notTried');
};

/** A wrong code is written down before its customer can try another; the rest nobody waits for. */
export const learnFrom = async (deps: ScreenDeps, tried: Tried, outcome: PayOutcome): Promise<void> => {
  const learned = lessonOf(outcome);
  if (learned === 'incorrectCvc') await deps.velocity.learn(tried, learned);
  else if (learned !== undefined) learnInBackground(deps, tried, learned);
};

const lessonOf = (outcome: PayOutcome): Outcome | undefined => {
  switch (outcome.kind) {
    case 'approved':
    case 'challenged':
      return outcome.kind;
    case 'declined':
    case 'exhausted':
      if (outcome.declineReason === 'incorrectCvc') return 'incorrectCvc';
      return NOT_ABOUT_THE_CARD.has(outcome.declineReason) ? 'notTried' : undefined;
    case 'notSent':
    case 'unknown':
      return 'notTried';
    case 'settledElsewhere':
      return undefined;
  }
};

/** The bank or the way to it was down: an outage is no attack. */
const NOT_ABOUT_THE_CARD: ReadonlySet<DeclineReason> = new Set(['issuerUnavailable', 'acquirerError']);

const learnInBackground = (deps: ScreenDeps, tried: Tried, outcome: Outcome): void => {
  deps.inBackground(
    deps.velocity.learn(tried, outcome).catch((error: unknown) => {
      deps.log.warn(
        { merchantId: tried.merchantId, error: asError(error) },
        'the outcome of a payment was not counted against card testing; its try counts as one that failed',
      );
    }),
  );
};
