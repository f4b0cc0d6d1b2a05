import type { Query } from '../db/db.ts';

/**
 * Counts a try in the bucket of `subject`, which holds `most` and loses one every `drainSeconds`. False: it is full,
 * and nothing was counted.
 */
export const countTry = async (
  query: Query,
  { subject, most, drainSeconds }: { readonly subject: Buffer; readonly most: number; readonly drainSeconds: number },
): Promise<boolean> => {
  const rows = await query(
    {
      name: 'count-sign-in-try',
      text: `
        insert into gateway_sign_in_tries as t (subject, level, at)
        values ($1, 1, now())
        on conflict (subject) do update
        set level = greatest(0, t.level - extract(epoch from excluded.at - t.at)::float8 / $3) + 1, at = excluded.at
        where t.level - extract(epoch from excluded.at - t.at)::float8 / $3 + 1 <= $2
        returning subject`,
    },
    [subject, most, drainSeconds],
  );
  return rows.length > 0;
};

/** What no clock needs any more: sessions that ended, links that lead nowhere, buckets that have drained. */
export const forgetSignIns = async (query: Query): Promise<number> => {
  const forgotten = await query({
    name: 'forget-member-sessions',
    text: `
        delete from member_sessions
        where expires_at < now() or last_seen_at < now() - interval '1 hour' returning id`,
  });
  await query({
    name: 'forget-member-links',
    text: `delete from member_links where expires_at < now() - interval '1 day'`,
  });
  await query({
    name: 'forget-sign-in-tries',
    text: `delete from gateway_sign_in_tries where at < now() - interval '1 day'`,
  });
  await query({
    name: 'forget-passkey-challenges',
    text: 'delete from spent_passkey_challenges where expires_at < now()',
  });
  return forgotten.length;
};
