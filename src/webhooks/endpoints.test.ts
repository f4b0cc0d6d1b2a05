import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { newUuid } from '../base/id.ts';
import { Problem } from '../base/problem.ts';
import { presentEndpoint } from '../events/endpoint-object.ts';
import { changeEndpoint, createEndpoint, deleteEndpoint, getEndpoint, listEndpoints } from './endpoints.ts';
import { rotateSecret } from './rotate.ts';
import { unsealSecret } from './secrets.ts';
import { newSessionId, openStage, until, type Stage } from './stage.fixture.ts';

let stage: Stage;
before(async () => {
  stage = await openStage();
});
afterEach(() => stage.clear());
after(() => stage.close());

const create = (more: { url?: string; events?: string[]; description?: string } = {}) =>
  createEndpoint(stage.deps, {
    merchantId: stage.merchantId,
    url: more.url ?? 'https://shop.example/hook',
    events: more.events ?? ['*'],
    description: more.description,
    apiVersion: '2023-11-15',
  });

const same = { url: undefined, events: undefined, description: undefined, enabled: undefined } as const;
const addressOf = (id: string) => ({
  merchantId: stage.merchantId,
  id: id as ReturnType<typeof newUuid<'webhookEndpoint'>>,
});

describe('endpoints', () => {
  test('the secret is shown once and stored sealed to merchant and endpoint', async () => {
    const { row, secret } = await create({ description: 'orders' });
    assert.match(secret.reveal(), /^whsec_[A-Za-z0-9+/]{43}=$/);
    const [stored] = await stage.sql<{ secret_sealed: Buffer }>('select secret_sealed from webhook_endpoints');
    assert.ok(stored !== undefined && !stored.secret_sealed.includes(secret.reveal().slice(6)));
    const owner = { merchantId: stage.merchantId, endpointId: row.id };
    assert.equal(unsealSecret(stage.deps.keys, owner, stored.secret_sealed).reveal(), secret.reveal());
    assert.throws(() => unsealSecret(stage.deps.keys, { ...owner, endpointId: newSessionId() }, stored.secret_sealed));
    const shown = JSON.stringify(presentEndpoint(row));
    assert.ok(!shown.includes('secret') && !shown.includes('sealed'), shown);
    assert.deepEqual(Object.keys(presentEndpoint(row, secret.reveal())), [
      'id',
      'apiVersion',
      'consecutiveFailures',
      'created',
      'description',
      'enabled',
      'events',
      'health',
      'holdsReturn',
      'secret',
      'sequence',
      'signatures',
      'url',
    ]);
  });

  test('all wrong fields are named at once', async () => {
    await assert.rejects(
      create({ url: 'ftp://x', events: ['session.created', 'nothing'], description: 'x'.repeat(201) }),
      (error) => {
        assert.ok(error instanceof Problem);
        assert.deepEqual(
          error.fields.map(({ pointer }) => pointer),
          ['/url', '/events/1', '/description'],
        );
        return true;
      },
    );
    await assert.rejects(create({ events: [] }), Problem);
  });

  test('a test is asked for and not subscribed to, and the field that tries says so', async () => {
    const { row } = await create({ events: ['session.created'] });
    const attempts = [
      () => create({ events: ['session.created', 'webhookEndpoint.test'] }),
      () =>
        changeEndpoint(stage.deps, {
          ...same,
          ...addressOf(row.id),
          events: ['session.created', 'webhookEndpoint.test'],
        }),
    ];
    for (const attempt of attempts) {
      await assert.rejects(attempt, (error) => {
        assert.ok(error instanceof Problem && error.code === 'invalid_fields');
        assert.deepEqual(
          error.fields.map(({ pointer, code }) => [pointer, code]),
          [['/events/1', 'choice']],
        );
        assert.match(error.message, /^events\.1 cannot be subscribed to/);
        return true;
      });
    }
    assert.deepEqual((await getEndpoint(stage.deps, addressOf(row.id)))?.events, ['session.created']);
  });

  test('* stands for all, and doubles are dropped', async () => {
    assert.deepEqual((await create({ events: ['session.created', '*'] })).row.events, ['*']);
    assert.deepEqual((await create({ events: ['session.created', 'session.created'] })).row.events, [
      'session.created',
    ]);
  });

  test('there are at most twenty; a deleted one makes room', async () => {
    for (let i = 0; i < 20; i++) await create();
    await assert.rejects(create(), (error) => error instanceof Problem && error.code === 'conflict');
    const all = await listEndpoints(stage.deps, { merchantId: stage.merchantId, limit: 3, before: undefined });
    assert.equal(all.length, 3);
    const [newest, second] = all;
    assert.ok(newest !== undefined && second !== undefined && newest.id > second.id);
    assert.equal(await deleteEndpoint(stage.deps, addressOf(newest.id)), true);
    assert.equal(await deleteEndpoint(stage.deps, addressOf(newest.id)), false);
    assert.equal(await getEndpoint(stage.deps, addressOf(newest.id)), undefined);
    await create();
  });

  test('another merchant sees none of it', async () => {
    const { row } = await create();
    const stranger = { ...addressOf(row.id), merchantId: newUuid<'merchant'>(stage.deps) };
    assert.equal(await getEndpoint(stage.deps, stranger), undefined);
    assert.equal(await changeEndpoint(stage.deps, { ...stranger, ...same, enabled: false }), undefined);
    assert.equal(await rotateSecret(stage.deps, stranger), undefined);
    assert.equal(await deleteEndpoint(stage.deps, stranger), false);
  });

  test('what is not named stays; an empty description is removed', async () => {
    const { row } = await create({ description: 'orders', events: ['session.completed'] });
    const changed = await changeEndpoint(stage.deps, {
      ...addressOf(row.id),
      ...same,
      url: 'https://shop.example/new',
    });
    assert.deepEqual(
      [changed?.url, changed?.description, changed?.events],
      ['https://shop.example/new', 'orders', ['session.completed']],
    );
    const emptied = await changeEndpoint(stage.deps, { ...addressOf(row.id), ...same, description: '' });
    assert.equal(emptied?.description, null);
  });

  test('disabled: nothing new is queued; enabled again: what waited leaves at once', async () => {
    const shop = await stage.openShop();
    const { row } = await create({ url: shop.url });
    await stage.tell(newSessionId(), 1);
    const off = await changeEndpoint(stage.deps, { ...addressOf(row.id), ...same, enabled: false });
    assert.deepEqual([off?.enabled, off?.disabled_reason], [false, 'merchant']);
    await stage.tell(newSessionId(), 1);
    assert.equal(await stage.pendingCount(), 1);
    const deliverer = stage.startDeliverer();
    await stage.untilLooked();
    assert.equal(shop.heard.length, 0);
    await stage.sql(`update deliveries set next_attempt_at = now() + interval '1 hour'`);
    await changeEndpoint(stage.deps, { ...addressOf(row.id), ...same, enabled: true });
    deliverer.hint();
    await until('it is taken', () => shop.taken().length === 1);
  });

  test('deleted: what was on its way is given up', async () => {
    const { row } = await create();
    await stage.tell(newSessionId(), 1);
    await deleteEndpoint(stage.deps, addressOf(row.id));
    assert.deepEqual(await stage.sql('select state from deliveries'), [{ state: 'abandoned' }]);
    await stage.tell(newSessionId(), 1);
    assert.equal((await stage.sql('select 1 from deliveries')).length, 1);
  });

  test('a secret can be replaced at once or with an overlap of up to 72 hours', async () => {
    const { row } = await create();
    const slow = await rotateSecret(stage.deps, addressOf(row.id));
    assert.ok(slow?.row.old_secret_expires_at !== null);
    const now = await rotateSecret(stage.deps, { ...addressOf(row.id), overlapHours: 0 });
    assert.equal(now?.row.old_secret_expires_at, null);
    for (const overlapHours of [-1, 73, 1.5]) {
      await assert.rejects(rotateSecret(stage.deps, { ...addressOf(row.id), overlapHours }), Problem);
    }
  });
});
