/**
 * The load generator as a process: takes one job after the other from the bench, and answers each with what it counted.
 */
import type { Job, JobAnswer } from './job.ts';
import { payMany } from './payment.ts';
import { repeat } from './repeat.ts';

const answer = (message: JobAnswer): void => {
  process.send?.(message);
};

process.on('message', (job: Job) => {
  const cpu = process.cpuUsage();
  const running = job.kind === 'repeat' ? repeat(job) : payMany(job);
  running.then(
    (result) => {
      const { user, system } = process.cpuUsage(cpu);
      answer({ kind: 'done', result, cpuMs: (user + system) / 1_000 });
    },
    (error: unknown) => {
      answer({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
    },
  );
});
// Between two jobs nothing but the channel keeps this process alive.
process.channel?.ref();
answer({ kind: 'ready' });
