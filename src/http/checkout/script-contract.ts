import type { CardMistakes } from '../../vault/card-fields.ts';
import type { Catalog } from './catalogs/catalog.ts';

/** What the page's script hears after it has sent the sealed card. */
export type SubmitAnswer =
  /** It is decided: go to the shop. */
  | { readonly kind: 'leave'; readonly url: string }
  /** The session is no longer what the page shows: load the page again at this address. */
  | { readonly kind: 'show'; readonly url: string }
  | { readonly kind: 'mistakes'; readonly mistakes: CardMistakes }
  /** The customer stays and may try again with this new form. */
  | { readonly kind: 'tryAgain'; readonly title: string; readonly message: string; readonly form: FormProof };

/** What a form must bring with it to pay. */
export type FormProof = { readonly formToken: string; readonly attemptNumber: number };

/** The answer of the status address. `url`: where the way back leads, once the session is over. */
export type StatusAnswer = {
  readonly state: 'open' | 'paying' | 'completed' | 'expired';
  readonly attemptsBegun: number;
  /** The page should lead on to `url` without being asked. */
  readonly leaves: boolean;
  readonly url?: string;
};

/** The sentences that the page carries for its script. */
export type ClientTexts = Pick<Catalog, 'mistakes'> &
  Pick<Catalog['form'], 'paying' | 'almostUp' | 'cvcHint' | 'cvcHintAmex'> & {
    readonly notices: Pick<Catalog['notices'], 'connectionLost' | 'checking' | 'offline'>;
  };
