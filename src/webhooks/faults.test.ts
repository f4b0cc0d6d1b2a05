import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, afterEach, before, describe, test } from 'node:test';
import { systemClock, type Clock } from '../base/clock.ts';
import type { Uuid } from '../base/id.ts';
import { Problem } from '../base/problem.ts';
import { LOOK_EVERY_MS } from './faulty-send.ts';
import { getFaults, presentFaults, setFaults, type AskedFaults } from './faults.ts';
import { findDeliveriesOfEvent } from './log.ts';
import { newSessionId, openStage, until, type Heard, type Shop, type Stage } from './stage.fixture.ts';

let stage: Stage;
before(async () => {
  stage = await openStage();
});
afterEach(() => stage.clear());
after(() => stage.close());

type Endpoint = Awaited<ReturnType<Stage['addEndpoint']>>;
type Story = { readonly shop: Shop; readonly endpoint: Endpoint };

const openStory = async (faults: AskedFaults): Promise<Story> => {
  const shop = await stage.openShop();
  const endpoint = await stage.addEndpoint(shop.url);
  await ask(endpoint, faults);
  return { shop, endpoint };
};

const ask = ({ id }: Endpoint, faults: AskedFaults) =>
  setFaults(stage.deps, { merchantId: stage.merchantId, id }, faults);
const left = async ({ id }: Endpoint): Promise<unknown> =>
  presentFaults((await getFaults(stage.deps, { merchantId: stage.merchantId, id })) ?? []);

const isGenuine = ({ headers, body }: Heard, { secret }: Endpoint): boolean => {
  const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(headers['x-signature'] ?? '') ?? [];
  assert.ok(t !== undefined, 'a wrong signature has the right form');
  return v1 === createHmac('sha256', secret.reveal()).update(`${body}.${t}`).digest('hex');
};

/** How each try ended, oldest first, with its faults. */
const triesOf = async (eventId: string) => {
  const [delivery] = await findDeliveriesOfEvent(stage.deps, {
    merchantId: stage.merchantId,
    eventId: eventId as Uuid<'event'>,
  });
  return (delivery?.tries ?? []).map(({ outcome, faults }) => [outcome, faults]).toReversed();
};
const written = (eventId: string, count: number) =>
  until(`try ${count} is written`, async () => (await triesOf(eventId)).length === count);

/**
 * Chance that a test decides: each draw is the next of these, from 0 up to, but not, 1; then the last again. The wait
 * before a next try is a draw as well, made for every try.
 */
const drawing = (...draws: readonly number[]) => {
  let at = 0;
  return {
    bytes: (length: number): Buffer => {
      if (length !== 4) return Buffer.alloc(length, 9);
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(Math.floor((draws[Math.min(at++, draws.length - 1)] ?? 0) * 2 ** 32));
      return bytes;
    },
  };
};

const WAIT = 0;

/** A clock on which each look for a later event takes the time it should and is over at once. */
const hasty = (): Clock => {
  let aheadMs = 0;
  return {
    ...systemClock,
    monotonicMs: () => systemClock.monotonicMs() + aheadMs,
    sleep: async (ms, signal) => {
      if (ms !== LOOK_EVERY_MS) return systemClock.sleep(ms, signal);
      aheadMs += ms;
    },
  };
};

