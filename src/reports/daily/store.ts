/** The SQL of daily reports. */
import type { Query } from '../../db/db.ts';

/**
 * Writes down who gets the report of a day: people who want it, may read figures and have joined, of merchants that
 * switched it on. Done again it adds whoever is new.
 */
export const planReports = async (query: Query, day: string, roles: readonly string[]): Promise<void> => {
  await query(
    {
      name: 'plan-daily-reports',
      text: `
        insert into daily_reports (merchant_id, day, member_id, state, next_try_at)
        select p.merchant_id, $1::date, p.id, 'pending', now()
        from members p
        join merchants m on m.merchant_id = p.merchant_id
        where p.wants_daily_report and p.removed_at is null and p.role = any ($2::text[]) and m.daily_report
        on conflict do nothing`,
    },
    [day, roles],
  );
};

export type DueReport = { readonly merchant_id: string; readonly day: string; readonly member_id: string };

export const findDueReports = (query: Query, limit: number): Promise<DueReport[]> =>
  query<DueReport>(
    {
      name: 'find-due-daily-reports',
      text: `
        select merchant_id, day::text as day, member_id
        from daily_reports
        where state = 'pending' and next_try_at <= now()
        order by next_try_at
        limit $1`,
    },
    [limit],
  );

/** To whom, while he still wants it and may read it. */
export type ClaimedReport = { readonly tries: number; readonly email: string | null; readonly merchant_name: string };

/**
 * Takes a report for `leaseSeconds`: of several processes one gets it, and another takes it up again if that one dies.
 * Undefined: somebody else was first.
 */
export const claimReport = async (
  query: Query,
  { merchant_id, day, member_id }: DueReport,
  { roles, leaseSeconds }: { readonly roles: readonly string[]; readonly leaseSeconds: number },
): Promise<ClaimedReport | undefined> => {
  const [claimed] = await query<{ tries: number }>(
    {
      name: 'claim-daily-report',
      text: `
        with moment as (select now() as at)
        update daily_reports r
        set tries = r.tries + 1, next_try_at = moment.at + make_interval(secs => $4)
        from moment
        where r.merchant_id = $1 and r.day = $2::date and r.member_id = $3 and r.state = 'pending'
          and r.next_try_at <= moment.at
        returning r.tries`,
    },
    [merchant_id, day, member_id, leaseSeconds],
  );
  if (claimed === undefined) return undefined;
  const [to] = await query<Omit<ClaimedReport, 'tries'>>(
    {
      name: 'find-reader-of-daily-report',
      text: `
        select m.name as merchant_name, p.email
        from merchants m
        left join members p on p.merchant_id = m.merchant_id and p.id = $2 and p.wants_daily_report
          and p.removed_at is null and p.role = any ($3::text[]) and m.daily_report
        where m.merchant_id = $1`,
    },
    [merchant_id, member_id, roles],
  );
  return { tries: claimed.tries, email: to?.email ?? null, merchant_name: to?.merchant_name ?? '' };
};

export const markSent = async (query: Query, { merchant_id, day, member_id }: DueReport): Promise<void> => {
  await query(
    {
      name: 'mark-daily-report-sent',
      text: `
        update daily_reports set state = 'sent', next_try_at = null, sent_at = now(), reason = null
        where merchant_id = $1 and day = $2::date and member_id = $3`,
    },
    [merchant_id, day, member_id],
  );
};

export const dropReport = async (
  query: Query,
  { merchant_id, day, member_id }: DueReport,
  reason: string,
): Promise<void> => {
  await query(
    {
      name: 'drop-daily-report',
      text: `
        update daily_reports set state = 'dropped', next_try_at = null, reason = $4
        where merchant_id = $1 and day = $2::date and member_id = $3`,
    },
    [merchant_id, day, member_id, reason],
  );
};

export const putOffReport = async (
  query: Query,
  { merchant_id, day, member_id }: DueReport,
  { reason, seconds }: { readonly reason: string; readonly seconds: number },
): Promise<void> => {
  await query(
    {
      name: 'put-off-daily-report',
      text: `
        update daily_reports set next_try_at = now() + make_interval(secs => $5), reason = $4
        where merchant_id = $1 and day = $2::date and member_id = $3 and state = 'pending'`,
    },
    [merchant_id, day, member_id, reason, seconds],
  );
};

/** Which were sent is known for 90 days. */
export const forgetReports = async (query: Query, before: string): Promise<void> => {
  await query({ name: 'forget-daily-reports', text: 'delete from daily_reports where day < $1::date' }, [before]);
};
