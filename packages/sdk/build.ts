import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';

/**
 * Makes `dist/`, the package that is published: JavaScript with type declarations, because Node does not strip types
 * inside node_modules. In this repository the package runs from `src/` as it is.
 */
const folder = import.meta.dirname;
/** Or where a test wants it, which leaves this folder as it is for whoever reads it meanwhile. */
const dist = process.argv[2] ?? join(folder, 'dist');

const build = (): void => {
  rmSync(dist, { recursive: true, force: true });
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
  execFileSync(process.execPath, [tsc, '-p', join(folder, 'tsconfig.build.json'), '--outDir', dist], {
    stdio: 'inherit',
  });
  writeFileSync(join(dist, 'package.json'), `${JSON.stringify(publishedManifest(), null, 2)}\n`);
  buildCommonJs();
  copyFileSync(join(folder, 'README.md'), join(dist, 'README.md'));
  copyFileSync(join(folder, '..', '..', 'LICENSE'), join(dist, 'LICENSE'));
  process.stdout.write(`${dist} is ready: npm publish it with --access public\n`);
};

/**
 * The same for `require`: Jest, and Node before 20.19, which can't load the other form so. One file, in a folder that
 * says that it is CommonJS, with the same declarations.
 */
const buildCommonJs = (): void => {
  const target = join(dist, 'cjs');
  const declarations = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.d.ts'),
  );
  for (const path of declarations) cpSync(join(dist, path), join(target, path));
  buildSync({
    entryPoints: [join(dist, 'index.js')],
    outfile: join(target, 'index.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'warning',
  });
  writeFileSync(join(target, 'package.json'), '{ "type": "commonjs" }\n');
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
    imports: {
      '#crypto': {
        workerd: './crypto-web.js',
        'edge-light': './crypto-web.js',
        node: './crypto-node.js',
        default: './crypto-web.js',
      },
    },
    main: './cjs/index.js',
    types: './index.d.ts',
    exports: {
      '.': {
        import: { types: './index.d.ts', default: './index.js' },
        require: { types: './cjs/index.d.ts', default: './cjs/index.js' },
        default: './index.js',
      },
      './package.json': './package.json',
    },
  };
};

build();
