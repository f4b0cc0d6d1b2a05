import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import type { Db } from '../../db/db.ts';
import { systemClock } from '../../base/clock.ts';
import { createThreeDsProfiles } from './profile.ts';

const policyOf = async (mode: 'live' | 'sandbox', settings: Readonly<Record<string, string>> | null) => {
  const query = (() => Promise.resolve([{ name: 'Acme', three_ds: settings }])) as Db['query'];
  const profiles = createThreeDsProfiles({ db: { query }, clock: systemClock, publicUrl: 'https://pay.example', mode });
  return (await profiles(randomUUID())).policy.whenUnavailable;
};

test('a merchant that has not said what happens without 3-D Secure: stopped in live mode, authorized in a sandbox', async () => {
  for (const settings of [null, {}, { challenge: 'requested', whenNotEnrolled: 'authorize' }]) {
    assert.equal(await policyOf('live', settings), 'stop');
    assert.equal(await policyOf('sandbox', settings), 'authorize');
  }
  for (const mode of ['live', 'sandbox'] as const)
    for (const whenUnavailable of ['authorize', 'stop'])
      assert.equal(await policyOf(mode, { whenUnavailable }), whenUnavailable);
});
