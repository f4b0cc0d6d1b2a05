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
  /**
   * Only where the host names an authorization before it sees the card. It is called before `authorize`, without the
   * card, and the handle is written down before the card is sent; so nothing can be approved that has no handle.
   */
  readonly prepare?: (request: PrepareRequest) => Promise<PrepareAnswer>;
  readonly authorize: (request: AuthorizeRequest) => Promise<AuthorizeAnswer>;
  /** Adds to an authorization that can still be captured, where the host can. */
  readonly increment?: (request: IncrementRequest) => Promise<OperationAnswer>;
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
  /** Reads what the host sends to us by itself. Only where it sends something. */
  readonly readNotifications?: (delivery: NotificationDelivery) => NotificationReading;
  /** A call that changes nothing at the host: do address and credentials work? */
  readonly test: () => Promise<TestAnswer>;
  readonly close: () => Promise<void>;
};

export type AcquirerCapabilities = {
  readonly multipleCaptures: boolean;
  /**
   * What an unknown outcome can be asked about with: our reference, the handle that the host gave, or nothing. Without
   * an inquiry it is settled by a notification, by a repeat, or by a reversal.
   */
  readonly inquiry: 'byReference' | 'byHandle' | 'none';
  /**
   * The very same request again under its reference, within this time, has the first answer and no second effect. 0:
   * a repeat may count twice, so nothing is repeated.
   */
  readonly repeatableMs: number;
  /** A card can be checked with an authorization of 0. */
  readonly zeroAmount: boolean;
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

/** All of an authorization that can be said before its card. */
export type PrepareRequest = {
  readonly reference: OperationReference;
  readonly merchantId: string;
  /** 0 is a check of the card, where `zeroAmount`. */
  readonly amount: Money;
  /** `true`: authorize and capture in one message (a sale). */
  readonly capture: boolean;
  readonly initiator: Initiator;
  /** What the statement or the acquirer's report may show: the merchant's reference. */
  readonly merchantReferenceId: string;
};

export type AuthorizeRequest = PrepareRequest & {
  /** What `prepare` answered; undefined where the connector has none. */
  readonly handle: string | undefined;
  readonly card: Card;
  readonly authentication: AuthenticationProof | undefined;
  /** An exemption from strong authentication is claimed: the issuer may insist, by a soft decline. */
  readonly isExempt: boolean;
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
/** `amount` is what is added, `total` what is authorized then. */
export type IncrementRequest = RefundRequest & { readonly total: Money };

/** An authorization whose outcome we may not know. */
export type ReverseRequest = {
  readonly original: OperationReference;
  /** Undefined: `prepare` was not answered, so the card was never sent; or the connector has no `prepare`. */
  readonly handle: string | undefined;
  readonly amount: Money;
  readonly capture: boolean;
};
export type InquiryRequest = {
  readonly original: OperationReference;
  readonly kind: 'authorization' | OperationKind;
  /** Of an authorization what `prepare` answered, of an operation what `accepted` named. */
  readonly handle: string | undefined;
  /** Of an operation: what it is an operation on. */
  readonly authorization: AuthorizationHandle | undefined;
};
export type OperationKind = 'capture' | 'void' | 'refund' | 'increment';

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

/** The host has it and will say later, by a notification or when it is asked. It is not sent again. */
export type Accepted = { readonly kind: 'accepted'; readonly acquirerReference: string };

/** `handle`: at most 200 printable letters. */
export type PrepareAnswer = { readonly kind: 'prepared'; readonly handle: string } | Decline | NotSent | Unknown;
export type AuthorizeAnswer = Approval | Decline | NotSent | Unknown;
/**
 * The answer to an authorization that was `unknown` when its time was up: evidence, as good as any answer. Only where
 * the host keeps a line on which it can still come.
 */
export type LateAnswer = { readonly reference: OperationReference; readonly answer: AuthorizeAnswer };
export type OperationAnswer =
  { readonly kind: 'approved'; readonly acquirerReference: string } | Accepted | Decline | NotSent | Unknown;
/** `accepted`: repeated until it is `reversed`, or a notification says so. */
export type ReverseAnswer = { readonly kind: 'reversed' } | { readonly kind: 'accepted' } | NotSent | Unknown;
/** `refused`: the host does not let us in; the cause is a word from a closed list of the connector. */
export type TestAnswer =
  { readonly kind: 'works' } | { readonly kind: 'refused'; readonly cause: string } | NotSent | Unknown;
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
  readonly kind: 'authorized' | 'sold' | 'incremented' | 'captured' | 'voided' | 'refunded' | 'reversed';
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

/** What came in at the door for a host's notifications, as it came. */
export type NotificationDelivery = {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The bytes that were signed. */
  readonly body: Buffer;
  /** By our clock: a signature with a time in it must be fresh. */
  readonly nowMs: number;
};

/** `forged`: not signed by the host, or too long ago. `unreadable`: signed, and not what the host documents. */
export type NotificationReading =
  | { readonly kind: 'notifications'; readonly notifications: readonly AcquirerNotification[] }
  | { readonly kind: 'forged' }
  | { readonly kind: 'unreadable' };

export type AcquirerNotification = {
  /** The same whenever the host sends it again; at most 200 letters. */
  readonly hostId: string;
  /** The host's own word, for people who look for it: `CAPTURE_FAILED`. */
  readonly type: string;
  /** By our reference, as far as the host repeats it. */
  readonly reference: OperationReference | undefined;
  /** By the handle that the host gave: of the authorization, or of the operation that it accepted. */
  readonly handle: string | undefined;
  readonly news: AcquirerNews;
  /** What people may read of it, in the host's words: codes and ids, never anything of a card but its last 4 digits. */
  readonly details: Readonly<Record<string, string>>;
};

/** What a notification says of something that we asked for. It passes the same gates as an answer. */
export type AcquirerNews =
  | { readonly about: 'authorization'; readonly answer: Approval | Decline | { readonly kind: 'reversed' } }
  | {
      readonly about: OperationKind;
      readonly answer: { readonly kind: 'approved'; readonly acquirerReference: string } | Decline;
    }
  /** Of `reverse`: nothing is left of the authorization, or there never was one. */
  | { readonly about: 'reversal'; readonly answer: { readonly kind: 'reversed' } | { readonly kind: 'refused' } }
  /** A success that was told before did not last: the money is where it was. */
  | { readonly about: 'takenBack'; readonly operation: 'capture' | 'refund'; readonly acquirerCode: string }
  /** Kept and shown; it moves nothing. */
  | { readonly about: 'nothingOfOurs' };

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
