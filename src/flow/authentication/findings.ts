import type {
  AuthenticateAnswer,
  AuthenticationIds,
  AuthenticationOutcome,
  ChallengeResult,
  ProtocolVersion,
  ResultInquiryAnswer,
  VersioningAnswer,
} from '../../connectors/threeds/contract.ts';

/** What an authentication came to, whichever way we heard of it: what `decide` decides about. */
export type Finding =
  | { readonly kind: 'outcome'; readonly outcome: AuthenticationOutcome; readonly named: NamedAuthentication }
  | { readonly kind: 'challenge' }
  /** The issuer would ask elsewhere, which the gateway does not offer. */
  | { readonly kind: 'decoupled'; readonly named: NamedAuthentication }
  | { readonly kind: 'notEnrolled' }
  /** Directory server or ACS could not be reached, or did not answer with anything usable. */
  | { readonly kind: 'unavailable' }
  /**
   * The issuer demands something that cannot be done as it was asked for: a challenge without an address, a refusal
   * without ids.
   */
  | { readonly kind: 'unmet'; readonly transStatus: 'C' | 'N' | 'R' }
  /** A challenge began, and the issuer could not say how it ended. */
  | { readonly kind: 'inconclusive'; readonly named: NamedAuthentication }
  /** A challenge began, and nobody who may say so told how it ended. */
  | { readonly kind: 'noResult' };

/** What goes with an authorization besides code and cavv. */
export type NamedAuthentication = { readonly version: ProtocolVersion; readonly dsTransId: string };

/** Undefined: go on, the card's issuer takes part. */
export const findingOfVersioning = (answer: VersioningAnswer): Finding | undefined => {
  switch (answer.kind) {
    case 'enrolled':
      return undefined;
    case 'notEnrolled':
      // An issuer that takes part in versions that we do not speak has not said that it does not.
      return answer.cause === 'noRange' ? { kind: 'notEnrolled' } : { kind: 'unavailable' };
    case 'notSent':
    case 'unknown':
      return { kind: 'unavailable' };
  }
};

export const findingOfAnswer = (answer: AuthenticateAnswer): Finding => {
  if (answer.kind === 'unmet') return { kind: 'unmet', transStatus: answer.transStatus };
  if (answer.kind !== 'answered') return { kind: 'unavailable' };
  switch (answer.transStatus) {
    case 'C':
      return { kind: 'challenge' };
    case 'D':
      return { kind: 'decoupled', named: nameOf(answer) };
    case 'Y':
    case 'A':
    case 'I':
    case 'N':
    case 'R':
    case 'U':
      return { kind: 'outcome', outcome: answer, named: nameOf(answer) };
  }
};

/**
 * Of a result whose ids were compared (`matchResult`). The issuer demanded a challenge, so one that "could not be
 * performed" is not as good as none: a customer can bring that about by walking away.
 */
export const findingOfResult = (result: ChallengeResult): Finding =>
  result.transStatus === 'U'
    ? { kind: 'inconclusive', named: nameOf(result) }
    : { kind: 'outcome', outcome: result, named: nameOf(result) };

/**
 * The customer came back, and no result did. Until the deadline it may still come, whatever the inquiry says; after it
 * only a result counts. What the browser claims is not among the arguments.
 */
export const findingOfInquiry = (answer: ResultInquiryAnswer, isPastDeadline: boolean): Finding | 'wait' => {
  switch (answer.kind) {
    case 'ended':
      return findingOfResult(answer.result);
    case 'pending':
    case 'notFound':
    case 'notSent':
    case 'unknown':
      return isPastDeadline ? { kind: 'noResult' } : 'wait';
  }
};

const nameOf = ({ version, dsTransId }: NamedAuthentication): NamedAuthentication => ({ version, dsTransId });

export type ResultMatch = 'matches' | 'otherServerTransId' | 'otherAcsTransId' | 'otherDsTransId';

/** A result is about our authentication only when all three ids are ours: the customer knows two of them. */
export const matchResult = (ours: AuthenticationIds, theirs: AuthenticationIds): ResultMatch => {
  if (ours.threeDsServerTransId !== theirs.threeDsServerTransId) return 'otherServerTransId';
  if (ours.acsTransId !== theirs.acsTransId) return 'otherAcsTransId';
  return ours.dsTransId === theirs.dsTransId ? 'matches' : 'otherDsTransId';
};
