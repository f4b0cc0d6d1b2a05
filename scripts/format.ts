import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';

const USAGE = `Usage: npm run format [-- --check]

Lays out the code as prettier does. With --check nothing is written: it fails and names the files that look otherwise.
`;

/** Where code lies that people write; what programs write keeps the layout that those gave it. */
const PLACES = ['.', 'src', 'packages', 'simulators', 'examples', 'scripts', 'test', 'bench'];
const CODE = /\.(ts|js|cjs|css)$/;
const NOT_OURS =
  /(^|\/)(node_modules|dist|artifacts)\/|^src\/http\/checkout\/assets\/|^packages\/sdk\/src\/api-types\.ts$/;

const main = async (): Promise<number> => {
  const { values } = parseArgs({ options: { check: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help === true) {
    process.stdout.write(USAGE);
    return 0;
  }
  const root = fileURLToPath(new URL('../', import.meta.url));
  const files = findCode(root);
  const different: string[] = [];
  for (const file of files) {
    const path = join(root, file);
    const text = readFileSync(path, 'utf8');
    const formatted = await format(text, { ...(await resolveConfig(path)), filepath: path });
    if (formatted === text) continue;
    different.push(file);
    if (values.check !== true) writeFileSync(path, formatted);
  }
  process.stdout.write(
    `${files.length} files looked at, ${different.length} ${values.check === true ? 'to lay out' : 'laid out'}.\n`,
  );
  if (values.check !== true || different.length === 0) return 0;
  process.stderr.write(different.map((file) => `${file} is laid out otherwise: npm run format\n`).join(''));
  return 1;
};

const findCode = (root: string): readonly string[] =>
  PLACES.flatMap((place) =>
    readdirSync(join(root, place), { recursive: place !== '.', encoding: 'utf8' }).map((file) =>
      place === '.' ? file : `${place}/${file}`,
    ),
  )
    .filter((file) => CODE.test(file) && !NOT_OURS.test(file))
    .sort();

process.exitCode = await main();
