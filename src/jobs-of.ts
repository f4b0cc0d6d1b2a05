import type { Metrics } from './base/metrics.ts';
import type { FlowDeps } from './flow/deps.ts';
import type { Job } from './jobs/clock-work.ts';
import { analyzeGrownTables } from './db/statistics.ts';
import { checkAuthentications } from './flow/authentication/follow.ts';
import { reconcileOperations } from './flow/operation/run.ts';
import { voidLapsed } from './flow/operation/void-lapsed.ts';
import { reconcileAttempts } from './flow/payment/reconcile.ts';
import { expireOverdueSessions } from './flow/expire.ts';
import { cancelLeftBehind } from './flow/left-behind.ts';
import { forgetVisitors } from './flow/session/visitor-store.ts';
import { forgetVelocity } from './flow/velocity/forget.ts';
import { forgetOldKeys, forgetPlainHashes } from './http/idempotency.ts';
import { forgetLimitLevels } from './http/shared-limits.ts';
import { forgetDeliveriesJobs } from './jobs/forget-deliveries.ts';
import { sealAudit } from './audit/seal.ts';
import { tendVault } from './vault/rotate.ts';
import { forgetTokens } from './vault/token-store.ts';

/** All that the clock does, each counted. */
export const jobsOf = (flow: FlowDeps, metrics: Metrics): readonly Job[] =>
  [
    { name: 'expire-sessions', everyMs: 1_000, run: () => expireOverdueSessions(flow) },
    { name: 'reconcile-unknown', everyMs: 1_000, run: () => reconcileAttempts(flow) },
    { name: 'check-authentications', everyMs: 1_000, run: () => checkAuthentications(flow) },
    { name: 'reconcile-operations', everyMs: 1_000, run: () => reconcileOperations(flow) },
    { name: 'void-lapsed', everyMs: 5_000, run: () => voidLapsed(flow) },
    { name: 'cancel-left-behind', everyMs: 60_000, run: () => cancelLeftBehind(flow) },
    ...forgetDeliveriesJobs(flow),
    { name: 'seal-audit-log', everyMs: 1_000, run: () => sealAudit(flow) },
    { name: 'tend-vault', everyMs: 60_000, run: () => tendVault(flow.vault) },
    { name: 'forget-limit-levels', everyMs: 60_000, run: () => forgetLimitLevels(flow.db.query) },
    { name: 'forget-velocity', everyMs: 60_000, run: () => forgetVelocity(flow) },
    { name: 'forget-visitors', everyMs: 60_000, run: () => forgetVisitors(flow.db.query) },
    { name: 'analyze-grown-tables', everyMs: 2_000, run: () => analyzeGrownTables(flow.db.query) },
    { name: 'forget-card-tokens', everyMs: 60_000, run: () => forgetTokens(flow.db.query) },
    { name: 'forget-idempotency-keys', everyMs: 60_000, run: () => forgetOldKeys(flow.db.query) },
    { name: 'forget-plain-hashes', everyMs: 60_000, run: () => forgetPlainHashes(flow.db.query) },
  ].map((job) => ({
    ...job,
    run: async () => {
      const found = await job.run();
      metrics.observeJob({ name: job.name, found });
      return found;
    },
  }));
