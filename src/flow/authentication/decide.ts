/**
 * What happens to a payment after 3-D Secure said something. Pure: tables, and the one function that reads them.
 *
 *   decide            finding × brand × policy × demand  →  authorize (with which proof) · challenge · stop
 *   decideStepUp      a decline of the acquirer          →  once more with a mandated challenge, or final
 *   preferenceOf      demand × policy                    →  what the next AReq asks of the issuer
 */
import type { CardBrand } from '../../card/card.ts';
import type { AuthenticationProof, DeclineReason } from '../../connectors/acquirer/contract.ts';
import type { ChallengePreference, TransStatus } from '../../connectors/threeds/contract.ts';
import { readEci } from './eci.ts';
import type { Finding } from './findings.ts';

/** The merchant's choice, where the schemes leave one. */
export type ThreeDsPolicy = {
  /** U, D, or nobody there to ask. */
  readonly whenUnavailable: 'authorize' | 'stop';
  readonly whenNotEnrolled: 'authorize' | 'stop';
  readonly challenge: ChallengePreference;
};

/**
 * What holds for a merchant that has not said. In live mode nothing is authorized without 3-D Secure because it broke
 * down, unless the merchant said so (`tollgate merchant update --when-unavailable authorize`): not said means stop.
 */
export const defaultPolicies = {
  sandbox: { whenUnavailable: 'authorize', whenNotEnrolled: 'authorize', challenge: 'noPreference' },
  live: { whenUnavailable: 'stop', whenNotEnrolled: 'authorize', challenge: 'noPreference' },
} as const satisfies Readonly<Record<'sandbox' | 'live', ThreeDsPolicy>>;

/** Why a proof is owed whatever the policy says. */
export type Demand =
  | 'none'
  /** The issuer declined softly (1A, 65): this is the one step-up. */
  | 'softDecline'
  /**
   * The issuer answered R, or declined softly, for this card earlier in this session: never again without 3-D Secure.
   */
  | 'rejectedBefore'
  /** Too many tries went wrong lately (`flow/velocity`): only the cardholder may try now. */
  | 'velocity';

export type Decision =
  | {
      readonly kind: 'authorize';
      /** Undefined: there was nobody who could have made one. */
      readonly proof: AuthenticationProof | undefined;
      readonly liabilityShift: boolean;
      /** The authorization has to say that the payment was exempt. */
      readonly isExempt: boolean;
    }
  | { readonly kind: 'challenge' }
  | {
      readonly kind: 'stop';
      readonly declineReason: Extract<DeclineReason, 'authenticationFailed' | 'authenticationRequired'>;
    };

export type DecideInput = {
  readonly finding: Finding;
  readonly brand: CardBrand;
  readonly policy: ThreeDsPolicy;
  readonly demand: Demand;
};

export const decide = ({ finding, brand, policy, demand }: DecideInput): Decision => {
  const situation = situationOf(finding);
  const action = demand === 'none' ? ordinary[situation] : (whenDemanded[situation] ?? ordinary[situation]);
  switch (action) {
    case 'prove':
    case 'exempt':
      return { kind: 'authorize', ...proofOf(finding, brand), isExempt: action === 'exempt' };
    case 'challenge':
      return { kind: 'challenge' };
    case 'stopFailed':
      return { kind: 'stop', declineReason: 'authenticationFailed' };
    case 'stopRequired':
      return stopRequired;
    case 'whenUnavailable':
    case 'whenNotEnrolled':
      return policy[action] === 'authorize'
        ? { kind: 'authorize', ...proofOf(finding, brand), isExempt: false }
        : stopRequired;
  }
};

export type Situation = TransStatus | 'notEnrolled' | 'unavailable' | 'unmet' | 'inconclusive' | 'noResult';
type Action = 'prove' | 'exempt' | 'challenge' | 'stopFailed' | 'stopRequired' | 'whenUnavailable' | 'whenNotEnrolled';

/** What an issuer demanded (C, N, R) is in no row that a policy decides. */
const ordinary: Readonly<Record<Situation, Action>> = {
  Y: 'prove',
  A: 'prove',
  I: 'exempt',
  C: 'challenge',
  N: 'stopFailed',
  R: 'stopFailed',
  U: 'whenUnavailable',
  D: 'whenUnavailable',
  notEnrolled: 'whenNotEnrolled',
  unavailable: 'whenUnavailable',
  unmet: 'stopFailed',
  inconclusive: 'stopFailed',
  noResult: 'stopFailed',
};

/** Where a proof is owed, what would go ahead without one stops. */
const whenDemanded: Readonly<Partial<Record<Situation, Action>>> = {
  I: 'stopRequired',
  U: 'stopRequired',
  D: 'stopRequired',
  notEnrolled: 'stopRequired',
  unavailable: 'stopRequired',
};

const stopRequired: Decision = { kind: 'stop', declineReason: 'authenticationRequired' };

const situationOf = (finding: Finding): Situation => {
  switch (finding.kind) {
    case 'outcome':
      return finding.outcome.transStatus;
    case 'challenge':
      return 'C';
    case 'decoupled':
      return 'D';
    case 'notEnrolled':
    case 'unavailable':
    case 'unmet':
    case 'inconclusive':
    case 'noResult':
      return finding.kind;
  }
};

type ProofReading = { readonly proof: AuthenticationProof | undefined; readonly liabilityShift: boolean };

const proofOf = (finding: Finding, brand: CardBrand): ProofReading => {
  switch (finding.kind) {
    case 'outcome': {
      const { outcome, named } = finding;
      // Statuses that stop have no proof; what is left of them for an acquirer is that nothing was proved.
      const status = outcome.transStatus === 'N' || outcome.transStatus === 'R' ? 'U' : outcome.transStatus;
      const { eci, liabilityShift } = readEci(brand, status, outcome.eci);
      return { proof: { ...named, eci, cavv: 'cavv' in outcome ? outcome.cavv : undefined }, liabilityShift };
    }
    case 'decoupled': {
      const { eci } = readEci(brand, 'U', undefined);
      return { proof: { ...finding.named, eci, cavv: undefined }, liabilityShift: false };
    }
    case 'challenge':
    case 'notEnrolled':
    case 'unavailable':
    case 'unmet':
    case 'inconclusive':
    case 'noResult':
      return { proof: undefined, liabilityShift: false };
  }
};

export type DeclinedAuthorization = {
  /** The acquirer's word for 1A, 65 and their like. */
  readonly softDecline: boolean;
  /** Nobody is there to be challenged when the merchant initiates. */
  readonly initiatedBy: 'customer' | 'merchant';
  /** Step-ups of this payment that were begun, whatever came of them. */
  readonly stepUpsBegun: number;
  /** The declined authorization carried the proof of a challenge: a second one would prove the same. */
  readonly wasChallenged: boolean;
};

/** Exactly one step-up. Begin it only when the declined attempt is written down as over: never two side by side. */
export const decideStepUp = (decline: DeclinedAuthorization): 'stepUp' | 'final' => {
  const { softDecline, initiatedBy, stepUpsBegun, wasChallenged } = decline;
  return softDecline && initiatedBy === 'customer' && stepUpsBegun === 0 && !wasChallenged ? 'stepUp' : 'final';
};

/** What the next AReq asks of the issuer. */
export const preferenceOf = (demand: Demand, policy: ThreeDsPolicy): ChallengePreference =>
  demand === 'none' ? policy.challenge : 'mandated';
