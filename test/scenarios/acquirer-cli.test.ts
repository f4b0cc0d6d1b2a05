/** What an operator does with acquirers on the command line, against a real database and a real host. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createWorld, type World } from '../support/gateway.ts';

const MAIN = fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url));

let world: World;
let folder: string;
let merchantId: string;

before(async () => {
  world = await createWorld();
  folder = await mkdtemp(join(tmpdir(), 'tollgate-acquirer-cli-'));
  ({ merchantId } = await world.addMerchant());
});
after(async () => {
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

type Ran = { readonly code: number; readonly stdout: string; readonly stderr: string };

const tollgate = (words: string, ...more: readonly string[]): Promise<Ran> =>
  new Promise((resolve) => {
    const env = {
      ...process.env,
      DATABASE_URL: world.database.url,
      TOLLGATE_MASTER_KEY: '7'.repeat(64),
      TOLLGATE_VAULT_KEY: '8'.repeat(64),
    };
    const args = [MAIN, ...words.split(' '), '--merchant', merchantId, ...more];
    execFile(process.execPath, args, { env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });

test('an account is added with secrets from files, listed, tried out, switched off and on', async () => {
  const key = join(folder, 'key.txt');
  await writeFile(key, 'a-secret-of-the-bank\n');
  const fields = `url=${world.acquirer.url},terminal=acme,key=@${key}`;
  const added = await tollgate('acquirer add', '--name', 'Bank', '--connector', 'sandbox', '--with', fields);
  assert.equal(added.code, 0, added.stderr);
  assert.match(added.stdout, /^The account works\.\n.*Bank {2}sandbox/);
  assert.match(added.stdout, /\/notifications\/sandbox\/aa_/);
  assert.doesNotMatch(added.stdout, /a-secret-of-the-bank/);

  assert.match(
    (await tollgate('acquirer list')).stdout,
    /Bank {2}sandbox\n {2}priority 100; any currency; any card\n {2}in order; nothing answered in 24 h/,
  );
  const renamed = await tollgate('acquirer update', '--account', 'bank', '--name', 'BANK', '--with', 'terminal=acme2');
  assert.match(renamed.stdout, /BANK {2}sandbox/, renamed.stderr);
  const moved = await tollgate('acquirer update', '--account', 'bank', '--with', 'url=http://127.0.0.1:1');
  assert.deepEqual([moved.code, moved.stderr.trim().split('\n').length], [1, 1]);
  assert.match(moved.stderr, /url can't change/);
  await tollgate('acquirer update', '--account', 'bank', '--name', 'Bank');
  assert.equal((await tollgate('acquirer test', '--account', 'bank')).stdout, 'The acquirer let us in.\n');
  assert.match((await tollgate('acquirer disable', '--account', 'Bank')).stdout, /\(off\)/);
  assert.doesNotMatch((await tollgate('acquirer enable', '--account', 'Bank')).stdout, /\(off\)/);
  const wrong = await tollgate('acquirer add', '--name', 'x', '--connector', 'sandbox', '--with', 'uri=ftp://x');
  assert.deepEqual([wrong.code, wrong.stderr.trim().split('\n').length], [1, 1]);
  assert.match(wrong.stderr, /url is missing.*no setting uri/);
});

test('rules are set from a file, listed, and explained', async () => {
  const listed = JSON.parse((await tollgate('acquirer list', '--json')).stdout) as { accounts: { id: string }[] };
  const id = listed.accounts[0]?.id;
  const file = join(folder, 'rules.json');
  const rule = { name: 'euro', when: { currencies: ['EUR'] }, accounts: [{ account: id, weight: 1 }] };
  await writeFile(file, JSON.stringify([rule]));
  const set = await tollgate('route set', '--file', file);
  assert.equal(set.code, 0, set.stderr);
  assert.match((await tollgate('route list')).stdout, /^1\. euro {2}when \{"currencies":\["EUR"\]\}\n/);

  const euro = await tollgate('route explain', '--amount', '1000', '--currency', 'eur', '--card-bin', '424242');
  assert.match(euro.stdout, /1\. Bank: first/);
  const dollar = await tollgate('route explain', '--amount', '1000', '--currency', 'usd', '--card-bin', '424242');
  assert.match(dollar.stdout, /rule euro: does not decide \(currencies\)/);

  await writeFile(file, JSON.stringify([{ ...rule, when: { currency: 'EUR' } }]));
  const wrong = await tollgate('route set', '--file', file);
  assert.equal(wrong.code, 1);
  assert.match(wrong.stderr, /Rule 1 has a condition currency; there are currencies, /);
});
