import { readFileSync } from 'node:fs';

const INTERVAL_MS = 500;

/**
 * Calls `onGone` when the npm that started us has ended without telling, e.g. by SIGKILL. The system hands an orphan to
 * another parent, so a changed parent id is the sign. Where npm's shell stands in between and lives on (a shell that
 * does not replace itself by its last command), the shell's own parent is watched too, on Linux. Started by hand there
 * is no npm to follow: a shell may end and leave its programs running on purpose.
 */
export const watchParent = (env: NodeJS.ProcessEnv, onGone: () => void): void => {
  if (env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  const grandparent = parentOf(parent);
  const timer = setInterval(() => {
    if (process.ppid === parent && parentOf(parent) === grandparent) return;
    clearInterval(timer);
    onGone();
  }, INTERVAL_MS);
  timer.unref();
};

/** Only a shell's parent matters; npm's own parent may end and leave npm running. */
const parentOf = (pid: number): string | undefined => {
  try {
    const [, name = '', rest = ''] = /^\d+ \((.*)\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return /^(ba|da|a|z|k)?sh$/.test(name) ? rest.split(' ')[1] : undefined;
  } catch {
    return undefined;
  }
};
