import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';

/** What the parts of the product used while something was measured. */
export type Usage = {
  /** Memory of the gateway: the most that was seen. */
  readonly rssMb: number;
  readonly rssSamples: readonly RssSample[];
  /** Milliseconds of a core; empty where the system does not tell (anything but Linux). */
  readonly cpuMs: Readonly<Record<string, number>>;
};
export type RssSample = { readonly atMs: number; readonly rssMb: number };

/** Processes by name. Of PostgreSQL the first process is named and the ones that it started are counted with it. */
export type Watched = { readonly gateway: number; readonly postgres?: number; readonly acquirer?: number; readonly sink?: number };

const SAMPLE_EVERY_MS = 250;

export const watchUsage = <T>(watched: Watched, work: () => Promise<T>): Promise<{ readonly result: T; readonly usage: Usage }> => {
  const startMs = performance.now();
  const rssSamples: RssSample[] = [];
  const sample = async (): Promise<void> => {
    const rssMb = await readRssMb(watched.gateway);
    if (rssMb !== undefined) rssSamples.push({ atMs: performance.now() - startMs, rssMb });
  };
  const timer = setInterval(() => void sample(), SAMPLE_EVERY_MS);
  const before = readCpuMs(watched);
  return work()
    .then(async (result) => {
      const after = readCpuMs(watched);
      await sample();
      const cpuMs = Object.fromEntries(Object.entries(after).map(([name, ms]) => [name, ms - (before[name] ?? 0)]));
      return { result, usage: { rssMb: Math.max(0, ...rssSamples.map(({ rssMb }) => rssMb)), rssSamples, cpuMs } };
    })
    .finally(() => { clearInterval(timer); });
};

const run = promisify(execFile);

/** Undefined when the process is gone. */
export const readRssMb = async (pid: number): Promise<number | undefined> => {
  try {
    if (process.platform !== 'linux') return Number((await run('ps', ['-o', 'rss=', '-p', String(pid)])).stdout) / 1024;
    const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
};

const readCpuMs = (watched: Watched): Record<string, number> => {
  if (process.platform !== 'linux') return {};
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => readStat(name) ?? []);
  const sums = Object.entries(watched).map(([name, pid]: [string, number]) => {
    const own = all.filter((stat) => stat.pid === pid || (name === 'postgres' && stat.parent === pid));
    return [name, own.reduce((sum, stat) => sum + stat.cpuMs, 0)] as const;
  });
  return Object.fromEntries(sums);
};

/** Linux counts in hundredths of a second, whatever the kernel's own clock. */
const TICK_MS = 10;

const readStat = (name: string): { readonly pid: number; readonly parent: number; readonly cpuMs: number } | undefined => {
  try {
    const text = readFileSync(`/proc/${name}/stat`, 'utf8');
    // The second field is the program's name in brackets and may hold anything, so count from its end.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { pid: Number(name), parent: Number(fields[1]), cpuMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS };
  } catch {
    return undefined;
  }
};
