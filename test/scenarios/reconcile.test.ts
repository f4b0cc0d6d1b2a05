/** After a failover the books are compared with the acquirer's list. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { reconcile } from '../../packages/cli/src/operator/commands/reconcile.ts';
import { createWorld, type World } from '../support/gateway.ts';
import { cancel, capture, createPayment, refund } from '../support/payments.ts';

let world: World;
before(async () => {
  world = await createWorld();
});
after(() => world.close());

const since = '2020-01-01T00:00:00Z';
const run = async (flags: Readonly<Record<string, string>> = {}) => {
  const { json, exitCode } = await reconcile.run(
    {
      withAdmin: (act) => act(world.admin),
      examine: () => Promise.resolve([]),
      progress: () => undefined,
    },
    { since, ...flags },
  );
  const { differences } = json as { differences: { kind: string; merchantReferenceId?: string; paymentId?: string }[] };
  return { exitCode, found: differences.map((one) => [one.kind, one.merchantReferenceId ?? one.paymentId]).sort() };
};

test('books that agree; a payment that was lost, another amount, an approval that the acquirer never gave', async () => {
  const { shop, merchantId } = await world.addMerchant();
  const taken = await createPayment(shop);
  await capture(shop, taken.id);
  await refund(shop, taken.id, 1_000);
  const given = await createPayment(shop);
  await cancel(shop, given.id);
  for (let n = 0; n < 100; n++) await createPayment(shop);
  assert.deepEqual(await run(), { exitCode: 0, found: [] });

  await createPayment(shop, { merchantReferenceId: 'lost' });
  await world.sql(`
    create temporary table lost as select id from payments where merchant_reference_id = 'lost';
    delete from deliveries where subject_id in (select id from lost);
    delete from events where subject_id in (select id from lost);
    delete from attempts where payment_id in (select id from lost);
    delete from payments where id in (select id from lost)`);
  assert.deepEqual(await run(), { exitCode: 1, found: [['onlyAtAcquirer', 'lost']] });
  assert.equal((await run({ merchant: merchantId })).exitCode, 1);
  const other = await world.addMerchant();
  assert.equal((await run({ merchant: other.merchantId })).exitCode, 0);

  const [changed] = await world.sql<{ id: string }>(
    `update attempts set amount = amount + 1
      where payment_id in (select payment_id from operations where kind = 'refund')
     returning id`,
  );
  const [invented] = await world.sql<{ id: string }>(
    `update operations set id = '01900000-0000-7000-8000-000000000000' where kind = 'void' returning id`,
  );
  assert(changed !== undefined && invented !== undefined);
  const { found } = await run({ merchant: merchantId });
  assert.deepEqual(
    found.map(([kind]) => kind),
    ['differentAmount', 'onlyAtAcquirer', 'onlyAtAcquirer', 'onlyInBooks'],
  );
  assert(found.some(([kind, about]) => kind === 'differentAmount' && about === taken.id));
  assert(found.some(([kind, about]) => kind === 'onlyInBooks' && about === given.id));
});
