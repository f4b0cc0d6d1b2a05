import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { generatedFiles, generatedFolders, type GeneratedFile, type GeneratedFolder } from './generate/files.ts';

/**
 * `npm run generate` writes every file that is made from another one; they are committed, so that a reader of the
 * repository sees them. With `--check` nothing is written, and a stale one ends with 1.
 */
const ROOT = fileURLToPath(new URL('../', import.meta.url));

const CHECKOUT_ASSETS = 'src/http/checkout/assets';

const USAGE = `Usage: npm run generate [-- --check | --help]

${[...generatedFiles, ...generatedFolders].map(({ path, from }) => `  ${path.padEnd(32)} from ${from}`).join('\n')}
  ${CHECKOUT_ASSETS.padEnd(32)} from src/http/checkout/client

  --check  writes nothing; names the stale files and ends with 1 when there are any
`;

type Outcome = {
  readonly path: string;
  readonly state: 'fresh' | 'written' | 'stale' | 'failed';
  readonly detail?: string;
};

const main = async (): Promise<number> => {
  const { values } = parseArgs({
    options: { check: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help === true) {
    process.stdout.write(USAGE);
    return 0;
  }
  const outcomes: Outcome[] = [];
  // One after the other: a file may be made from one that was made before it.
  for (const file of generatedFiles) {
    if (values.check && file.needsDatabase) continue;
    outcomes.push(await bringUpToDate(file, { mayWrite: !values.check }));
  }
  for (const folder of generatedFolders)
    outcomes.push(...(await bringFolderUpToDate(folder, { mayWrite: !values.check })));
  outcomes.push(buildCheckout({ mayWrite: !values.check }));
  const bad = outcomes.filter(({ state }) => state === 'stale' || state === 'failed');
  for (const { path, state, detail } of bad) {
    process.stderr.write(
      state === 'stale' ? `${path} is stale: run \`npm run generate\`.\n` : `${path} cannot be made: ${detail ?? ''}\n`,
    );
  }
  const written = outcomes.filter(({ state }) => state === 'written').length;
  process.stdout.write(`${outcomes.length} files looked at, ${written} written, ${bad.length} stale or failed.\n`);
  return bad.length === 0 ? 0 : 1;
};

const bringUpToDate = async (file: GeneratedFile, { mayWrite }: { readonly mayWrite: boolean }): Promise<Outcome> => {
  const { path } = file;
  try {
    const before = readIfThere(join(ROOT, path));
    const after = await file.make({ root: ROOT, before });
    if (after === before) return { path, state: 'fresh' };
    if (!mayWrite) return { path, state: 'stale' };
    mkdirSync(dirname(join(ROOT, path)), { recursive: true });
    writeFileSync(join(ROOT, path), after);
    return { path, state: 'written' };
  } catch (error) {
    return { path, state: 'failed', detail: error instanceof Error ? error.message : String(error) };
  }
};

const bringFolderUpToDate = async (
  { path, from, owns, make }: GeneratedFolder,
  { mayWrite }: { readonly mayWrite: boolean },
): Promise<readonly Outcome[]> => {
  try {
    const made = await make();
    const outcomes: Outcome[] = [];
    for (const [name, content] of made)
      outcomes.push(
        await bringUpToDate({ path: `${path}/${name}`, from, make: () => Promise.resolve(content) }, { mayWrite }),
      );
    const there = existsSync(join(ROOT, path)) ? readdirSync(join(ROOT, path)) : [];
    for (const name of there.filter((one) => owns(one) && !made.has(one))) {
      if (mayWrite) rmSync(join(ROOT, path, name));
      outcomes.push({ path: `${path}/${name}`, state: mayWrite ? 'written' : 'stale' });
    }
    return outcomes;
  } catch (error) {
    return [{ path, state: 'failed', detail: error instanceof Error ? error.message : String(error) }];
  }
};

const CHECKOUT_TIMEOUT_MS = 60_000;

/** The payment page's script and style have a program of their own, which is run where esbuild is at hand. */
const buildCheckout = ({ mayWrite }: { readonly mayWrite: boolean }): Outcome => {
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, 'scripts/build-checkout.ts'), ...(mayWrite ? [] : ['--check'])],
    {
      cwd: ROOT,
      encoding: 'utf8',
      timeout: CHECKOUT_TIMEOUT_MS,
    },
  );
  if (status === 0) return { path: CHECKOUT_ASSETS, state: mayWrite ? 'written' : 'fresh' };
  return mayWrite
    ? { path: CHECKOUT_ASSETS, state: 'failed', detail: stderr.trim() }
    : { path: CHECKOUT_ASSETS, state: 'stale' };
};

const readIfThere = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};

process.exitCode = await main();
