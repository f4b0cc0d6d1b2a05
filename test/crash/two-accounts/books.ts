import assert from 'node:assert/strict';
import type { JournalEntry, TestAcquirer } from '../../support/acquirer.ts';
import { untilItHolds, waitFor } from '../../support/wait-for.ts';
import { hurry } from './load.ts';
import type { TwoAccounts } from './world.ts';

/** What two acquirers and the gateway say of the same money, when nothing is in doubt any more. */
export const compareTwoBooks = async ({ hosts, sql }: Pick<TwoAccounts, 'hosts' | 'sql'>): Promise<void> => {
  await untilItHolds(
    async () => {
      await waitFor('nothing is in doubt', () => isNothingInDoubt(sql), LONGEST_MS);
      assert.deepEqual(paidTwice(await liveOrders(hosts)), [], 'several unreversed approvals for one order');
      await assertSameMoney(hosts, sql);
    },
    { timeoutMs: LONGEST_MS },
  );
  const journals = await Promise.all(hosts.map((host) => host.journal()));
  assert.deepEqual(cardsSentTooEarly(journals.flat()), [], 'a card went on while it might have been approved');
};

/** Only ends a test that would wait for ever. */
const LONGEST_MS = 120_000;

/**
 * No attempt, no operation and no payment waits for an acquirer. It may wait once more afterwards: an approval that a
 * gateway hears late, of an attempt that the other one has given up meanwhile, is reversed again.
 */
const isNothingInDoubt = async (sql: TwoAccounts['sql']): Promise<boolean> => {
  await hurry(sql);
  const [doubts] = await sql<{ n: number }>(`
    select (select count(*) from attempts where state in ('sending', 'reversing'))::int
      + (select count(*) from operations where state = 'sending')::int
      + (select count(*) from payments where state in ('processing', 'canceling', 'releasing'))::int as n`);
  return doubts?.n === 0;
};

const liveOrders = async (hosts: readonly TestAcquirer[]): Promise<readonly string[]> => {
  const orders: string[] = [];
  for (const host of hosts) {
    const live = new Set(await host.unreversedApprovals());
    for (const { ref, order } of await host.journal({ event: 'approved' })) if (live.has(ref)) orders.push(order ?? '');
  }
  return orders;
};

const paidTwice = (orders: readonly string[]): readonly string[] =>
  orders.filter((order, at) => orders.indexOf(order) !== at);

/**
 * By the books of the acquirers alone: when a card of an order reaches one of them, whatever either was asked for that
 * order before is declined, or its reversal is written down.
 */
export const cardsSentTooEarly = (entries: readonly JournalEntry[]): readonly string[] => {
  const tries = new Map<string, Try>();
  for (const entry of entries.filter(isAboutCard)) {
    const { ref, order = '' } = entry;
    const known = tries.get(ref) ?? { ref, order, seenMs: Infinity, overMs: Infinity };
    const atMs = Date.parse(entry.at);
    const isOver = entry.event === 'reversed' || entry.event === 'declined';
    tries.set(ref, {
      ...known,
      order: known.order === '' ? order : known.order,
      // A reversal of what was never seen brings no card.
      seenMs: entry.event === 'reversed' ? known.seenMs : Math.min(known.seenMs, atMs),
      overMs: isOver ? Math.min(known.overMs, atMs) : known.overMs,
    });
  }
  const byOrder = Map.groupBy(tries.values(), ({ order }) => order);
  return [...byOrder.values()].flatMap((ofOrder) =>
    ofOrder.flatMap((later) =>
      ofOrder
        // One that crawled in after its reversal is refused, and was sent long before.
        .filter((first) => first !== later && later.overMs > later.seenMs && first.seenMs < later.seenMs)
        .filter((first) => first.overMs > later.seenMs)
        .map((first) => `${later.order}: ${later.ref} came while ${first.ref} was not over`),
    ),
  );
};

type Try = { readonly ref: string; readonly order: string; readonly seenMs: number; readonly overMs: number };

const isAboutCard = ({ type, event, undid }: JournalEntry): boolean =>
  event === 'reversed' ? undid !== 'CAPTURE' && undid !== 'REFUND' : type === 'SALE' || type === 'AUTH';

type Approved = {
  readonly ref: string;
  readonly account: string;
  readonly amount: number;
  readonly captured: number;
  readonly refunded: number;
};

/** Each approval that stands at an acquirer is one of the gateway's at that account, with the same amounts. */
const assertSameMoney = async (hosts: TwoAccounts['hosts'], sql: TwoAccounts['sql']): Promise<void> => {
  const ours = await sql<Approved>(`
    select a.id as ref, c.name as account, p.amount::float8 as amount, p.amount_captured::float8 as captured,
      p.amount_refunded::float8 as refunded
    from attempts a
    join payments p on p.merchant_id = a.merchant_id and p.attempt_id = a.id
    join acquirer_accounts c on c.merchant_id = a.merchant_id and c.id = a.account_id
    where a.state = 'approved'`);
  const theirs: Approved[] = [];
  for (const [account, host] of [
    ['north', hosts[0]],
    ['south', hosts[1]],
  ] as const)
    for (const ref of await host.unreversedApprovals()) {
      const known = await host.authorization(ref);
      assert.ok(known, ref);
      theirs.push({ ref, account, amount: known.amount, captured: known.captured, refunded: known.refunded });
    }
  const inOrder = (all: readonly Approved[]) => all.toSorted((a, b) => a.ref.localeCompare(b.ref));
  assert.deepEqual(inOrder(ours), inOrder(theirs), 'the books of gateway and acquirers differ');
};
