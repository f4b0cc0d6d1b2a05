import { findPan } from './pan.ts';

export type CardholderNameMistake = 'required' | 'invalid' | 'containsPan';

/** What is wrong with the name on the card as typed, or undefined. */
export const findCardholderNameMistake = (text: string): CardholderNameMistake | undefined => {
  const name = text.trim();
  if (name === '') return 'required';
  // People type the number into the wrong field; the name is stored and shown, the number must not be.
  if (findPan(name) !== undefined) return 'containsPan';
  const letters = [...name].length;
  return letters >= 2 && letters <= 64 && !/\p{Cc}/u.test(name) ? undefined : 'invalid';
};
