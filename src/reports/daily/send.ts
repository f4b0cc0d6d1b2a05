/** The report of the day before, by e-mail. Called by the clock. */
import type { Clock } from '../../base/clock.ts';
import { formatId, type Uuid } from '../../base/id.ts';
import type { Log } from '../../base/log.ts';
import type { Db } from '../../db/db.ts';
import { DAY_MS, dayOf, HOUR_MS, spansOf } from '../figures/period.ts';
import { readFigures } from '../figures/read.ts';
import {
  claimReport,
  dropReport,
  findDueReports,
  forgetReports,
  markSent,
  planReports,
  putOffReport,
  type DueReport,
} from './store.ts';
import { writeReport } from './write.ts';

/** What the post came to; see `mail/mailer.ts`. */
type Posted = { readonly kind: 'sent' } | { readonly kind: 'refused' | 'failed'; readonly reason: string };

export type ReportDeps = {
  readonly db: Pick<Db, 'query'>;
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly log: Pick<Log, 'warn'>;
  readonly post: (mail: {
    readonly id: string;
    readonly to: readonly string[];
    readonly subject: string;
    readonly text: string;
  }) => Promise<Posted>;
  /** Who may read figures. */
  readonly roles: readonly string[];
  /** Where people sign in. */
  readonly dashboardUrl: string;
};

/** In the morning of Europe: sessions of the late evening have ended by then. */
const HOUR_OF_DAY = 5;
const AT_ONCE = 20;
/** Longer than a mail server may take to answer. */
const LEASE_SECONDS = 120;
/** After a try that failed, and then no more: tomorrow there is another report. */
const WAITS_SECONDS = [300, 900, 3_600, 3 * 3_600, 6 * 3_600] as const;
const KEPT_DAYS = 90;

export const sendDailyReports = async (deps: ReportDeps): Promise<number> => {
  const { query } = deps.db;
  const nowMs = deps.clock.nowMs();
  if (new Date(nowMs).getUTCHours() >= HOUR_OF_DAY) {
    await planReports(query, dayOf(nowMs - DAY_MS), deps.roles);
    await forgetReports(query, dayOf(nowMs - KEPT_DAYS * DAY_MS));
  }
  const due = await findDueReports(query, AT_ONCE);
  for (const report of due) await sendReport(deps, report);
  return due.length;
};

const sendReport = async (deps: ReportDeps, report: DueReport): Promise<void> => {
  const { query } = deps.db;
  const claimed = await claimReport(query, report, { roles: deps.roles, leaseSeconds: LEASE_SECONDS });
  if (claimed === undefined) return;
  if (claimed.email === null) {
    await dropReport(query, report, 'no longer wanted');
    return;
  }
  const merchantId = report.merchant_id as Uuid<'merchant'>;
  const nowMs = deps.clock.nowMs();
  const spans = spansOf('day', report.day, Math.max(nowMs, Date.parse(report.day) + 25 * HOUR_MS));
  const figures = await readFigures(query, { merchantId, spans, nowMs });
  const link = `${deps.dashboardUrl}/m/${formatId('merchant', merchantId)}/figures?date=${report.day}`;
  const mail = writeReport(figures, { merchant: claimed.merchant_name, day: report.day, link });
  const id = `daily-report-${report.day}-${report.member_id}`;
  const posted = await deps.post({ id, to: [claimed.email], ...mail });
  if (posted.kind === 'sent') {
    await markSent(query, report);
    return;
  }
  const seconds = posted.kind === 'failed' ? WAITS_SECONDS[claimed.tries - 1] : undefined;
  if (seconds === undefined) {
    deps.log.warn({ merchantId, cause: posted.reason }, 'a daily report could not be sent and is dropped');
    await dropReport(query, report, posted.reason);
  } else await putOffReport(query, report, { reason: posted.reason, seconds });
};
