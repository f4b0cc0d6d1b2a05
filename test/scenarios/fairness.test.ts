/** Limits that all gateways of one database keep together, and what one merchant may take of what all share. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { createShop, type Answer } from '../support/shop.ts';
import { waitFor } from '../support/wait-for.ts';

type Problem = { readonly code: string; readonly detail: string };

describe('two gateways', () => {
  const PER_SECOND = 20;
  let world: World;
  let acme: TestMerchant;
  before(async () => {
    world = await createWorld({ TOLLGATE_RATE_LIMIT_PER_KEY: String(PER_SECOND), TOLLGATE_TRUST_PROXY: '1' });
    acme = await world.addMerchant();
  });
  after(() => world.close());

  test('a key that is used at one of them is known to the other, and what was let through is bounded', async () => {
    const urls = [world.gatewayUrl, await world.addGateway()];
    const beganAtMs = performance.now();
    let passed = 0;
    const call = async (url: string): Promise<void> => {
      const answer = await fetch(`${url}/api2/sessions/none`, { headers: { 'X-Api-Key': acme.apiKey } });
      await answer.arrayBuffer();
      assert.ok(answer.status === 404 || answer.status === 429, `${answer.status}`);
      if (answer.status === 404) passed++;
      else assert.match(String(answer.headers.get('retry-after')), /^\d+$/);
    };
    for (let turn = 0; turn < 30; turn++)
      await Promise.all(urls.flatMap((url) => Array.from({ length: 15 }, () => call(url))));
    const seconds = (performance.now() - beganAtMs) / 1000;
    // A full second at each before it hears of the other, and what drains meanwhile.
    assert.ok(passed <= PER_SECOND * (seconds + 2.5), `${passed} in ${seconds} s`);
    await waitFor('a row of the key', async () => {
      const [row] = await world.sql<{ count: string }>('select count(*) from gateway_limit_levels');
      return row?.count === '1';
    });
  });

  test("behind a proxy a key's allowed addresses are the shop's, not the proxy's", async () => {
    const { shop } = await world.addMerchant({ name: 'Other' });
    const made = await shop.call<{ apiKey: string }>('POST', '/api-keys', {
      body: { name: 'office', allowedAddresses: ['203.0.113.0/24'] },
    });
    assert.equal(made.status, 200, made.text);
    const office = createShop({ gatewayUrl: world.gatewayUrl, apiKey: made.body.apiKey });
    const from = (address: string): Promise<Answer<Problem>> =>
      office.call('GET', '/sessions', { headers: { 'X-Forwarded-For': address } });
    assert.equal((await from('203.0.113.9')).status, 200);
    assert.equal((await from('198.51.100.1, 203.0.113.9:51234')).status, 200);
    const elsewhere = await from('203.0.113.9, 198.51.100.1');
    assert.equal(elsewhere.status, 403);
    assert.match(elsewhere.body.detail, /may not be used from 198\.51\.100\.1\./);
  });
});

/** 59 KB that take long to read: as many values as there is place for. */
const heavy = JSON.stringify({ url: 'https://shop.example/hook', events: new Array(19_000).fill('') });

for (const [what, environment, sentence] of [
  [
    'bytes',
    { TOLLGATE_KILOBYTES_PER_MERCHANT: '1' },
    /^More than 1 KB a second were sent and answered for this merchant\./,
  ],
  ['time', { TOLLGATE_WORK_MS_PER_MERCHANT: '1' }, /^What this merchant sent took more than 1 ms a second to read\./],
] as const)
  describe(`the budget of ${what}`, () => {
    let world: World;
    before(async () => {
      world = await createWorld(environment);
    });
    after(() => world.close());

    test('who used it up is told how long to wait, with every key of his; nobody else notices', async () => {
      const [acme, other] = [await world.addMerchant(), await world.addMerchant({ name: 'Other' })];
      const made = await acme.shop.call<{ apiKey: string }>('POST', '/api-keys', { body: { name: 'second' } });
      const second = createShop({ gatewayUrl: world.gatewayUrl, apiKey: made.body.apiKey });
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => acme.shop.call('POST', '/webhook-endpoints', { rawBody: heavy })),
      );
      assert.ok(answers.every(({ status }) => status === 400 || status === 429));
      for (const shop of [acme.shop, second]) {
        const refused: Answer<Problem> = await shop.call('GET', '/sessions');
        assert.deepEqual([refused.status, refused.body.code], [429, 'rate_limited']);
        assert.match(refused.body.detail, sentence);
        assert.ok(Number(refused.headers.get('retry-after')) >= 1);
      }
      assert.equal((await other.shop.call('GET', '/sessions')).status, 200);
    });
  });
