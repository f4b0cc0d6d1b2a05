/** Limits as a customer meets them who shares his address with somebody else. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { getPage, leadsTo, submitCard } from '../support/customer.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { aCard } from '../support/shop.ts';

let world: World;
let acme: TestMerchant;
before(async () => {
  world = await createWorld({ TOLLGATE_RATE_LIMIT_PER_IP: '30' });
  acme = await world.addMerchant();
});
after(() => world.close());

test('25 customers pay while a stranger at their address sends nonsense under every name of the page', async () => {
  const sessions = await Promise.all(Array.from({ length: 25 }, () => acme.shop.createSession()));
  const pages = await Promise.all(sessions.map((session) => getPage(session.paymentUrl)));
  const [victim = ''] = sessions.map((session) => new URL(session.paymentUrl).pathname);
  const nonsense = ['/pay/zzz', '/%70ay/zzz', '/authenticate/zzz', victim].flatMap((path) =>
    Array.from({ length: 20 }, async () => {
      const answer = await fetch(`${world.gatewayUrl}${path}`, {
        method: 'POST',
        body: new URLSearchParams({ formToken: 'no', pan: '1' }),
        redirect: 'manual',
      });
      await answer.arrayBuffer();
      if (answer.status === 429) assert.match(String(answer.headers.get('retry-after')), /^\d+$/);
      return answer.status;
    }),
  );
  const statuses = await Promise.all(nonsense);
  assert.ok(statuses.every((status) => status < 500));
  const paid = await Promise.all(pages.map((page) => submitCard(page, aCard)));
  assert.deepEqual(
    paid.map(({ headers }) => /status=completed/.test(leadsTo(headers.get('refresh')) ?? '')),
    new Array(25).fill(true),
  );
});
