import type { Money } from '../../base/money.ts';
import type { Secret } from '../../base/secret.ts';

/**
 * What the gateway asks of the 3-D Secure world (a directory server, and the issuer's ACS behind it), in the gateway's
 * words. EMV 3-D Secure 2.1 and 2.2, browser channel, payment authentication.
 *
 * Every call is bounded: connect ≤ 2 s, whole answer ≤ 10 s. A connector never throws for anything the network,
 * the other side or a browser does: it answers with a value. None of these calls moves money, so an answer that got
 * lost costs an authentication and nothing else: the next begins with a new `threeDsServerTransId`.
 */
export type ThreeDsConnector = {
  readonly name: string;
  readonly capabilities: ThreeDsCapabilities;
  /** Does the card's issuer take part, which version does it speak, and has it a method page? */
  readonly versioning: (request: VersioningRequest) => Promise<VersioningAnswer>;
  /** AReq → ARes. At most once a `threeDsServerTransId`. */
  readonly authenticate: (request: AuthenticateRequest) => Promise<AuthenticateAnswer>;
  /** What became of a challenge whose RReq never came? Needs `capabilities.resultInquiry`. */
  readonly inquireResult: (ids: AuthenticationIds) => Promise<ResultInquiryAnswer>;
  /**
   * The value of the field `threeDSMethodData` that the page posts to `methodUrl` in a hidden frame. What comes back to
   * `notificationUrl` says only that the method page has finished, so nobody reads it.
   */
  readonly methodData: (request: MethodDataRequest) => string;
  /** Reads what was posted to `resultUrl`. The caller compares the ids before it believes a word. */
  readonly parseResultRequest: (body: string) => ParsedResultRequest;
  /** The answer to a result, once the caller has decided about it: the same result gets the same bytes. */
  readonly answerResultRequest: (result: ChallengeResult, verdict: ResultVerdict) => HttpReply;
  /** Reads what the browser brought to `notificationUrl` (field `cres`). A signal to go on, never a proof. */
  readonly parseChallengeResponse: (field: string) => ParsedChallengeResponse;
  readonly close: () => Promise<void>;
};

export type ThreeDsCapabilities = {
  /** `inquireResult` works. EMV 3-D Secure itself has no such message. */
  readonly resultInquiry: boolean;
};

export type ProtocolVersion = '2.1.0' | '2.2.0';

/** EMVCo's transStatus. */
export const transStatuses = ['Y', 'A', 'N', 'R', 'U', 'C', 'D', 'I'] as const;
export type TransStatus = (typeof transStatuses)[number];

/** Nothing left our house: the call may be made again. */
export type NotSent = { readonly kind: 'notSent'; readonly cause: string };

/** Asked, and not answered with anything that can be used. `cause` is from a closed list and may be logged. */
export type Unknown = { readonly kind: 'unknown'; readonly cause: string };

export type VersioningRequest = { readonly pan: Secret };

export type VersioningAnswer =
  | {
      readonly kind: 'enrolled';
      readonly version: ProtocolVersion;
      /** Absent: there is no method page, and `methodCompletion` is `unavailable`. */
      readonly methodUrl: string | undefined;
    }
  | { readonly kind: 'notEnrolled'; readonly cause: 'noRange' | 'noCommonVersion' }
  | NotSent
  | Unknown;

export type MethodDataRequest = { readonly threeDsServerTransId: string; readonly notificationUrl: string };

export type AuthenticateRequest = {
  /** Ours: a fresh UUID for every authentication, known before the method page is shown. */
  readonly threeDsServerTransId: string;
  /** As `versioning` answered. */
  readonly version: ProtocolVersion;
  readonly card: {
    readonly pan: Secret;
    readonly expiryMonth: number;
    readonly expiryYear: number;
    readonly cardholderName: string | undefined;
  };
  readonly amount: Money;
  readonly purchasedAtMs: number;
  readonly purpose: 'payment' | 'recurring' | 'installment' | 'addCard';
  readonly merchant: ThreeDsMerchant;
  readonly browser: BrowserFacts;
  /** Where the browser brings the CRes. Unguessable, as it works without cookies; at most 256 characters. */
  readonly notificationUrl: string;
  /**
   * Where the RReq goes, server to server. Unguessable, and never shown to a browser: knowing it is what tells the
   * directory server from a customer who makes up a result.
   */
  readonly resultUrl: string;
  readonly methodCompletion: MethodCompletion;
  readonly challenge: ChallengePreference;
  readonly challengeWindow: ChallengeWindow;
};

/** `completed`: the method page told so in time; `notCompleted`: it did not; `unavailable`: there was none. */
export type MethodCompletion = 'completed' | 'notCompleted' | 'unavailable';

