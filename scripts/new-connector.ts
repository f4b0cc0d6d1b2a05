/**
 * `npm run new-connector -- <name>`: a folder beside the other connectors in which every verb already answers as the
 * contract allows (nothing left our house), and its test against the conformance suite, which is red until the verbs
 * are written. `docs/add-an-acquirer.md` leads on from there.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesOf } from './new-connector/template.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const CONNECTORS = 'src/connectors/acquirer';

const USAGE = `Usage: npm run new-connector -- <name>

  <name>  what accounts and attempts call it for ever: small letters and digits, such as examplebank
`;

const main = ([name, ...rest]: readonly string[]): number => {
  if (name === undefined || name === '--help' || name === '-h' || rest.length > 0) {
    process.stdout.write(USAGE);
    return name === '--help' || name === '-h' ? 0 : 1;
  }
  if (!/^[a-z][a-z0-9]{1,30}$/.test(name))
    return fail(`"${name}" must begin with a small letter and have letters and digits only.`);
  const folder = join(ROOT, CONNECTORS, name);
  if (existsSync(folder)) return fail(`${CONNECTORS}/${name} is there already.`);
  const registry = join(ROOT, CONNECTORS, 'registry.ts');
  const registered = register(readFileSync(registry, 'utf8'), name);
  if (registered === undefined)
    return fail(`${CONNECTORS}/registry.ts does not look as expected; add your row by hand.`);
  mkdirSync(folder);
  for (const [file, text] of Object.entries(filesOf(name))) writeFileSync(join(folder, file), text);
  writeFileSync(registry, registered);
  process.stdout.write(`Made ${CONNECTORS}/${name}, and its row in registry.ts.

Next:
  1. describe the account in index.ts: what an operator has to say
  2. write test() first, then authorize(), and run
     node_modules/.bin/node --test ${CONNECTORS}/${name}/${name}.test.ts
  3. docs/add-an-acquirer.md says what each answer means
`);
  return 0;
};

/** With its import and its row; undefined: there is no place for them. */
const register = (text: string, name: string): string | undefined => {
  const rows = /ConnectorKind\[\] = \[/;
  const firstImport = "import type { AcquirerConnector } from './contract.ts';\n";
  if (!rows.test(text) || !text.includes(firstImport)) return undefined;
  return text
    .replace(firstImport, `${firstImport}import { ${name} } from './${name}/index.ts';\n`)
    .replace(rows, `ConnectorKind[] = [${name}, `);
};

const fail = (sentence: string): number => {
  process.stderr.write(`${sentence}\n`);
  return 1;
};

process.exitCode = main(process.argv.slice(2));
