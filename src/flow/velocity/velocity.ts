/**
 * The defence against card testing: `screen` before anybody hears of a card, `learn` when its payment has ended.
 * docs/card-testing.md says what it stops and whom it bothers; `rules.ts` holds the numbers.
 */
import type { Clock } from '../../base/clock.ts';
import type { Keys } from '../../base/keys.ts';
import type { Log } from '../../base/log.ts';
import type { Secret } from '../../base/secret.ts';
import { createBatch } from '../../db/batch.ts';
import type { Db } from '../../db/db.ts';
import { GUESSES_OF_ONE, judge, PASS, ruleTable, stepFor, velocityRules } from './rules.ts';
import type { Abilities, Judged, Limits, Score, VelocityRule } from './rules.ts';
import type { FindLimits } from './settings.ts';
import { count, countGuess, findGuesses, type Count } from './store.ts';
import { subjectsOf, type Subject, type Tried } from './subjects.ts';

export type Velocity = {
  /**
   * Counts the try, and says what its customer has to do first. A try whose browser has worked was counted before it
   * did.
   */
  readonly screen: (tried: Tried, abilities: Abilities) => Promise<Judged>;
  /** What became of a try that was let through. */
  readonly learn: (tried: Tried, outcome: Outcome) => Promise<void>;
};

/**
 * `challenged`: the issuer asks the customer, so nothing is asked of the bank for now. `notTried`: nothing came of it,
 * by nobody's fault.
 */
export type Outcome = 'approved' | 'challenged' | 'incorrectCvc' | 'notTried';

export type VelocityDeps = {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly keys: Pick<Keys, 'deriveKeyObject'>;
  readonly limitsOf: FindLimits;
  /** A card by a name that no merchant's fingerprint matches. */
  readonly cardHashOf: (pan: Secret) => Promise<Buffer>;
  /** How much a try with this card counts; 1 for every card that is no test card. */
  readonly weightOf: (pan: Secret) => number;
  readonly onStopped: (stopped: { readonly rule: string; readonly step: string }) => void;
};

export const createVelocity = (deps: VelocityDeps): Velocity => {
  const write = createWrite(deps);
  const countOutcome = async (
    tried: Tried,
    limits: Limits,
    countOf: (rule: VelocityRule) => Omit<Count, keyof Subject>,
  ) => {
    const counts = countedSubjects(deps, tried, limits).map((subject) => ({ ...subject, ...countOf(subject.rule) }));
    const counted = counts.filter(({ adds }) => adds !== 0);
    if (counted.length > 0) await write({ merchantId: tried.merchantId, limits, counts: counted, cardHash: undefined });
  };
  return {
    screen: async (tried, abilities) => {
      const limits = await deps.limitsOf(tried.merchantId);
      const adds = abilities.proofOfWork === 'done' ? 0 : deps.weightOf(tried.pan);
      const counts = countedSubjects(deps, tried, limits).map((subject) => ({ ...subject, adds, approved: 0 }));
      if (counts.length === 0) return PASS;
      const cardHash = limits.card === 0 ? undefined : (await deps.cardHashOf(tried.pan)).toString('hex');
      const { scores, guesses } = await write({ merchantId: tried.merchantId, limits, counts, cardHash });
      const judged = stepFor(judge(scores, { limits, guesses }), abilities);
      if (judged.step !== 'pass') deps.onStopped({ rule: judged.rule ?? 'none', step: judged.step });
      return judged;
    },
    learn: async (tried, outcome) => {
      const limits = await deps.limitsOf(tried.merchantId);
      const weight = deps.weightOf(tried.pan);
      switch (outcome) {
        case 'approved':
          await countOutcome(tried, limits, (rule) => ({ adds: -weight * ruleTable[rule].forgives, approved: weight }));
          return;
        case 'challenged':
          // The bank hears of it only when its own issuer has said yes: until then it is no try of many.
          await countOutcome(tried, limits, (rule) => ({ adds: OF_MANY.has(rule) ? -weight : 0, approved: 0 }));
          return;
        case 'notTried':
          await countOutcome(tried, limits, () => ({ adds: -weight, approved: 0 }));
          return;
        case 'incorrectCvc':
          if (limits.card === 0 || weight < 1) return;
          await countGuess(deps.db.query, tried.merchantId, {
            cardHash: (await deps.cardHashOf(tried.pan)).toString('hex'),
            nowMs: deps.clock.nowMs(),
            most: GUESSES_OF_ONE,
          });
      }
    },
  };
};

