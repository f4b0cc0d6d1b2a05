import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findNotes, nameRelease } from './release/changelog.ts';
import { describeBuild, readManifestVersion } from './release/version.ts';

/** `npm run release`: what RELEASING.md asks for. */
const ROOT = fileURLToPath(new URL('../', import.meta.url));

const USAGE = `Usage: npm run release -- <command> | --help

  version              what would be built here is called so
  notes [<version>]    the changelog's part about a version (default: the newest)
  prepare <version>    sets the version in the manifests and the lockfile, and names the changelog's unreleased part
  check-tag <tag>      ends with 1 when the tag, the manifests and the changelog do not name the same version
`;

/** Of the workspaces only the SDK and the command go with the gateway's version. */
const MANIFESTS = ['package.json', 'packages/sdk/package.json', 'packages/cli/package.json', 'package-lock.json'];
const VERSION = /^\d+\.\d+\.\d+$/;

const main = (): void => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h' } },
  });
  const [command, argument] = positionals;
  if (values.help === true || command === undefined) {
    process.stdout.write(USAGE);
    return;
  }
  const act = COMMANDS[command];
  if (act === undefined) throw new Error(`There is no command "${command}"; see \`npm run release -- --help\`.`);
  process.stdout.write(`${act(argument)}\n`);
};

const printNotes = (version = readManifestVersion(ROOT)): string => {
  const notes = findNotes(readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8'), version);
  if (notes === undefined) throw new Error(`CHANGELOG.md says nothing about ${version}.`);
  return notes;
};

const prepare = (version = ''): string => {
  if (!VERSION.test(version)) throw new Error(`"${version}" is no version; it must be like 0.2.0.`);
  const changelog = join(ROOT, 'CHANGELOG.md');
  const today = new Date(Date.now()).toISOString().slice(0, 10);
  const named = nameRelease(readFileSync(changelog, 'utf8'), version, today);
  if (named === undefined) throw new Error('CHANGELOG.md has no part that is "(unreleased)".');
  const before = readManifestVersion(ROOT);
  for (const path of MANIFESTS.map((name) => join(ROOT, name)))
    writeFileSync(path, withVersion(readFileSync(path, 'utf8'), before, version));
  writeFileSync(changelog, named);
  return (
    `${version} is in CHANGELOG.md and ${MANIFESTS.join(', ')}. Next: npm run generate, npm test, commit, tag ` +
    `v${version}.`
  );
};

/**
 * As text, so that nothing else in the file changes: our own name and the version after it, in a lockfile more than
 * once.
 */
const withVersion = (text: string, before: string, version: string): string =>
  text.replaceAll(
    /("name": "(?:tollgate|@tollgate\/(?:sdk|cli))",\s*"version": )"([^"]+)"/g,
    (whole, head: string, old: string) => (old === before ? `${head}"${version}"` : whole),
  );

const checkTag = (tag = ''): string => {
  const version = tag.replace(/^refs\/tags\//, '').replace(/^v/, '');
  for (const name of MANIFESTS) {
    const manifest = JSON.parse(readFileSync(join(ROOT, name), 'utf8')) as { readonly version: string };
    if (manifest.version !== version)
      throw new Error(`The tag ${tag} is on a commit whose ${name} says ${manifest.version}.`);
  }
  if (printNotes(version).includes('(unreleased)')) throw new Error(`CHANGELOG.md calls ${version} unreleased.`);
  return `${tag} is ${version}.`;
};

const COMMANDS: Readonly<Record<string, (argument: string | undefined) => string>> = {
  version: () => describeBuild(ROOT).version,
  notes: printNotes,
  prepare,
  'check-tag': checkTag,
};

try {
  main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
