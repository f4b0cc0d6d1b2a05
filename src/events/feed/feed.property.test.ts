import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { putInOrder, sweepFeeds } from './sequence.ts';
import { newEventId, openStage, writeEvent, type FeedStage, type Written } from './stage.fixture.ts';
import type pg from 'pg';

/**
 * Histories nobody thought of, on a real database: transactions that commit late, out of order or never, of gateways
 * whose clocks disagree and of an older release, while readers follow. Whatever happened, a reader has every committed
 * event once, and those of a subject in their order.
 */
let stage: FeedStage;
let writers: readonly pg.Client[];
before(async () => {
  stage = await openStage();
  writers = await Promise.all(Array.from({ length: WRITERS }, () => stage.openWriter()));
});
after(() => stage.close());

const WRITERS = 4;
const SUBJECTS = 5;
const MINUTE_MS = 60_000;

const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('write' as const),
      writer: fc.nat(WRITERS - 1),
      subject: fc.nat(SUBJECTS - 1),
      // By how much the clock of this gateway is wrong.
      offMs: fc.integer({ min: -5 * MINUTE_MS, max: 5 * MINUTE_MS }),
      release: fc.constantFrom('this' as const, 'this' as const, 'older' as const),
    }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('commit' as const), writer: fc.nat(WRITERS - 1) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rollback' as const), writer: fc.nat(WRITERS - 1) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('read' as const),
      reader: fc.nat(1),
      limit: fc.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('sweep' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('job' as const) }) },
);
const stories = fc.record({
  /** Events of before the feed, days ago. */
  history: fc.array(fc.nat(SUBJECTS - 1), { maxLength: 12 }),
  steps: fc.array(step, { minLength: 5, maxLength: 40 }),
});
type Story = typeof stories extends fc.Arbitrary<infer T> ? T : never;
type Step = Story['steps'][number];

test('every committed event is read once, in the order of its subject, whoever commits when', async () => {
  await fc.assert(
    fc.asyncProperty(stories, async ({ history, steps }) => {
      const story = await openStory(history);
      for (const one of steps) await story.play(one);
      await story.end();
    }),
    { numRuns: 40 },
  );
});

type Reader = { from: 'start' | bigint; readonly ids: string[] };

const openStory = async (history: readonly number[]) => {
  const merchantId = await stage.newMerchant();
  const subjects = Array.from({ length: SUBJECTS }, () => ({
    id: newEventId(0),
    committed: 0,
    holder: undefined as number | undefined,
  }));
  const open = new Map<number, Written[]>();
  const committed: Written[] = [];
  const readers: readonly Reader[] = [
    { from: 'start', ids: [] },
    { from: 'start', ids: [] },
  ];
  const nextOf = (subject: number, idAtMs: number): Written | undefined => {
    const one = subjects[subject];
    const pending = [...open.values()].flat().filter(({ subjectId }) => subjectId === one?.id).length;
    return (
      one && {
        merchantId,
        id: newEventId(idAtMs),
        subjectId: one.id,
        sequence: one.committed + pending + 1,
        type: pending % 2 === 0 ? 'session.created' : 'session.completed',
      }
    );
  };
  const clientOf = (writer: number): pg.Client => {
    const client = writers[writer];
    assert.ok(client !== undefined);
    return client;
  };

  const write = async ({ writer, subject, offMs, release }: Extract<Step, { kind: 'write' }>): Promise<void> => {
    const one = subjects[subject];
    // The row lock of the session: one transaction at a time tells of it.
    if (one === undefined || (one.holder !== undefined && one.holder !== writer)) return;
    const event = nextOf(subject, Date.now() + offMs);
    if (event === undefined) return;
    if (!open.has(writer)) await clientOf(writer).query('begin');
    await writeEvent(clientOf(writer), event, release);
    one.holder = writer;
    open.set(writer, [...(open.get(writer) ?? []), event]);
  };
  const finish = async (writer: number, how: 'commit' | 'rollback'): Promise<void> => {
    const events = open.get(writer);
    if (events === undefined) return;
    await clientOf(writer).query(how);
    open.delete(writer);
    for (const one of subjects) if (one.holder === writer) one.holder = undefined;
    if (how === 'rollback') return;
    committed.push(...events);
    for (const { subjectId } of events) {
      const one = subjects.find(({ id }) => id === subjectId);
      if (one !== undefined) one.committed++;
    }
  };
  const read = async (reader: Reader | undefined, limit: number): Promise<boolean> => {
    assert.ok(reader !== undefined);
    const page = await stage.read(merchantId, reader.from, { limit });
    reader.ids.push(...page.events.map(({ event }) => event.id));
    reader.from = page.position;
    return page.hasMore;
  };
  const sweep = async (): Promise<void> => {
    await stage.passSweep(merchantId);
    await sweepFeeds(stage.deps);
  };

  for (const [at, subject] of history.entries()) {
    const event = nextOf(subject, Date.now() - 24 * 60 * MINUTE_MS + at);
    if (event === undefined) continue;
    await writeEvent(clientOf(0), event, at % 2 === 0 ? 'this' : 'older');
    committed.push(event);
    const one = subjects[subject];
    if (one !== undefined) one.committed++;
  }
  return {
    play: async (one: Step): Promise<void> => {
      if (one.kind === 'write') await write(one);
      else if (one.kind === 'read') await read(readers[one.reader], one.limit);
      else if (one.kind === 'sweep') await sweep();
      else if (one.kind === 'job') await putInOrder(stage.deps, merchantId);
      else await finish(one.writer, one.kind);
    },
    end: async (): Promise<void> => {
      for (const writer of [...open.keys()]) await finish(writer, 'commit');
      for (const reader of readers) while (await read(reader, 3));
      await sweep();
      for (const reader of readers) {
        while (await read(reader, 3));
        assert.deepEqual([...reader.ids].sort(), committed.map(({ id }) => id).sort());
        const byId = new Map(committed.map((event) => [event.id, event]));
        for (const { id } of subjects) {
          const sequences = reader.ids.flatMap((eventId) => {
            const event = byId.get(eventId);
            return event?.subjectId === id ? [event.sequence] : [];
          });
          assert.deepEqual(
            sequences,
            sequences.map((_, at) => at + 1),
          );
        }
      }
      assert.deepEqual(readers[0]?.ids, readers[1]?.ids);
    },
  };
};
