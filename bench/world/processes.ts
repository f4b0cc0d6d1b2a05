import { readdirSync, readFileSync } from 'node:fs';

export type ProcessTime = { readonly pid: number; readonly parent: number; readonly cpuMs: number };

/** Linux counts in hundredths of a second, whatever the kernel's own clock. */
export const TICK_MS = 10;

/** All processes of this machine; empty where the system does not tell (anything but Linux). */
export const readProcesses = (): readonly ProcessTime[] =>
  process.platform === 'linux'
    ? readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name))
        .flatMap((name) => readStat(name) ?? [])
    : [];

const readStat = (name: string): ProcessTime | undefined => {
  try {
    const text = readFileSync(`/proc/${name}/stat`, 'utf8');
    // The second field is the program's name in brackets and may hold anything, so count from its end.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { pid: Number(name), parent: Number(fields[1]), cpuMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS };
  } catch {
    return undefined;
  }
};
