import type { Clock } from '../../base/clock.ts';
import type { Db } from '../../db/db.ts';
import { HALF_LIFE_S } from './rules.ts';
import { estimateScores, forgetGuesses, forgetScores } from './store.ts';

/**
 * Forgets scores that have come to mean nothing; gives how many. Most are of a card or an address that was tried once
 * and is never seen again, which an attacker can make as many of as there are cards: past `MOST_ROWS` those go after an
 * hour instead of a day.
 */
export const forgetVelocity = async ({ db, clock }: { readonly db: Db; readonly clock: Clock }): Promise<number> => {
  const nowMs = clock.nowMs();
  const before = (seconds: number): Date => new Date(nowMs - seconds * 1_000);
  const isCrowded = (await estimateScores(db.query)) > MOST_ROWS;
  const waves = [
    { before: before(isCrowded ? CROWDED_S : 2 * HALF_LIFE_S), below: SMALL, limit: MOST_AT_ONCE },
    { before: before((isCrowded ? 2 : LONG) * HALF_LIFE_S), below: Infinity, limit: MOST_AT_ONCE },
  ];
  let forgotten = 0;
  for (const wave of waves) forgotten += await forgetScores(db.query, wave);
  return forgotten + (await forgetGuesses(db.query, { before: before(LONG * HALF_LIFE_S), limit: MOST_AT_ONCE }));
};

/** After two half-lives less than one try is left of it. */
const SMALL = 4;
/** Half-lives after which nothing is left of the highest score. */
const LONG = 8;
const CROWDED_S = 3_600;
const MOST_ROWS = 1_000_000;
const MOST_AT_ONCE = 20_000;
