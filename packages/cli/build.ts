import { chmodSync, copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

/**
 * Makes `dist/`, the package that is published: one file with the SDK in it, so that `npx @tollgate/cli` is one
 * download. It holds the commands of a shop's developer; those of the operator need the gateway and stay with it.
 */
const folder = import.meta.dirname;
/** Or where a test wants it, which leaves this folder as it is for whoever reads it meanwhile. */
const dist = process.argv[2] ?? join(folder, 'dist');

const build = (): void => {
  rmSync(dist, { recursive: true, force: true });
  const program = join(dist, 'tollgate.js');
  buildSync({
    entryPoints: [join(folder, 'src/tollgate.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  });
  chmodSync(program, 0o755);
  writeFileSync(join(dist, 'package.json'), `${JSON.stringify(publishedManifest(), null, 2)}\n`);
  copyFileSync(join(folder, 'README.md'), join(dist, 'README.md'));
  copyFileSync(join(folder, '..', '..', 'LICENSE'), join(dist, 'LICENSE'));
  process.stdout.write(`${dist} is ready: npm publish it with --access public\n`);
};

const publishedManifest = (): object => {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>;
  const { name, version, description, license, type, engines } = manifest;
  return { name, version, description, license, type, engines, bin: { tollgate: 'tollgate.js' } };
};

build();
