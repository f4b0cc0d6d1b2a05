/**
 * Two accounts at two acquirers that know nothing of one another, both with faults at every step; two gateways and the
 * database are killed under load at moments nobody chose. At most one unreversed approval an order over both books, a
 * card never goes on while it may be approved, amounts agree, everything is told. (docs/adr/0046)
 */
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { isLong } from '../support/length.ts';
import { waitFor } from '../support/wait-for.ts';
import { createDice, everythingIsTold, startFollowing, type Following } from './books.ts';
import { compareTwoBooks } from './two-accounts/books.ts';
import { startHurrying, startTrade, startTrouble } from './two-accounts/load.ts';
import { createTwoAccounts, type TwoAccounts } from './two-accounts/world.ts';

const SEED = Number(process.env['CRASH_SEED'] ?? Date.now() % 1_000_000);
const FEW_KILLS = 2;
const LONG_MS = 16 * 60_000;
const PAYMENTS_BETWEEN = 4;
const CUSTOMERS = 4;

let world: TwoAccounts;
let following: Following;
before(async () => {
  world = await createTwoAccounts();
  following = startFollowing(world.gateways[0].url, world.acme);
});
after(async () => {
  await following.end();
  await world.close();
});

/** One of the gateways, then the database; in a long run whatever chance says. The moments are always chance's. */
const killSomething = async (kill: number, roll: (most: number) => number): Promise<void> => {
  const [first, second] = world.gateways;
  const victim = isLong ? roll(3) : kill === 0 ? roll(2) : 2;
  if (victim === 2) {
    await world.killDatabase();
    await sleep(roll(400));
    await world.startDatabase();
    return;
  }
  const gateway = victim === 0 ? first : second;
  await gateway.kill();
  await sleep(roll(400));
  await gateway.start();
};

const count = async (sql: string): Promise<number> =>
  (await world.sql<{ n: number }>(`select count(*)::int as n from ${sql}`))[0]?.n ?? 0;

const untilPaid = async (payments: number): Promise<void> => {
  // One that is down, by a fault of its own, has approved nothing meanwhile.
  const approvals = async (): Promise<number> => {
    await Promise.all(world.hosts.map((host) => host.untilUp()));
    const stats = await Promise.all(world.hosts.map((host) => host.stats().catch(() => undefined)));
    return stats.reduce((sum, some) => sum + (some?.approvals ?? 0), 0);
  };
  const wanted = (await approvals()) + payments;
  await waitFor(`${payments} payments more`, async () => (await approvals()) >= wanted, 120_000);
};

const passedOn = (): Promise<number> => count(`attempts where routing ->> 'why' = 'failover'`);

/** Chance may have kept all at their first account: on a busy machine the second is often out of order, too. */
const untilPassedOn = async (): Promise<void> => {
  while ((await passedOn()) === 0) {
    for (const host of world.hosts)
      await host.setFault({ kind: 'decline', code: '96', match: { type: 'SALE' }, count: 1 });
    await untilPaid(PAYMENTS_BETWEEN);
  }
};

test(`killed again and again over two accounts: one approval an order, the same money in all books (seed ${SEED})`, async (t) => {
  const roll = createDice(SEED);
  let kills = 0;
  const hurrying = startHurrying(world);
  const trouble = startTrouble(world, roll);
  const trade = startTrade(world, CUSTOMERS, roll);
  try {
    const beganMs = performance.now();
    const isEnough = () => (isLong ? performance.now() - beganMs > LONG_MS : kills >= FEW_KILLS);
    for (; !isEnough(); kills++) {
      await untilPaid(PAYMENTS_BETWEEN);
      await sleep(roll(900));
      await killSomething(kills, roll);
    }
    await untilPaid(PAYMENTS_BETWEEN);
    await trouble.end();
    await untilPassedOn();
  } finally {
    await Promise.all([trouble.end(), trade.end(), hurrying.end()]);
    await Promise.all(world.hosts.map((host) => host.untilUp()));
    await Promise.all(world.hosts.map((host) => host.clearFaults()));
  }
  await compareTwoBooks(world);
  await everythingIsTold({ acme: world.acme, following, sql: world.sql });
  t.diagnostic(
    `${kills} kills, ${await count('payments')} payments, ${await count('attempts')} attempts, ` +
      `${await passedOn()} passed on, ${await count(`attempts where state = 'reversed'`)} reversed, ` +
      `${await count('events')} events`,
  );
});
