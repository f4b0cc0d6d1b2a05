/** What a rule asks of a payment, and whether it fits. Reads nothing. */
import { createHash } from 'node:crypto';
import type { CardSummary } from '../card/card.ts';

/** What is known of a payment before it goes anywhere. */
export type PaymentFacts = {
  readonly currency: string;
  /** Minor units. */
  readonly amount: number;
  readonly card: Pick<CardSummary, 'brand' | 'bin'>;
  readonly initiator: 'customer' | 'merchant';
  readonly metadata: Readonly<Record<string, string>>;
  /**
   * Of the session, or of the try of a server: what comes again with the same one is shared out the same way.
   * Undefined, where a rule is only explained: the likeliest account first.
   */
  readonly key: string | undefined;
};

/** Left out: any. Of a list one has to fit; of the conditions, all. */
export type RuleConditions = {
  readonly currencies?: readonly string[];
  readonly brands?: readonly string[];
  /** Minor units, both included. */
  readonly amountFrom?: number;
  readonly amountTo?: number;
  /** First digits of the card, such as `4` or `510000-559999`. */
  readonly cardBins?: readonly string[];
  readonly initiator?: 'customer' | 'merchant';
  readonly metadata?: Readonly<Record<string, string>>;
};

/**
 * Of 100 payments an account of weight 30 beside one of 70 gets about 30. Weight 0: only when the others do not take
 * it.
 */
export type RuleAccount = { readonly accountId: string; readonly weight: number };

/** As it is stored. */
export type Rule = {
  /** Unique for the merchant, whatever the case: attempts name it. */
  readonly name: string;
  readonly enabled: boolean;
  readonly when: RuleConditions;
  readonly accounts: readonly RuleAccount[];
};

/** The condition that does not fit, or undefined: all do. */
export const misfitOf = ({ when }: Rule, facts: PaymentFacts): keyof RuleConditions | undefined =>
  (Object.keys(fits) as (keyof RuleConditions)[]).find((name) => when[name] !== undefined && !fits[name](when, facts));

const fits: Readonly<Record<keyof RuleConditions, (when: RuleConditions, facts: PaymentFacts) => boolean>> = {
  currencies: ({ currencies = [] }, { currency }) => currencies.includes(currency),
  brands: ({ brands = [] }, { card }) => brands.includes(card.brand),
  amountFrom: ({ amountFrom = 0 }, { amount }) => amount >= amountFrom,
  amountTo: ({ amountTo = 0 }, { amount }) => amount <= amountTo,
  cardBins: ({ cardBins = [] }, { card }) => cardBins.some((range) => isInRange(card.bin, range)),
  initiator: ({ initiator }, facts) => facts.initiator === initiator,
  metadata: ({ metadata = {} }, facts) =>
    Object.entries(metadata).every(
      ([key, value]) => Object.hasOwn(facts.metadata, key) && facts.metadata[key] === value,
    ),
};

/** A range that asks for more digits than are known of the card does not fit. */
const isInRange = (bin: string, range: string): boolean => {
  const [from = '', to = from] = range.split('-');
  const digits = bin.slice(0, from.length);
  return digits.length === from.length && from <= digits && digits <= to;
};

/**
 * The accounts in the order in which this payment tries them. The first is shared out by weight: by the payment's key
 * and never by chance, so that whoever asks again gets the same answer. The others follow as the rule names them.
 */
export const shareOut = (rule: Rule, key: string | undefined): readonly RuleAccount[] => {
  if (key === undefined) return [...rule.accounts].sort((one, other) => other.weight - one.weight);
  const first = pick(rule.accounts, placeOf(`${rule.name}\n${key}`));
  return first === undefined ? rule.accounts : [first, ...rule.accounts.filter((one) => one !== first)];
};

/** `place`: 0 to 1, 1 excluded. */
const pick = (accounts: readonly RuleAccount[], place: number): RuleAccount | undefined => {
  let left = place * accounts.reduce((sum, { weight }) => sum + weight, 0);
  return accounts.find(({ weight }) => (left -= weight) < 0);
};

/** The same text has the same place, in every process and version. */
const placeOf = (text: string): number => createHash('sha256').update(text).digest().readUIntBE(0, 6) / 2 ** 48;
