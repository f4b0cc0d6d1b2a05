import { startChild, waitForWord, BenchError } from '../world/child.ts';
import type { Job, JobAnswer, PaymentJob, PaymentResult, RepeatJob } from './job.ts';
import type { TallyResult } from './tally.ts';

/** The load generator's process, as the bench sees it. One job at a time. */
export type Generator = {
  readonly repeat: (job: Omit<RepeatJob, 'kind'>) => Promise<Load<TallyResult>>;
  readonly pay: (job: Omit<PaymentJob, 'kind'>) => Promise<Load<PaymentResult>>;
  readonly stop: () => Promise<void>;
};

/** `cpuMs`: what making the load cost, on the same cores as what is measured. */
export type Load<Result> = { readonly result: Result; readonly cpuMs: number };

/** Beyond a job's own time: for the last answers, and webhooks that are waited for. */
const FINISH_LIMIT_MS = 60_000;

export const startGenerator = async (logDir: string): Promise<Generator> => {
  const child = startChild({ name: 'load-generator', file: 'bench/load/main.ts' }, logDir);
  await waitForWord(child);

  const run = async <Result>(job: Job): Promise<Load<Result>> => {
    const limit = new AbortController();
    const answered = new Promise<Load<Result>>((resolve, reject) => {
      const timer = setTimeout(
        () => {
          reject(new BenchError('The load generator did not finish in time.'));
        },
        (job.warmupSeconds + job.seconds) * 1_000 + FINISH_LIMIT_MS,
      );
      limit.signal.addEventListener('abort', () => {
        clearTimeout(timer);
      });
      child.process.once('message', (message) => {
        const answer = message as JobAnswer;
        if (answer.kind === 'done') resolve({ result: answer.result as Result, cpuMs: answer.cpuMs });
        else
          reject(
            new BenchError(
              `The load generator failed: ${answer.kind === 'failed' ? answer.message : 'it was started again'}`,
            ),
          );
      });
    });
    child.process.send(job);
    try {
      return await Promise.race([child.failed, answered]);
    } finally {
      limit.abort();
    }
  };

  return {
    repeat: (job) => run<TallyResult>({ kind: 'repeat', ...job }),
    pay: (job) => run<PaymentResult>({ kind: 'payment', ...job }),
    stop: child.stop,
  };
};
