import assert from 'node:assert/strict';
import { createSecretKey } from 'node:crypto';
import { test } from 'node:test';
import type { Uuid } from '../../base/id.ts';
import { systemClock } from '../../base/clock.ts';
import type { FlowDeps } from '../deps.ts';
import { createOutcomes } from './outcomes.ts';
import { createPlaces } from './places.ts';
import type { CheckoutRow } from './store.ts';
import { viewCheckout } from './view.ts';
import { viewWhenHeldOpens } from './wait.ts';

test('places: no more than there are, of one merchant no more than its share, and each is given back once', () => {
  const places = createPlaces({ most: 3, mostOfOne: 2 });
  assert.deepEqual(
    ['a', 'a', 'a', 'b', 'c'].map((merchantId) => places.take(merchantId)),
    [true, true, false, true, false],
  );
  places.release('a');
  assert.deepEqual([places.take('c'), places.take('a')], [true, false]);
});

const address = {
  merchantId: 'merchant' as Uuid<'merchant'>,
  sessionId: 'session' as Uuid<'session'>,
  visitor: { known: ['first'] },
};
const session = {
  state: 'completed',
  currency: 'EUR',
  amount: 100,
  capture_method: 'automatic',
  success_url: 'https://shop.example/',
  id: 'b8dd201e-5da0-4655-bc31-c3470698c172',
  return_held_until: '2026-11-28T20:00:00+00:00',
  webhook_at_return: null,
};
const row = { session, first_visitor: 'first', ms_left: 0, held_ms_left: 60_000 } as unknown as CheckoutRow;

/** A session whose way back opens only for those who force it; counts who looks. */
const heldDeps = (places: FlowDeps['returnPlaces']) => {
  const forced: unknown[] = [];
  const query = (_statement: unknown, values: readonly unknown[] = []) => {
    forced.push(values[2]);
    return Promise.resolve([]);
  };
  const outcomes = createOutcomes(systemClock);
  const deps = {
    db: { query },
    clock: systemClock,
    outcomes,
    returnPlaces: places,
    findCheckout: () => Promise.resolve(row),
  } as unknown as FlowDeps;
  return { deps, outcomes, forced };
};

test('a session whose way back is not held costs no statement beside the one that finds it', async () => {
  const { deps, forced } = heldDeps(createPlaces({ most: 1, mostOfOne: 1 }));
  const returnKeyOf = () => Promise.resolve(createSecretKey(Buffer.alloc(32)));
  for (const change of [
    { return_held_until: null, webhook_at_return: 'noEndpoint' },
    { return_held_until: null, webhook_at_return: null },
    { webhook_at_return: 'acknowledged', webhook_at_return_ms: 9 },
  ]) {
    const found = { ...row, session: { ...session, ...change } } as unknown as CheckoutRow;
    const view = await viewCheckout({ ...deps, returnKeyOf, findCheckout: () => Promise.resolve(found) }, address);
    assert.match(String(view?.returnUrl), /^https:\/\/shop\.example\/\?sessionId=/);
    assert.equal(view?.heldMsLeft, undefined);
  }
  assert.deepEqual(forced, []);
});

test('nobody waits where there is no place left: the way back is opened as after the time', async () => {
  const { deps, forced } = heldDeps(createPlaces({ most: 0, mostOfOne: 0 }));
  const view = await viewWhenHeldOpens(deps, address, 60_000);
  assert.equal(view?.state, 'completed');
  assert.deepEqual(forced, [true, false], 'forced once, then looked at');
});

test('a process that stops lets everybody go, who gives the place back', async () => {
  const taken: string[] = [];
  const { deps, outcomes, forced } = heldDeps({ take: (id) => taken.push(id) > 0, release: () => taken.pop() });
  const waiting = viewWhenHeldOpens(deps, address, 60_000);
  outcomes.close();
  await waiting;
  assert.deepEqual([forced, taken], [[true, false], []]);
});

test('without any news ten seconds are fifteen looks, none of them twice', async () => {
  let nowMs = 0;
  const { deps, forced } = heldDeps(createPlaces({ most: 1, mostOfOne: 1 }));
  const clock = { ...systemClock, monotonicMs: () => nowMs };
  const outcomes: FlowDeps['outcomes'] = {
    announce: () => false,
    close: () => undefined,
    waitForNews: (_id, ms) => {
      nowMs += ms;
      return Promise.resolve('look');
    },
  };
  const view = await viewWhenHeldOpens({ ...deps, clock, outcomes }, address, 10_000);
  assert.equal(view?.heldMsLeft, 60_000);
  assert.equal(nowMs, 10_000);
  assert.ok(forced.length <= 15, `${forced.length} looks`);
});
