import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { freePort } from '../support/free-port.ts';
import { openDatabaseLine } from '../support/line-proxy.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { waitFor } from '../support/wait-for.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

const startGateway = (databaseUrl: string, port: number) => {
  const child = spawn(process.execPath, [MAIN], {
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      TOLLGATE_PORT: String(port),
      TOLLGATE_MASTER_KEY: '7'.repeat(64),
      TOLLGATE_VAULT_KEY: '8'.repeat(64),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const output of [child.stdout, child.stderr])
    output.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  return { child, said: () => said, ended: once(child, 'exit') as Promise<[number | null]> };
};

test('a gateway that is started before its database says that it waits, and is ready when the database is there', async () => {
  const database = await createTestDatabase();
  const line = await openDatabaseLine(database.url);
  await line.cut();
  const port = await freePort();
  const { child, said, ended } = startGateway(line.url, port);
  await waitFor('the line of the log', () => Promise.resolve(said().includes('the gateway waits for its database')));
  assert.equal(child.exitCode, null);
  await line.mend();
  const isReady = () =>
    fetch(`http://127.0.0.1:${port}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await waitFor('ready', isReady);
  assert.equal(said().split('the gateway waits for its database').length, 2, 'once in 30 s, not with every try');
  child.kill('SIGTERM');
  assert.deepEqual(await ended.then(([code]) => code), 0);
  await line.close();
  await database.drop();
});

test('a database that refuses the gateway is not waited for', async () => {
  const database = await createTestDatabase();
  const wrong = new URL(database.url);
  wrong.pathname = '/tollgate_test_that_is_not_there';
  const { said, ended } = startGateway(wrong.href, await freePort());
  assert.equal((await ended)[0], 1);
  assert.match(said(), /^The database refuses the gateway \(database ".*" does not exist\)\. Check DATABASE_URL\.$/m);
  await database.drop();
});
