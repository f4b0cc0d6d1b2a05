/**
 * Two accounts at two acquirers that know nothing of one another, and every fault of either at every step, while the
 * customer tries again: at most one unreversed approval a session over both books, of its amount; and a card never goes
 * to the second while the first may have approved it.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { messageFaults, type MessageFaultKind } from '../../simulators/acquirer/fault-kinds.ts';
import { startTestAcquirer, type TestAcquirer } from '../support/acquirer.ts';
import { formFields, getPage, payByForm, submitCard } from '../support/customer.ts';
import { createWorld, type TestMerchant, type World } from '../support/gateway.ts';
import { isLong } from '../support/length.ts';
import { aCard, createShop } from '../support/shop.ts';
import { waitFor } from '../support/wait-for.ts';

let world: World;
let north: TestAcquirer;
let south: TestAcquirer;

before(async () => {
  [world, north, south] = await Promise.all([createWorld(), startTestAcquirer(), startTestAcquirer()]);
});
after(async () => {
  await world.close();
  await Promise.all([north.stop(), south.stop()]);
});

/** One a case: what fails for one does not put the accounts of another out of order. */
const merchantWithTwo = async (): Promise<TestMerchant> => {
  const acme = await world.addMerchant({ countsTries: false });
  const { apiKey } = await world.admin.createApiKey({
    merchantId: acme.merchantId,
    scopes: ['acquirer-accounts:write'],
  });
  const operator = createShop({ gatewayUrl: world.gatewayUrl, apiKey });
  for (const [name, { url }, priority] of [
    ['north', north, 1],
    ['south', south, 2],
  ] as const) {
    const body = { name, connector: 'sandbox', settings: { url }, secrets: {}, priority };
    const { status, text } = await operator.call('POST', '/acquirer-accounts', { body });
    assert.equal(status, 200, text);
  }
  return acme;
};

type Case = {
  readonly fault: MessageFaultKind;
  /** Whose. The other one is well. */
  readonly of: 'north' | 'south';
  readonly step: 'authorize' | 'inquiry' | 'reversal';
};

/** Of the list, what this wire can do; short times, for what is late is late enough while nobody waits for it. */
const kinds = (Object.keys(messageFaults) as MessageFaultKind[]).filter(
  (kind) => !['noticeFirst', 'takenBack'].includes(kind),
);
const all: readonly Case[] = (['authorize', 'inquiry', 'reversal'] as const).flatMap((step) =>
  kinds
    .filter((kind) => (kind === 'notFound' ? step === 'inquiry' : true))
    .flatMap((fault) => (['north', 'south'] as const).map((of) => ({ fault, of, step }))),
);
const sample = all.filter(
  ({ fault, step }) =>
    fault === (step === 'reversal' ? 'errorPageBefore' : 'cutAfter') || (fault === 'cutBefore' && step === 'authorize'),
);

const LATE_MS = 200;

/** What makes the gateway come to this step at this acquirer at all. */
const prepare = async ({ fault, of, step }: Case, order: string): Promise<void> => {
  const host = of === 'north' ? north : south;
  if (of === 'south') await north.setFault({ kind: 'decline', code: '96', match: { order }, count: 1 });
  if (step === 'inquiry') await host.setFault({ kind: 'cutAfter', match: { order }, count: 1 });
  // Approved, and not found for as long as anybody asks: so it is reversed.
  if (step === 'reversal') await host.setFault({ kind: 'notFoundFirst', ms: 60_000, match: { order }, count: 1 });
  const type = { authorize: {}, inquiry: { type: 'INQUIRY' }, reversal: { type: 'REVERSAL' } }[step];
  await host.setFault({ kind: fault, code: '91', ms: LATE_MS, match: { order, ...type }, count: 1 });
};

const isOpen = async (order: string): Promise<boolean> =>
  (await world.sql<{ state: string }>(`select state from sessions where merchant_reference_id = '${order}'`))[0]
    ?.state === 'open';

