import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createJobRuns, type JobRun } from './job-runs.ts';

test('of each job the last run is kept until it is taken, and the last that failed', () => {
  let nowMs = 1_000;
  const runs = createJobRuns({ monotonicMs: () => nowMs });
  const note = (beganAtMs: number, ended: JobRun['ended'], name = 'sweep') => {
    runs.note({ name, everyMs: 1_000, beganAtMs, durationMs: 5, ended });
  };
  note(100, { found: 3 });
  note(200, { error: new TypeError('no room for 4444555511113333\nDETAIL: of Ada') });
  note(300, { found: 7 });
  note(400, { found: 1 }, 'other');
  assert.deepEqual(runs.take(), [
    {
      name: 'sweep',
      everyMs: 1_000,
      agoMs: 700,
      durationMs: 5,
      found: 7,
      failedAgoMs: 800,
      failure: 'TypeError: no room for …',
    },
    { name: 'other', everyMs: 1_000, agoMs: 600, durationMs: 5, found: 1, failedAgoMs: null, failure: null },
  ]);
  nowMs = 2_000;
  assert.deepEqual(runs.take(), [], 'taken once');
});
