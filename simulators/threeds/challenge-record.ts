import type { Entry } from './journal.ts';
import type { Scheme } from './proof.ts';

/**
 * One authentication that ended in a challenge. Lives in memory: after a restart the ACS knows of none, as after a
 * crash.
 */
export type Challenge = {
  readonly threeDSServerTransID: string;
  readonly acsTransID: string;
  readonly dsTransID: string;
  /** Names the page. Nobody but the browser that brought the CReq gets it. */
  readonly token: string;
  readonly version: string;
  readonly cardKey: string;
  readonly scheme: Scheme;
  readonly merchantName: string;
  readonly merchant: string;
  readonly amount: string;
  readonly currency: string;
  readonly exponent: number;
  readonly notificationURL: string;
  readonly threeDSServerURL: string;
  state: 'waiting' | 'open' | 'cut' | 'ended';
  sessionData: string | undefined;
  tries: number;
  resends: number;
  notice: 'none' | 'wrongCode' | 'codeSent' | 'noMoreCodes';
  outcome: Outcome | undefined;
  /** Resolves when the CRes may be given to the browser. */
  ended: Promise<void> | undefined;
  /** Resolves when the browser was first given its CRes. */
  readonly left: PromiseWithResolvers<void>;
  idleTimer: NodeJS.Timeout | undefined;
  idleEndsAtMs: number;
  /** What the browser brings back; made once, so that a reload brings the same. */
  way: WayBack | undefined;
};

/** The CRes in its form field, and what a fault makes of the way back. */
export type WayBack = { readonly cres: string; readonly posts: 'never' | 'once' | 'twice' };

export type Outcome = {
  readonly cause: EndCause;
  readonly transStatus: 'Y' | 'N';
  readonly eci: string;
  readonly cavv: string | undefined;
  readonly reason: string | undefined;
  /** EMVCo's challengeCancel: who or what ended it before its time. */
  readonly cancel: string | undefined;
};

export type EndCause = 'code' | 'success' | 'fail' | 'tooManyTries' | 'cancel' | 'idle' | 'neverOpened';

export const subjectOf = (challenge: Challenge) => ({
  cardKey: challenge.cardKey,
  amount: challenge.amount,
  merchant: challenge.merchant,
  threeDSServerTransID: challenge.threeDSServerTransID,
});

export const factsOf = (
  challenge: Challenge,
): Pick<Entry, 'threeDSServerTransID' | 'acsTransID' | 'dsTransID' | 'bin' | 'last4' | 'merchant'> => ({
  threeDSServerTransID: challenge.threeDSServerTransID,
  acsTransID: challenge.acsTransID,
  dsTransID: challenge.dsTransID,
  bin: challenge.cardKey.slice(0, 6),
  last4: challenge.cardKey.slice(6),
  merchant: challenge.merchant,
});
