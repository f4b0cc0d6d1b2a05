/** Customers pay without pause while the gateway is killed again and again at moments nobody chose. Then the books are compared. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { getPage, payByForm } from '../support/customer.ts';
import { createMortalWorld, type MortalWorld } from '../support/mortal-world.ts';
import type { TestMerchant } from '../support/gateway.ts';
import { toldAbout } from '../support/payments.ts';
import { aCard, aSession } from '../support/shop.ts';
import { waitFor } from '../support/wait-for.ts';

const SEED = Number(process.env['CRASH_SEED'] ?? Date.now() % 1_000_000);
const KILLS = 5;
const CUSTOMERS = 8;

let world: MortalWorld;
let acme: TestMerchant;
let isOver = false;

before(async () => {
  world = await createMortalWorld();
  acme = await world.addMerchant();
});
after(() => world.close());

/** Buys one thing after the other, and comes back to the page as a person does when the connection breaks. */
const customer = async (number: number, orders: string[]): Promise<void> => {
  for (let purchase = 0; !isOver; purchase++) {
    const order = `load-${number}-${purchase}`;
    const request = { body: { ...aSession, merchantReferenceId: order }, headers: { 'Idempotency-Key': order } };
    const session = await untilAnswered(async () => {
      const { status, body } = await acme.shop.call('POST', '/sessions', request);
      return status === 200 ? body : undefined;
    });
    if (session === undefined) return;
    orders.push(order);
    const paymentUrl = String(session['paymentUrl']);
    await untilAnswered(async () => {
      const card = { ...aCard, cvc: purchase % 4 === 0 ? '999' : '123' };
      await payByForm(paymentUrl, card).catch(() => undefined);
      const page = await getPage(paymentUrl);
      return page.html.includes('name="pan"') && purchase % 4 !== 0 ? undefined : true;
    });
  }
};

/** Undefined when everything is over before an answer came. */
const untilAnswered = async <T>(ask: () => Promise<T | undefined>): Promise<T | undefined> => {
  while (!isOver) {
    const answer = await ask().catch(() => undefined);
    if (answer !== undefined) return answer;
    await sleep(20);
  }
  return undefined;
};

test(`${KILLS} kills under load: nobody pays twice, nothing paid is lost, everything is told (seed ${SEED})`, async () => {
  const orders: string[] = [];
  const customers = Array.from({ length: CUSTOMERS }, (_, number) => customer(number, orders));
  let random = SEED;
  for (let kill = 0; kill < KILLS; kill++) {
    random = (random * 1_103_515_245 + 12_345) % 2 ** 31;
    await sleep(300 + (random % 900));
    await world.kill();
    await world.start();
  }
  await sleep(500);
  isOver = true;
  await Promise.all(customers);
  await world.acquirer.clearFaults();
  // What was under way when it was killed is asked about 5 s later, and what never arrived is believed after 30 s more.
  await world.sql(`update attempts set sent_at = now() - interval '1 minute' where state = 'sending'`);
  await waitFor('nothing is in flight', async () => {
    await world.sql(`update attempts set reconcile_at = now() where state = 'sending' and reconcile_at > now() + interval '1 second'`);
    return (await world.sql(`select id from attempts where state in ('sending', 'reversing')`)).length === 0;
  }, 30_000);

  const sessions = await world.sql<{ id: string; state: string; reference: string; sequence: number }>(
    `select id, state, merchant_reference_id as reference, sequence from sessions`);
  const live = await world.acquirer.stats({});
  assert.deepEqual(live.ordersWithSeveralApprovals, []);
  const approved = new Set((await world.acquirer.journal({ event: 'approved' })).map(({ order }) => order));
  const completed = sessions.filter(({ state }) => state === 'completed').map(({ reference }) => reference);
  assert.deepEqual([...approved].sort(), completed.sort(), 'what the bank approved and what the shop was told differ');
  assert.ok(completed.length >= KILLS * 5, `only ${completed.length} payments: too few to mean anything`);
  assert.equal(new Set(sessions.map(({ reference }) => reference)).size, sessions.length, 'one key made two sessions');

  const told = await world.sql<{ n: number }>('select count(*)::int as n from events');
  await waitFor('every event is heard', () => Promise.resolve(new Set(acme.sink.received.map(({ event }) => event.id)).size === told[0]?.n), 30_000);
  const { body } = await acme.shop.call<{ data: { id: string }[] }>('GET', '/sessions?limit=5&status=completed');
  for (const { id } of body.data) assert.equal((await toldAbout(acme, id)).at(-1), 'session.completed');
  const firstHeard = new Map<string, number[]>();
  for (const { event } of acme.sink.received) {
    const subject = String(event.data.object['session'] ?? event.data.object['id']);
    const heard = firstHeard.get(subject) ?? [];
    if (!heard.includes(event.sequence)) firstHeard.set(subject, [...heard, event.sequence]);
  }
  for (const [subject, heard] of firstHeard) assert.deepEqual(heard, heard.toSorted((a, b) => a - b), `events of ${subject} came out of order`);
});
