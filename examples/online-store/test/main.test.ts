import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

const main = join(import.meta.dirname, '..', 'src', 'main.ts');

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

test(
  'the shop starts, is reached by either name of this machine, and ends at SIGTERM',
  { timeout: 120_000 },
  async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'store-'));
    const port = String(await freePort());
    const env = {
      TOLLGATE_API_KEY: 'key',
      TOLLGATE_WEBHOOK_SECRET: 's',
      TOLLGATE_STORE_PORT: port,
      STORE_DATABASE: join(folder, 'deep', 'store.db'),
    };
    const shop = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    t.after(() => {
      shop.kill('SIGKILL');
      rmSync(folder, { recursive: true });
    });
    await once(shop.stdout, 'data');
    for (const host of ['127.0.0.1', 'localhost'])
      assert.equal((await fetch(`http://${host}:${port}/healthz`)).status, 200);
    shop.kill('SIGTERM');
    const [code] = (await once(shop, 'exit')) as [number];
    assert.equal(code, 0);
  },
);

test('a setting that is missing or wrong is one sentence and exit 1', { timeout: 120_000 }, async () => {
  const cases = [
    [{}, /^TOLLGATE_API_KEY is not set/],
    [{ TOLLGATE_API_KEY: 'k', TOLLGATE_WEBHOOK_SECRET: 's', TOLLGATE_URL: 'nowhere' }, /^TOLLGATE_URL is "nowhere"/],
  ] as const;
  for (const [env, sentence] of cases) {
    const shop = spawn(process.execPath, [main], { env, stdio: ['ignore', 'ignore', 'pipe'] });
    const chunks: Buffer[] = [];
    shop.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    const [code] = (await once(shop, 'close')) as [number];
    const lines = Buffer.concat(chunks)
      .toString()
      .trim()
      .split('\n')
      .filter((line) => !/ExperimentalWarning|trace-warnings/.test(line));
    assert.equal(code, 1);
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? '', sentence);
  }
});
