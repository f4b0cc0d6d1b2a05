import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTollgate, type FollowedEvent } from '@tollgate/sdk';
import { formatId } from '../../src/base/id.ts';
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

/** A shop's program that follows the feed from its beginning, whatever dies. */
export type Following = { readonly seen: readonly FollowedEvent[]; readonly end: () => Promise<void> };

export const startFollowing = (gatewayUrl: string, { apiKey }: TestMerchant): Following => {
  const tollgate = createTollgate({ apiKey, baseUrl: gatewayUrl });
  const ending = new AbortController();
  const seen: FollowedEvent[] = [];
  const following = (async () => {
    for await (const event of tollgate.events.follow({ after: 'start', signal: ending.signal })) seen.push(event);
  })();
  return {
    seen,
    end: async () => {
      ending.abort();
      await following;
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

type Told = {
  readonly acme: TestMerchant;
  readonly following: Following;
  readonly sql: <Row extends Record<string, unknown>>(text: string) => Promise<readonly Row[]>;
};
type Books = Told & { readonly acquirer: TestAcquirer };

/** Nobody paid twice, nothing paid is lost, everything is told, to the endpoint and in the feed, and in order. */
export const compareBooks = async ({ acquirer, ...told }: Books): Promise<void> => {
  const { sql } = told;
  await acquirer.clearFaults();
  await untilNothingIsInFlight(sql);
  const sessions = await sql<{ id: string; state: string; reference: string }>(
    'select id, state, merchant_reference_id as reference from sessions',
  );
  assert.deepEqual((await acquirer.stats({})).ordersWithSeveralApprovals, []);
  // What came to the bank late, when it was given up already, is reversed and nobody's.
  const standing = new Set(await acquirer.unreversedApprovals());
  const approvals = (await acquirer.journal({ event: 'approved' })).filter(({ ref }) => standing.has(ref));
  const approved = new Set(approvals.map(({ order }) => order));
  const completed = sessions.filter(({ state }) => state === 'completed').map(({ reference }) => reference);
  assert.deepEqual([...approved].sort(), completed.sort(), 'what the bank approved and what the shop was told differ');
  assert.equal(new Set(sessions.map(({ reference }) => reference)).size, sessions.length, 'one key made two sessions');
  await everythingIsTold(told);
};

/** To the endpoint and in the feed, in order. */
export const everythingIsTold = async ({ acme, following, sql }: Told): Promise<void> => {
  // What the dead had claimed is free after twenty seconds: time is moved. A living one that sends just now is heard
  // twice, and its result counts no more.
  await sql('update deliveries set leased_until = now() where leased_until > now()');
  // Read anew with each look: what a gateway heard last may have been written just now.
  const events = async (): Promise<readonly string[]> =>
    (await sql<{ id: string }>('select id from events')).map(({ id }) => formatId('event', id));
  await waitFor(
    'every event is heard',
    async () => {
      const heard = new Set(acme.sink.received.map(({ event }) => event.id));
      const told = await events();
      return told.length === heard.size && told.every((id) => heard.has(id));
    },
    120_000,
  );
  const { body } = await acme.shop.call<{ data: { id: string }[] }>('GET', '/sessions?limit=5&status=completed');
  for (const { id } of body.data) {
    const ended = (await toldAbout(acme, id)).filter((type) => !type.startsWith('refund.'));
    assert.equal(ended.at(-1), 'session.completed');
  }
  assertInOrder(acme.sink.received.map(({ event }) => event));
  await waitFor('every event is in the feed', async () => following.seen.length >= (await events()).length, 120_000);
  await following.end();
  // Each once, and none that is not in the outbox: no set, so that one that came twice is seen.
  assert.deepEqual(following.seen.map(({ id }) => id).sort(), (await events()).toSorted());
  assertInOrder(following.seen);
};

const assertInOrder = (events: readonly Heard[]): void => {
  for (const [subject, heard] of firstHeard(events))
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

type Heard = { readonly sequence: number; readonly data: { readonly object: unknown } };

/** The sequence numbers of each subject in the order in which they were heard first. */
const firstHeard = (events: readonly Heard[]): ReadonlyMap<string, readonly number[]> => {
  const bySubject = new Map<string, number[]>();
  for (const event of events) {
    const { session, id } = event.data.object as { readonly session?: string; readonly id: string };
    const subject = session ?? id;
    const heard = bySubject.get(subject) ?? [];
    if (!heard.includes(event.sequence)) bySubject.set(subject, [...heard, event.sequence]);
  }
  return bySubject;
};
