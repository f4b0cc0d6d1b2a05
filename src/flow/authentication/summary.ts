import type { ThreeDsStatus, ThreeDsSummary } from '../../contract/rows.ts';
import type { Decision } from './decide.ts';
import type { Finding } from './findings.ts';

/** What a merchant sees of an authentication. Never the cavv, which is a proof and not an explanation. */
export const summaryOf = (finding: Finding, decision: Decision): ThreeDsSummary => {
  const eci = decision.kind === 'authorize' ? decision.proof?.eci : undefined;
  const named = 'named' in finding ? finding.named : undefined;
  const transStatus = transStatusOf(finding);
  return {
    status: statusOf(finding),
    ...(transStatus !== undefined && { transStatus }),
    ...(named !== undefined && { version: named.version }),
    ...(eci !== undefined && { eci }),
    liabilityShift: decision.kind === 'authorize' && decision.liabilityShift,
  };
};

const transStatusOf = (finding: Finding): string | undefined => {
  switch (finding.kind) {
    case 'outcome':
      return finding.outcome.transStatus;
    case 'decoupled':
      return 'D';
    case 'unmet':
      return finding.transStatus;
    case 'inconclusive':
      return 'U';
    case 'challenge':
    case 'notEnrolled':
    case 'unavailable':
    case 'noResult':
      return undefined;
  }
};

const statusOf = (finding: Finding): ThreeDsStatus => {
  switch (finding.kind) {
    case 'outcome':
      return outcomeStatuses[finding.outcome.transStatus];
    case 'notEnrolled':
      return 'notEnrolled';
    case 'decoupled':
    case 'unavailable':
      return 'unavailable';
    case 'unmet':
      return finding.transStatus === 'R' ? 'rejected' : 'failed';
    case 'challenge':
    case 'inconclusive':
    case 'noResult':
      return 'failed';
  }
};

const outcomeStatuses = {
  Y: 'authenticated',
  A: 'attempted',
  I: 'exempt',
  U: 'unavailable',
  N: 'failed',
  R: 'rejected',
} as const satisfies Record<string, ThreeDsStatus>;
