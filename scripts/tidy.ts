import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EXCEPTIONS } from './check/tidy-exceptions.ts';
import { findUntidy, type Source } from './check/tidy.ts';
import { WORDS } from './check/words.ts';

/** Where people write; what programs write, and what other people wrote, is not judged. */
const PLACES = ['.', 'src', 'packages', 'simulators', 'examples', 'scripts', 'test', 'bench', 'docs', 'packaging'];
const WRITTEN = /\.(?:[cm]?ts|c?js|css|md|sql)$/;
const NOT_OURS = [
  /(^|\/)(node_modules|dist|artifacts|assets)\//,
  /^packages\/sdk\/src\/api-types\.ts$/,
  /^docs\/(licences\.md|schema\.sql|statements\/)/,
  // The words that lost, and the tests that plant them.
  /^scripts\/check\/(words|tidy\.test)\.ts$/,
];

const ROOT = fileURLToPath(new URL('../', import.meta.url));

const readSources = (): readonly Source[] =>
  PLACES.flatMap((place) => listFiles(place))
    .filter((path) => WRITTEN.test(path) && !NOT_OURS.some((one) => one.test(path)))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));

const listFiles = (place: string): readonly string[] => {
  try {
    const files = readdirSync(join(ROOT, place), { recursive: place !== '.', encoding: 'utf8' });
    return files.map((file) => (place === '.' ? file : `${place}/${file}`));
  } catch {
    return [];
  }
};

const sources = readSources();
const untidy = findUntidy(sources, WORDS, EXCEPTIONS);
process.stdout.write(`${sources.length} files looked at, ${untidy.length} complaints.\n`);
process.stderr.write(untidy.map((line) => `${line}\n`).join(''));
process.exitCode = untidy.length === 0 && sources.length > 0 ? 0 : 1;
