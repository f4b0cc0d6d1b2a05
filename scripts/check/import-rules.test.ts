import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { findIdleNames, type ImportRule } from './import-rules.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const files = ['src', 'packages', 'simulators', 'examples', 'scripts', 'test', 'bench'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file}`)
    .filter((file) => /\.(?:[cm]?ts|c?js)$/.test(file) && !file.includes('node_modules/')),
);

test('each file and folder that an import rule names is there', () => {
  const { forbidden } = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as {
    forbidden: readonly ImportRule[];
  };
  assert.ok(files.length > 500 && forbidden.length > 20);
  assert.deepEqual(findIdleNames(forbidden, files), []);
});

test('a rule about a folder that is gone is found, also as one of several', () => {
  const rule = (from: unknown, to: unknown): ImportRule => ({ name: 'r', from: { path: from }, to: { path: to } });
  const there = ['src/flow/payment/pay.ts', 'src/flow/operation/run.ts'];
  const idle = (from: unknown, to: unknown) => findIdleNames([rule(from, to)], there);
  assert.deepEqual(idle('^src/flow/([^/]+)/', '^src/flow/$1/'), []);
  assert.deepEqual(idle('^src/flow/(payment|operation)/', ['^src/', '/run\\.ts$']), []);
  assert.deepEqual(idle('^src/flow/payment/', '^src/flow/(operation|refund)/'), [
    'r: ^src/flow/refund/ is the name of no file',
  ]);
  assert.deepEqual(idle('^src/((main|app)\\.ts|flow/)', undefined), [
    'r: ^src/main\\.ts is the name of no file',
    'r: ^src/app\\.ts is the name of no file',
  ]);
});
