import { createHttpClient } from './base/http-client.ts';
import { systemClock } from './base/clock.ts';
import { systemRandom } from './base/random.ts';
import type { GatewayConfig } from './app.ts';
import type { Foundations } from './parts.ts';
import type { Job } from './jobs/clock-work.ts';
import { createMailer } from './mail/mailer.ts';
import { tellAlerts, waysOf, type AlertWays } from './operator/alerts/tell.ts';
import { watchForAlerts, WATCH_EVERY_SECONDS } from './operator/alerts/watch.ts';
import { createBacklogReader } from './webhooks/backlog.ts';

/** What looks whether anything is wrong, and tells it: in every process, whatever its role. */
export const alertsOf = (
  config: GatewayConfig,
  { db, log }: Pick<Foundations, 'db' | 'log'>,
): { readonly jobs: readonly Job[]; readonly close: () => Promise<void> } => {
  const { alertWebhook: webhook, alertMailTo: to, mail } = config;
  const ways: AlertWays = {
    ...(webhook && { webhook }),
    ...(mail && to.length > 0 && { mail: { to, mailer: createMailer(mail) } }),
  };
  const http = createHttpClient({ connectTimeoutMs: 5_000, idleTimeoutMs: 1 });
  const common = { db, log, clock: systemClock, random: systemRandom };
  const backlog = createBacklogReader({ ...common, query: db.query });
  const pageUrl = `${config.dashboardUrl}/operator/alerts`;
  return {
    jobs: [
      {
        name: 'watch-for-alerts',
        everyMs: WATCH_EVERY_SECONDS * 1_000,
        run: () => watchForAlerts({ ...common, backlog, ways: waysOf(ways) }),
      },
      { name: 'tell-alerts', everyMs: 2_000, run: () => tellAlerts({ ...common, http, ways, pageUrl }) },
    ],
    close: () => http.close(1_000),
  };
};
