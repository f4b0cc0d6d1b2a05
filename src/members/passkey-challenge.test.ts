import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createKeys } from '../base/keys.ts';
import { systemRandom } from '../base/random.ts';
import { Secret } from '../base/secret.ts';
import { CHALLENGE_MINUTES, newChallenge, readChallenge, type ChallengeUse } from './passkey-challenge.ts';

const keys = createKeys(new Secret(Buffer.alloc(32, 1)));
let nowMs = 1_790_000_000_000;
const clock = { nowMs: () => nowMs };
const deps = { keys, clock, random: systemRandom };
const use: ChallengeUse = { kind: 'confirm', merchantId: 'm1', memberId: 'a' };

test('a challenge is ours for what it was made for, until its end, and each is another', () => {
  const challenge = newChallenge(deps, use);
  const text = challenge.toString('base64url');
  assert.deepEqual(readChallenge(deps, use, text), challenge.subarray(0, 16));
  assert.notDeepEqual(newChallenge(deps, use).subarray(0, 16), challenge.subarray(0, 16));
  const others: readonly ChallengeUse[] = [
    { kind: 'add', merchantId: 'm1', memberId: 'a' },
    { kind: 'confirm', merchantId: 'm2', memberId: 'a' },
    { kind: 'confirm', merchantId: 'm1', memberId: 'b' },
    { kind: 'signIn', merchantId: 'm1' },
  ];
  for (const other of others) assert.equal(readChallenge(deps, other, text), undefined, JSON.stringify(other));
  nowMs += CHALLENGE_MINUTES * 60_000 - 1;
  assert.ok(readChallenge(deps, use, text));
  nowMs += 1;
  assert.equal(readChallenge(deps, use, text), undefined);
});

test('what is made up, cut off or changed by a bit is none', () => {
  const challenge = newChallenge(deps, use);
  for (let at = 0; at < challenge.length; at++) {
    const changed = Buffer.from(challenge);
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
    assert.equal(readChallenge(deps, use, changed.toString('base64url')), undefined, `byte ${at}`);
    assert.equal(readChallenge(deps, use, challenge.subarray(0, at).toString('base64url')), undefined);
  }
  const others = createKeys(new Secret(Buffer.alloc(32, 2)));
  const theirs = newChallenge({ ...deps, keys: others }, use).toString('base64url');
  assert.equal(readChallenge(deps, use, theirs), undefined);
});
