import { execFileSync } from 'node:child_process';
import { closeSync, fdatasyncSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { mkdirSync } from 'node:fs';
import { cpus, totalmem, type as systemType, release, loadavg } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './world/child.ts';

/** Where the figures come from: without it they say nothing. */
export type Machine = {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly system: string;
  readonly node: string;
  /** Absent when no row needed a database. */
  readonly postgres: string | undefined;
  /** Writes of 8 KB that the disk under the database confirms in a second, one after the other. */
  readonly fdatasyncPerS: number;
  /** What else the machine was doing when the run began: processes that wanted a core, over the last minute. */
  readonly loadBefore: number;
};

export const readMachine = (parentDir: string): Omit<Machine, 'postgres'> => {
  const all = cpus();
  return {
    cpu: all[0]?.model.trim() ?? 'unknown',
    cores: all.length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${systemType()} ${release()}`,
    node: process.version,
    fdatasyncPerS: Math.round(measureSync(parentDir)),
    loadBefore: Math.round((loadavg()[0] ?? 0) * 100) / 100,
  };
};

const SYNC_SECONDS = 1;
const PAGE = Buffer.alloc(8_192, 'x');

const measureSync = (parentDir: string): number => {
  mkdirSync(parentDir, { recursive: true });
  const path = join(parentDir, `bench-sync-${process.pid}`);
  const file = openSync(path, 'w');
  try {
    const startMs = performance.now();
    let count = 0;
    for (; performance.now() < startMs + SYNC_SECONDS * 1_000; count++) {
      writeSync(file, PAGE);
      fdatasyncSync(file);
    }
    return count / ((performance.now() - startMs) / 1_000);
  } finally {
    closeSync(file);
    unlinkSync(path);
  }
};

/** `3f2a1c9`, `3f2a1c9-changed` when files differ from it, `no-commit` outside of a repository. */
export const readCommit = (): string => {
  try {
    const commit = git('rev-parse', '--short', 'HEAD');
    // What a run itself writes does not change what it measured.
    return git('status', '--porcelain', '--', '.', ':!bench/results') === '' ? commit : `${commit}-changed`;
  } catch {
    return 'no-commit';
  }
};

const git = (...args: readonly string[]): string =>
  execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
