import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { testCards } from '../../src/card/test-cards.ts';
import { settings } from '../../src/config.ts';
import { generateSdkTypes } from '../generate-sdk-types.ts';
import { describeLifecycles } from './lifecycles.ts';
import { fillSection, table } from './markdown.ts';
import { collectApiDocument } from './openapi.ts';
import { describeSchema } from './schema.ts';
import { describeStatements } from './statements.ts';
import { describeLicences, describeMaterials } from './supply-chain.ts';
import { listKnownStatements } from '../statements/known.ts';

/** A committed file that is made from another one. */
export type GeneratedFile = {
  readonly path: string;
  readonly from: string;
  /** Its content. `before` is what stands there now, for pages of which only a part is made. */
  readonly make: (input: { readonly root: string; readonly before: string | undefined }) => Promise<string>;
  /** Made with a database. `--check` starts none: a test beside the maker says whether the file is fresh. */
  readonly needsDatabase?: true;
};

/** A folder of committed files that are made; of the others in it, those that it `owns` are stale and go. */
export type GeneratedFolder = {
  readonly path: string;
  readonly from: string;
  readonly owns: (name: string) => boolean;
  /** The content of each file, by name. */
  readonly make: () => Promise<ReadonlyMap<string, string>>;
};

export const generatedFolders: readonly GeneratedFolder[] = [
  {
    path: 'docs/statements',
    from: "the statements of a payment's path",
    owns: (name) => name.endsWith('.sql'),
    make: describeStatements,
  },
];

export const generatedFiles: readonly GeneratedFile[] = [
  {
    path: 'docs/openapi.json',
    from: 'the routes of src/http/api',
    make: async () => `${JSON.stringify(await collectApiDocument(), null, 2)}\n`,
  },
  {
    path: 'packages/sdk/src/api-types.ts',
    from: 'docs/openapi.json',
    make: async ({ root }) => generateSdkTypes(await readFile(join(root, 'docs/openapi.json'), 'utf8')),
  },
  {
    path: 'docs/lifecycles.md',
    from: 'src/flow/**/lifecycle.ts',
    make: ({ root }) => describeLifecycles(root),
  },
  {
    path: 'docs/images/flow.svg',
    from: 'src/http/docs/assets/flow.svg',
    make: ({ root }) => readFile(join(root, 'src/http/docs/assets/flow.svg'), 'utf8'),
  },
  {
    path: 'src/db/known-statements.json',
    from: 'every statement of src',
    make: listKnownStatements,
  },
  {
    path: 'docs/schema.sql',
    from: 'a database after all migrations',
    make: ({ root }) => describeSchema(root),
    needsDatabase: true,
  },
  {
    path: 'docs/sbom.cdx.json',
    from: 'package-lock.json',
    make: describeMaterials,
  },
  {
    path: 'docs/licences.md',
    from: 'package-lock.json',
    make: describeLicences,
  },
  {
    path: 'README.md',
    from: 'src/config.ts and src/card/test-cards.ts',
    make: async ({ before = '' }) =>
      fillSection(fillSection(before, 'settings', settingsTable()), 'test-cards', testCardsTable()),
  },
];

const settingsTable = (): readonly string[] =>
  table(
    ['Setting', 'Default', 'What it is'],
    settings.map(({ name, about, default: otherwise }) => [`\`${name}\``, asCode(otherwise), about]),
  );

/** A default in brackets says something about the default; any other is the value itself. */
const asCode = (text: string): string => (text.startsWith('(') ? text.slice(1, -1) : `\`${text}\``);

/** A few to begin with: yes, 3-D Secure, another brand, no, and a bank that does not answer. */
const FIRST_CARDS = [
  '4444555511113333',
  '5555555555555599',
  '4111111111111111',
  '378282246310005',
  '4000000000000515',
  '4000000000000549',
  '4000000000007023',
  '4000000000007148',
];

const testCardsTable = (): readonly string[] =>
  table(
    ['Number', 'Brand', 'What happens'],
    FIRST_CARDS.map((pan) => {
      const card = testCards.find((one) => one.pan === pan);
      if (card === undefined) throw new Error(`the test card ${pan} is no longer there`);
      return [`\`${pan}\``, card.brand, card.title];
    }),
  );