export type ChallengePreference =
  | 'noPreference'
  | 'noChallenge'
  /** The merchant would like one. */
  | 'requested'
  /** It has to be one: after a soft decline, or to store a card. */
  | 'mandated'
  /** The acquirer's risk analysis asks for the exemption of low risk. */
  | 'lowRiskExemption';

export type ChallengeWindow = '250x400' | '390x400' | '500x600' | '600x400' | 'fullScreen';

export type ThreeDsMerchant = {
  /** As customers know it; cut to 40 characters. */
  readonly name: string;
  readonly url: string;
  readonly acquirerBin: string;
  readonly acquirerMerchantId: string;
  readonly requestorId: string;
  /** ISO 18245, four digits. */
  readonly categoryCode: string;
  /** ISO 3166-1 numeric, three digits. */
  readonly countryNumber: string;
};

export type BrowserFacts = {
  /** Request headers of the browser, as they came. */
  readonly acceptHeader: string;
  readonly userAgent: string;
  /** BCP 47, such as `de-AT`. */
  readonly language: string;
  readonly ip: string | undefined;
  /** Undefined: the browser runs no scripts. */
  readonly script: ScriptFacts | undefined;
};

/** What only a script can read, as it came from the browser: anything out of range is brought into it. */
export type ScriptFacts = {
  readonly javaEnabled: boolean;
  readonly colorDepth: number;
  readonly screenHeight: number;
  readonly screenWidth: number;
  /** `new Date().getTimezoneOffset()` */
  readonly timeZoneOffsetMinutes: number;
};

/** An RReq is about our authentication only when all three are the same. */
export type AuthenticationIds = {
  readonly threeDsServerTransId: string;
  readonly acsTransId: string;
  readonly dsTransId: string;
};

/** The proof of an authentication, or the lack of one, as the issuer gave it. A `cavv` is 28 letters of base64. */
export type AuthenticationOutcome =
  | { readonly transStatus: 'Y' | 'A'; readonly eci: string | undefined; readonly cavv: string }
  | { readonly transStatus: 'I'; readonly eci: string | undefined; readonly cavv: string | undefined }
  | { readonly transStatus: 'N' | 'R' | 'U'; readonly eci: string | undefined; readonly reason: string | undefined };

export type Answered = AuthenticationIds & {
  readonly kind: 'answered';
  readonly version: ProtocolVersion;
} & (
    | AuthenticationOutcome
    /** Decoupled: the issuer would ask the cardholder elsewhere, later. The gateway did not offer that. */
    | { readonly transStatus: 'D' }
    | {
        readonly transStatus: 'C';
        /** Where the browser posts `creq`; its origin is the one that the page may frame. */
        readonly acsUrl: string;
        /** The value of the form field, ready to be posted. */
        readonly creq: string;
      }
  );

/**
 * An answer that says what the issuer demands, and nothing more that can be used: a challenge without an address for
 * it, a refusal with other ids. What was demanded still holds.
 */
export type Unmet = { readonly kind: 'unmet'; readonly transStatus: 'C' | 'N' | 'R'; readonly cause: string };

export type AuthenticateAnswer =
  | Answered
  | Unmet
  /** An Erro message: `fields` are those it blames, of the ones that we send. 1xx and 2xx are bugs of ours. */
  | { readonly kind: 'refused'; readonly errorCode: string; readonly fields: readonly string[] }
  | NotSent
  | Unknown;

/** An RReq. Only these statuses end a challenge. */
export type ChallengeResult = AuthenticationIds & {
  readonly version: ProtocolVersion;
  /** Undefined: the challenge was gone through. */
  readonly abandonedBy: 'customer' | 'timeout' | 'error' | undefined;
} & Exclude<AuthenticationOutcome, { readonly transStatus: 'I' }>;

export type ParsedResultRequest =
  | { readonly kind: 'result'; readonly result: ChallengeResult }
  /** Answer with `reply` and change nothing. */
  | { readonly kind: 'malformed'; readonly cause: string; readonly reply: HttpReply };

/**
 * `received`: it is one of ours, whether it changed something or came a second time. `notRecognized`: no authentication
 * has these ids. `unavailable`: could not be written down; ask the sender to try again.
 */
export type ResultVerdict = 'received' | 'notRecognized' | 'unavailable';

export type HttpReply = { readonly status: number; readonly contentType: string; readonly body: string };

export type ResultInquiryAnswer =
  | { readonly kind: 'ended'; readonly result: ChallengeResult }
  /** The challenge goes on. */
  | { readonly kind: 'pending' }
  | { readonly kind: 'notFound' }
  | NotSent
  | Unknown;

export type ParsedChallengeResponse =
  | {
      readonly kind: 'response';
      readonly threeDsServerTransId: string;
      readonly acsTransId: string;
      /** What the browser claims; the RReq decides. */
      readonly claims: 'authenticated' | 'notAuthenticated';
    }
  | { readonly kind: 'malformed' };
