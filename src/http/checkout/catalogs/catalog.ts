import type { CardholderNameMistake } from '../../../card/cardholder-name.ts';
import type { CvcMistake } from '../../../card/brand.ts';
import type { ExpiryMistake } from '../../../card/expiry.ts';
import type { PanMistake } from '../../../card/pan.ts';
import type { DeclineReason } from '../../../connectors/acquirer/contract.ts';
import type { Notice, StatusPage } from '../pages.ts';

/**
 * Every sentence of the payment page in one language. A new language is one file of this type and one row in
 * `index.ts`; what is missing does not compile.
 *
 * Sentences that hold a number name the thing and then the number ("Attempts left: 2"), so that no language needs
 * plural rules here; lengths of time come from `Intl`, which knows them.
 */
export type Catalog = {
  /** BCP 47, without region. */
  readonly language: string;
  readonly dir: 'ltr' | 'rtl';
  readonly form: FormTexts;
  readonly saved: SavedCardTexts;
  readonly bank: BankTexts;
  readonly mistakes: {
    readonly pan: Readonly<Record<PanMistake, string>>;
    readonly expiry: Readonly<Record<ExpiryMistake, string>>;
    readonly cvc: Readonly<Record<CvcMistake, string>>;
    readonly cardholderName: Readonly<Record<CardholderNameMistake, string>>;
  };
  /** What the customer can do now; the heading above it says that the payment was declined and nothing was charged. */
  readonly declines: Readonly<Record<SaidReason, string>>;
  readonly notices: Readonly<Record<Notice, { readonly title: string; readonly text: string }>>;
  readonly pages: Readonly<Record<StatusPage, { readonly title: string; readonly text: WithMerchant }>>;
};

/** Who pays with a card that is not theirs must not learn that it was missed: such a refusal is told as any other. */
export type SaidReason = Exclude<DeclineReason, 'lostCard' | 'stolenCard'>;

export type FormTexts = {
  readonly title: WithMerchant;
  readonly amount: string;
  /** Once there is nothing to pay any more. */
  readonly amountOnly: string;
  readonly reference: string;
  readonly description: string;
  readonly timeLeft: string;
  /** Said once by screen readers when two minutes are left. */
  readonly almostUp: string;
  readonly pan: string;
  readonly expiry: string;
  readonly expiryHint: string;
  readonly cvc: string;
  readonly cvcHint: string;
  readonly cvcHintAmex: string;
  /** At the field, after the bank has said so. */
  readonly cvcWrong: string;
  readonly cardholderName: string;
  readonly pay: (amount: string) => string;
  readonly paying: string;
  readonly cancel: WithMerchant;
  /** Why `cancel` can't be pressed while a payment is on its way. */
  readonly cancelOff: string;
  readonly back: WithMerchant;
  /** It is paid, and the page is about to lead back. */
  readonly takenBack: WithMerchant;
  readonly reload: string;
  /** Under the form when the money is reserved now and taken later. */
  readonly reserved: WithMerchant;
  readonly privacy: WithMerchant;
  readonly declined: string;
  readonly attemptsLeft: (attempts: string) => string;
  readonly sandbox: string;
  readonly sandboxHint: string;
  readonly sandboxCards: string;
};

/** Cards that the customer keeps with the shop. */
export type SavedCardTexts = {
  readonly payWith: string;
  /** `brand` is a name of its own, or `cardOfNoBrand`. */
  readonly card: (brand: string, last4: string) => string;
  readonly cardOfNoBrand: string;
  /** `date` as it is printed on the card: `12/30`. */
  readonly expires: (date: string) => string;
  readonly anotherCard: string;
  readonly remove: string;
  /** What stands above the field that a removal asks for. */
  readonly removeAsks: string;
  readonly keep: string;
  /** What the customer agrees to by ticking the box, and how to take it back. */
  readonly save: WithMerchant;
  readonly saveHint: WithMerchant;
};

/** When the card's issuer wants to ask the customer, in a frame, on a page of ours or on its own. */
export type BankTexts = {
  /** Names the frame that shows the bank's page. */
  readonly title: string;
  readonly continueToBank: string;
  /** The same, where the bank's page appears over this one. */
  readonly continueHere: string;
  /** In another tab, the same may be open. */
  readonly elsewhere: string;
  readonly useAnotherCard: string;
  /** Where there is no other card to use. */
  readonly cancelPayment: string;
  readonly oneMoment: string;
  readonly backToPayment: string;
  /** Until the bank's page is there. */
  readonly waiting: string;
  /** It takes long; it does not come. The ways on are buttons below. */
  readonly slow: { readonly title: string; readonly text: string };
  readonly failed: { readonly title: string; readonly text: string };
  readonly tryAgain: string;
  /** The way out of the frame. */
  readonly wholeWindow: string;
  /** Stands before the ways out, below a page of the bank that we can't look into. */
  readonly trouble: string;
  /** Asked before the customer leaves by a key that may have been pressed by mistake. */
  readonly stop: { readonly title: string; readonly text: string; readonly goOn: string };
  /** The customer is back, and we can't look at the payment for a while. */
  readonly returned: string;
  /** Before anything was asked: the customer came here from the shop. */
  readonly begin: { readonly title: string; readonly text: WithMerchant; readonly go: string };
  /** The issuer has said yes, and nobody but the customer can go on. */
  readonly finish: { readonly title: string; readonly text: WithMerchant; readonly go: string };
};

export type WithMerchant = (merchant: string) => string;
