import type { Challenge } from './challenge-record.ts';
import type { FaultKind } from './fault-kinds.ts';
import type { Fault, Faults } from './faults.ts';
import type { Entry, ThreeDsJournal } from './journal.ts';
import type { CardRange } from './ranges.ts';

/** Everything that one directory server with its ACS has. */
export type Host = {
  readonly journal: ThreeDsJournal;
  readonly faults: Faults;
  /** A fault of a kind with nothing said about it. */
  readonly plainFault: (kind: FaultKind) => Fault;
  /** Challenges by acsTransID and by the token of their page, oldest first. */
  readonly challenges: Map<string, Challenge>;
  readonly challengesByToken: Map<string, Challenge>;
  /** The newest threeDSServerTransIDs: the protocol wants each to be used once. */
  readonly recentIds: Set<string>;
  /** The last facts, newest first, for the page. */
  readonly recent: Entry[];
  readonly limits: Limits;
  readonly nowMs: () => number;
  /** Where browsers find the ACS, without a slash at the end. */
  readonly publicUrl: () => string;
  readonly ranges: () => readonly CardRange[];
  readonly stopping: AbortSignal;
  /** Work that nobody waits for; stopping ends it. */
  readonly inBackground: (work: Promise<unknown>) => void;
};

export type Limits = {
  /** From the ARes to the CReq, and between two acts of the customer. */
  readonly challengeIdleMs: number;
  /** For the whole answer to an RReq. */
  readonly resultTimeoutMs: number;
  /** Pauses before an RReq that got no RRes is sent again. */
  readonly resultRetryMs: readonly number[];
};

export const defaultLimits: Limits = {
  challengeIdleMs: 600_000,
  resultTimeoutMs: 5_000,
  resultRetryMs: [2_000, 6_000],
};

export const RECENT_LENGTH = 60;
export const MAX_REMEMBERED_IDS = 10_000;
export const MAX_CHALLENGES = 10_000;
