import type { CardMistakes } from '../../vault/card-fields.ts';
import type { Catalog } from './catalogs/catalog.ts';

/** What the page's script hears after it has sent a form. */
export type SubmitAnswer =
  /** It is decided: go to the shop. */
  | { readonly kind: 'leave'; readonly url: string }
  /** The payment is no longer what the page shows: load the page again at this address. */
  | { readonly kind: 'show'; readonly url: string }
  | { readonly kind: 'mistakes'; readonly mistakes: CardMistakes }
  /**
   * The customer stays and may try again with this new form. `fresh`: a page that says the same, where this one is of
   * no use.
   */
  | {
      readonly kind: 'tryAgain';
      readonly title: string;
      readonly message: string;
      readonly form: FormProof;
      readonly fresh: string;
      readonly marked?: MarkedField;
    }
  | BankAnswer;

/** Something comes first: the card's issuer, or work that proves that this is no machine with a list of cards. */
export type BankAnswer =
  /**
   * Find a number behind which SHA-256 of `challenge.number` begins with `bits` zeros, and send the same form with
   * both.
   */
  | { readonly kind: 'work'; readonly challenge: string; readonly bits: number }
  /** Show `frame` where nobody sees it, wait until it has answered, and send the same form again with `state`. */
  | { readonly kind: 'methodStep'; readonly frame: string; readonly state: string }
  /**
   * Show `frame` to the customer, and send the same form to `/continue` when the issuer is done. `ticket`: the sealed
   * card, for a customer who takes the bank's page out of the frame and into the whole window, where no form is kept.
   */
  | { readonly kind: 'challenge'; readonly frame: string; readonly ticket?: string };

/** What the bank's refusal was about, said at the field itself. */
export type MarkedField = { readonly field: 'pan' | 'expiry' | 'cvc'; readonly sentence: string };

/** What a form must bring with it to pay. */
export type FormProof = { readonly formToken: string; readonly attemptNumber: number };

/** The answer of the status address. `url`: where the way back leads, once the session is over and the way is open. */
export type StatusAnswer = {
  readonly state: 'open' | 'paying' | 'completed' | 'expired';
  /** While `paying`: how far the issuer is with the customer, if it is the issuer who is asked. */
  readonly authentication?: 'challenging' | 'cleared';
  readonly attemptsBegun: number;
  /** It is paid (`state` says `paying`), and the way back is held until the shop's webhook is acknowledged. */
  readonly isHeld?: true;
  /** The page should lead on to `url` without being asked. */
  readonly leaves: boolean;
  readonly url?: string;
};

/** The sentences that the page carries for its script. */
export type ClientTexts = Pick<Catalog, 'mistakes'> &
  Pick<Catalog['form'], 'paying' | 'almostUp' | 'cvcHint' | 'cvcHintAmex'> &
  Pick<Catalog['bank'], 'oneMoment'> & {
    readonly notices: Pick<Catalog['notices'], 'connectionLost' | 'checking' | 'offline'>;
  };
