import type { Actor } from '../audit/entry.ts';
import type { Query } from '../db/db.ts';
import type { MemberDeps } from './deps.ts';
import { tellAbout } from './tell.ts';

/** Whether the merchant switched reports on, and whether this person asked for them. */
export type ReportWish = { readonly is_offered: boolean; readonly is_wanted: boolean };

type Person = { readonly merchantId: string; readonly memberId: string };

export const findReportWish = async (query: Query, { merchantId, memberId }: Person): Promise<ReportWish> => {
  const [row] = await query<ReportWish>(
    {
      name: 'find-daily-report-wish',
      text: `
        select m.daily_report as is_offered, p.wants_daily_report as is_wanted
        from members p join merchants m on m.merchant_id = p.merchant_id
        where p.merchant_id = $1 and p.id = $2`,
    },
    [merchantId, memberId],
  );
  if (row === undefined) throw new Error('a member who is signed in is not stored');
  return row;
};

/** The same wish again changes nothing. */
export const changeReportWish = (
  deps: MemberDeps,
  { merchantId, memberId, actor, isWanted }: Person & { readonly actor: Actor; readonly isWanted: boolean },
): Promise<void> =>
  deps.db.transaction(async (query) => {
    const changed = await query(
      {
        name: 'change-daily-report-wish',
        text: `
          update members set wants_daily_report = $3
          where merchant_id = $1 and id = $2 and wants_daily_report <> $3
          returning id`,
      },
      [merchantId, memberId, isWanted],
    );
    if (changed.length === 0) return;
    await tellAbout(deps, query, {
      merchantId,
      actor,
      memberId,
      action: 'member.reportChanged',
      before: { wantsDailyReport: !isWanted },
      after: { wantsDailyReport: isWanted },
    });
  });
