import type { Secret } from '../../base/secret.ts';
import type { Money } from '../../base/money.ts';
import type { Uuid } from '../../base/id.ts';
import type { SessionAddress } from '../../contract/payment-url.ts';
import type { Card, CardSummary } from '../../card/card.ts';
import type { DeclineReason } from '../../connectors/acquirer/contract.ts';
import type { BrowserFacts } from '../../connectors/threeds/contract.ts';

import type { Work, WorkProof } from '../velocity/proof-of-work.ts';

export type { BrowserFacts } from '../../connectors/threeds/contract.ts';

/**
 * What the payment page may know and do. The page (http/checkout) is a door: it shows a `CheckoutView` and calls one of
 * the functions of `Checkout`; every decision about the session is made behind them.
 */
export type Checkout = {
  /** Undefined: there is no such session. */
  readonly view: (address: CheckoutAddress) => Promise<CheckoutView | undefined>;
  readonly pay: (input: PayInput) => Promise<PayResult>;
  /**
   * The issuer has finished with the customer, or the page would like to know: brings the card of the same form again.
   * Pays when the issuer said yes (the card must be the one it was asked about), and otherwise says how things stand.
   */
  readonly continuePayment: (input: ContinueInput) => Promise<PayResult>;
  /**
   * The customer does not want to go on with the issuer's questions: the attempt is over, the session can be paid
   * otherwise.
   */
  readonly abandonAuthentication: (address: CheckoutAddress) => Promise<CheckoutView | undefined>;
  /**
   * The customer gives up: the session ends as `customerCanceled`. Does nothing to a session that is paying or over.
   */
  readonly giveUp: (address: CheckoutAddress) => Promise<CheckoutView | undefined>;
  /**
   * The customer takes away a saved card that the view shows to this visitor: its number is erased. Gives the view as
   * it is then.
   */
  readonly removeSavedCard: (
    address: CheckoutAddress,
    paymentMethodId: Uuid<'paymentMethod'>,
  ) => Promise<CheckoutView | undefined>;
  /** Waits up to `timeoutMs` for a session that is `paying` to become something else, then gives the view as it is. */
  readonly waitForOutcome: (address: CheckoutAddress, timeoutMs: number) => Promise<CheckoutView | undefined>;
  /** Waits up to `timeoutMs` for the way back of a completed session to open, then gives the view as it is. */
  readonly waitForReturn: (address: CheckoutAddress, timeoutMs: number) => Promise<CheckoutView | undefined>;
};

export type CheckoutAddress = SessionAddress & {
  /** Who looks, or sends a form. Undefined: nobody that is known. */
  readonly visitor?: Visitor | undefined;
};

/** A browser, as far as the page can tell it from others. Hashes are hex. */
export type Visitor = {
  /** Of the secrets that it brought along. */
  readonly known: readonly string[];
  /**
   * Of a new secret, for a browser that has really opened the page: it becomes the session's first when there is none
   * yet.
   */
  readonly offered?: string | undefined;
  /** It has shown that it began this attempt (`attemptsBegun` as it was then). */
  readonly payerOf?: number | undefined;
};

/**
 * What a browser is to a session. `first` opened the payment address before all others; `firstNow` did so just now, and
 * keeps the secret that it was offered. `payer` is not the first, and began the last attempt. `other`: whoever else has
 * the address.
 */
export type Standing = 'first' | 'firstNow' | 'payer' | 'other';

export type CheckoutView = SessionAddress & {
  readonly standing: Standing;
  /**
   * `open`: the form may be shown. `paying`: a payment is in flight. `completed`, `expired`: over, `returnUrl` is set
   * unless the way back is held.
   */
  readonly state: 'open' | 'paying' | 'completed' | 'expired';
  /** While `paying`: how far the issuer is with the customer. Undefined: it is the acquirer who is asked. */
  readonly authentication: AuthenticationView | undefined;
  readonly expirationReason: 'timeout' | 'merchant' | 'attemptsExhausted' | 'customerCanceled' | undefined;
  readonly amount: Money;
  readonly merchantName: string;
  /** `#1e4fd0`: the color of the shop's buttons. Undefined: ours. */
  readonly accentColor?: string | undefined;
  /** These two are the customer's: once the session is over, undefined for everybody but its `first`. */
  readonly merchantReferenceId: string | undefined;
  readonly description: string | undefined;
  /**
   * As the shop gave it (`EN`, `de`, `pt-BR`); a wish, not a promise: the page falls back to the browser's languages.
   */
  readonly locale: string;
  /** The shop gave `locale`; when it did not, the browser's languages come first. */
  readonly localeGiven: boolean;
  /** Milliseconds left by the database's clock when the view was made; never negative. */
  readonly msLeft: number;
  /** How many attempts have begun; a form names the number it was made for, so that a form pays at most once. */
  readonly attemptsBegun: number;
  readonly declinesLeft: number;
  readonly lastDecline: DeclineReason | undefined;
  /** `automatic`: money is taken now. `manual`: reserved now. */
  readonly captureMethod: 'automatic' | 'manual';
  /**
   * Where the way back leads: signed successUrl or failureUrl when over; the bare failureUrl's page while open is
   * reached through `giveUp`. Undefined for `other`.
   */
  readonly returnUrl: string | undefined;
  /**
   * The way back is held until the shop's webhook is acknowledged, for so many milliseconds at most; never negative.
   * Undefined: it is not, or this is an `other`.
   */
  readonly heldMsLeft: number | undefined;
  /** The shop asked to keep the card for later (`setupFutureUsage`): the page asks the customer for consent. */
  readonly offersToSave: boolean;
  /**
   * What the customer saved with this shop before, newest first; cards past their expiry are left out. Shown to the
   * `first` alone.
   */
  readonly savedCards: readonly SavedCard[];
};

