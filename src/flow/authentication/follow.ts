import { asError } from '../../base/as-error.ts';
import type { DeclineReason } from '../../connectors/acquirer/contract.ts';
import type { AuthenticationIds, ChallengeResult, ResultVerdict } from '../../connectors/threeds/contract.ts';
import type { ThreeDsSummary } from '../../contract/rows.ts';
import type { AuthenticationDeps, PaymentDeps } from '../deps.ts';
import { settle } from '../payment/authorize.ts';
import { stopReason } from '../payment/last-errors.ts';
import type { SettledAttempt, SettleRefusal } from '../statements/settle-attempts.ts';
import { MOST_DECLINES } from '../session/view.ts';
import type { AttemptAddress } from './addresses.ts';
import { decide } from './decide.ts';
import { findingOfInquiry, findingOfResult, matchResult, type Finding } from './findings.ts';
import {
  claimAuthenticationsToCheck,
  clearAuthentication,
  findAuthentication,
  noteReturn,
  scheduleCheck,
  type AuthenticationCase,
} from './store.ts';
import { summaryOf } from './summary.ts';

/** A challenge ends in a payment that is authorized or declined. */
type FollowDeps = AuthenticationDeps & PaymentDeps;

/**
 * A challenge, from the issuer's question to its answer. Only what the directory server tells us, or answers when we
 * ask it, decides; what the customer's browser brings back is a reason to look, and nothing else.
 *
 *   receiveResult   the RReq came
 *   receiveReturn   the browser came back
 *   checkDue        the clock: nobody came
 */

/** How long a customer may take with the issuer's questions, and with coming to them. */
export const CHALLENGE_SECONDS = 10 * 60;
/** A good answer is not good for ever: the card has to come within this time. */
export const CLEARED_SECONDS = 10 * 60;
/** How long a result may take when the browser is back already. */
const RESULT_AFTER_RETURN_MS = 60_000;

/**
 * An RReq. Twice, late or for an attempt that is over, it changes nothing; about another authentication, it is not
 * recognized.
 */
export const receiveResult = async (
  deps: FollowDeps,
  { merchantId, attemptId }: AttemptAddress,
  result: ChallengeResult,
): Promise<ResultVerdict> => {
  const about = await findAuthentication(deps.db.query, merchantId, attemptId);
  if (about === undefined) return 'notRecognized';
  const ours = idsOf(about);
  const match = ours === undefined ? 'otherServerTransId' : matchResult(ours, result);
  if (match !== 'matches') {
    deps.log.warn(
      { attemptId, cause: match },
      'a result of 3-D Secure is not about the authentication whose address it came to',
    );
    return 'notRecognized';
  }
  if (about.authentication.state === 'challenging') await applyFinding(deps, about, findingOfResult(result));
  return 'received';
};

/**
 * The browser is back. Gives the case as it is then; the directory server is asked when it has told nothing. `claims`
 * names what the browser says it is about; undefined when that could not be read.
 */
export const receiveReturn = async (
  deps: FollowDeps,
  { merchantId, attemptId }: AttemptAddress,
  claims: ReturnClaims | undefined,
): Promise<AuthenticationCase | undefined> => {
  const about = await findAuthentication(deps.db.query, merchantId, attemptId);
  if (about?.authentication.state !== 'challenging') return about;
  const ours = idsOf(about);
  if (
    claims === undefined ||
    claims.threeDsServerTransId !== ours?.threeDsServerTransId ||
    claims.acsTransId !== ours.acsTransId
  ) {
    deps.log.warn({ attemptId }, 'the CRes that a browser brought does not belong to this authentication');
  }
  await noteReturn(deps.db.query, merchantId, attemptId);
  deps.inBackground(check(deps, { merchantId, attemptId }));
  return about;
};

/** Which authentication the browser says it comes from. */
export type ReturnClaims = Pick<AuthenticationIds, 'threeDsServerTransId' | 'acsTransId'>;

/** Looks at authentications whose time has come; gives how many. Called by the clock. */
export const checkAuthentications = async (deps: FollowDeps): Promise<number> => {
  const due = await claimAuthenticationsToCheck(deps.db.query, MOST_AT_ONCE, LEASE_S);
  await Promise.all(
    due.map(({ merchant_id, attempt_id }) => check(deps, { merchantId: merchant_id, attemptId: attempt_id })),
  );
  return due.length;
};

