import { newUuid } from '../../base/id.ts';
import type { Money } from '../../base/money.ts';
import type { Card, CardSummary } from '../../card/card.ts';
import type { DeclineReason } from '../../connectors/acquirer/contract.ts';
import type { AuthenticateAnswer, ChallengeWindow, MethodCompletion } from '../../connectors/threeds/contract.ts';
import type { ThreeDsSummary } from '../../contract/rows.ts';
import type { BrowserFacts, MethodStep } from '../page/checkout.ts';
import type { AuthenticationDeps } from '../deps.ts';
import type { Carried } from '../payment/charge.ts';
import type { ChallengeColumns } from '../statements/begin-attempts.ts';
import { decide, preferenceOf, type Demand } from './decide.ts';
import { findingOfAnswer, findingOfVersioning, type Finding } from './findings.ts';
import type { ThreeDsProfile } from './profile.ts';
import { summaryOf } from './summary.ts';

/** What the card's issuer said, and what follows. Nothing is written yet. */
export type IssuerAnswer =
  /** The issuer would like to look at the browser first. */
  | {
      readonly kind: 'methodStep';
      readonly threeDsServerTransId: string;
      readonly methodUrl: string;
      readonly methodData: string;
    }
  /** `amount`: what the issuer was told. */
  | { readonly kind: 'challenge'; readonly amount: Money; readonly challenge: ChallengeColumns }
  | ({ readonly kind: 'authorize'; readonly summary: ThreeDsSummary } & Carried)
  | { readonly kind: 'stop'; readonly declineReason: DeclineReason; readonly summary: ThreeDsSummary };

export type AskInput = {
  readonly merchantId: string;
  /** Of the attempt that is written with the answer. */
  readonly attemptId: string;
  readonly card: Card;
  readonly cardSummary: CardSummary;
  /** Asked for only when the issuer takes part. Undefined: it can't be paid now, and nobody is asked. */
  readonly findAmount: () => Promise<Money | undefined>;
  readonly browser: BrowserFacts;
  readonly methodStep: MethodStep;
  readonly demand: Demand;
  /** The card is to be kept for charges without the customer, which the schemes want a challenge for. */
  readonly storesCard: boolean;
};

/**
 * Undefined: there is nothing to be paid. Whether an issuer takes part is known from memory, and most questions end
 * with that.
 */
export const askIssuer = async (deps: AuthenticationDeps, input: AskInput): Promise<IssuerAnswer | undefined> => {
  const profile = await deps.threeDsProfileOf(input.merchantId);
  const issuer = await findIssuer(deps, profile, input);
  if (issuer.kind !== 'enrolled') return issuer;

  const { methodUrl, version } = issuer;
  const { methodStep } = input;
  if (methodUrl !== undefined && methodStep.kind === 'possible') return methodStepOf(deps, methodUrl);

  const amount = await input.findAmount();
  if (amount === undefined) return undefined;
  const answer = await deps.threeDs.authenticate({
    threeDsServerTransId: methodStep.kind === 'done' ? methodStep.threeDsServerTransId : newUuid(deps),
    version,
    card: input.card,
    amount,
    purchasedAtMs: deps.clock.nowMs(),
    purpose: 'payment',
    merchant: profile.merchant,
    browser: input.browser,
    notificationUrl: deps.threeDsAddresses.urlOf('return', input),
    resultUrl: deps.threeDsAddresses.urlOf('result', input),
    methodCompletion: completionOf(methodUrl, methodStep),
    challenge: input.storesCard ? 'mandated' : preferenceOf(input.demand, profile.policy),
    challengeWindow: windowOf(input.browser),
  });
  logTrouble(deps, input, answer);
  if (answer.kind === 'answered' && answer.transStatus === 'C')
    return { kind: 'challenge', amount, challenge: columnsOf(answer) };
  return followOf(input, profile, findingOfAnswer(answer));
};

/**
 * For a payment of a shop's server, whose customer is not here (yet): what follows without a word of the issuer.
 * Undefined: it takes part, so the customer has to come.
 */
