import { availableParallelism } from 'node:os';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export type Suite = {
  readonly name: string;
  readonly about: string;
  readonly folders: readonly string[];
  /** A file that takes longer is ended and has failed: nothing waits for ever. */
  readonly fileTimeoutMs: number;
  readonly concurrency: number;
  /** Minutes long: runs when it is named. */
  readonly isOnDemand?: true;
};

const CORES = Math.max(1, Math.min(2, availableParallelism()));

/** In the order of running: what fails fast first. Crash tests want the machine for themselves. */
export const SUITES: readonly Suite[] = [
  {
    name: 'unit',
    about: 'tests beside the code',
    folders: ['src', 'packages', 'simulators', 'examples', 'scripts', 'bench', 'test/support'],
    fileTimeoutMs: 600_000,
    concurrency: CORES,
  },
  {
    name: 'scenario',
    about: 'the story of a payment against running programs',
    folders: ['test/scenarios'],
    fileTimeoutMs: 600_000,
    concurrency: CORES,
  },
  {
    name: 'crash',
    about: 'processes killed in the middle',
    folders: ['test/crash'],
    fileTimeoutMs: 600_000,
    concurrency: 1,
  },
  {
    name: 'upgrade',
    about: 'the release before and this one on one database',
    folders: ['test/upgrade'],
    fileTimeoutMs: 600_000,
    concurrency: 1,
  },
  {
    name: 'packaging',
    about: 'the recipe of the container; what a release does',
    folders: ['test/packaging'],
    fileTimeoutMs: 600_000,
    concurrency: CORES,
  },
  {
    name: 'debian',
    about: 'only when it is named: the Debian package made twice, installed, run, removed and purged',
    folders: ['test/debian'],
    fileTimeoutMs: 900_000,
    concurrency: 1,
    isOnDemand: true,
  },
  {
    name: 'browser',
    about: 'a real Chromium walks the whole way',
    folders: ['test/browser'],
    fileTimeoutMs: 600_000,
    concurrency: CORES,
  },
];

/** The test files of a suite, in a stable order. */
export const findTestFiles = (root: string, { folders }: Pick<Suite, 'folders'>): readonly string[] =>
  folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
    )
    .filter((file) => file.endsWith('.test.ts') && !file.includes('node_modules'))
    .sort();
