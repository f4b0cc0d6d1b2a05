import { isSurelyRolledBack } from './db.ts';

/**
 * Lets writes that happen at the same time ride in one statement. A caller still reads as the story of one payment:
 * it calls `write(item)` and gets its own result or its own error.
 *
 * Measured on 2 cores: one durable insert per request 10,900/s; the same inserts sharing statements 32,600/s, and no
 * slower when there is only one. When nothing of its group is in flight an item leaves at once; while a statement runs,
 * later items gather for the next one. A second statement of a group leaves beside the first only with many items: two
 * that always ran side by side halved each other's items, and PostgreSQL took 1.7 ms of a core for a whole payment
 * where it takes 1.25.
 */
export type Batch<Item, Result> = (item: Item) => Promise<Result>;

export type BatchOptions<Item, Result> = {
  /**
   * One statement for many items of one group: gives the results in the order of the items. All are written or none is.
   */
  readonly run: (group: string, items: readonly Item[]) => Promise<readonly Result[]>;
  /** Only items of one group share a statement: the merchant, so that a statement never touches two. */
  readonly groupOf: (item: Item) => string;
  /** Items with the same key never share a statement: the row that both would change. */
  readonly keyOf: (item: Item) => string;
  readonly maxItems?: number;
  /** Statements at the same time, of all groups; of one group there are two at most. */
  readonly maxInFlight?: number;
};

/** So many items are worth a second statement of their group. It also lets them pass one that waits for a lock. */
const WORTH_A_SECOND = 16;
const MAX_IN_FLIGHT_OF_GROUP = 2;

type Waiting<Item, Result> = {
  readonly item: Item;
  readonly key: string;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
};

export const createBatch = <Item, Result>(options: BatchOptions<Item, Result>): Batch<Item, Result> => {
  const { run, groupOf, keyOf, maxItems = 128, maxInFlight = 8 } = options;
  // Groups take turns in the order in which they came to wait: a busy merchant can't starve a quiet one.
  const groups = new Map<string, Waiting<Item, Result>[]>();
  const inFlightOf = new Map<string, number>();
  let inFlight = 0;

  const mayLeave = (group: string, count: number): boolean => {
    const running = inFlightOf.get(group) ?? 0;
    return running === 0 || (running < MAX_IN_FLIGHT_OF_GROUP && count >= WORTH_A_SECOND);
  };

  // A group that may not leave has a statement in flight, so there are never more of them to pass over than
  // `maxInFlight`.
  const flush = (): void => {
    for (const [group, waiting] of groups) {
      if (inFlight >= maxInFlight) return;
      if (!mayLeave(group, waiting.length)) continue;
      groups.delete(group);
      const { taken, left } = split(waiting, maxItems);
      if (left.length > 0) groups.set(group, left);
      send(group, taken);
    }
  };

  const send = (group: string, taken: readonly Waiting<Item, Result>[]): void => {
    inFlight++;
    inFlightOf.set(group, (inFlightOf.get(group) ?? 0) + 1);
    void settle(group, taken).finally(() => {
      inFlight--;
      const left = (inFlightOf.get(group) ?? 1) - 1;
      if (left > 0) inFlightOf.set(group, left);
      else inFlightOf.delete(group);
      flush();
    });
  };

  const settle = async (group: string, taken: readonly Waiting<Item, Result>[]): Promise<void> => {
    try {
      const results = await run(
        group,
        taken.map((waiting) => waiting.item),
      );
      if (results.length !== taken.length) throw new Error(`a batch of ${taken.length} gave ${results.length} results`);
      // Same length, checked above.
      taken.forEach((waiting, i) => {
        waiting.resolve(results[i] as Result);
      });
    } catch (error) {
      if (taken.length > 1 && isSurelyRolledBack(error)) {
        // One bad item must not fail its neighbours: each goes alone, and only the bad one meets its error again.
        await Promise.all(taken.map((waiting) => settle(group, [waiting])));
        return;
      }
      for (const waiting of taken) waiting.reject(error);
    }
  };

  return (item) =>
    new Promise((resolve, reject) => {
      const group = groupOf(item);
      const waiting = groups.get(group);
      const entry = { item, key: keyOf(item), resolve, reject };
      if (waiting === undefined) groups.set(group, [entry]);
      else waiting.push(entry);
      flush();
    });
};

/**
 * The first `max` items with distinct keys, sorted by key so that two statements lock rows in the same order, and the
 * rest.
 */
const split = <T extends { readonly key: string }>(waiting: readonly T[], max: number): { taken: T[]; left: T[] } => {
  const keys = new Set<string>();
  const taken: T[] = [];
  const left: T[] = [];
  for (const entry of waiting) {
    if (taken.length < max && !keys.has(entry.key)) {
      keys.add(entry.key);
      taken.push(entry);
    } else {
      left.push(entry);
    }
  }
  taken.sort((a, b) => (a.key < b.key ? -1 : 1));
  return { taken, left };
};
