/**
 * What is counted against card testing, and what a count leads to. Pure: the table, and the function that reads it.
 *
 * A score is the number of tries that were not approved. A try adds one before it is judged; an approval takes
 * `forgives` away, which is more than its own try: as long as most payments go well a score stays near zero, however
 * many customers share an address. What is left of it halves every twelve hours.
 */
export const velocityRules = ['card', 'address', 'bin', 'merchant', 'apiKey'] as const;
export type VelocityRule = (typeof velocityRules)[number];

/** What a customer meets, from nothing to the end. */
export const steps = ['pass', 'proofOfWork', 'challenge', 'refuse'] as const;
export type Step = (typeof steps)[number];

type RuleRow = {
  /** More than this, and the customer has to be authenticated by 3-D Secure. The one number that a merchant sets. */
  readonly limit: number;
  /** The share of the limit from which the customer's browser has to work first. */
  readonly proofOfWorkFrom: number;
  /** The multiple of the limit from which nobody is let through any more where nothing was ever approved. */
  readonly refuseFrom: number;
  readonly forgives: number;
  /**
   * The share of what was approved lately that may be under way besides: a busy merchant has more payments in flight.
   */
  readonly burst: number;
  /** A score does not grow beyond this multiple of the limit, so that the end of an attack is noticed within a day. */
  readonly most: number;
};

/**
 * The numbers are tuned by `npm run simulate:velocity`; docs/card-testing.md has what it measured.
 * - card: whoever guesses the code of a stolen card meets its issuer, and so does its owner, who passes: a card is
 *   never locked.
 * - address: refusing is for an address from which nothing good ever came; behind a shared one the others are
 *   authenticated and pass.
 * - bin, merchant, apiKey: an attack from a thousand addresses. Nobody is refused for what others do.
 */
export const ruleTable: Readonly<Record<VelocityRule, RuleRow>> = {
  card: { limit: 3, proofOfWorkFrom: 1, refuseFrom: Infinity, forgives: 2, burst: 0, most: 4 },
  address: { limit: 5, proofOfWorkFrom: 0.6, refuseFrom: 4, forgives: 2, burst: 0.002, most: 8 },
  bin: { limit: 15, proofOfWorkFrom: 0.6, refuseFrom: Infinity, forgives: 1.5, burst: 0.002, most: 3 },
  merchant: { limit: 15, proofOfWorkFrom: 0.6, refuseFrom: Infinity, forgives: 1.3, burst: 0.002, most: 3 },
  apiKey: { limit: 12, proofOfWorkFrom: 1, refuseFrom: Infinity, forgives: 1.3, burst: 0.002, most: 3 },
};

/**
 * Codes that issuers called wrong, at all merchants together, from which the card's holder is authenticated everywhere.
 */
export const GUESSES_LIMIT = 5;
/** So many of them count of one merchant: it takes several to say something about a card. */
export const GUESSES_OF_ONE = 3;

/** Scores, and what was approved, halve in this time. */
export const HALF_LIFE_S = 12 * 3_600;

/**
 * What of a card's tries was approved lately is remembered for some days: then it is no attacker's, and only its own
 * rule binds it.
 */
const KNOWN_CARD_FROM = 0.05;

export type Score = { readonly score: number; readonly approved: number };
export type Limits = Readonly<Record<VelocityRule, number>>;

export type Judged = { readonly step: Step; readonly rule: VelocityRule | 'guesses' | undefined };

/** The hardest step that a rule asks for, and which rule that was. A limit of 0 is a rule that is switched off. */
export const judge = (
  scores: Readonly<Partial<Record<VelocityRule, Score>>>,
  { limits, guesses }: { readonly limits: Limits; readonly guesses: number },
): Judged => {
  const isKnownCard = (scores.card?.approved ?? 0) >= KNOWN_CARD_FROM;
  let hardest: Judged = guesses > GUESSES_LIMIT ? { step: 'challenge', rule: 'guesses' } : PASS;
  for (const rule of velocityRules) {
    const score = scores[rule];
    if (score === undefined || limits[rule] === 0 || (isKnownCard && ABOUT_OTHERS.has(rule))) continue;
    const step = stepOf(rule, limits[rule], score);
    if (steps.indexOf(step) > steps.indexOf(hardest.step)) hardest = { step, rule };
  }
  return hardest;
};

export const PASS: Judged = { step: 'pass', rule: undefined };

const ABOUT_OTHERS: ReadonlySet<VelocityRule> = new Set(['bin', 'merchant', 'apiKey']);

const stepOf = (rule: VelocityRule, limit: number, { score, approved }: Score): Step => {
  const { proofOfWorkFrom, refuseFrom, burst } = ruleTable[rule];
  const counted = score - burst * approved;
  if (counted > limit * refuseFrom && approved < 1) return 'refuse';
  if (counted > limit) return 'challenge';
  return counted > limit * proofOfWorkFrom ? 'proofOfWork' : 'pass';
};

/** What can be asked of this customer. */
export type Abilities = {
  /** `done`: the browser has worked for this very card. */
  readonly proofOfWork: 'possible' | 'impossible' | 'done';
  /** Nobody can be challenged who is not there. */
  readonly challenge: boolean;
};

/** A step that can't be asked for becomes the next harder one. */
export const stepFor = ({ step, rule }: Judged, abilities: Abilities): Judged => {
  if (step === 'proofOfWork' && abilities.proofOfWork === 'done') return PASS;
  if (step === 'proofOfWork' && abilities.proofOfWork === 'possible') return { step, rule };
  if (step === 'pass' || step === 'refuse') return { step, rule };
  return { step: abilities.challenge ? 'challenge' : 'refuse', rule };
};