export const answerWithoutIssuer = async (
  deps: AuthenticationDeps,
  input: AboutCard,
): Promise<Extract<IssuerAnswer, { readonly kind: 'authorize' | 'stop' }> | undefined> => {
  const issuer = await findIssuer(deps, await deps.threeDsProfileOf(input.merchantId), input);
  return issuer.kind === 'enrolled' ? undefined : issuer;
};

/** What follows from an authentication that somebody else made. */
export const decideExternal = async (
  deps: AuthenticationDeps,
  input: AboutCard,
  finding: Finding,
): Promise<Extract<IssuerAnswer, { readonly kind: 'authorize' | 'stop' }>> =>
  followOf(input, await deps.threeDsProfileOf(input.merchantId), finding);

type AboutCard = Pick<AskInput, 'merchantId' | 'card' | 'cardSummary' | 'demand'>;

const findIssuer = async (deps: AuthenticationDeps, profile: ThreeDsProfile, input: AboutCard) => {
  const versioning = await deps.threeDs.versioning({ pan: input.card.pan });
  const finding = findingOfVersioning(versioning);
  return versioning.kind === 'enrolled' ? versioning : followOf(input, profile, finding ?? { kind: 'unavailable' });
};

const methodStepOf = (deps: AuthenticationDeps, methodUrl: string): IssuerAnswer => {
  const threeDsServerTransId = newUuid(deps);
  const methodData = deps.threeDs.methodData({
    threeDsServerTransId,
    notificationUrl: `${deps.publicUrl}${METHOD_NOTIFICATION_PATH}`,
  });
  return { kind: 'methodStep', threeDsServerTransId, methodUrl, methodData };
};

/**
 * Where the issuer's method page posts to when it has finished; the same for everybody, as it only tells the page
 * around it.
 */
export const METHOD_NOTIFICATION_PATH = '/3ds/method';

const followOf = (
  { cardSummary, demand }: AboutCard,
  { policy }: ThreeDsProfile,
  finding: Finding,
): Extract<IssuerAnswer, { readonly kind: 'authorize' | 'stop' }> => {
  const decision = decide({ finding, brand: cardSummary.brand, policy, demand });
  const summary = summaryOf(finding, decision);
  switch (decision.kind) {
    case 'authorize':
      return { kind: 'authorize', proof: decision.proof, isExempt: decision.isExempt, summary };
    case 'stop':
      return { kind: 'stop', declineReason: decision.declineReason, summary };
    case 'challenge':
      throw new Error('a challenge without an address');
  }
};

const completionOf = (methodUrl: string | undefined, step: MethodStep): MethodCompletion => {
  if (methodUrl === undefined) return 'unavailable';
  return step.kind === 'done' && step.isCompleted ? 'completed' : 'notCompleted';
};

/** The page shows the challenge in a frame of about this size; without script it has the whole window. */
const windowOf = ({ script }: BrowserFacts): ChallengeWindow => {
  if (script === undefined) return 'fullScreen';
  return script.screenWidth < WIDE_SCREEN ? '390x400' : '500x600';
};

const WIDE_SCREEN = 600;

type ChallengeAnswer = Extract<AuthenticateAnswer, { readonly kind: 'answered'; readonly transStatus: 'C' }>;

const columnsOf = (answer: ChallengeAnswer): ChallengeColumns => ({
  threeds_server_trans_id: answer.threeDsServerTransId,
  acs_trans_id: answer.acsTransId,
  ds_trans_id: answer.dsTransId,
  protocol_version: answer.version,
  acs_url: answer.acsUrl,
  creq: answer.creq,
});

const logTrouble = ({ log }: AuthenticationDeps, { attemptId }: AskInput, answer: AuthenticateAnswer): void => {
  if (answer.kind === 'answered') return;
  if (answer.kind === 'unmet') {
    const { transStatus: outcome, cause } = answer;
    log.warn(
      { attemptId, outcome, cause },
      "the card's issuer demands what cannot be done as it asks; nothing is authorized",
    );
    return;
  }
  const cause =
    answer.kind === 'refused' ? `error ${answer.errorCode} ${answer.fields.join(' ')}`.trim() : answer.cause;
  log.warn({ attemptId, outcome: answer.kind, cause }, "the card's issuer could not be asked");
};
