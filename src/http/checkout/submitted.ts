import type { Uuid } from '../../base/id.ts';
import type { Work } from '../../flow/velocity/proof-of-work.ts';
import type { Challenge, CheckoutView } from '../../flow/page/checkout.ts';
import type { CardMistakes } from '../../vault/card-fields.ts';
import type { Choice } from './choice.ts';
import type { Notice } from './pages.ts';

/** What became of a submitted form, whether it came from the script or from the browser itself. */
export type Submitted =
  | { readonly kind: 'leave'; readonly url: string }
  /** Look at the page again; `wait` follows a payment in flight, a notice says why. */
  | { readonly kind: 'show'; readonly why?: 'wait' | Notice }
  /** The form began a payment that is in flight; `proof` lets a browser follow it that is not known otherwise. */
  | { readonly kind: 'follow'; readonly proof: string }
  | { readonly kind: 'mistakes'; readonly mistakes: CardMistakes; readonly choice: Choice }
  /** The card that was to be removed stays: its CVC is missing, or can't be that of this card. */
  | {
      readonly kind: 'notRemoved';
      readonly mistakes: Pick<CardMistakes, 'cvc'>;
      readonly card: Uuid<'paymentMethod'>;
    }
  | { readonly kind: 'declined' | 'notSent' | 'abandoned'; readonly view: CheckoutView }
  /** `state` brings the request of the issuer's method page back to us. */
  | { readonly kind: 'methodStep'; readonly state: string }
  | {
      readonly kind: 'challenge';
      readonly view: CheckoutView;
      readonly challenge: Challenge;
      readonly ticket: string | undefined;
    }
  /** The browser works first, and sends the same form again. */
  | { readonly kind: 'work'; readonly work: Work }
  | { readonly kind: 'unknownSession' };

export const STALE: Submitted = { kind: 'show', why: 'stale' };

/**
 * Paid in the meantime (a double click, a second tab): on to the shop, as soon as the way is open. Ended otherwise: the
 * page says how.
 */
export const whenNotOpen = (view: CheckoutView): Submitted => {
  const { state, returnUrl } = view;
  if (isUnderWay(view)) return { kind: 'show', why: 'wait' };
  return state === 'completed' && returnUrl !== undefined ? { kind: 'leave', url: returnUrl } : { kind: 'show' };
};

/** A payment is in flight, or its way back is held: the page follows it. */
export const isUnderWay = ({ state, heldMsLeft }: CheckoutView): boolean =>
  state === 'paying' || heldMsLeft !== undefined;
