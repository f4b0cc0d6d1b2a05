import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, type World } from './gateway.ts';
import { waitFor } from './wait-for.ts';

/** The example online store as its developer runs it, in a process of its own, as a merchant of this world. */
export type TestStore = { readonly url: string; readonly close: () => Promise<void> };

const MAIN = fileURLToPath(new URL('../../examples/online-store/src/main.ts', import.meta.url));

/** `holdsReturn`: customers come back when it has heard that they paid, as in the demo. */
export const startStore = async (world: World, { holdsReturn = true } = {}): Promise<TestStore> => {
  const port = await freePort();
  // Not `127.0.0.1`: for a browser the shop is another site than the gateway, as it is in life.
  const url = `http://localhost:${port}`;
  const { merchantId, apiKey } = await world.admin.createMerchant({ name: 'Slow Pour' });
  const endpoint = {
    merchantId,
    url: `${url}/webhooks/tollgate`,
    events: ['session.completed', 'session.expired'],
    holdsReturn,
  };
  const { secret } = await world.admin.createWebhookEndpoint(endpoint);
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-store-'));
  const child = spawn(process.execPath, [MAIN], {
    env: {
      ...process.env,
      HOST: '127.0.0.1',
      TOLLGATE_STORE_PORT: String(port),
      TOLLGATE_URL: world.gatewayUrl,
      TOLLGATE_API_KEY: apiKey,
      TOLLGATE_WEBHOOK_SECRET: secret,
      STORE_DATABASE: join(folder, 'store.db'),
      STORE_URL: url,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(child, 'exit');
  await waitFor('the store', () =>
    fetch(`${url}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  return {
    url,
    close: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
