/** Keys and secrets of webhook endpoints, as a shop's developer gets and changes them. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  createTollgate,
  TollgateConflictError,
  TollgateInvalidRequestError,
  webhookKeysOf,
  type Tollgate,
} from '@tollgate/sdk';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';

let world: World;
let acme: TestMerchant;
let tollgate: Tollgate;

before(async () => {
  world = await createWorld();
  acme = await world.addMerchant();
  tollgate = createTollgate({ apiKey: acme.apiKey, baseUrl: world.gatewayUrl });
});
after(() => world.close());

describe('keys and secrets of webhook endpoints', () => {
  test('an endpoint with ed25519: its keys are read by everybody, and verify what it hears', async () => {
    const signatures = ['hmac', 'ed25519'] as const;
    const created = await tollgate.webhookEndpoints.create({ url: acme.sink.url, signatures: [...signatures] });
    assert.deepEqual(created.signatures, signatures);
    const readKeys = async () => {
      const answer = await fetch(created.signingKeysUrl ?? '');
      assert.deepEqual(
        [answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')],
        [200, 'application/jwk-set+json', 'public, max-age=300'],
      );
      return webhookKeysOf(await answer.json());
    };
    assert.deepEqual(await readKeys(), [created.signingKeys?.[0]?.publicKey]);
    const hear = async () => {
      const { id } = await tollgate.webhookEndpoints.test(created.id);
      return acme.sink.waitFor(({ event, headers }) => event.id === id && headers['webhook-signature'] !== undefined);
    };
    const first = await hear();
    for (const keys of [await readKeys(), created.secret])
      assert.equal(tollgate.webhooks.verify(first.rawBody, first.headers, keys).id, first.event.id);

    const rotated = await tollgate.webhookEndpoints.rotateSigningKey(created.id);
    const pinned = created.signingKeys?.[0]?.publicKey;
    assert.deepEqual(
      rotated.signingKeys?.map(({ publicKey, expiresAt }) => [publicKey === pinned, expiresAt !== undefined]),
      [
        [false, false],
        [true, true],
      ],
    );
    assert.equal((await readKeys()).length, 2);
    const second = await hear();
    for (const keys of [pinned, rotated.signingKeys?.[0]?.publicKey])
      assert.equal(tollgate.webhooks.verify(second.rawBody, second.headers, keys).id, second.event.id);

    const without = await tollgate.webhookEndpoints.update(created.id, { signatures: ['hmac'] });
    assert.deepEqual(
      [without.signatures, without.signingKeys, without.signingKeysUrl],
      [['hmac'], undefined, undefined],
    );
    await assert.rejects(tollgate.webhookEndpoints.rotateSigningKey(created.id), TollgateConflictError);
    // One without keys, one that never was, and what is no id at all are the same to a stranger.
    const own = created.signingKeysUrl ?? '';
    const addresses = [
      own,
      own.slice(0, -3) + '111',
      own.replace(/\/we_\w+$/, '/nothing'),
      own.replace(/mr_\w+/, 'mr_1'),
    ];
    const answers = await Promise.all(addresses.map(async (address) => await fetch(address)));
    assert.deepEqual(
      answers.map(({ status }) => status),
      [404, 404, 404, 404],
    );
    const bodies = await Promise.all(answers.map(async (answer) => (await answer.json()) as { detail?: string }));
    assert.equal(new Set(bodies.map(({ detail }) => detail)).size, 1);
    await tollgate.webhookEndpoints.delete(created.id);
  });

  test('a secret that switches at a moment can be planned, seen, canceled, and is refused in one sentence', async () => {
    const created = await tollgate.webhookEndpoints.create({ url: acme.sink.url });
    const switchAt = new Date(Math.ceil(Date.now() / 1_000) * 1_000 + 3_600_000).toISOString();
    const planned = await tollgate.webhookEndpoints.rotateSecret(created.id, { switchAt });
    assert.equal(planned.secretSwitchesAt, switchAt.replace('.000Z', 'Z'));
    const { id } = await tollgate.webhookEndpoints.test(created.id);
    const heard = await acme.sink.waitFor(({ event }) => event.id === id);
    assert.equal(tollgate.webhooks.verify(heard.rawBody, heard.headers, created.secret).id, id);
    assert.throws(() => tollgate.webhooks.verify(heard.rawBody, heard.headers, planned.secret));
    const canceled = await tollgate.webhookEndpoints.cancelSecretSwitch(created.id);
    assert.deepEqual([canceled.secretSwitchesAt, canceled.oldSecretExpiresAt], [undefined, undefined]);
    await assert.rejects(
      tollgate.webhookEndpoints.cancelSecretSwitch(created.id),
      (error) => error instanceof TollgateConflictError && error.message.includes('No switch of the secret is planned'),
    );
    const wrong = { rotation: 'both', switchAt: '2001-01-01T00:00:00Z', overlapHours: 2 } as const;
    await assert.rejects(tollgate.webhookEndpoints.rotateSecret(created.id, wrong), (error) => {
      assert.ok(error instanceof TollgateInvalidRequestError);
      assert.deepEqual(
        error.errors.map(({ pointer }) => pointer),
        ['/switchAt', '/overlapHours'],
      );
      return true;
    });
    await tollgate.webhookEndpoints.delete(created.id);
  });
});
