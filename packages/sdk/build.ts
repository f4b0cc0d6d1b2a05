import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * Makes `dist/`, the package that is published: JavaScript with type declarations, because Node does not strip types
 * inside node_modules. In this repository the package runs from `src/` as it is.
 */
const folder = import.meta.dirname;
const dist = join(folder, 'dist');

const build = (): void => {
  rmSync(dist, { recursive: true, force: true });
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
  execFileSync(process.execPath, [tsc, '-p', join(folder, 'tsconfig.build.json')], { stdio: 'inherit' });
  writeFileSync(join(dist, 'package.json'), `${JSON.stringify(publishedManifest(), null, 2)}\n`);
  copyFileSync(join(folder, 'README.md'), join(dist, 'README.md'));
  process.stdout.write('dist/ is ready: npm publish ./dist --access public\n');
};

const publishedManifest = (): object => {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>;
  const { name, version, description, license, type, sideEffects, engines } = manifest;
  return {
    name,
    version,
    description,
    license,
    type,
    sideEffects,
    engines,
    exports: { '.': { types: './index.d.ts', default: './index.js' }, './package.json': './package.json' },
  };
};

build();
