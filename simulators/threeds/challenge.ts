import { randomBytes } from 'node:crypto';
import { cavvDigestOf } from '../shared/cavv-digest.ts';
import type { AReq } from './areq.ts';
import { cardKeyOf } from './cards.ts';
import { MAX_CHALLENGES, type Host } from './host.ts';
import { factsOf, type Challenge, type EndCause } from './challenge-record.ts';
import type { FaultKind } from './fault-kinds.ts';
import { eciOf, newCavv, schemeOf } from './proof.ts';
import { deliverResult } from './results.ts';

/** transStatusReason: 01 authentication failed, 14 timed out, 19 too many challenges. */
const endings: Readonly<
  Record<EndCause, { readonly transStatus: 'Y' | 'N'; readonly reason?: string; readonly cancel?: string }>
> = {
  code: { transStatus: 'Y' },
  success: { transStatus: 'Y' },
  fail: { transStatus: 'N', reason: '01' },
  tooManyTries: { transStatus: 'N', reason: '19' },
  cancel: { transStatus: 'N', reason: '01', cancel: '01' },
  idle: { transStatus: 'N', reason: '14', cancel: '04' },
  neverOpened: { transStatus: 'N', reason: '14', cancel: '05' },
};

export type ChallengeIds = Pick<Challenge, 'threeDSServerTransID' | 'acsTransID' | 'dsTransID'>;

/** Begins to wait for the CReq. */
export const expectChallenge = (host: Host, areq: AReq, ids: ChallengeIds): Challenge => {
  const challenge: Challenge = {
    ...ids,
    token: randomBytes(24).toString('base64url'),
    version: areq.version,
    cardKey: cardKeyOf(areq.acctNumber),
    scheme: schemeOf(areq.acctNumber),
    merchantName: areq.merchantName,
    merchant: areq.acquirerMerchantID,
    amount: areq.amount,
    currency: areq.currency,
    exponent: areq.exponent,
    notificationURL: areq.notificationURL,
    threeDSServerURL: areq.threeDSServerURL,
    state: 'waiting',
    sessionData: undefined,
    tries: 0,
    resends: 0,
    notice: 'none',
    outcome: undefined,
    ended: undefined,
    left: Promise.withResolvers(),
    idleTimer: undefined,
    idleEndsAtMs: 0,
    way: undefined,
  };
  host.challenges.set(challenge.acsTransID, challenge);
  host.challengesByToken.set(challenge.token, challenge);
  forgetOldest(host);
  restartIdleTimer(host, challenge, host.limits.challengeIdleMs);
  return challenge;
};

const forgetOldest = (host: Host): void => {
  for (const [acsTransID, challenge] of host.challenges) {
    if (host.challenges.size <= MAX_CHALLENGES) return;
    clearTimeout(challenge.idleTimer);
    host.challenges.delete(acsTransID);
    host.challengesByToken.delete(challenge.token);
  }
};

export type Opening = {
  readonly sessionData: string | undefined;
  readonly fault: { readonly kind: FaultKind; readonly ms: number } | undefined;
};

export const openChallenge = async (
  host: Host,
  challenge: Challenge,
  { sessionData, fault }: Opening,
): Promise<void> => {
  // Sent again, as from a frame into the whole window: the same challenge, and what came along last goes back.
  if (challenge.state === 'open') challenge.sessionData = sessionData;
  if (challenge.state !== 'waiting') return;
  challenge.state = fault?.kind === 'acsGoneMidway' ? 'cut' : 'open';
  challenge.sessionData = sessionData;
  restartIdleTimer(host, challenge, fault?.kind === 'challengeTimeout' ? fault.ms : host.limits.challengeIdleMs);
  await host.journal.append({
    event: 'challengeOpened',
    ...factsOf(challenge),
    ...(fault === undefined ? {} : { fault: fault.kind }),
  });
};

const MAX_TRIES = 3;
const MAX_RESENDS = 3;
const GOOD_CODE = '123456';

export const tryCode = async (host: Host, challenge: Challenge, code: string): Promise<void> => {
  if (challenge.state !== 'open') return;
  challenge.tries++;
  if (code.replaceAll(/\s/g, '') === GOOD_CODE) {
    await endChallenge(host, challenge, 'code');
    return;
  }
  challenge.notice = 'wrongCode';
  restartIdleTimer(host, challenge, host.limits.challengeIdleMs);
  await host.journal.append({ event: 'codeWrong', ...factsOf(challenge), detail: `try ${challenge.tries}` });
  if (challenge.tries >= MAX_TRIES) await endChallenge(host, challenge, 'tooManyTries');
};

export const triesLeft = (challenge: Challenge): number => MAX_TRIES - challenge.tries;

export const resendCode = async (host: Host, challenge: Challenge): Promise<void> => {
  if (challenge.state !== 'open') return;
  restartIdleTimer(host, challenge, host.limits.challengeIdleMs);
  if (challenge.resends >= MAX_RESENDS) {
    challenge.notice = 'noMoreCodes';
    return;
  }
  challenge.resends++;
  challenge.notice = 'codeSent';
  await host.journal.append({ event: 'codeResent', ...factsOf(challenge), detail: `code ${challenge.resends + 1}` });
};

/** Decides once; whoever comes second waits for the same end. Resolves when the browser may leave with the CRes. */
export const endChallenge = (host: Host, challenge: Challenge, cause: EndCause): Promise<void> => {
  challenge.ended ??= settleChallenge(host, challenge, cause);
  return challenge.ended;
};

const settleChallenge = async (host: Host, challenge: Challenge, cause: EndCause): Promise<void> => {
  clearTimeout(challenge.idleTimer);
  const { transStatus, reason, cancel } = endings[cause];
  const cavv = transStatus === 'Y' ? newCavv() : undefined;
  const eci = eciOf(challenge.scheme, transStatus);
  challenge.outcome = { cause, transStatus, eci, cavv, reason, cancel };
  challenge.state = 'ended';
  await host.journal.append({
    event: 'challengeEnded',
    ...factsOf(challenge),
    transStatus,
    eci,
    detail: cause,
    ...(reason === undefined ? {} : { transStatusReason: reason }),
    ...(cavv === undefined ? {} : { cavvDigest: cavvDigestOf(cavv) }),
  });
  await deliverResult(host, challenge, challenge.outcome);
};

const restartIdleTimer = (host: Host, challenge: Challenge, ms: number): void => {
  clearTimeout(challenge.idleTimer);
  challenge.idleEndsAtMs = host.nowMs() + ms;
  challenge.idleTimer = setTimeout(() => {
    // An ACS that is gone tells nobody.
    if (challenge.state === 'cut') return;
    const cause = challenge.state === 'waiting' ? 'neverOpened' : 'idle';
    host.inBackground(endChallenge(host, challenge, cause));
  }, ms).unref();
};
