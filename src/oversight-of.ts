import { hostname } from 'node:os';
import { asError } from './base/as-error.ts';
import { systemClock } from './base/clock.ts';
import { newUuid } from './base/id.ts';
import { systemRandom } from './base/random.ts';
import { alertsOf } from './alerts-of.ts';
import type { GatewayConfig } from './app.ts';
import { showSettings } from './config-shown.ts';
import { migrationNames } from './db/migrations.ts';
import type { Foundations } from './parts.ts';
import type { Job } from './jobs/clock-work.ts';
import { createJobRuns, type JobRuns } from './operator/job-runs.ts';
import { createPresence, TELL_EVERY_MS } from './operator/presence.ts';
import { VERSION } from './version.ts';

/**
 * For whoever runs the gateway, in every process: it says that it is there and what its clock does, looks whether
 * anything is wrong with the installation, and tells it.
 */
export const oversightOf = async (
  config: GatewayConfig,
  { db, log }: Pick<Foundations, 'db' | 'log'>,
): Promise<{ readonly onRun: JobRuns['note']; readonly jobs: readonly Job[]; readonly end: () => Promise<void> }> => {
  const runs = createJobRuns(systemClock);
  const facts = {
    id: newUuid({ clock: systemClock, random: systemRandom }),
    host: hostname().slice(0, 255),
    pid: process.pid,
    version: VERSION,
    migration: (await migrationNames()).at(-1) ?? '',
    roles: config.roles,
    settings: showSettings(config),
  };
  const alerts = alertsOf(config, { db, log });
  const presence = createPresence({ db, log, runs, facts, logLevel: config.logLevel });
  return {
    onRun: runs.note,
    jobs: [{ name: 'tell-presence', everyMs: TELL_EVERY_MS, run: presence.tell }, ...alerts.jobs],
    end: async () => {
      await alerts.close();
      await presence.end().catch((error: unknown) => {
        log.warn(
          { error: asError(error) },
          'nobody was told that this process ended; its row says when it was seen last',
        );
      });
    },
  };
};
