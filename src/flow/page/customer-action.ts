import type { PaymentAddress } from '../../contract/payment-url.ts';
import type { CardMistakes } from '../../vault/card-fields.ts';
import type { Secret } from '../../base/secret.ts';
import type { Money } from '../../base/money.ts';
import type { BrowserFacts, Challenge, MethodStep } from './checkout.ts';

/**
 * What the page behind `nextAction` may know and do: a shop's server made the payment with a card, and the card's
 * issuer has to see the customer's browser. There is no card form; the CVC comes along as a sealed `ticket` behind the
 * `#` of the page's address, or is typed again.
 */
export type CustomerAction = {
  /** Undefined: there is no such payment, or it never needed the customer. */
  readonly view: (address: ActionAddress) => Promise<ActionView | undefined>;
  /** The customer is here: asks the issuer. */
  readonly begin: (input: ActionInput) => Promise<ActionResult>;
  /** The issuer has finished with the customer, or the page would like to know. Pays when the issuer said yes. */
  readonly continuePayment: (input: ActionAddress & BroughtCode) => Promise<ActionResult>;
  /** The customer does not want to go on: the payment is declined. */
  readonly abandon: (address: ActionAddress) => Promise<ActionView | undefined>;
  /** Waits up to `timeoutMs` while the acquirer is asked or the issuer asks, then gives the view as it is. */
  readonly waitForOutcome: (address: ActionAddress, timeoutMs: number) => Promise<ActionView | undefined>;
};

export type ActionAddress = PaymentAddress;

export type ActionView = ActionAddress & {
  readonly merchantName: string;
  readonly amount: Money;
  /**
   * `cleared`: the issuer said yes, `continuePayment` pays. `over`: whatever came of it, the customer goes to
   * `returnUrl`.
   */
  readonly stage: 'waiting' | 'challenging' | 'cleared' | 'processing' | 'over';
  readonly challenge: Challenge | undefined;
  /** The shop's, with the payment's id and outcome added and signed; set when `over`. */
  readonly returnUrl: string | undefined;
};

/** What a browser brings of the card whose number waits in the vault. */
export type BroughtCode = {
  readonly ticket: string | undefined;
  /** Typed on the page, as it is; undefined: left empty. */
  readonly cvc: Secret | undefined;
  /**
   * Hash, as hex, of the secret that this browser was given with the page: a ticket opens for the one that brings it
   * first.
   */
  readonly visitor: string;
};

export type ActionInput = ActionAddress &
  BroughtCode & {
    readonly browser: BrowserFacts;
    readonly methodStep: MethodStep;
  };

export type ActionResult =
  | {
      readonly kind: 'methodStep';
      readonly threeDsServerTransId: string;
      readonly methodUrl: string;
      readonly methodData: string;
    }
  /** `ticket`: the code that was typed, sealed, to travel through the bank where no page keeps it. */
  | {
      readonly kind: 'challenge';
      readonly view: ActionView;
      readonly challenge: Challenge;
      readonly ticket?: string;
    }
  /** Another browser has opened this payment's ticket, or this one has lost it: the code is typed. */
  | { readonly kind: 'codeNeeded' }
  | { readonly kind: 'mistakes'; readonly mistakes: Pick<CardMistakes, 'cvc'> }
  | { readonly kind: 'over'; readonly returnUrl: string }
  | { readonly kind: 'processing'; readonly view: ActionView }
  | { readonly kind: 'unknownPayment' };
