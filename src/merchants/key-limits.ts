import { createAddressFilter, isRangeWithin, parseAddressRange, type AddressRange } from '../base/address-range.ts';
import type { FieldError } from '../base/problem.ts';
import { EVERYTHING, operatorScopes, type Scope } from './scopes.ts';

/** What a key may do at most. */
export type KeyLimits = {
  /** `['*']`: everything. */
  readonly scopes: readonly string[];
  /** Milliseconds since the Unix epoch; undefined: never. */
  readonly expiresAtMs: number | undefined;
  /** Ranges of addresses; undefined: from everywhere. */
  readonly allowedAddresses: readonly string[] | undefined;
};

/** Of an operator, who may give a key everything that there is. */
export const OPERATOR_LIMITS: KeyLimits = {
  scopes: [EVERYTHING, ...operatorScopes],
  expiresAtMs: undefined,
  allowedAddresses: undefined,
};

export const NO_LIMITS: KeyLimits = { scopes: [EVERYTHING], expiresAtMs: undefined, allowedAddresses: undefined };

export const hasScope = ({ scopes }: KeyLimits, scope: Scope): boolean =>
  scopes.includes(scope) || (scopes.includes(EVERYTHING) && !operatorScopes.has(scope));

export const mayComeFrom = ({ allowedAddresses }: KeyLimits): ((address: string) => boolean) =>
  allowedAddresses === undefined ? () => true : createAddressFilter(rangesOf(allowedAddresses));

/** What is left out is as its maker's. */
export const limitsUnder = (maker: KeyLimits, asked: Partial<KeyLimits>): KeyLimits => ({
  scopes: asked.scopes ?? maker.scopes,
  expiresAtMs: asked.expiresAtMs ?? maker.expiresAtMs,
  allowedAddresses: asked.allowedAddresses ?? maker.allowedAddresses,
});

/** In what a key would be stronger than another: nothing may be, whose key is made or deleted with that other one. */
export const strongerIn = (key: KeyLimits, maker: KeyLimits): readonly FieldError[] => [
  ...key.scopes
    .filter((scope) => !maker.scopes.includes(scope))
    .filter((scope) => !maker.scopes.includes(EVERYTHING) || operatorScopes.has(scope))
    .map((scope) => ({
      pointer: '/scopes',
      code: 'stronger',
      message: `scopes has ${scope}, which the key you are calling with does not have.`,
    })),
  ...(isLonger(key.expiresAtMs, maker.expiresAtMs)
    ? [
        {
          pointer: '/expiresAt',
          code: 'stronger',
          message: 'expiresAt is later than that of the key you are calling with.',
        },
      ]
    : []),
  ...(isWider(key.allowedAddresses, maker.allowedAddresses)
    ? [
        {
          pointer: '/allowedAddresses',
          code: 'stronger',
          message: 'allowedAddresses has more addresses than the key you are calling with may come from.',
        },
      ]
    : []),
];

const isLonger = (one: number | undefined, other: number | undefined): boolean =>
  other !== undefined && (one === undefined || one > other);

const isWider = (ones: readonly string[] | undefined, others: readonly string[] | undefined): boolean =>
  others !== undefined &&
  (ones === undefined || !rangesOf(ones).every((range) => isRangeWithin(range, rangesOf(others))));

const rangesOf = (texts: readonly string[]): readonly AddressRange[] =>
  texts.map((text) => {
    const range = parseAddressRange(text);
    if (range === undefined) throw new Error('a range of addresses that cannot be read');
    return range;
  });