const MOST_AT_ONCE = 20;
/** Longer than a directory server may take to answer (10 s). */
const LEASE_S = 15;

const check = async (deps: FollowDeps, address: AttemptAddress): Promise<void> => {
  try {
    const about = await findAuthentication(deps.db.query, address.merchantId, address.attemptId);
    if (about !== undefined) await checkOne(deps, about);
  } catch (error) {
    // The lease runs out and it is looked at again; nothing was decided.
    deps.log.error({ attemptId: address.attemptId, error: asError(error) }, 'following up an authentication failed');
  }
};

const checkOne = async (deps: FollowDeps, about: AuthenticationCase): Promise<void> => {
  const { state, is_past_end: isPastEnd } = about.authentication;
  if (state === 'challenging') await inquire(deps, about);
  // The customer never came, or the card never came again: nothing was asked of the acquirer.
  else if (isPastEnd && (state === 'prepared' || state === 'cleared')) await stop(deps, about, abandoned);
};

const inquire = async (deps: FollowDeps, about: AuthenticationCase): Promise<void> => {
  const ids = idsOf(about);
  if (ids === undefined) throw new Error('a challenge without ids');
  const {
    merchant_id: merchantId,
    attempt_id: attemptId,
    is_past_end: isPastEnd,
    returned_ms_ago: returnedMsAgo,
    check_tries: tries,
  } = about.authentication;
  const isPastDeadline = isPastEnd || (returnedMsAgo !== null && returnedMsAgo >= RESULT_AFTER_RETURN_MS);
  const answer = deps.threeDs.capabilities.resultInquiry
    ? await deps.threeDs.inquireResult(ids)
    : ({ kind: 'pending' } as const);
  const finding = findingOfInquiry(answer, isPastDeadline);
  if (finding === 'wait')
    await scheduleCheck(deps.db.query, { merchantId, attemptId, seconds: secondsUntilCheck(tries) });
  else await applyFinding(deps, about, finding);
};

/** Soon while a browser waits, then less often. */
const secondsUntilCheck = (tries: number): number => Math.min(2 ** Math.min(tries, 4), 10);

const idsOf = ({ authentication }: AuthenticationCase) => {
  const {
    threeds_server_trans_id: threeDsServerTransId,
    acs_trans_id: acsTransId,
    ds_trans_id: dsTransId,
  } = authentication;
  if (!threeDsServerTransId || !acsTransId || !dsTransId) return undefined;
  return { threeDsServerTransId, acsTransId, dsTransId };
};

/**
 * Decides about what the issuer said, and writes it down: the payment may go on as soon as the card is there, or the
 * attempt is over.
 */
const applyFinding = async (deps: FollowDeps, about: AuthenticationCase, finding: Finding): Promise<void> => {
  const { merchant_id: merchantId, attempt_id: attemptId, demand } = about.authentication;
  const { policy } = await deps.threeDsProfileOf(merchantId);
  const decision = decide({ finding, brand: about.payment.card.brand, policy, demand });
  const summary = summaryOf(finding, decision);
  switch (decision.kind) {
    case 'authorize': {
      const clearance = { proof: decision.proof, isExempt: decision.isExempt, summary };
      await clearAuthentication(deps.db.query, { merchantId, attemptId, clearance, endsInSeconds: CLEARED_SECONDS });
      deps.outcomes.announce(about.payment.session_id ?? about.payment.id);
      return;
    }
    case 'stop':
      await stop(deps, about, { declineReason: decision.declineReason, summary });
      return;
    case 'challenge':
      throw new Error('a challenge cannot end in a challenge');
  }
};

/** Nobody finished what the issuer asked for. */
export const abandoned: Ending = {
  declineReason: 'authenticationFailed',
  summary: { status: 'failed', liabilityShift: false },
};

type Ending = { readonly declineReason: DeclineReason; readonly summary: ThreeDsSummary | null };

/**
 * The attempt is over, without a word to the acquirer. `superseded`: it was over before, or went on to be authorized.
 */
export const stop = (
  deps: FollowDeps,
  { payment, session }: AuthenticationCase,
  { declineReason, summary }: Ending,
): Promise<SettledAttempt | SettleRefusal> => {
  const isLast = session !== null && session.declines + 1 >= MOST_DECLINES;
  return settle(deps, { payment }, isLast ? 'stopForGood' : 'stop', {
    decline_reason: declineReason,
    last_error: stopReason(declineReason),
    three_ds: summary,
  });
};