export type AuthenticationView =
  /** The issuer wants to ask the customer: the browser posts `creq` to `acsUrl`. */
  | { readonly stage: 'challenging'; readonly challenge: Challenge }
  /** The issuer has answered, and the payment may go on as soon as the card comes once more. */
  | { readonly stage: 'cleared' };

export type Challenge = { readonly acsUrl: string; readonly creq: string };

export type ContinueInput = CheckoutAddress & {
  /** `attemptsBegun` of the view whose form is submitted. */
  readonly attemptNumber: number;
  readonly method: PayMethod;
  /** Where the request came from, as far as the gateway can know. */
  readonly clientAddress: string | undefined;
};

export type PayInput = ContinueInput & {
  readonly browser: BrowserFacts;
  readonly methodStep: MethodStep;
  /** Whether the browser can work, and has, before its card is tried. */
  readonly work: 'impossible' | 'possible' | WorkProof;
};

/** The issuer's look at the browser (3DS Method), in a hidden frame before it is asked. */
export type MethodStep =
  /** No script runs, so no hidden frame can be watched. */
  | { readonly kind: 'impossible' }
  /** Ask for it by answering `methodStep`. */
  | { readonly kind: 'possible' }
  | { readonly kind: 'done'; readonly threeDsServerTransId: string; readonly isCompleted: boolean };

export type PayMethod =
  /** `saves`: the customer agreed to the card being kept. Only heard when the view `offersToSave`. */
  | { readonly kind: 'newCard'; readonly card: Card; readonly cardSummary: CardSummary; readonly saves: boolean }
  /** One of the view's `savedCards`, with the CVC that the customer typed. */
  | { readonly kind: 'savedCard'; readonly paymentMethodId: Uuid<'paymentMethod'>; readonly cvc: Secret };

export type SavedCard = {
  readonly paymentMethodId: Uuid<'paymentMethod'>;
  readonly card: CardSummary;
};

/** `challenge` after a `continuePayment`: the issuer has not finished. */
export type PayResult =
  | { readonly kind: 'approved'; readonly returnUrl: string }
  | { readonly kind: 'declined'; readonly view: CheckoutView }
  /**
   * Post `methodData` to `methodUrl` in a hidden frame, wait 10 s at most, and send the same form again with `done`.
   */
  | {
      readonly kind: 'methodStep';
      readonly threeDsServerTransId: string;
      readonly methodUrl: string;
      readonly methodData: string;
    }
  /** The browser works first, and sends the same form again with what it found. */
  | { readonly kind: 'work'; readonly work: Work }
  /**
   * The issuer asks the customer. `ticket`: the sealed card, for the field `threeDSSessionData`; it opens once, for
   * this attempt, while the challenge runs. A page that keeps the card brings it again, as long as it is there.
   * Undefined: asked for once more.
   */
  | {
      readonly kind: 'challenge';
      readonly view: CheckoutView;
      readonly challenge: Challenge;
      readonly ticket: string | undefined;
    }
  /** The last allowed attempt was declined: the session is over. */
  | { readonly kind: 'exhausted'; readonly declineReason: DeclineReason; readonly returnUrl: string }
  /** Asked and not answered in time (or another tab is paying), or paid and the way back is held: the page follows. */
  | { readonly kind: 'processing'; readonly view: CheckoutView }
  /** The form was already used, or made before another attempt: show the page as it is now. Nothing was asked. */
  | { readonly kind: 'stale'; readonly view: CheckoutView }
  /** Paid, expired or canceled in the meantime. */
  | { readonly kind: 'over'; readonly view: CheckoutView }
  /** The acquirer could not be reached: nothing was asked, the same card may be tried again. */
  | { readonly kind: 'notSent'; readonly view: CheckoutView }
  | { readonly kind: 'unknownSession' };
