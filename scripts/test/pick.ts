import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findTestFiles, SUITES, type Suite } from './suites.ts';

/** The files that `--only` means, by suite; `grep` when it meant the name of a test. */
export type Picked = {
  readonly suites: readonly (Suite & { readonly files: readonly string[] })[];
  readonly grep: string | undefined;
};

/** The name of a suite, a part of a path (`refunds`, `src/db`, a whole file), else a part of a test's name. Undefined: nothing has it. */
export const pickFiles = (root: string, part: string): Picked | undefined => {
  const wanted = part.replace(/^\.\//, '').toLowerCase();
  const pick = (isWanted: (file: string) => boolean): Picked['suites'] =>
    SUITES.map((suite) => ({ ...suite, files: findTestFiles(root, suite).filter(isWanted) })).filter(
      ({ files }) => files.length > 0,
    );
  const suite = SUITES.find(({ name }) => name === wanted);
  if (suite !== undefined) return { suites: [{ ...suite, files: findTestFiles(root, suite) }], grep: undefined };
  const byPath = pick((file) => file.toLowerCase().includes(wanted));
  if (byPath.length > 0) return { suites: byPath, grep: undefined };
  const byName = pick((file) =>
    namesIn(readFileSync(join(root, file), 'utf8'))
      .toLowerCase()
      .includes(wanted),
  );
  return byName.length > 0 ? { suites: byName, grep: `/${escape(part)}/i` } : undefined;
};

/** What stands behind `test(` and `describe(`, as far as it is written there. */
const namesIn = (source: string): string =>
  [...source.matchAll(/\b(?:test|describe|it)\(\s*(['"`])(.*?)\1/gs)].map(([, , name]) => name).join('\n');

const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
