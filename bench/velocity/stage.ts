import { createHmac } from 'node:crypto';
import { createKeys } from '../../src/base/keys.ts';
import { createLog } from '../../src/base/log.ts';
import { Secret } from '../../src/base/secret.ts';
import { createPool } from '../../src/db/pool.ts';
import { limitsOf } from '../../src/flow/velocity/settings.ts';
import { createVelocity, type Velocity } from '../../src/flow/velocity/velocity.ts';
import type { Tried } from '../../src/flow/velocity/subjects.ts';
import { createTestDatabase, runSql } from '../../test/support/postgres.ts';

/** What an actor does between two waits; it yields how long it waits, in simulated milliseconds. */
export type Actor = AsyncGenerator<number, void>;

export type Stage = {
  readonly velocity: Velocity;
  /** Begins at a simulated time. */
  readonly enter: (atMs: number, actor: Actor) => void;
  /** Until nobody is left. What falls into one tenth of a second happens side by side. */
  readonly play: () => Promise<void>;
  readonly rowCount: () => Promise<number>;
  readonly close: () => Promise<void>;
};

const TICK_MS = 100;

/** The real decisions on a real PostgreSQL; only time is simulated, and the people. */
export const createStage = async (): Promise<Stage> => {
  const database = await createTestDatabase();
  const db = createPool({ databaseUrl: database.url, maxConnections: 8, onConnectionError: () => undefined });
  let nowMs = Date.parse('2030-01-01T00:00:00Z');
  const startMs = nowMs;
  const queue = new Map<number, Actor[]>();
  const ticks = createHeap();
  const limits = limitsOf({});
  const velocity = createVelocity({
    db,
    clock: { nowMs: () => nowMs, monotonicMs: () => nowMs, sleep: () => Promise.resolve() },
    log: createLog('silent'),
    keys: createKeys(new Secret(Buffer.alloc(32, 7))),
    limitsOf: () => Promise.resolve(limits),
    cardHashOf: (pan) => Promise.resolve(hashOf(pan.reveal())),
    weightOf: () => 1,
    onStopped: () => undefined,
  });
  const enter = (atMs: number, actor: Actor): void => {
    const tick = Math.floor(atMs / TICK_MS);
    const there = queue.get(tick);
    if (there !== undefined) {
      there.push(actor);
      return;
    }
    queue.set(tick, [actor]);
    ticks.push(tick);
  };
  return {
    velocity,
    enter,
    play: async () => {
      for (let tick = ticks.pop(); tick !== undefined; tick = ticks.pop()) {
        const actors = queue.get(tick) ?? [];
        queue.delete(tick);
        nowMs = startMs + tick * TICK_MS;
        const steps = await Promise.all(actors.map(async (actor) => ({ actor, step: await actor.next() })));
        for (const { actor, step } of steps) if (step.done !== true) enter((tick + 1) * TICK_MS + step.value, actor);
      }
    },
    rowCount: async () => {
      const [row] = await runSql<{ count: string }>(database.url, 'select count(*) from velocity_scores');
      return Number(row?.count);
    },
    close: async () => {
      await db.close();
      await database.drop();
    },
  };
};

/** Numbers, of which the smallest comes out first. */
const createHeap = () => {
  const heap: number[] = [];
  const at = (place: number): number => heap[place] ?? Infinity;
  const swap = (a: number, b: number): void => {
    [heap[a], heap[b]] = [at(b), at(a)];
  };
  return {
    push: (value: number): void => {
      heap.push(value);
      for (let place = heap.length - 1; place > 0;) {
        const parent = (place - 1) >> 1;
        if (at(parent) <= at(place)) return;
        swap(place, parent);
        place = parent;
      }
    },
    pop: (): number | undefined => {
      const [first] = heap;
      const last = heap.pop();
      if (first === undefined || last === undefined || heap.length === 0) return first;
      heap[0] = last;
      for (let place = 0; ;) {
        const left = 2 * place + 1;
        const child = at(left + 1) < at(left) ? left + 1 : left;
        if (at(child) >= at(place)) return first;
        swap(place, child);
        place = child;
      }
    },
  };
};

const hashOf = (text: string): Buffer => createHmac('sha256', 'simulation').update(text).digest();

export const triedBy = (
  fields: Pick<Tried, 'merchantId' | 'address' | 'apiKeyId'> & { readonly pan: string },
): Tried => ({
  ...fields,
  pan: new Secret(fields.pan),
  cardFingerprint: hashOf(`${fields.merchantId}/${fields.pan}`),
  bin: fields.pan.slice(0, 6),
});
