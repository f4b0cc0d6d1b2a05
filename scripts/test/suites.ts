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
  /** Mostly waits for programs that start and end, one at a time: runs beside those that do not, see `lanes.ts`. */
  readonly mostlyWaits?: true;
  /** Minutes long: runs when it is named. */
  readonly isOnDemand?: true;
};

const CORES = Math.max(1, Math.min(2, availableParallelism()));
/** Many files wait for a time limit or a program now and then: one more keeps the cores busy meanwhile. */
const AT_ONCE = CORES + 1;

/** In the order of running, as far as they are in one lane: what fails fast first. */
export const SUITES: readonly Suite[] = [
  {
    name: 'unit',
    about: 'tests beside the code',
    folders: ['src', 'packages', 'simulators', 'examples', 'scripts', 'bench', 'test/support'],
    fileTimeoutMs: 600_000,
    concurrency: AT_ONCE,
  },
  {
    name: 'scenario',
    about: 'the story of a payment against running programs',
    folders: ['test/scenarios', 'test/stories'],
    fileTimeoutMs: 600_000,
    concurrency: AT_ONCE,
  },
  {
    name: 'crash',
    about: 'processes killed in the middle',
    folders: ['test/crash'],
    fileTimeoutMs: 600_000,
    concurrency: 1,
    mostlyWaits: true,
  },
  {
    name: 'upgrade',
    about: 'the release before and this one on one database',
    folders: ['test/upgrade'],
    fileTimeoutMs: 600_000,
    concurrency: 1,
    mostlyWaits: true,
  },
  {
    name: 'packaging',
    about: 'the recipe of the container; what a release does',
    folders: ['test/packaging'],
    fileTimeoutMs: 600_000,
    concurrency: 1,
    mostlyWaits: true,
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
    concurrency: AT_ONCE,
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
