/**
 * Builds what the payment page loads: client/main.ts and client/checkout.css become one script and one style sheet in
 * src/http/checkout/assets, with an inventory of the scripts (PCI DSS 6.4.3: which, what hash, why).
 *
 *   node scripts/build-checkout.ts           writes the files
 *   node scripts/build-checkout.ts --check   fails when the committed files are not what the sources give
 */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const checkout = new URL('../src/http/checkout/', import.meta.url);
// Browsers that have WebCrypto, AbortSignal.timeout and dialogs; older ones have the pages as without script
// (client/main.ts).
const TARGETS = ['chrome109', 'edge109', 'firefox110', 'safari16.4'];

const WHY =
  'Checks the card, or the CVC of a saved one, while it is typed, encrypts it in the browser to the vault’s ' +
  'public key and sends it; shows the page of the card’s bank in a frame when it wants to ask the customer; ' +
  'follows a payment in flight; counts the time down.';

type BuiltFile = { readonly path: string; readonly text: string };

const bundle = async (entry: string, outFile: string): Promise<BuiltFile> => {
  const result = await build({
    entryPoints: [fileURLToPath(new URL(entry, checkout))],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: TARGETS,
    charset: 'utf8',
    legalComments: 'none',
    tsconfig: fileURLToPath(new URL('client/tsconfig.json', checkout)),
    logLevel: 'warning',
  });
  const [file] = result.outputFiles;
  if (file === undefined || file.text === '') throw new Error(`${entry} gave an empty file`);
  return { path: `assets/${outFile}`, text: file.text };
};

const buildAll = async (): Promise<readonly BuiltFile[]> => {
  const script = await bundle('client/main.ts', 'checkout.js');
  const style = await bundle('client/checkout.css', 'checkout.css');
  const inventory = [
    { path: script.path, sha384: createHash('sha384').update(script.text).digest('base64'), why: WHY },
  ];
  return [script, style, { path: 'assets/script-inventory.json', text: `${JSON.stringify(inventory, null, 2)}\n` }];
};

const isFresh = async ({ path, text }: BuiltFile): Promise<boolean> =>
  (await readFile(new URL(path, checkout), 'utf8').catch(() => undefined)) === text;

const files = await buildAll();
if (process.argv.includes('--check')) {
  const stale: string[] = [];
  for (const file of files) if (!(await isFresh(file))) stale.push(file.path);
  if (stale.length > 0) {
    console.error(`Stale: ${stale.join(', ')} in src/http/checkout. Run: node scripts/build-checkout.ts`);
    process.exitCode = 1;
  } else {
    console.log(`The payment page's ${files.length} built files are fresh.`);
  }
} else {
  for (const { path, text } of files) await writeFile(new URL(path, checkout), text);
  console.log(files.map(({ path, text }) => `${path} ${Buffer.byteLength(text)} bytes`).join('\n'));
}
