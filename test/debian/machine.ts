import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * This machine as it is, but what is written to /usr, /etc and /var is written to memory and seen by nobody else:
 * packages are installed there, and nothing is left when it ends, however it ends.
 */
export type Machine = {
  /** Resolves with standard output; rejects with what the program printed when it fails. */
  readonly run: (program: string, ...args: readonly string[]) => Promise<string>;
  /** A program that goes on. */
  readonly start: (program: string, ...args: readonly string[]) => ChildProcess;
  readonly close: () => Promise<void>;
};

/** Undefined when packages can be installed here, else in a sentence why not. */
export const whyNoMachine = (): string | undefined => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'Installing a package needs Linux and root.';
  try {
    execFileSync('sh', ['-c', 'command -v dpkg && command -v dpkg-deb && command -v nsenter'], { stdio: 'ignore' });
    execFileSync('unshare', ['-m', '--propagation', 'private', 'sh', '-c', OVERLAYS, 'sh', tmpdir()], {
      stdio: 'ignore',
    });
    return undefined;
  } catch {
    return 'This machine has no dpkg, or lets nobody lay a folder over /usr (overlayfs in a namespace of mounts).';
  }
};

/** `/run/systemd` is hidden: a package that sees it would speak to the machine's own systemd. */
const OVERLAYS = `set -e
mount -t tmpfs tmpfs "$1"
for folder in usr etc var; do
  mkdir "$1/$folder" "$1/$folder.work"
  mount -t overlay overlay -o "lowerdir=/$folder,upperdir=$1/$folder,workdir=$1/$folder.work" "/$folder"
done
if [ -d /run/systemd ]; then mount -t tmpfs tmpfs /run/systemd; fi
`;

export const openMachine = async (): Promise<Machine> => {
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-machine-'));
  // Ends with its standard input, which ends with this process.
  const script = `${OVERLAYS}echo ready\nexec cat >/dev/null`;
  const holder = spawn('unshare', ['-m', '--propagation', 'private', 'sh', '-c', script, 'sh', folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await once(holder.stdout, 'data');
  const enter = (program: string, args: readonly string[]): readonly string[] => [
    '--target',
    String(holder.pid),
    '--mount',
    '--',
    program,
    ...args,
  ];
  return {
    run: async (program, ...args) => {
      const { stdout } = await run('nsenter', enter(program, args), { env: ENVIRONMENT, cwd: '/' });
      return stdout;
    },
    start: (program, ...args) =>
      spawn('nsenter', enter(program, args), { env: ENVIRONMENT, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] }),
    close: async () => {
      const ended = once(holder, 'exit');
      holder.stdin.end();
      await ended;
      rmdirSync(folder);
    },
  };
};

/** As on a server: none of the settings of whoever runs the tests. */
const ENVIRONMENT = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  DEBIAN_FRONTEND: 'noninteractive',
};
