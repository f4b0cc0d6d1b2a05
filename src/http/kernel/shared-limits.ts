import { hmacSha256, type Keys } from '../../base/keys.ts';
import type { Log } from '../../base/log.ts';
import type { DatabaseTime } from '../../db/database-time.ts';
import type { Query } from '../../db/db.ts';
import type { SharedLimit, Unsaid } from './rate-limit.ts';

export type ShareDeps = {
  readonly query: Query;
  readonly keys: Keys;
  readonly time: Pick<DatabaseTime, 'nowMs' | 'refresh'>;
  readonly log: Pick<Log, 'info' | 'warn'>;
};

/** How often a process tells what it let through: so long the others know nothing of it. */
export const SHARE_EVERY_MS = 200;

/**
 * Of each limit in one word to the others. Who is not among them is told of next time, if he is still among the
 * fullest.
 */
const MOST_AT_ONCE = 500;

type Said = Unsaid & { readonly limit: SharedLimit; readonly id: string };

/**
 * Gives what all gateways of one database do to limit together: no request waits for it; each counts by itself, and now
 * and then tells the others what it let through and hears how full each bucket is by then, in one statement, and none
 * while nobody uses more than an eighth of a share. So n gateways let through, once, up to n shares at a moment and
 * later as much less; over any longer time it is what one would. While the database is away each limits by itself.
 */
export const createLimitSharing = (
  { query, keys, time, log }: ShareDeps,
  limits: readonly SharedLimit[],
): (() => Promise<number>) => {
  const key = keys.deriveKeyObject('limit-subject');
  let isAway = false;
  const idOf = (limit: SharedLimit, subject: string): string =>
    hmacSha256(key, `${limit.name}\n${subject}`).toString('hex').slice(0, 32);
  return async () => {
    const said = limits.flatMap((limit) =>
      limit.unsaid(MOST_AT_ONCE).map((one): Said => ({ ...one, limit, id: idOf(limit, one.subject) })),
    );
    if (said.length === 0) return 0;
    try {
      await time.refresh();
      const levels = await addLevels(query, said, new Date(time.nowMs()));
      for (const one of said) one.limit.hear(one, levels.get(one.id) ?? one.amount);
      if (isAway) log.info({}, 'limits by rate are kept by all gateways together again');
      isAway = false;
    } catch (error) {
      if (!isAway)
        log.warn({ error: error as Error }, 'the database is away: this gateway keeps its limits by rate alone');
      isAway = true;
    }
    return 0;
  };
};

/** `at`: by the database's clock, as this process knows it; an earlier one than another process said counts as that. */
const addLevels = async (query: Query, said: readonly Said[], at: Date): Promise<ReadonlyMap<string, number>> => {
  const rows = await query<{ subject: string; level: number }>(
    {
      name: 'add-limit-levels',
      // In one order, so that two processes never wait for one another.
      text: `
        insert into gateway_limit_levels as before (subject, level, per_second, counted_at)
        select subject, added, per_second, $4::timestamptz
        from unnest($1::text[], $2::float8[], $3::float8[]) as told (subject, added, per_second)
        order by subject
        on conflict (subject) do update set
          level = excluded.level + greatest(
            0,
            before.level - excluded.per_second
              * greatest(0, extract(epoch from excluded.counted_at - before.counted_at)::float8)
          ),
          per_second = excluded.per_second,
          counted_at = greatest(before.counted_at, excluded.counted_at)
        returning subject, level`,
    },
    [said.map(({ id }) => id), said.map(({ amount }) => amount), said.map(({ limit }) => limit.perSecond), at],
  );
  return new Map(rows.map(({ subject, level }) => [subject, level]));
};

/**
 * Gives how many rows were forgotten: of callers who have not been heard of for a minute, when all has drained long
 * since.
 */
export const forgetLimitLevels = async (query: Query): Promise<number> => {
  const rows = await query({
    name: 'forget-limit-levels',
    text: `
        with old as (
          select subject
          from gateway_limit_levels
          where counted_at < statement_timestamp() - interval '1 minute'
          order by subject
          for update
        )
        delete from gateway_limit_levels as gone
        using old
        where gone.subject = old.subject
        returning gone.subject`,
  });
  // A full table is no reason to run again at once.
  return Math.min(rows.length, 1);
};
