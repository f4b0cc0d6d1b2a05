import { hostname } from 'node:os';
import { asError } from './base/as-error.ts';
import { systemClock } from './base/clock.ts';
import { newUuid } from './base/id.ts';
import { systemRandom } from './base/random.ts';
import type { GatewayConfig } from './app.ts';
import { showSettings } from './config-shown.ts';
import { migrationNames } from './db/migrations.ts';
import type { Foundations } from './parts.ts';
import type { Job } from './jobs/clock-work.ts';
import { createJobRuns, type JobRuns } from './operator/job-runs.ts';
import { createPresence, TELL_EVERY_MS } from './operator/presence.ts';
import { VERSION } from './version.ts';

/** How this process says that it is there, and what its clock does, to whoever runs the gateway. */
export const presenceOf = async (
  config: GatewayConfig,
  { db, log }: Pick<Foundations, 'db' | 'log'>,
): Promise<{ readonly onRun: JobRuns['note']; readonly job: Job; readonly end: () => Promise<void> }> => {
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
  const presence = createPresence({ db, log, runs, facts, logLevel: config.logLevel });
  return {
    onRun: runs.note,
    job: { name: 'tell-presence', everyMs: TELL_EVERY_MS, run: presence.tell },
    end: () =>
      presence.end().catch((error: unknown) => {
        log.warn(
          { error: asError(error) },
          'nobody was told that this process ended; its row says when it was seen last',
        );
      }),
  };
};
