import assert from 'node:assert/strict';
import { createHmac, verify } from 'node:crypto';
import { after, afterEach, before, describe, test } from 'node:test';
import { systemClock } from '../base/clock.ts';
import type { Uuid } from '../base/id.ts';
import { Problem } from '../base/problem.ts';
import type { Secret } from '../base/secret.ts';
import { changeEndpoint, createEndpoint, getEndpoint } from './endpoints.ts';
import { cancelSwitch, rotateSecret, rotateSigningKey } from './rotate.ts';
import { deriveSigningKey, signingKeysOf } from './signing-keys.ts';
import { newSessionId, openStage, until, type Heard, type Shop, type Stage } from './stage.fixture.ts';

let stage: Stage;
before(async () => {
  stage = await openStage();
});
afterEach(() => stage.clear());
after(() => stage.close());

type Id = Uuid<'webhookEndpoint'>;
const same = { url: undefined, events: undefined, description: undefined, enabled: undefined } as const;
const addressOf = (id: Id) => ({ merchantId: stage.merchantId, id });
const inMinutes = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();

/** Which of the secrets made the values of `X-Signature`, in their order; and those of Standard Webhooks the same. */
const signedBy = ({ headers, body }: Heard, secrets: Readonly<Record<string, Secret | undefined>>): string[] => {
  const [t = '', ...values] = (headers['x-signature'] ?? '').split(',');
  const standard = (headers['webhook-signature'] ?? '').split(' ').filter((item) => item.startsWith('v1,'));
  return values.map((value, place) => {
    const found = Object.entries(secrets).find(
      ([, secret]) => `v1=${hmacHex(secret, `${body}.${t.slice(2)}`)}` === value,
    );
    assert.ok(found !== undefined, `nobody made ${value}`);
    const key = Buffer.from(found[1]?.reveal().slice('whsec_'.length) ?? '', 'base64');
    const signed = createHmac('sha256', key)
      .update(`${headers['webhook-id']}.${t.slice(2)}.${body}`)
      .digest('base64');
    assert.equal(standard[place], `v1,${signed}`, 'both dialects are signed by the same secret');
    return found[0];
  });
};

const hmacHex = (secret: Secret | undefined, text: string): string =>
  createHmac('sha256', secret?.reveal() ?? '')
    .update(text)
    .digest('hex');

/** Lets time pass for a planned switch: its moment was a second ago. */
const passMoment = (id: Id) =>
  stage.sql(
    `update webhook_endpoints set old_secret_expires_at = moment.at, secret_switches_at = moment.at
      from (select date_trunc('second', now()) - interval '1 second' as at) moment where id = $1`,
    [id],
  );

const hearNext = async (shop: Shop): Promise<Heard> => {
  const count = shop.heard.length;
  await stage.tell(newSessionId(), 1);
  stage.hint();
  await until('the shop heard it', () => shop.heard.length > count);
  const heard = shop.heard.at(-1);
  assert.ok(heard !== undefined);
  return heard;
};

const openStory = async (signatures?: readonly ('hmac' | 'ed25519')[]) => {
  const shop = await stage.openShop();
  const { row, secret } = await createEndpoint(stage.deps, {
    merchantId: stage.merchantId,
    url: shop.url,
    events: ['*'],
    description: undefined,
    apiVersion: '2023-11-15',
    signatures,
  });
  return { shop, id: row.id as Id, secret };
};

