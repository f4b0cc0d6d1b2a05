/** The forwarder by itself: receivers and waits are the test's, so no time passes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TollgateEvent } from '../../sdk.ts';
import type { Answer } from '../post.ts';
import { createForwarder, type Tried } from './forward.ts';
import { openProgress } from './progress.ts';
import type { ListenState } from './state.ts';

type SessionObject = Extract<TollgateEvent, { type: 'session.created' }>['data']['object'];
/** A forwarder looks at the id alone. */
const anything = JSON.parse('{}') as SessionObject;

const event = (session: string, sequence: number): TollgateEvent => ({
  id: `${session}-${String(sequence)}`,
  created: '2026-11-28T19:00:00Z',
  data: { object: { ...anything, id: session } },
  sequence,
  type: 'session.created',
});

const answered = (status: number): Answer => ({
  kind: 'answered',
  status,
  text: '',
  location: undefined,
  durationMs: 1,
});
const AWAY: Answer = { kind: 'unreachable', reason: 'nothing listens there', durationMs: 1 };

/** `answer`: what the receiver says to the body of an event. */
const stage = (answer: (id: string, tries: number) => Promise<Answer> | Answer) => {
  const seen: string[] = [];
  const reported: Tried[] = [];
  const waits: number[] = [];
  const controller = new AbortController();
  const counts = new Map<string, number>();
  let underWay = 0;
  let most = 0;
  const forwarder = createForwarder({
    post: async ({ body }) => {
      const id = String(body);
      seen.push(id);
      counts.set(id, (counts.get(id) ?? 0) + 1);
      most = Math.max(most, ++underWay);
      try {
        return await answer(id, counts.get(id) ?? 0);
      } finally {
        underWay--;
      }
    },
    render: ({ id }) => ({ headers: {}, body: id }),
    subjectOf: async ({ data: { object } }) => object.id,
    sleep: async (ms) => {
      waits.push(ms);
      await new Promise((resolve) => setImmediate(resolve));
    },
    report: (tried) => reported.push(tried),
    onError: (error) => assert.fail(String(error)),
    signal: controller.signal,
  });
  return { forwarder, seen, reported, waits, controller, most: () => most };
};

const quietly = (): void => undefined;

test('a session waits for itself, others do not wait for it, and so many go at once and no more', async () => {
  const held = new Map<string, () => void>();
  const { forwarder, seen, most } = stage((id) => new Promise((resolve) => held.set(id, () => resolve(answered(200)))));
  for (let session = 0; session < 12; session++)
    for (const sequence of [1, 2]) await forwarder.forward(event(`s${String(session)}`, sequence), quietly);
  const settled = forwarder.settled();
  while (seen.length < 24 || held.size > 0) {
    await new Promise((resolve) => setImmediate(resolve));
    const [next] = held;
    if (next === undefined) continue;
    held.delete(next[0]);
    next[1]();
  }
  await settled;
  assert.equal(most(), 8);
  for (let session = 0; session < 12; session++) {
    const name = `s${String(session)}-`;
    assert.deepEqual(
      seen.filter((id) => id.startsWith(name)),
      [`${name}1`, `${name}2`],
    );
  }
});

test('a receiver that refuses is tried five times, then its event is set aside and the next one goes', async () => {
  const { forwarder, seen, waits, reported } = stage((id) => answered(id === 'a-1' ? 500 : 204));
  const ends: string[] = [];
  await forwarder.forward(event('a', 1), (how) => ends.push(`a-1 ${how}`));
  await forwarder.forward(event('a', 2), (how) => ends.push(`a-2 ${how}`));
  await forwarder.settled();
  assert.deepEqual(seen, ['a-1', 'a-1', 'a-1', 'a-1', 'a-1', 'a-2']);
  assert.deepEqual(
    [waits, ends],
    [
      [1_000, 2_000, 5_000, 10_000],
      ['a-1 setAside', 'a-2 taken'],
    ],
  );
  assert.deepEqual(
    reported.map(({ nextInMs }) => nextInMs),
    [1_000, 2_000, 5_000, 10_000, undefined, undefined],
  );
});

test('while nothing listens one event asks and the others wait, however long; nothing is set aside', async () => {
  let asked = 0;
  const { forwarder, reported } = stage(() => (++asked <= 40 ? AWAY : answered(200)));
  const ends: string[] = [];
  for (const session of ['a', 'b', 'c', 'd'])
    for (const sequence of [1, 2]) await forwarder.forward(event(session, sequence), (how) => ends.push(how));
  await forwarder.settled();
  assert.deepEqual(
    ends,
    Array.from({ length: 8 }, () => 'taken'),
  );
  const away = reported.filter(({ answer }) => answer.kind === 'unreachable');
  assert.equal(new Set(away.map((tried) => tried.event.id)).size, 1);
  assert.ok(away.length >= 36, String(away.length));
});

test('what is stopped in the middle is not done', async () => {
  const { forwarder, controller } = stage((id) => (id === 'a-1' ? answered(200) : AWAY));
  const ends: string[] = [];
  await forwarder.forward(event('a', 1), () => ends.push('a-1'));
  await forwarder.forward(event('a', 2), () => ends.push('a-2'));
  await forwarder.forward(event('b', 1), () => ends.push('b-1'));
  await new Promise((resolve) => setImmediate(resolve));
  controller.abort();
  await forwarder.settled();
  assert.deepEqual(ends, ['a-1']);
});

test('what is stored never says more than what was answered, and what was answered is not sent again', () => {
  let stored: ListenState = {
    secret: 's',
    cursor: 'c0',
    answered: [],
    setAside: [],
    resendsFrom: undefined,
    resendsDone: [],
  };
  const file = { read: () => stored, write: (state: ListenState) => void (stored = state) };
  const reading = (at: number) => ({ eventId: `e${String(at)}`, cursor: `c${String(at)}` });
  const first = openProgress(file);
  for (const at of [1, 2, 3, 4]) assert.equal(first.begin(reading(at)), true);
  first.end(reading(3), 'taken');
  first.end(reading(4), 'setAside');
  assert.deepEqual([stored.cursor, stored.answered, stored.setAside], ['c0', ['e3', 'e4'], ['e4']]);
  first.end(reading(1), 'taken');
  assert.deepEqual([stored.cursor, stored.answered], ['c1', ['e3', 'e4']]);

  // Killed here, and started again.
  const second = openProgress(file);
  assert.deepEqual(
    [2, 3, 4, 5].map((at) => second.begin(reading(at))),
    [true, false, false, true],
  );
  assert.deepEqual([stored.cursor, stored.answered], ['c1', ['e3', 'e4']]);
  second.end(reading(2), 'taken');
  assert.deepEqual([stored.cursor, stored.answered], ['c4', []]);
  second.endOther('e4', 'taken');
  assert.deepEqual(stored.setAside, []);
});
