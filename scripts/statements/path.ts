import type { FoundStatement } from './collect.ts';

/** Where the statements of a payment's path stand: the flow, its guards, and the way of its webhooks. */
const PATH = [
  /^src\/flow\//,
  /^src\/http\/idempotency\/store\.ts$/,
  /^src\/webhooks\/(claim|result|follower)-store\.ts$/,
];
const ONES = new Set(['spend-card-token', 'find-api-key-by-hash', 'add-limit-levels']);

/** What the clock clears away, and what is counted for its sake. */
const HOUSEKEEPING = /^(forget|estimate)-/;

/** What people look for and read; no payment waits for it. */
const READING = /^(search-payments|find-\w+-of-story$|find-attempts-of-payment$|(find|replay)-acquirer-notifications$)/;

export const isOnPath = ({ name, file }: Pick<FoundStatement, 'name' | 'file'>): boolean =>
  !HOUSEKEEPING.test(name) && !READING.test(name) && (PATH.some((path) => path.test(file)) || ONES.has(name));
