import type { CardBrand } from './card.ts';

/** What the number's beginning says about its length and its CVC. */
export type BrandRules = {
  readonly brand: CardBrand;
  /** Lengths a number of this brand can have, shortest first. */
  readonly panLengths: readonly number[];
  readonly cvcLengths: readonly number[];
  /** How the digits stand in groups on the card. */
  readonly groups: readonly number[];
};

const upTo19From = (shortest: number): readonly number[] =>
  Array.from({ length: 20 - shortest }, (_, i) => shortest + i);

const BY_FOURS = [4, 4, 4, 4, 3];

/** A row a brand, as the schemes publish their ranges (ISO/IEC 7812 issuer numbers); ranges are inclusive. */
const BRANDS: readonly (BrandRules & { readonly ranges: string })[] = [
  { brand: 'visa', ranges: '4', panLengths: [13, 16, 18, 19], cvcLengths: [3], groups: BY_FOURS },
  { brand: 'mastercard', ranges: '51-55 2221-2720', panLengths: [16], cvcLengths: [3], groups: BY_FOURS },
  { brand: 'amex', ranges: '34 37', panLengths: [15], cvcLengths: [4], groups: [4, 6, 5] },
  { brand: 'discover', ranges: '6011 644-649 65', panLengths: upTo19From(16), cvcLengths: [3], groups: BY_FOURS },
  {
    brand: 'diners',
    ranges: '300-305 3095 36 38-39',
    panLengths: upTo19From(14),
    cvcLengths: [3],
    groups: [4, 6, 4, 5],
  },
  { brand: 'jcb', ranges: '3528-3589', panLengths: upTo19From(16), cvcLengths: [3], groups: BY_FOURS },
  { brand: 'unionpay', ranges: '62 81', panLengths: upTo19From(16), cvcLengths: [3], groups: BY_FOURS },
  { brand: 'mir', ranges: '2200-2204', panLengths: upTo19From(16), cvcLengths: [3], groups: BY_FOURS },
  { brand: 'maestro', ranges: '50 56-58 639 6304 67', panLengths: upTo19From(12), cvcLengths: [3], groups: BY_FOURS },
];

const UNKNOWN: BrandRules = { brand: 'unknown', panLengths: upTo19From(12), cvcLengths: [3, 4], groups: BY_FOURS };

const RANGES = BRANDS.flatMap((rules) =>
  rules.ranges.split(' ').map((range) => {
    const [low = '', high = low] = range.split('-');
    return { rules, low, high };
  }),
);

/** Every brand that a number can show, in the order of the table. Pure: the page's script leaves it out. */
export const brandNames: readonly CardBrand[] = /* @__PURE__ */ BRANDS.map(({ brand }) => brand);

/**
 * The brand of a number, or of its first digits while it is being typed. No two ranges overlap, so the first that fits
 * is the only one; digits too few to tell give `unknown`.
 */
export const brandRulesOf = (digits: string): BrandRules => {
  const range = RANGES.find(({ low, high }) => {
    const beginning = digits.slice(0, low.length);
    return beginning.length === low.length && beginning >= low && beginning <= high;
  });
  return range?.rules ?? UNKNOWN;
};

export type CvcMistake = 'required' | 'invalid3' | 'invalid4';

/** What is wrong with a CVC (ASCII digits) for a number that begins like `pan`, or undefined. */
export const findCvcMistake = (cvc: string, pan: string): CvcMistake | undefined => {
  if (cvc === '') return 'required';
  const { cvcLengths } = brandRulesOf(pan);
  if (/^\d+$/.test(cvc) && cvcLengths.includes(cvc.length)) return undefined;
  return cvcLengths.includes(3) ? 'invalid3' : 'invalid4';
};
