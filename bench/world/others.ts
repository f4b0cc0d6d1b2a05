import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { readProcesses, TICK_MS } from './processes.ts';

/**
 * How much of the cores was taken by programs that are no part of the bench, in per cent; other tenants of the
 * hardware, which the system sees as stolen time, count as well. Rates and times are worth as much as this is small.
 * Undefined where the system does not tell (anything but Linux).
 */
export const watchOthers = (): (() => number | undefined) => {
  const before = readTimes();
  const startMs = performance.now();
  return () => {
    const after = readTimes();
    if (before === undefined || after === undefined) return undefined;
    const othersMs = after.busyMs - before.busyMs - (after.ownMs - before.ownMs);
    const coresMs = (performance.now() - startMs) * availableParallelism();
    return Math.min(100, Math.max(0, (100 * othersMs) / coresMs));
  };
};

/** More than this, and a run says little about rates and times. */
export const OTHERS_MOST_PERCENT = 5;

type Times = { readonly busyMs: number; readonly ownMs: number };

const readTimes = (): Times | undefined => {
  const busyMs = readBusyMs();
  return busyMs === undefined ? undefined : { busyMs, ownMs: readOwnMs() };
};

/**
 * `cpu user nice system idle iowait irq softirq steal …`. What the network costs is done for us, so it counts for
 * nobody.
 */
const readBusyMs = (): number | undefined => {
  try {
    const [, user, nice, system, , , , , steal] = (readFileSync('/proc/stat', 'utf8').split('\n', 1)[0] ?? '')
      .split(/ +/)
      .map(Number);
    const ticks = (user ?? 0) + (nice ?? 0) + (system ?? 0) + (steal ?? 0);
    return ticks > 0 ? ticks * TICK_MS : undefined;
  } catch {
    return undefined;
  }
};

/** This process and all that it has started, and they have. */
const readOwnMs = (): number => {
  const byParent = Map.groupBy(readProcesses(), ({ parent }) => parent);
  const sumBelow = (pid: number): number =>
    (byParent.get(pid) ?? []).reduce((sum, child) => sum + child.cpuMs + sumBelow(child.pid), 0);
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000 + sumBelow(process.pid);
};