describe('a switch at a moment', () => {
  test('one signature always: the old secret’s before the moment, the new one’s from it on', async () => {
    const { shop, id, secret } = await openStory();
    stage.startDeliverer();
    const rotated = await rotateSecret(stage.deps, { ...addressOf(id), switchAt: inMinutes(10) });
    const secrets = { old: secret, new: rotated?.secret };
    assert.deepEqual(signedBy(await hearNext(shop), secrets), ['old']);
    await passMoment(id);
    assert.deepEqual(signedBy(await hearNext(shop), secrets), ['new']);
  });

  test('what was tried before the moment and is tried again after it has the new signature', async () => {
    const { shop, id, secret } = await openStory();
    shop.control.answer = () => 500;
    const rotated = await rotateSecret(stage.deps, { ...addressOf(id), switchAt: inMinutes(10) });
    const secrets = { old: secret, new: rotated?.secret };
    stage.startDeliverer();
    const first = await hearNext(shop);
    await until('it is written', async () => (await stage.endpointRow(id)).consecutive_failures === 1);
    await passMoment(id);
    shop.control.answer = () => 200;
    await stage.retryNow();
    stage.hint();
    await until('the second try', () => shop.heard.length === 2);
    const [, second] = shop.heard;
    assert.ok(second !== undefined);
    assert.deepEqual([signedBy(first, secrets), signedBy(second, secrets)], [['old'], ['new']]);
    assert.equal(first.body, second.body);
  });

  test('gateways whose clocks are hours off switch at the same moment: the database’s', async () => {
    const { shop, id, secret } = await openStory();
    const rotated = await rotateSecret(stage.deps, { ...addressOf(id), switchAt: inMinutes(10) });
    const secrets = { old: secret, new: rotated?.secret };
    for (const hours of [-3, 3]) {
      const clock = { ...systemClock, nowMs: () => systemClock.nowMs() + hours * 3_600_000 };
      stage.startDeliverer({ clock, time: stage.createTime(clock) });
      assert.deepEqual(signedBy(await hearNext(shop), secrets), ['old'], `a clock ${hours} hours off, before`);
      await stage.stopDeliverers();
    }
    await passMoment(id);
    for (const hours of [-3, 3]) {
      const clock = { ...systemClock, nowMs: () => systemClock.nowMs() + hours * 3_600_000 };
      stage.startDeliverer({ clock, time: stage.createTime(clock) });
      assert.deepEqual(signedBy(await hearNext(shop), secrets), ['new'], `a clock ${hours} hours off, after`);
      await stage.stopDeliverers();
    }
  });

  test('canceled: the old secret goes on, and the planned one signs nothing', async () => {
    const { shop, id, secret } = await openStory();
    const planned = await rotateSecret(stage.deps, { ...addressOf(id), switchAt: inMinutes(10) });
    const kept = await cancelSwitch(stage.deps, addressOf(id));
    assert.ok(typeof kept !== 'string' && kept.old_secret_expires_at === null);
    assert.equal(await cancelSwitch(stage.deps, addressOf(id)), 'nothingPlanned');
    stage.startDeliverer();
    assert.deepEqual(signedBy(await hearNext(shop), { old: secret, planned: planned?.secret }), ['old']);
  });

  test('nearer than half a minute it can be neither planned nor canceled; past it there is nothing to cancel', async () => {
    const { id } = await openStory();
    await rotateSecret(stage.deps, { ...addressOf(id), switchAt: inMinutes(10) });
    await stage.sql(
      `update webhook_endpoints set old_secret_expires_at = moment.at, secret_switches_at = moment.at
        from (select now() + interval '20 seconds' as at) moment where id = $1`,
      [id],
    );
    assert.equal(await cancelSwitch(stage.deps, addressOf(id)), 'tooLate');
    await passMoment(id);
    assert.equal(await cancelSwitch(stage.deps, addressOf(id)), 'nothingPlanned');
    await assert.rejects(
      rotateSecret(stage.deps, { ...addressOf(id), switchAt: inMinutes(0.2) }),
      namesFields('/switchAt'),
    );
  });

  test('while one is planned, a rotation replaces the plan, and the secret in force is the old one', async () => {
    const { shop, id, secret } = await openStory();
    stage.startDeliverer();
    const planned = await rotateSecret(stage.deps, { ...addressOf(id), switchAt: inMinutes(10) });
    const other = await rotateSecret(stage.deps, { ...addressOf(id), switchAt: inMinutes(20) });
    const secrets = { first: secret, planned: planned?.secret, other: other?.secret };
    assert.deepEqual(signedBy(await hearNext(shop), secrets), ['first']);
    const both = await rotateSecret(stage.deps, { ...addressOf(id), rotation: 'both' });
    assert.deepEqual(signedBy(await hearNext(shop), { ...secrets, both: both?.secret }), ['both', 'first']);
    await rotateSecret(stage.deps, { ...addressOf(id), switchAt: inMinutes(10) });
    const leaked = await rotateSecret(stage.deps, { ...addressOf(id), overlapHours: 0 });
    assert.deepEqual(signedBy(await hearNext(shop), { ...secrets, leaked: leaked?.secret }), ['leaked']);
  });

  test('fields that contradict each other are all named', async () => {
    const { id } = await openStory();
    const wrong = [
      [{ rotation: 'switchAt' }, ['/switchAt']],
      [{ rotation: 'both', switchAt: inMinutes(10), overlapHours: 1 }, ['/switchAt', '/overlapHours']],
      [{ switchAt: inMinutes(60 * 24 * 31) }, ['/switchAt']],
    ] as const;
    for (const [asked, pointers] of wrong)
      await assert.rejects(rotateSecret(stage.deps, { ...addressOf(id), ...asked }), namesFields(...pointers));
    const stranger = { ...addressOf(id), merchantId: newSessionId() as Uuid<'merchant'> };
    assert.equal(await rotateSecret(stage.deps, { ...stranger, switchAt: inMinutes(10) }), undefined);
    assert.equal(await cancelSwitch(stage.deps, stranger), 'notFound');
    assert.equal(await rotateSigningKey(stage.deps, stranger), 'notFound');
  });
});