describe('faults for receivers', () => {
  test('drop: the next one is lost, and comes by the usual schedule', async () => {
    const { shop, endpoint } = await openStory({ drop: { next: 1 } });
    const eventId = await stage.tell(newSessionId(), 1);
    stage.startDeliverer();
    await written(eventId, 1);
    assert.equal(shop.heard.length, 0);
    assert.deepEqual(await left(endpoint), {});
    const [row] = await stage.sql<{ is_later: boolean }>(
      `select next_attempt_at > now() + interval '1 second' as is_later from deliveries where event_id = $1`,
      [eventId],
    );
    assert.equal(row?.is_later, true);
    await stage.retryNow();
    stage.hint();
    await written(eventId, 2);
    assert.deepEqual(await triesOf(eventId), [
      ['failed', ['drop']],
      ['delivered', null],
    ]);
  });

  test('wrongSignature: of the right form, made with a key that nobody has; the next try is good', async () => {
    const { shop, endpoint } = await openStory({ wrongSignature: { next: 1 } });
    shop.control.answer = (heard) => (isGenuine({ ...heard, status: 0 }, endpoint) ? 200 : 400);
    const eventId = await stage.tell(newSessionId(), 1);
    stage.startDeliverer();
    await written(eventId, 1);
    await stage.retryNow();
    stage.hint();
    await written(eventId, 2);
    assert.deepEqual(await triesOf(eventId), [
      ['refused', ['wrongSignature']],
      ['delivered', null],
    ]);
  });

  test('duplicate: two requests with one id and one body, and one try in the log', async () => {
    const { shop } = await openStory({ duplicate: { next: 1 } });
    const eventId = await stage.tell(newSessionId(), 1);
    stage.startDeliverer();
    await written(eventId, 1);
    const [first, second] = shop.heard;
    assert.equal(shop.heard.length, 2);
    assert.deepEqual([first?.eventId, first?.body], [second?.eventId, second?.body]);
    assert.notEqual(first?.headers['api-request-id'], second?.headers['api-request-id']);
    assert.deepEqual(await triesOf(eventId), [['delivered', ['duplicate']]]);
  });

  test('delay: held back for as long as was said, and others of the endpoint are not', async () => {
    const { shop } = await openStory({ delay: { ms: 45_000, next: 1 } });
    const late = await stage.tell(newSessionId(), 1);
    const [isHeld, letGo]: PromiseWithResolvers<void>[] = [Promise.withResolvers(), Promise.withResolvers()];
    const sleep = async (ms: number, signal?: AbortSignal): Promise<void> => {
      if (ms !== 45_000) return systemClock.sleep(ms, signal);
      isHeld?.resolve();
      await letGo?.promise;
    };
    const deliverer = stage.startDeliverer({ clock: { ...systemClock, sleep } });
    await isHeld?.promise;
    const quick = await stage.tell(newSessionId(), 1);
    deliverer.hint();
    await written(quick, 1);
    letGo?.resolve();
    await written(late, 1);
    assert.deepEqual(
      shop.heard.map(({ eventId }) => eventId),
      [quick, late],
    );
    assert.deepEqual([await triesOf(quick), await triesOf(late)], [[['delivered', null]], [['delivered', ['delay']]]]);
  });

  test('reorder: a later event of the session arrives first, each once, and both say so', async () => {
    const { shop, endpoint } = await openStory({ reorder: { next: 1 } });
    const sessionId = newSessionId();
    const events = [await stage.tell(sessionId, 1), await stage.tell(sessionId, 2), await stage.tell(sessionId, 3)];
    stage.startDeliverer();
    await until('all are taken', () => shop.taken().length === 3);
    assert.deepEqual(
      shop.heard.map(({ sequence }) => sequence),
      [2, 1, 3],
    );
    for (const eventId of events) await written(eventId, 1);
    assert.deepEqual(
      (await Promise.all(events.map(triesOf))).flat().map(([, faults]) => faults),
      [['reorder'], ['reorder'], null],
    );
    assert.deepEqual(await left(endpoint), {});
  });

  test('reorder waits for the later event, and is not used up by one that has none', async () => {
    const { shop, endpoint } = await openStory({ reorder: { next: 1 } });
    const sessionId = newSessionId();
    const first = await stage.tell(sessionId, 1);
    stage.startDeliverer();
    await until('it is held', async () => {
      const rows = await stage.sql(
        `select 1 from deliveries where event_id = $1 and leased_until > now() + interval '60 seconds'`,
        [first],
      );
      return rows.length > 0;
    });
    await stage.tell(sessionId, 2);
    await until('both are taken', () => shop.taken().length === 2);
    assert.deepEqual(
      shop.heard.map(({ sequence }) => sequence),
      [2, 1],
    );
    await stage.stopDeliverers();
    await ask(endpoint, { reorder: { next: 1 } });
    await stage.tell(newSessionId(), 1);
    stage.startDeliverer({ clock: hasty() });
    await until('one without a later one is taken', () => shop.taken().length === 3);
    assert.deepEqual(await left(endpoint), { reorder: { next: 1 } });
  });

  test('a later event that is refused does not keep the earlier one from leaving', async () => {
    const { shop } = await openStory({ reorder: { next: 1 } });
    shop.control.answer = ({ sequence }) => (sequence === 2 ? 500 : 200);
    const sessionId = newSessionId();
    const first = await stage.tell(sessionId, 1);
    const second = await stage.tell(sessionId, 2);
    stage.startDeliverer();
    await written(first, 1);
    shop.control.answer = () => 200;
    await until('the other is tried again', async () => {
      await stage.retryNow();
      return (await triesOf(second)).length === 2;
    });
    assert.deepEqual(
      [await triesOf(first), await triesOf(second)],
      [
        [['delivered', ['reorder']]],
        [
          ['refused', ['reorder']],
          ['delivered', null],
        ],
      ],
    );
  });

  test('percent: chance decides each time, and several faults may meet', async () => {
    const { shop, endpoint } = await openStory({ wrongSignature: { percent: 50 }, duplicate: { percent: 50 } });
    stage.startDeliverer({ random: drawing(0.49, 0.5, WAIT, 0.5, 0.49, WAIT, 0.49, 0.49, WAIT, 0.99) });
    const hear = async () => {
      const count = shop.heard.length;
      const eventId = await stage.tell(newSessionId(), 1);
      stage.hint();
      await written(eventId, 1);
      return [(await triesOf(eventId))[0]?.[1], shop.heard.slice(count).map((heard) => isGenuine(heard, endpoint))];
    };
    assert.deepEqual(await hear(), [['wrongSignature'], [false]]);
    assert.deepEqual(await hear(), [['duplicate'], [true, true]]);
    assert.deepEqual(await hear(), [
      ['wrongSignature', 'duplicate'],
      [false, false],
    ]);
    assert.deepEqual(await hear(), [null, [true]]);
  });

  test('next so many are counted once, however many processes send', async () => {
    const { shop, endpoint } = await openStory({ duplicate: { next: 5 } });
    for (let i = 0; i < 12; i++) await stage.tell(newSessionId(), 1);
    stage.startDeliverer();
    stage.startDeliverer();
    await until('all are written', async () => (await stage.pendingCount()) === 0);
    assert.equal(shop.heard.length, 17);
    assert.deepEqual(await left(endpoint), {});
  });

  test('a gateway that stops lets go what it holds back', async () => {
    const { shop, endpoint } = await openStory({ delay: { ms: 60_000, percent: 100 } });
    const eventId = await stage.tell(newSessionId(), 1);
    stage.startDeliverer();
    const isHeld = async () =>
      (
        await stage.sql(
          `select 1 from deliveries where event_id = $1 and leased_until > now() + interval '60 seconds'`,
          [eventId],
        )
      ).length > 0;
    await until('it is held', isHeld);
    await stage.stopDeliverers();
    assert.deepEqual([await isHeld(), shop.heard.length], [false, 0]);
    await ask(endpoint, {});
    stage.startDeliverer();
    await written(eventId, 1);
    assert.deepEqual(await triesOf(eventId), [['delivered', null]]);
  });

  test('in live mode they are refused, and what was asked for before does nothing', async () => {
    const { shop, endpoint } = await openStory({ drop: { percent: 100 } });
    const live = { ...stage.deps, rules: { mode: 'live' } } as const;
    const address = { merchantId: stage.merchantId, id: endpoint.id };
    for (const attempt of [() => setFaults(live, address, {}), () => getFaults(live, address)])
      await assert.rejects(
        attempt,
        (error) => error instanceof Problem && /only .* in the sandbox/.test(error.message),
      );
    const eventId = await stage.tell(newSessionId(), 1);
    stage.startDeliverer({ rules: live.rules });
    await written(eventId, 1);
    const [[, faults] = []] = await triesOf(eventId);
    assert.deepEqual([faults, shop.heard.length], [null, 0], 'http is not called in live mode either way');
  });

  test('an endpoint of another merchant has none, and gets none', async () => {
    const { endpoint } = await openStory({});
    const stranger = { merchantId: newSessionId() as Uuid<'merchant'>, id: endpoint.id };
    assert.equal(await setFaults(stage.deps, stranger, {}), undefined);
    assert.equal(await getFaults(stage.deps, stranger), undefined);
  });
});
