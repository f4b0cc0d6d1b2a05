import type { Money } from '../../base/money.ts';
import type { Card } from '../../card/card.ts';

/**
 * What the gateway asks of any acquirer, in the gateway's words. A connector translates; it decides nothing.
 *
 * Every call is bounded: connect ≤ 2 s, whole answer ≤ 25 s. A connector never throws for anything that the network or
 * the acquirer does: it answers with a value. Only a bug throws.
 */
export type AcquirerConnector = {
  readonly name: string;
  readonly capabilities: AcquirerCapabilities;
  readonly authorize: (request: AuthorizeRequest) => Promise<AuthorizeAnswer>;
  /** Takes money of an authorization. Several captures may follow one authorization when `multipleCaptures`. */
  readonly capture: (request: CaptureRequest) => Promise<OperationAnswer>;
  /** Gives up what was not captured of an authorization (the merchant's "cancel"), also after a capture of a part. */
  readonly voidAuthorization: (request: VoidRequest) => Promise<OperationAnswer>;
  readonly refund: (request: RefundRequest) => Promise<OperationAnswer>;
  /**
   * Undoes whatever the acquirer may have done under our reference, even if it never heard of it (ISO 8583 0400).
   * Idempotent.
   */
  readonly reverse: (request: ReverseRequest) => Promise<ReverseAnswer>;
  /** What became of the operation we sent under this reference? */
  readonly inquire: (request: InquiryRequest) => Promise<InquiryAnswer>;
  /** What moved money since a time, oldest first, page by page. Without it the books can't be compared. */
  readonly list?: (request: ListRequest) => Promise<ListAnswer>;
  readonly close: () => Promise<void>;
};

export type AcquirerCapabilities = {
  readonly multipleCaptures: boolean;
  /** `inquire` works; without it an unknown outcome is reversed. */
  readonly inquiry: boolean;
  /** An uncaptured authorization lapses after this long. */
  readonly authorizationValidDays: number;
  /** NOT_FOUND is believed only this long after we asked: until then our request may still be under way. */
  readonly settleWindowMs: number;
};

/**
 * Our own name for one operation, the same on every try: what inquiry, reversal and the acquirer's own duplicate check
 * go by.
 */
export type OperationReference = string & { readonly __brand: 'OperationReference' };

/** Customer-initiated (the customer is there, CVC given) or merchant-initiated on a stored card. */
export type Initiator =
  | { readonly by: 'customer'; readonly storesCard: boolean }
  | {
      readonly by: 'merchant';
      readonly networkTransactionId: string | undefined;
      readonly category: 'unscheduled' | 'recurrent' | 'installment';
    };

/** The proof of 3-D Secure that goes with an authorization. */
export type AuthenticationProof = {
  readonly version: string;
  readonly eci: string;
  readonly cavv: string | undefined;
  readonly dsTransId: string;
};

export type AuthorizeRequest = {
  readonly reference: OperationReference;
  readonly merchantId: string;
  readonly amount: Money;
  /** `true`: authorize and capture in one message (a sale). */
  readonly capture: boolean;
  readonly card: Card;
  readonly initiator: Initiator;
  readonly authentication: AuthenticationProof | undefined;
  /** An exemption from strong authentication is claimed: the issuer may insist, by a soft decline. */
  readonly isExempt: boolean;
  /** What the statement or the acquirer's report may show: the merchant's reference. */
  readonly merchantReferenceId: string;
};

export type CaptureRequest = {
  readonly reference: OperationReference;
  readonly authorization: AuthorizationHandle;
  readonly amount: Money;
  /** No capture follows: the acquirer may release the rest. */
  readonly final: boolean;
};
export type VoidRequest = { readonly reference: OperationReference; readonly authorization: AuthorizationHandle };
export type RefundRequest = {
  readonly reference: OperationReference;
  readonly authorization: AuthorizationHandle;
  readonly amount: Money;
};
export type ReverseRequest = { readonly original: OperationReference };
export type InquiryRequest = { readonly original: OperationReference };

/** How the acquirer names an authorization it gave us. */
export type AuthorizationHandle = { readonly reference: OperationReference; readonly acquirerReference: string };

export type Approval = {
  readonly kind: 'approved';
  readonly acquirerReference: string;
  readonly approvalCode: string;
  /** The scheme's id that later merchant-initiated payments refer to. */
  readonly networkTransactionId: string | undefined;
  readonly amount: Money;
};

export type Decline = {
  readonly kind: 'declined';
  readonly declineReason: DeclineReason;
  /** The acquirer's own code (DE 39), for support. */
  readonly acquirerCode: string;
  /** `authenticationRequired` and its like: the same card may pass with 3-D Secure. */
  readonly softDecline: boolean;
};

/** Nothing left our house (DNS, refused, TLS): the operation may be sent again. */
export type NotSent = { readonly kind: 'notSent'; readonly cause: string };

/** Asked, not answered, or answered with something that proves nothing: never a failure, never a success. */
export type Unknown = { readonly kind: 'unknown'; readonly cause: string };

export type AuthorizeAnswer = Approval | Decline | NotSent | Unknown;
export type OperationAnswer =
  { readonly kind: 'approved'; readonly acquirerReference: string } | Decline | NotSent | Unknown;
export type ReverseAnswer = { readonly kind: 'reversed' } | NotSent | Unknown;
export type InquiryAnswer =
  | Approval
  | Decline
  | { readonly kind: 'reversed' }
  | { readonly kind: 'notFound' }
  | { readonly kind: 'pending' }
  | NotSent
  | Unknown;

/** `after`: the `next` of the page before. */
export type ListRequest = { readonly since: Date; readonly after: string | undefined };
/** One thing that the acquirer did. `reversed` names the operation that it undid. */
export type Movement = {
  readonly kind: 'authorized' | 'sold' | 'captured' | 'voided' | 'refunded' | 'reversed';
  readonly reference: string;
  readonly merchantId: string;
  readonly merchantReferenceId: string;
  /** Undefined where the acquirer gives none, as for a void. */
  readonly amount: Money | undefined;
  readonly at: Date;
};
/** `next` undefined: this was the last page. */
export type ListAnswer =
  | { readonly kind: 'page'; readonly movements: readonly Movement[]; readonly next: string | undefined }
  | NotSent
  | Unknown;

/** Ours, for every acquirer. A code that a connector has no row for is `doNotHonor`, the cautious reading. */
export const declineReasons = [
  'insufficientFunds',
  'lostCard',
  'stolenCard',
  'expiredCard',
  'incorrectCvc',
  'incorrectNumber',
  'doNotHonor',
  'limitExceeded',
  'restrictedCard',
  'notPermitted',
  'suspectedFraud',
  'authenticationRequired',
  'authenticationFailed',
  'issuerUnavailable',
  'invalidAmount',
  'acquirerError',
  // Ours alone: the gateway stopped it, and no acquirer was asked.
  'velocityExceeded',
] as const;
export type DeclineReason = (typeof declineReasons)[number];