const namesFields =
  (...pointers: readonly string[]) =>
  (error: unknown): boolean => {
    assert.ok(error instanceof Problem);
    assert.deepEqual(
      error.fields.map(({ pointer }) => pointer),
      pointers,
    );
    return true;
  };

describe('ed25519 keys', () => {
  /** Which of the endpoint's keys made the values, in their order. */
  const asymmetricBy = async ({ headers, body }: Heard, id: Id, keyIds: readonly string[]): Promise<string[]> => {
    const items = (headers['webhook-signature'] ?? '').split(' ');
    const message = Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`);
    return items.slice(items.findIndex((item) => item.startsWith('v1a,'))).map((item) => {
      assert.ok(item.startsWith('v1a,'), 'those that are verified with a secret come first');
      const signature = Buffer.from(item.slice('v1a,'.length), 'base64');
      const found = keyIds.find((keyId) => {
        const key = deriveSigningKey(stage.deps.keys, { merchantId: stage.merchantId, endpointId: id, keyId });
        return verify(null, message, key, signature);
      });
      return found ?? 'nobody';
    });
  };
  const keyIdsOf = async (id: Id): Promise<readonly string[]> => {
    const row = await getEndpoint(stage.deps, addressOf(id));
    return row === undefined ? [] : signingKeysOf(row).map(({ keyId }) => keyId);
  };

  test('come beside the secret, are rotated with an overlap or at once, and end when they are not wanted', async () => {
    const { shop, id, secret } = await openStory(['hmac', 'ed25519']);
    const [first = ''] = await keyIdsOf(id);
    stage.startDeliverer();
    const one = await hearNext(shop);
    assert.deepEqual(await asymmetricBy(one, id, [first]), [first]);
    assert.deepEqual(signedBy(one, { secret }), ['secret']);

    await rotateSigningKey(stage.deps, addressOf(id));
    const [second = '', old] = await keyIdsOf(id);
    assert.equal(old, first);
    assert.deepEqual(await asymmetricBy(await hearNext(shop), id, [first, second]), [second, first]);

    await rotateSigningKey(stage.deps, { ...addressOf(id), overlapHours: 0 });
    const [third = '', ...none] = await keyIdsOf(id);
    assert.deepEqual(none, []);
    assert.deepEqual(await asymmetricBy(await hearNext(shop), id, [first, second, third]), [third]);

    await changeEndpoint(stage.deps, { ...addressOf(id), ...same, signatures: ['hmac', 'ed25519'] });
    assert.deepEqual(await keyIdsOf(id), [third], 'who wants what is there keeps the key');
    await changeEndpoint(stage.deps, { ...addressOf(id), ...same, signatures: ['hmac'] });
    assert.match((await hearNext(shop)).headers['webhook-signature'] ?? '', /^v1,[A-Za-z0-9+/]{43}=$/);
    assert.equal(await rotateSigningKey(stage.deps, addressOf(id)), 'noSigningKey');
    await changeEndpoint(stage.deps, { ...addressOf(id), ...same, signatures: ['hmac', 'ed25519'] });
    const [fresh] = await keyIdsOf(id);
    assert.ok(fresh !== undefined && ![first, second, third].includes(fresh), 'wanted again: a new key');
  });

  test('an endpoint without them sends what it always sent', async () => {
    const { shop } = await openStory();
    stage.startDeliverer();
    assert.match((await hearNext(shop)).headers['webhook-signature'] ?? '', /^v1,[A-Za-z0-9+/]{43}=$/);
  });

  test('never without the secret’s signature', async () => {
    await assert.rejects(openStory(['ed25519']), namesFields('/signatures'));
  });
});
