import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestAcquirer } from '../support/acquirer.ts';
import { getPage, payByForm } from '../support/customer.ts';
import type { TestMerchant } from '../support/gateway.ts';
import { toldAbout } from '../support/payments.ts';
import { aCard, aSession } from '../support/shop.ts';
import { waitFor } from '../support/wait-for.ts';

/**
 * Customers who pay without pause while something dies; afterwards the books of bank, gateway and shop are compared.
 */
export type Buying = {
  /** Lets the last ones finish or give up. */
  readonly end: () => Promise<void>;
};

export const startBuying = (acme: TestMerchant, customers: number): Buying => {
  let isOver = false;
  /** Undefined when everything is over before an answer came. */
  const untilAnswered = async <T>(ask: () => Promise<T | undefined>): Promise<T | undefined> => {
    while (!isOver) {
      const answer = await ask().catch(() => undefined);
      if (answer !== undefined) return answer;
      await sleep(20);
    }
    return undefined;
  };

  /** Buys one thing after the other, and comes back to the page as a person does when the connection breaks. */
  const buy = async (number: number): Promise<void> => {
    for (let purchase = 0; !isOver; purchase++) {
      const order = `load-${number}-${purchase}`;
      const request = { body: { ...aSession, merchantReferenceId: order }, headers: { 'Idempotency-Key': order } };
      const session = await untilAnswered(async () => {
        const { status, body } = await acme.shop.call('POST', '/sessions', request);
        return status === 200 ? body : undefined;
      });
      if (session === undefined) return;
      const paymentUrl = String(session['paymentUrl']);
      await untilAnswered(async () => {
        const card = { ...aCard, cvc: purchase % 4 === 0 ? '999' : '123' };
        await payByForm(paymentUrl, card).catch(() => undefined);
        const page = await getPage(paymentUrl);
        if (page.status !== 200) return undefined;
        return page.html.includes('name="pan"') && purchase % 4 !== 0 ? undefined : true;
      });
    }
  };
  const buyers = Array.from({ length: customers }, (_, number) => buy(number));
  return {
    end: async () => {
      isOver = true;
      await Promise.all(buyers);
    },
  };
};

/** Until the bank has approved so many payments more: a kill before which nobody paid says nothing. */
export const untilPaid = async (acquirer: TestAcquirer, payments: number): Promise<void> => {
  const approvals = async () => (await acquirer.journal({ event: 'approved' })).length;
  const wanted = (await approvals()) + payments;
  await waitFor(`${payments} payments more`, async () => (await approvals()) >= wanted);
};

/** The same wishes for every run of one seed. */
export const createDice = (seed: number): ((most: number) => number) => {
  let state = seed;
  return (most) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state % most;
  };
};

type Books = {
  readonly acme: TestMerchant;
  readonly acquirer: TestAcquirer;
  readonly sql: <Row extends Record<string, unknown>>(text: string) => Promise<readonly Row[]>;
};

/** Nobody paid twice, nothing paid is lost, everything is told, and in order. */
export const compareBooks = async ({ acme, acquirer, sql }: Books): Promise<void> => {
  await acquirer.clearFaults();
  await untilNothingIsInFlight(sql);
  const sessions = await sql<{ id: string; state: string; reference: string }>(
    'select id, state, merchant_reference_id as reference from sessions',
  );
  assert.deepEqual((await acquirer.stats({})).ordersWithSeveralApprovals, []);
  const approved = new Set((await acquirer.journal({ event: 'approved' })).map(({ order }) => order));
  const completed = sessions.filter(({ state }) => state === 'completed').map(({ reference }) => reference);
  assert.deepEqual([...approved].sort(), completed.sort(), 'what the bank approved and what the shop was told differ');
  assert.equal(new Set(sessions.map(({ reference }) => reference)).size, sessions.length, 'one key made two sessions');

  const told = await sql<{ n: number }>('select count(*)::int as n from events');
  await waitFor(
    'every event is heard',
    () => Promise.resolve(new Set(acme.sink.received.map(({ event }) => event.id)).size === told[0]?.n),
    120_000,
  );
  const { body } = await acme.shop.call<{ data: { id: string }[] }>('GET', '/sessions?limit=5&status=completed');
  for (const { id } of body.data) assert.equal((await toldAbout(acme, id)).at(-1), 'session.completed');
  for (const [subject, heard] of firstHeard(acme))
    assert.deepEqual(
      heard,
      heard.toSorted((a, b) => a - b),
      `events of ${subject} came out of order`,
    );
};

/**
 * What was under way when it died is asked about 5 s later, and what never arrived is believed after 30 s more: time is
 * moved.
 */
const untilNothingIsInFlight = async (sql: Books['sql']): Promise<void> => {
  await sql(`update attempts set sent_at = now() - interval '1 minute' where state = 'sending'`);
  await waitFor('nothing is in flight', async () => {
    await sql(
      `update attempts set reconcile_at = now() where state = 'sending' and reconcile_at > now() + interval '1 second'`,
    );
    return (await sql(`select id from attempts where state in ('sending', 'reversing')`)).length === 0;
  });
};

/** The sequence numbers of each subject in the order in which they were heard first. */
const firstHeard = (acme: TestMerchant): ReadonlyMap<string, readonly number[]> => {
  const bySubject = new Map<string, number[]>();
  for (const { event } of acme.sink.received) {
    const subject = String(event.data.object['session'] ?? event.data.object['id']);
    const heard = bySubject.get(subject) ?? [];
    if (!heard.includes(event.sequence)) bySubject.set(subject, [...heard, event.sequence]);
  }
  return bySubject;
};
