import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Secret } from '../base/secret.ts';
import { datedSecrets, keysAt, type SealedSecrets } from './secrets.ts';

const MOMENT_S = 1_711_614_400;
const moment = new Date(MOMENT_S * 1_000);
const row: SealedSecrets = {
  secretSealed: Buffer.from('new'),
  oldSecretSealed: Buffer.from('old'),
  oldSecretExpiresAt: moment,
  secretSwitchesAt: null,
};

const at = (sealed: SealedSecrets, timestampS: number): readonly string[] =>
  keysAt(
    datedSecrets(sealed, (bytes) => new Secret(bytes.toString())),
    timestampS,
  ).map((secret) => secret.reveal());

test('both: two until the old one ends, the new one first', () => {
  assert.deepEqual(at(row, MOMENT_S - 1), ['new', 'old']);
  assert.deepEqual(at(row, MOMENT_S), ['new']);
});

test('switchAt: exactly one at every second, the new one from the moment on', () => {
  const switching = { ...row, secretSwitchesAt: moment };
  for (const [offsetS, expected] of [
    [-86_400, 'old'],
    [-1, 'old'],
    [0, 'new'],
    [1, 'new'],
    [86_400, 'new'],
  ] as const)
    assert.deepEqual(at(switching, MOMENT_S + offsetS), [expected], `${offsetS} s from the moment`);
});

test('a moment that an older gateway’s rotation left behind counts for nothing: both sign', () => {
  const left = { ...row, secretSwitchesAt: new Date(moment.getTime() - 60_000) };
  assert.deepEqual(at(left, MOMENT_S - 1), ['new', 'old']);
  assert.deepEqual(at({ ...left, oldSecretSealed: null, oldSecretExpiresAt: null }, MOMENT_S - 1), ['new']);
});
