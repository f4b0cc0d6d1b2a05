import type { FoundStatement } from './collect.ts';

/** Where the statements of a payment's path stand: the flow, its guards, and the way of its webhooks. */
const PATH = [/^src\/flow\//, /^src\/http\/idempotency\.ts$/, /^src\/webhooks\/(claim|result|follower)-store\.ts$/];
const ONES = new Set(['spend-card-token', 'find-api-key-by-hash', 'add-limit-levels']);

/** What the clock clears away, and what is counted for its sake. */
const HOUSEKEEPING = /^(forget|estimate)-/;

export const isOnPath = ({ name, file }: Pick<FoundStatement, 'name' | 'file'>): boolean =>
  !HOUSEKEEPING.test(name) && (PATH.some((path) => path.test(file)) || ONES.has(name));
