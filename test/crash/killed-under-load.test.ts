/**
 * Customers pay without pause while the gateway is killed again and again at moments nobody chose. Then the books are
 * compared.
 */
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestMerchant } from '../support/gateway.ts';
import { createMortalWorld, type MortalWorld } from '../support/mortal-world.ts';
import { compareBooks, createDice, startBuying, startFollowing, untilPaid } from './books.ts';

const SEED = Number(process.env['CRASH_SEED'] ?? Date.now() % 1_000_000);
const KILLS = 5;
const PAYMENTS_BETWEEN = 5;
const CUSTOMERS = 8;

let world: MortalWorld;
let acme: TestMerchant;

before(async () => {
  world = await createMortalWorld();
  acme = await world.addMerchant();
});
after(() => world.close());

test(`${KILLS} kills under load: nobody pays twice, nothing paid is lost, everything is told (seed ${SEED})`, async () => {
  const following = startFollowing(world.url, acme);
  const buying = startBuying(acme, CUSTOMERS);
  const roll = createDice(SEED);
  for (let kill = 0; kill < KILLS; kill++) {
    await untilPaid(world.acquirer, PAYMENTS_BETWEEN);
    await sleep(roll(900));
    await world.kill();
    await world.start();
  }
  await untilPaid(world.acquirer, PAYMENTS_BETWEEN);
  await buying.end();
  await compareBooks({ acme, following, acquirer: world.acquirer, sql: world.sql });
});
