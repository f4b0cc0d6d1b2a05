import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import openapiTypescript, { astToString } from 'openapi-typescript';

/** `docs/openapi.json` → `packages/sdk/src/api-types.ts`. With `--check` a stale file ends with 1. */
const root = join(import.meta.dirname, '..');
const documentPath = join(root, 'docs', 'openapi.json');
const sdk = join(root, 'packages', 'sdk', 'src');
const typesPath = join(sdk, 'api-types.ts');

const HEADER = `/**
 * Generated from docs/openapi.json by scripts/generate-sdk-types.ts: change the document, not this file.
 */

`;

export const generateSdkTypes = async (document: string): Promise<string> => {
  assertUsable(JSON.parse(document) as { paths?: object; components?: { schemas?: object } });
  // Given as a URL of a file, relative references would resolve; the document has none, so its text is enough.
  const nodes = await openapiTypescript(JSON.stringify(withKnownChoices(JSON.parse(document))), {
    alphabetize: false,
    immutable: true,
    silent: true,
  });
  return HEADER + astToString(nodes);
};

/**
 * A list that may grow is, for types, the list of today: an editor offers its values, and no program checks them when
 * it runs.
 */
const withKnownChoices = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withKnownChoices);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key === 'x-extensible-enum' ? 'enum' : key, withKnownChoices(entry)]),
  );
};

/** A document without something that the SDK names would break it too, but in a less readable way. */
const assertUsable = (document: { paths?: object; components?: { schemas?: object } }): void => {
  const names = readFileSync(join(sdk, 'types.ts'), 'utf8');
  const missing = [
    ...namesIn(names, /ListQuery<'([^']+)'>/g).filter((path) => !(path in (document.paths ?? {}))),
    ...namesIn(names, /Schemas\['(\w+)'\]/g).filter((name) => !(name in (document.components?.schemas ?? {}))),
  ];
  if (missing.length > 0) throw new Error(`docs/openapi.json lacks what the SDK is built on: ${missing.join(', ')}.`);
};

const namesIn = (source: string, pattern: RegExp): readonly string[] =>
  [...source.matchAll(pattern)].map(([, name = '']) => name);

const main = async (): Promise<number> => {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
  const generated = await generateSdkTypes(readFileSync(documentPath, 'utf8'));
  if (!values.check) {
    writeFileSync(typesPath, generated);
    process.stdout.write('packages/sdk/src/api-types.ts is written.\n');
    return 0;
  }
  if (readFileSync(typesPath, 'utf8') === generated) return 0;
  process.stderr.write('packages/sdk/src/api-types.ts is stale: run `npm run generate`.\n');
  return 1;
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    process.exitCode = await main();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
