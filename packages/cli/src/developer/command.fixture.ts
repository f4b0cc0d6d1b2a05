import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { bareEnvironment } from '../../../../test/support/bare-environment.ts';

export type Ran = { readonly code: number; readonly stdout: string; readonly stderr: string };

const MAIN = join(import.meta.dirname, '..', 'tollgate.ts');

/** Runs the developer's command as its package does, with a home of its own. */
export const tollgate = (
  home: string,
  words: readonly string[],
  more: { readonly env?: Readonly<Record<string, string>>; readonly input?: string } = {},
): Promise<Ran> =>
  new Promise((resolve) => {
    const options = { env: environmentOf(home, more.env), cwd: home, timeout: 120_000 };
    const child = execFile(process.execPath, [MAIN, ...words], options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
    child.stdin?.end(more.input ?? '');
  });

export const environmentOf = (home: string, more: Readonly<Record<string, string>> = {}) => ({
  ...bareEnvironment,
  HOME: home,
  ...more,
});

export { MAIN };
