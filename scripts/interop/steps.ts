import { spawn } from 'node:child_process';

/** One command of a judge. */
export type Step = {
  readonly command: readonly [program: string, ...options: string[]];
  /** Downloads are slow on some days; none of them is waited for longer than this. */
  readonly timeoutMs?: number;
};

export type StepResult = { readonly isOk: boolean; readonly output: string };

const TIMEOUT_MS = 230_000;
const KEEP_LETTERS = 20_000;

/** Runs a command and everything that it starts; after its time all of it is ended. */
export const runStep = async (
  { command: [program, ...options], timeoutMs = TIMEOUT_MS }: Step,
  { folder, env }: { readonly folder: string; readonly env: NodeJS.ProcessEnv },
): Promise<StepResult> =>
  new Promise((resolve) => {
    const child = spawn(program, options, { cwd: folder, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (text: string): void => {
      output = (output + text).slice(-KEEP_LETTERS);
    };
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    const timer = setTimeout(() => {
      keep(`\nnot finished within ${timeoutMs / 1000} s`);
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    }, timeoutMs);
    child.on('error', (error) => {
      keep(error.message);
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ isOk: code === 0, output });
    });
  });
