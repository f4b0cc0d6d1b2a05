import { newUuid } from '../../base/id.ts';
import type { Clock } from '../../base/clock.ts';
import type { Random } from '../../base/random.ts';
import type { Card, CardSummary } from '../../card/card.ts';
import type { Vault } from '../../vault/at-rest.ts';

/**
 * A card to be kept, ready to be written with the payment that brings it; everything that could be charged is sealed.
 */
export type KeptCard = {
  /** Of the payment method, should it become one. */
  readonly id: string;
  readonly card: CardSummary;
  readonly cardholder_name: string | null;
  readonly key_version: number;
  /** Hex, as is the fingerprint: it travels in JSON. */
  readonly sealed: string;
  readonly fingerprint: string;
};

/** Seals the number of a card; its CVC goes no further than the acquirer. */
export const keepCard = async (
  deps: { readonly vault: Vault; readonly clock: Clock; readonly random: Random },
  {
    merchantId,
    card,
    cardSummary,
  }: { readonly merchantId: string; readonly card: Card; readonly cardSummary: CardSummary },
): Promise<KeptCard> => {
  const id = newUuid<'paymentMethod'>(deps);
  const { keyVersion, sealed, fingerprint } = await deps.vault.sealCard({ merchantId, recordId: id, pan: card.pan });
  return {
    id,
    card: cardSummary,
    cardholder_name: card.cardholderName ?? null,
    key_version: keyVersion,
    sealed: sealed.toString('hex'),
    fingerprint: fingerprint.toString('hex'),
  };
};
