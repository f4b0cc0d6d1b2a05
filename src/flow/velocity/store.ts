import type { Query, Statement } from '../../db/db.ts';
import { HALF_LIFE_S, type Score, type VelocityRule } from './rules.ts';

/** What one payment adds to one score. */
export type Count = {
  readonly rule: VelocityRule;
  readonly subject: string;
  /** Added to the score before it is judged; negative: forgiven. */
  readonly adds: number;
  readonly approved: number;
};

export type CountInput = {
  readonly counts: readonly Count[];
  /** How high an old score may stand before something is added, by rule. */
  readonly most: Readonly<Partial<Record<VelocityRule, number>>>;
  readonly nowMs: number;
};

/**
 * Counts, and gives the scores as they are then. Rows are locked in the order of their keys, so that two statements never lock each
 * other out; each waits for the one before it, so of many tries at once none is judged by what was there before the others.
 */
const countStatement: Statement = {
  name: 'count-velocity',
  text: `
    with counted as (
      select c.rule, c.subject, sum(c.adds) as adds, sum(c.approved) as approved
      from json_to_recordset($2::json) as c (rule text, subject text, adds float8, approved float8)
      group by c.rule, c.subject
    )
    insert into velocity_scores as v (merchant_id, rule, subject, score, approved, counted_at)
    select $1::uuid, c.rule, c.subject, c.adds, c.approved, $3::timestamptz
    from counted c
    order by c.rule, c.subject
    on conflict (merchant_id, rule, subject) do update
    set score = excluded.score + greatest(0, least(v.score, ($4::json ->> v.rule)::float8))
          * power(0.5, greatest(0, extract(epoch from excluded.counted_at - v.counted_at))::float8 / $5::float8),
      approved = excluded.approved + v.approved
          * power(0.5, greatest(0, extract(epoch from excluded.counted_at - v.counted_at))::float8 / $5::float8),
      counted_at = greatest(v.counted_at, excluded.counted_at)
    returning v.rule, v.subject, v.score, v.approved`,
};

export type CountedScore = Score & { readonly rule: VelocityRule; readonly subject: string };

export const count = (query: Query, merchantId: string, { counts, most, nowMs }: CountInput): Promise<CountedScore[]> =>
  query<CountedScore>(countStatement, [
    merchantId,
    JSON.stringify(counts),
    new Date(nowMs).toISOString(),
    JSON.stringify(most),
    HALF_LIFE_S,
  ]);

type GuessesInput = { readonly cardHashes: readonly string[]; readonly nowMs: number; readonly mostOfOne: number };

/**
 * The guesses that are on record for these cards (hex) at all merchants, halved by time; a card without any is left out. Of one merchant
 * `mostOfOne` count at most, so that none alone can say anything about a card at the others.
 */
export const findGuesses = (
  query: Query,
  { cardHashes, nowMs, mostOfOne }: GuessesInput,
): Promise<{ readonly card_hash: string; readonly guesses: number }[]> =>
  query(
    {
      name: 'find-velocity-guesses',
      text: `
        select card.hash as card_hash,
          sum(least($4::float8, g.guesses)
            * power(0.5, greatest(0, extract(epoch from $2::timestamptz - g.counted_at))::float8 / $3::float8)) as guesses
        from json_to_recordset($1::json) as card (hash text)
        join velocity_guesses g on g.card_hash = decode(card.hash, 'hex')
        -- Always true, and keeps the plan: see src/flow/statements/README.md.
        where length(card.hash) = 64
        group by card.hash`,
    },
    [JSON.stringify(cardHashes.map((hash) => ({ hash }))), new Date(nowMs).toISOString(), HALF_LIFE_S, mostOfOne],
  );

/** One guess more, of a card (hex) whose code its issuer called wrong. */
export const countGuess = async (
  query: Query,
  merchantId: string,
  { cardHash, nowMs, most }: { readonly cardHash: string; readonly nowMs: number; readonly most: number },
): Promise<void> => {
  await query(
    {
      name: 'count-velocity-guess',
      text: `
        insert into velocity_guesses as g (merchant_id, card_hash, guesses, counted_at)
        values ($1, decode($2, 'hex'), 1, $3::timestamptz)
        on conflict (merchant_id, card_hash) do update
        set guesses = 1 + least(g.guesses, $5::float8)
              * power(0.5, greatest(0, extract(epoch from excluded.counted_at - g.counted_at))::float8 / $4::float8),
          counted_at = greatest(g.counted_at, excluded.counted_at)`,
    },
    [merchantId, cardHash, new Date(nowMs).toISOString(), HALF_LIFE_S, most],
  );
};

type ForgetInput = { readonly before: Date; readonly below: number; readonly limit: number };

/** How many rows there are, by the planner's knowledge of the table: counting them would read all of them. */
export const estimateScores = async (query: Query): Promise<number> => {
  const [row] = await query<{ estimate: number }>({
    name: 'estimate-velocity-scores',
    text: `select greatest(0, reltuples)::float8 as estimate from pg_class where oid = 'velocity_scores'::regclass`,
  });
  return row?.estimate ?? 0;
};

/** Forgets up to `limit` scores that nobody has counted at since `before`, and that stood `below`. */
export const forgetScores = async (query: Query, { before, below, limit }: ForgetInput): Promise<number> => {
  const rows = await query(
    {
      name: 'forget-velocity-scores',
      text: `
        delete from velocity_scores where (merchant_id, rule, subject) in (
          select merchant_id, rule, subject from velocity_scores
          where counted_at < $1::timestamptz and score < $2::float8 and approved < $2::float8
          limit $3::integer)
        returning rule`,
    },
    [before.toISOString(), below, limit],
  );
  return rows.length;
};

export const forgetGuesses = async (query: Query, { before, limit }: Omit<ForgetInput, 'below'>): Promise<number> => {
  const rows = await query(
    {
      name: 'forget-velocity-guesses',
      text: `
        delete from velocity_guesses where (merchant_id, card_hash) in (
          select merchant_id, card_hash from velocity_guesses where counted_at < $1::timestamptz limit $2::integer)
        returning guesses`,
    },
    [before.toISOString(), limit],
  );
  return rows.length;
};
