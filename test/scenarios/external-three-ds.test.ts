/** A shop that authenticates its customers elsewhere brings the proof with the payment. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { cardOf, createPayment } from '../support/payments.ts';

let world: World;
let acme: TestMerchant;

before(async () => {
  world = await createWorld();
  acme = await world.addMerchant({ countsTries: false });
});
after(() => world.close());

const CAVV = 'AAABBEg0VhI0VniQEjRWAAAAAAA=';
const DS_TRANS_ID = 'f38e6948-5388-41a6-bca4-b49723c19437';
const PROOF = { version: '2.2.0', transStatus: 'Y', eci: '05', cavv: CAVV, dsTransId: DS_TRANS_ID };
/** Its own issuer would challenge it. */
const CHALLENGED = cardOf('4000000000000002');

const pay = (order: string, threeDs: object, card = cardOf()) =>
  createPayment(acme.shop, {
    merchantReferenceId: order,
    paymentMethod: { card },
    returnUrl: 'https://shop.example/done',
    threeDs,
  });

test('the proof goes to the acquirer, the customer is not asked again, and the shop reads what it came to', async () => {
  const payment = await pay('external-y', PROOF, CHALLENGED);
  assert.notEqual(payment.status, 'requiresAction');
  assert.deepEqual(payment['threeDs'], {
    eci: '05',
    liabilityShift: true,
    status: 'authenticated',
    transStatus: 'Y',
    version: '2.2.0',
  });
  const [asked] = await world.acquirer.journal({ order: 'external-y' });
  assert.equal(asked?.eci, '05');
  assert.equal(asked.cavvDigest, createHash('sha256').update(CAVV).digest('hex').slice(0, 16));
  const stored = await world.sql<{ whole: string }>(
    `select string_agg(t, ' ') as whole from (
      select p::text as t from payments p
      union all select a::text from attempts a union all select e::text from events e
    ) all_of_it`,
  );
  assert.ok(!(stored[0]?.whole ?? '').includes(CAVV), 'the proof is in no table');
});

test('an attempt that was confirmed, and an exemption', async () => {
  const attempted = await pay('external-a', { ...PROOF, transStatus: 'A', eci: '06' });
  assert.equal((attempted['threeDs'] as { status: string }).status, 'attempted');
  const exempt = await pay('external-i', { version: '2.2.0', transStatus: 'I', dsTransId: DS_TRANS_ID });
  assert.equal((exempt['threeDs'] as { status: string }).status, 'exempt');
  const [asked] = await world.acquirer.journal({ order: 'external-i' });
  assert.equal(asked?.exemption, true);
});

test('one that failed or was refused ends the payment, and the acquirer is not asked', async () => {
  for (const transStatus of ['N', 'R']) {
    const order = `external-${transStatus}`;
    const payment = await pay(order, { version: '2.2.0', transStatus });
    assert.equal(payment.status, 'requiresPaymentMethod');
    assert.deepEqual(await world.acquirer.journal({ order }), []);
  }
});

test('every wrong field at once, and never beside a stored card', async () => {
  const body = { amount: 1_000, currency: 'EUR', paymentMethod: { card: cardOf() } };
  const refused = async (threeDs: object, more: object = {}): Promise<readonly string[]> => {
    const answer = await acme.shop.call<{ errors: { pointer: string }[] }>('POST', '/payments', {
      body: { ...body, ...more, threeDs },
    });
    assert.equal(answer.status, 400, answer.text);
    return answer.body.errors.map(({ pointer }) => pointer).sort();
  };
  assert.deepEqual(await refused({ version: '1.0.2', transStatus: 'Y', eci: '5', cavv: 'short', dsTransId: 'x' }), [
    '/threeDs/cavv',
    '/threeDs/dsTransId',
    '/threeDs/eci',
    '/threeDs/version',
  ]);
  assert.deepEqual(await refused({ version: '2.2.0', transStatus: 'Y' }), [
    '/threeDs/cavv',
    '/threeDs/dsTransId',
    '/threeDs/eci',
  ]);
  assert.deepEqual(await refused({ version: '2.2.0', transStatus: 'U', cavv: CAVV }), ['/threeDs/cavv']);
  const stored = { storedPaymentMethodId: 'pm_x', paymentMethod: undefined };
  assert.deepEqual(await refused(PROOF, stored), ['/threeDs']);
});
