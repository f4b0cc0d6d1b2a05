import type { Secret } from '../../base/secret.ts';
import { testCards } from '../../card/test-cards.ts';

/**
 * How much one try counts. The documented test cards are tried by everybody who integrates, again and again, from one
 * desk, and are no card that could be stolen: in the sandbox `factor` of their tries make one. With a factor of 1 they
 * count like every other card.
 */
export const createWeights = (factor: number): ((pan: Secret) => number) => {
  const documented = new Set(testCards.map(({ pan }) => pan));
  return (pan) => (documented.has(pan.reveal()) ? 1 / factor : 1);
};