/** Time passes for the attempts of this order, until nothing of them is uncertain. */
const allIsKnown = (order: string) =>
  waitFor(`everything is known of ${order}`, async () => {
    await world.sql(`
      update attempts set sent_at = now() - interval '1 minute', reconcile_at = now()
      where state in ('sending', 'reversing') and reconcile_at is not null
        and payment_id in (select id from payments where merchant_reference_id = '${order}')`);
    const open = await world.sql(`
      select a.id from attempts a join payments p on p.merchant_id = a.merchant_id and p.id = a.payment_id
      where p.merchant_reference_id = '${order}' and a.state in ('sending', 'reversing')`);
    return open.length === 0;
  });

/** A customer who was told nothing opens the address again, in a window of its own, and pays where that is offered. */
const payAgain = async (paymentUrl: string): Promise<void> => {
  const page = await getPage(paymentUrl);
  if (Object.hasOwn(formFields(page.html), 'pan')) await submitCard(page, aCard);
};

/** That the case is what it is called. */
const wasPlayed = async ({ fault, of }: Case, order: string): Promise<boolean> => {
  const response = await fetch(`${(of === 'north' ? north : south).url}/control/faults`);
  return fault === 'notFound' || !(await response.text()).includes(`"${order}"`);
};

/**
 * Attempts whose card another acquirer saw, by its own book, before the attempt at the first was surely over: answered
 * with a no, or its reversal acknowledged.
 */
const sentTooEarly = async (order: string) => {
  const attempts = await world.sql<{ id: string; account_id: string; state: string; answered_at: Date | null }>(`
    select a.id, a.account_id, a.state, a.answered_at
    from attempts a join payments p on p.merchant_id = a.merchant_id and p.id = a.payment_id
    where p.merchant_reference_id = '${order}' order by a.number`);
  const entries = [...(await north.journal({ order })), ...(await south.journal({ order }))];
  const seenMs = (id: string): number =>
    Math.min(...entries.filter(({ ref, type }) => ref === id && type !== 'INQUIRY').map(({ at }) => Date.parse(at)));
  return attempts.flatMap((later, place) =>
    attempts
      .slice(0, place)
      .filter(
        (first) =>
          first.account_id !== later.account_id &&
          (first.state === 'approved' || first.answered_at === null || first.answered_at.getTime() > seenMs(later.id)),
      )
      .map((first) => ({ first: first.id, later: later.id })),
  );
};

const booksOf = async (order: string) => {
  const [atNorth, atSouth] = await Promise.all([
    north.unreversedApprovals({ order }),
    south.unreversedApprovals({ order }),
  ]);
  return [...atNorth, ...atSouth];
};

describe('two acquirers', { concurrency: 8 }, () => {
  for (const [n, one] of (isLong ? all : sample).entries())
    test(`${one.fault} of ${one.of} at ${one.step}: paid once at most`, async () => {
      const order = `two-${n}`;
      const amount = 1_000 + n;
      const acme = await merchantWithTwo();
      await prepare(one, order);
      const session = await acme.shop.createSession({ merchantReferenceId: order, amount });
      await payByForm(session.paymentUrl, aCard);
      for (let tries = 0; tries < 3; tries++) {
        await payAgain(session.paymentUrl);
        await allIsKnown(order);
        if (!(await isOpen(order))) break;
      }
      assert.ok(await wasPlayed(one, order), 'the fault happened');
      const live = await booksOf(order);
      assert.ok(live.length <= 1, `paid ${live.length} times`);
      const { status } = await acme.shop.session(session.id);
      assert.equal(live.length === 1, status === 'completed', `books and shop agree: ${status}, ${live.length}`);
      const approvals = [
        ...(await north.journal({ event: 'approved', order })),
        ...(await south.journal({ event: 'approved', order })),
      ];
      assert.ok(approvals.every((entry) => entry.amount === amount));
      assert.deepEqual(await sentTooEarly(order), [], 'a card went on while the first may have been approved');
    });
});
