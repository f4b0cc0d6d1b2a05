import type { Db } from '../db/db.ts';
import { advanceReplays } from '../webhooks/replay.ts';
import { forgetReplays } from '../webhooks/replay-store.ts';
import type { Job } from './clock-work.ts';

/** Takes replays further; a short time between two looks, because little is put on its way at once. */
export const replayJobs = (deps: { readonly db: Db; readonly hintDeliveries: () => void }): readonly Job[] => [
  { name: 'advance-replays', everyMs: 250, run: () => advanceReplays(deps) },
  { name: 'forget-replays', everyMs: 60_000, run: () => forgetReplays(deps.db.query) },
];
