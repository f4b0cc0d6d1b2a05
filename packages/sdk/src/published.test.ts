/** The package as it is published: built, packed, and used from outside of this repository. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

const packageFolder = join(import.meta.dirname, '..');
let folder: string;
let installed: string;

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'tollgate-sdk-'));
  execFileSync(process.execPath, [join(packageFolder, 'build.ts'), join(folder, 'dist')], { stdio: 'pipe' });
  // What `npm pack` would take, unpacked where a shop's npm would put it.
  installed = join(folder, 'node_modules', '@tollgate', 'sdk');
  mkdirSync(installed, { recursive: true });
  const packed = execFileSync('npm', ['pack', join(folder, 'dist'), '--pack-destination', folder, '--silent'], {
    encoding: 'utf8',
  }).trim();
  execFileSync('tar', ['-xzf', join(folder, packed), '-C', installed, '--strip-components=1']);
});
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

const run = (file: string, program: string, flags: readonly string[] = []): string => {
  writeFileSync(join(folder, file), program);
  return execFileSync(process.execPath, [...flags, join(folder, file)], { cwd: folder, encoding: 'utf8' }).trim();
};

const USE = `
const signature = sdk.signWebhookForTest('{"id":"ev_1","type":"session.expired","data":{"object":{}}}', 'secret');
const event = sdk.verifyWebhook('{"id":"ev_1","type":"session.expired","data":{"object":{}}}', signature, 'secret');
console.log(event.id, typeof sdk.createTollgate);`;

test('import and require both work, in programs that know nothing of TypeScript', () => {
  assert.equal(run('shop.mjs', `import * as sdk from '@tollgate/sdk';${USE}`), 'ev_1 function');
  assert.equal(run('shop.cjs', `const sdk = require('@tollgate/sdk');${USE}`), 'ev_1 function');
});

test('the folder of the sources is not packed: Node.js runs no TypeScript inside node_modules', () => {
  const { status, stderr } = spawnSync('npm', ['pack', packageFolder, '--pack-destination', folder], {
    encoding: 'utf8',
  });
  assert.notEqual(status, 0);
  assert.match(stderr, /Only dist is packed and published/);
});

test('require does not lean on loading the other form', () => {
  const flags = ['--no-experimental-require-module'];
  assert.equal(run('old.cjs', `const sdk = require('@tollgate/sdk');${USE}`, flags), 'ev_1 function');
});

test('without node:crypto the promises work, and what cannot work says what does', () => {
  const program = `import * as sdk from '@tollgate/sdk';
const body = '{"id":"ev_1","type":"session.expired","data":{"object":{}}}';
const bytes = (text) => new TextEncoder().encode(text);
const key = await crypto.subtle.importKey('raw', bytes('secret'), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
const t = String(Math.floor(Date.now() / 1000));
const mac = Buffer.from(await crypto.subtle.sign('HMAC', key, bytes(body + '.' + t))).toString('hex');
const headers = { 'x-signature': 't=' + t + ',v1=' + mac };
const request = new Request('https://shop.example/', { method: 'POST', body, headers });
console.log((await sdk.verifyWebhook(request, 'secret')).id);
console.log((await sdk.verifyWebhookAsync(body, headers, 'secret')).id);
try { sdk.verifyWebhook(body, headers, 'secret'); } catch (error) { console.log(error.name, error.message.slice(0, 32)); }`;
  assert.deepEqual(run('edge.mjs', program, ['--conditions=workerd']).split('\n'), [
    'ev_1',
    'ev_1',
    'TypeError This runtime has no node:crypto.',
  ]);
});

test('types are found by both ways in, and the licence is with it', () => {
  assert.match(readFileSync(join(installed, 'LICENSE'), 'utf8'), /Apache License/);
  const tsc = join(packageFolder, '..', '..', 'node_modules', 'typescript', 'bin', 'tsc');
  const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--lib', 'es2023,dom'];
  for (const file of ['shop.mts', 'shop.cts']) {
    writeFileSync(
      join(folder, file),
      `import { createTollgate, verifyReturn } from '@tollgate/sdk';
export const sdk = createTollgate({ apiKey: 'k', baseUrl: 'https://pay.example' });
// @ts-expect-error: nothing says which session is waited for
verifyReturn('', 'k', {});
`,
    );
    execFileSync(process.execPath, [tsc, ...options, join(folder, file)], { cwd: folder, stdio: 'pipe' });
  }
});