const OF_MANY: ReadonlySet<VelocityRule> = new Set(['bin', 'merchant', 'apiKey']);

/**
 * A rule that a merchant has switched off is not counted either. Test cards that weigh little are judged by each other
 * alone.
 */
const countedSubjects = ({ keys, weightOf }: VelocityDeps, tried: Tried, limits: Limits): readonly Subject[] =>
  subjectsOf(keys, tried, weightOf(tried.pan) < 1 ? 'test ' : '').filter(({ rule }) => limits[rule] > 0);

type Write = {
  readonly merchantId: string;
  readonly limits: Limits;
  readonly counts: readonly Count[];
  /** The card whose guesses are asked for, in hex. Undefined: nobody asks. */
  readonly cardHash: string | undefined;
};
type Scores = Readonly<Partial<Record<VelocityRule, Score>>>;
type Written = { readonly scores: Scores; readonly guesses: number };

/**
 * Tries and outcomes of one merchant that come together share a statement, and the guesses of their cards are read by
 * one beside it: read for each card alone, they were a third of all statements of a payment. Gives each its scores as
 * they were when it had counted.
 */
const createWrite = (deps: VelocityDeps) => {
  let written = 0;
  const batch = createBatch<Write & { readonly key: string }, Written>({
    run: async (merchantId, items) => {
      const nowMs = deps.clock.nowMs();
      const [rows, guesses] = await Promise.all([
        count(deps.db.query, merchantId, {
          counts: items.flatMap((item) => item.counts),
          most: mostOf(items[0]?.limits),
          nowMs,
        }),
        guessesOf(deps, items, nowMs),
      ]);
      const now = new Map(rows.map((row) => [`${row.rule}/${row.subject}`, row]));
      // The row has all of them counted; the last item sees that, and each before it what the later ones had not added
      // yet.
      return items
        .toReversed()
        .map((item) => ({ scores: scoresOf(item, now), guesses: guesses.get(item.cardHash ?? '') ?? 0 }))
        .toReversed();
    },
    groupOf: ({ merchantId }) => merchantId,
    keyOf: ({ key }) => key,
  });
  return (item: Write): Promise<Written> => batch({ ...item, key: String(written++).padStart(16, '0') });
};

/** By card, of all merchants. */
const guessesOf = async (
  { db }: VelocityDeps,
  items: readonly Write[],
  nowMs: number,
): Promise<ReadonlyMap<string, number>> => {
  const cardHashes = [...new Set(items.flatMap(({ cardHash }) => cardHash ?? []))];
  if (cardHashes.length === 0) return new Map();
  const rows = await findGuesses(db.query, { cardHashes, nowMs, mostOfOne: GUESSES_OF_ONE });
  return new Map(rows.map((row) => [row.card_hash, row.guesses]));
};

const mostOf = (limits: Limits | undefined): Readonly<Partial<Record<VelocityRule, number>>> =>
  limits === undefined
    ? {}
    : Object.fromEntries(velocityRules.map((rule) => [rule, limits[rule] * ruleTable[rule].most]));

const scoresOf = ({ counts }: Write, now: Map<string, Score>): Scores =>
  Object.fromEntries(
    counts.flatMap(({ rule, subject, adds }) => {
      const key = `${rule}/${subject}`;
      const score = now.get(key);
      if (score === undefined) return [];
      now.set(key, { ...score, score: score.score - adds });
      return [[rule, score] as const];
    }),
  );
