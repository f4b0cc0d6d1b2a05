import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { watchOthers } from './others.ts';
import { readProcesses } from './processes.ts';

/** What the parts of the product used while something was measured. */
export type Usage = {
  /** Memory of the gateway: the most that was seen. */
  readonly rssMb: number;
  readonly rssSamples: readonly RssSample[];
  /** Milliseconds of a core; empty where the system does not tell (anything but Linux). */
  readonly cpuMs: Readonly<Record<string, number>>;
  /** Share of the cores that programs beside the bench took; see `others.ts`. */
  readonly othersPercent: number | undefined;
};
export type RssSample = { readonly atMs: number; readonly rssMb: number };

/** Processes by name. Of PostgreSQL the first process is named and the ones that it started are counted with it. */
export type Watched = {
  readonly gateway: number;
  readonly postgres?: number;
  readonly acquirer?: number;
  readonly sink?: number;
};

const SAMPLE_EVERY_MS = 250;

export const watchUsage = <T>(
  watched: Watched,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly usage: Usage }> => {
  const startMs = performance.now();
  const rssSamples: RssSample[] = [];
  const sample = async (): Promise<void> => {
    const rssMb = await readRssMb(watched.gateway);
    if (rssMb !== undefined) rssSamples.push({ atMs: performance.now() - startMs, rssMb });
  };
  const timer = setInterval(() => void sample(), SAMPLE_EVERY_MS);
  const before = readCpuMs(watched);
  const othersPercent = watchOthers();
  return work()
    .then(async (result) => {
      const after = readCpuMs(watched);
      const others = othersPercent();
      await sample();
      const cpuMs = Object.fromEntries(Object.entries(after).map(([name, ms]) => [name, ms - (before[name] ?? 0)]));
      return {
        result,
        usage: {
          rssMb: Math.max(0, ...rssSamples.map(({ rssMb }) => rssMb)),
          rssSamples,
          cpuMs,
          othersPercent: others,
        },
      };
    })
    .finally(() => {
      clearInterval(timer);
    });
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
  const all = readProcesses();
  if (all.length === 0) return {};
  const sums = Object.entries(watched).map(([name, pid]: [string, number]) => {
    const own = all.filter((process) => process.pid === pid || (name === 'postgres' && process.parent === pid));
    return [name, own.reduce((sum, process) => sum + process.cpuMs, 0)] as const;
  });
  return Object.fromEntries(sums);
};
