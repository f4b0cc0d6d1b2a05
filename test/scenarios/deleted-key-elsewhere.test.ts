/** A key that one process deletes is forgotten by another, which remembers it for ever here: its clock stands still. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { systemClock } from '../../src/base/clock.ts';
import { createKeys } from '../../src/base/keys.ts';
import { Secret } from '../../src/base/secret.ts';
import { createHints } from '../../src/db/hints.ts';
import { createPool } from '../../src/db/pool.ts';
import { createAuthenticator } from '../../src/merchants/authenticator.ts';
import { createWorld, type World } from '../support/gateway.ts';
import { waitFor } from '../support/wait-for.ts';

let world: World;
before(async () => {
  world = await createWorld();
});
after(() => world.close());

test('a deleted key is forgotten at once by the other processes', async () => {
  const { shop } = await world.addMerchant();
  const made = await shop.call<{ id: string; apiKey: string }>('POST', '/api-keys', {
    body: { name: 'to be deleted' },
  });
  assert.equal(made.status, 200, made.text);
  const db = createPool({ databaseUrl: world.database.url, maxConnections: 2, onConnectionError: () => undefined });
  const authenticator = createAuthenticator({
    db,
    keys: createKeys(new Secret(Buffer.alloc(32, 0x77))),
    clock: { ...systemClock, monotonicMs: () => 0 },
    mode: 'sandbox',
    inBackground: () => undefined,
  });
  let isListening = false;
  const hints = createHints({
    db,
    databaseUrl: world.database.url,
    clock: systemClock,
    log: { info: () => undefined, warn: () => undefined },
    heard: {
      deliveries: () => {
        isListening = true;
      },
      events: () => undefined,
      deletedKey: (id) => {
        authenticator.forget(id);
      },
      completion: () => undefined,
    },
  });
  hints.start();
  try {
    await waitFor('it listens', () => Promise.resolve(isListening));
    assert.equal((await authenticator.find(made.body.apiKey)).kind, 'known');
    assert.equal((await shop.call('DELETE', `/api-keys/${made.body.id}`)).status, 200);
    await waitFor('it is forgotten', async () => (await authenticator.find(made.body.apiKey)).kind === 'deleted');
  } finally {
    await hints.stop();
    await db.close();
  }
});
