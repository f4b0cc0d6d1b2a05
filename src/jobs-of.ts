import type { Metrics } from './base/metrics.ts';
import type { FlowDeps } from './flow/deps.ts';
import type { Config } from './config.ts';
import type { Job } from './jobs/clock-work.ts';
import { eraseOlderSecrets } from './acquirers/erase-older.ts';
import { analyzeGrownTables } from './db/statistics.ts';
import { replayJobs } from './jobs/replays.ts';
import { feedJobs } from './jobs/feed.ts';
import { checkAuthentications } from './flow/authentication/follow.ts';
import { applyLeftNotifications } from './flow/notification/apply.ts';
import { forgetNotifications } from './flow/notification/store.ts';
import { reconcileOperations } from './flow/operation/reconcile.ts';
import { voidLapsed } from './flow/operation/void-lapsed.ts';
import { reconcileAttempts } from './flow/payment/reconcile.ts';
import { expireOverdueSessions } from './flow/expire.ts';
import { cancelLeftBehind } from './flow/left-behind.ts';
import { forgetVisitors } from './flow/session/visitor-store.ts';
import { forgetVelocity } from './flow/velocity/forget.ts';
import { forgetOldKeys, forgetPlainHashes } from './http/idempotency/store.ts';
import { forgetLimitLevels } from './http/kernel/shared-limits.ts';
import { forgetOldRequests } from './http/request-log/store.ts';
import { forgetDeliveriesJobs } from './jobs/forget-deliveries.ts';
import { sealAudit } from './audit/seal.ts';
import { tendVault } from './vault/rotate.ts';
import { forgetAlerts } from './operator/alerts/store.ts';
import { forgetProcesses } from './operator/process-store.ts';
import { createMailer, type Mailer } from './mail/mailer.ts';
import { mayDo, roles } from './members/roles.ts';
import { sendDailyReports } from './reports/daily/send.ts';
import { forgetSignIns } from './members/tries-store.ts';
import { keepFigures } from './reports/figures/keep.ts';
import { forgetTokens } from './vault/token-store.ts';

/** All that the clock does, each counted. */
export const jobsOf = (
  flow: FlowDeps,
  metrics: Metrics,
  { requestLogDays, mail, dashboardUrl }: Pick<Config, 'requestLogDays' | 'mail' | 'dashboardUrl'>,
): readonly Job[] =>
  [
    { name: 'expire-sessions', everyMs: 1_000, run: () => expireOverdueSessions(flow) },
    { name: 'reconcile-unknown', everyMs: 1_000, run: () => reconcileAttempts(flow) },
    { name: 'check-authentications', everyMs: 1_000, run: () => checkAuthentications(flow) },
    { name: 'reconcile-operations', everyMs: 1_000, run: () => reconcileOperations(flow) },
    { name: 'apply-notifications', everyMs: 1_000, run: () => applyLeftNotifications(flow) },
    { name: 'forget-notifications', everyMs: 60_000, run: () => forgetNotifications(flow.db.query, 500) },
    { name: 'erase-older-secrets', everyMs: 60_000, run: () => eraseOlderSecrets(flow) },
    { name: 'void-lapsed', everyMs: 5_000, run: () => voidLapsed(flow) },
    { name: 'cancel-left-behind', everyMs: 60_000, run: () => cancelLeftBehind(flow) },
    ...forgetDeliveriesJobs(flow),
    ...feedJobs(flow),
    ...replayJobs(flow),
    { name: 'seal-audit-log', everyMs: 1_000, run: () => sealAudit(flow) },
    { name: 'tend-vault', everyMs: 60_000, run: () => tendVault(flow.vault) },
    { name: 'forget-limit-levels', everyMs: 60_000, run: () => forgetLimitLevels(flow.db.query) },
    { name: 'forget-velocity', everyMs: 60_000, run: () => forgetVelocity(flow) },
    { name: 'forget-visitors', everyMs: 60_000, run: () => forgetVisitors(flow.db.query) },
    { name: 'analyze-grown-tables', everyMs: 2_000, run: () => analyzeGrownTables(flow.db.query) },
    { name: 'forget-card-tokens', everyMs: 60_000, run: () => forgetTokens(flow.db.query) },
    { name: 'forget-alerts', everyMs: 60_000, run: () => forgetAlerts(flow.db.query) },
    { name: 'forget-processes', everyMs: 60_000, run: () => forgetProcesses(flow.db.query) },
    { name: 'forget-sign-ins', everyMs: 60_000, run: () => forgetSignIns(flow.db.query) },
    { name: 'forget-idempotency-keys', everyMs: 60_000, run: () => forgetOldKeys(flow.db.query) },
    { name: 'forget-request-log', everyMs: 60_000, run: () => forgetOldRequests(flow, requestLogDays) },
    { name: 'keep-figures', everyMs: 10_000, run: () => keepFigures(flow) },
    ...(mail === undefined ? [] : [dailyReportsBy(flow, createMailer(mail), dashboardUrl)]),
    { name: 'forget-plain-hashes', everyMs: 60_000, run: () => forgetPlainHashes(flow.db.query) },
  ].map((job) => ({
    ...job,
    run: async () => {
      const found = await job.run();
      metrics.observeJob({ name: job.name, found });
      return found;
    },
  }));

const dailyReportsBy = (flow: FlowDeps, { send }: Mailer, dashboardUrl: string): Job => {
  const mayRead = roles.filter((role) => mayDo(role, 'figures:read'));
  return {
    name: 'send-daily-reports',
    everyMs: 60_000,
    run: () => sendDailyReports({ ...flow, post: send, roles: mayRead, dashboardUrl }),
  };
};
