import type { Clock } from '../base/clock.ts';
import type { Db } from '../db/db.ts';
import { sequenceFeeds, sweepFeeds } from '../events/feed/sequence.ts';
import { forgetEntries } from '../events/feed/store.ts';
import type { Job } from './clock-work.ts';

const FORGET_AT_ONCE = 1_000;

/** Keeps the feeds short and whole while nobody reads them. */
export const feedJobs = (deps: { readonly db: Db; readonly clock: Clock }): readonly Job[] => [
  { name: 'sequence-feeds', everyMs: 1_000, run: () => sequenceFeeds(deps) },
  { name: 'sweep-feeds', everyMs: 10_000, run: () => sweepFeeds(deps) },
  { name: 'forget-feed-entries', everyMs: 60_000, run: () => forgetEntries(deps.db.query, FORGET_AT_ONCE) },
];
