/** The small parts at the bottom: secrets, chance, time, background work, lifecycles, keys. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { inspect, promisify } from 'node:util';
import { createBackground } from './background.ts';
import { systemClock } from './clock.ts';
import { createKeys, seal, unseal } from './keys.ts';
import { defineLifecycle } from './lifecycle.ts';
import { problems } from './problem.ts';
import { systemRandom } from './random.ts';
import { Secret } from './secret.ts';

test('a secret shows itself to nobody who does not ask', () => {
  const secret = new Secret('4444555511113333');
  const shown = [
    secret.toString(),
    JSON.stringify({ secret }),
    inspect({ secret }, { depth: 9, showHidden: true }),
    Object.keys(secret).join(),
    JSON.stringify(Object.entries(secret)),
  ];
  for (const text of shown) assert.doesNotMatch(text, /4444/);
  assert.equal(secret.reveal(), '4444555511113333');
  assert.throws(() => structuredClone({ a: () => secret.reveal() }));
  assert.deepEqual(structuredClone(secret), {});
});

test('chance: as many bytes as asked for, and never the same ones', () => {
  for (const length of [0, 1, 16, 4096, 10_000]) assert.equal(systemRandom.bytes(length).length, length);
  const drawn = new Set(Array.from({ length: 2_000 }, () => systemRandom.bytes(16).toString('hex')));
  assert.equal(drawn.size, 2_000);
  const one = systemRandom.bytes(8);
  const kept = one.toString('hex');
  systemRandom.bytes(4096);
  assert.equal(one.toString('hex'), kept, 'bytes that were handed out are overwritten');
});

test('sleep ends in time, or at once when it is told to', async () => {
  await systemClock.sleep(1);
  const stop = new AbortController();
  const sleeping = systemClock.sleep(60_000, stop.signal);
  stop.abort(new Error('enough'));
  await assert.rejects(sleeping, /enough/);
  await assert.rejects(systemClock.sleep(60_000, stop.signal), /enough/);
});

test('background work is waited for, but not for ever, and its failure is its own', async () => {
  const background = createBackground();
  background.add(Promise.reject(new Error('of its caller')));
  let finish = (): void => undefined;
  background.add(
    new Promise<void>((resolve) => {
      finish = resolve;
    }),
  );
  assert.equal(await background.drain(10), 1);
  finish();
  assert.equal(await background.drain(1_000), 0);
  assert.equal(background.size(), 0);
});

test('a verb that leads to two states is no lifecycle', () => {
  assert.throws(
    () =>
      defineLifecycle('t', [
        ['none', 'go', 'a', []],
        ['a', 'go', 'b', []],
      ]),
    /"go" leads to a and b/,
  );
});

test('keys: one for each purpose, the same in every process, and a seal that holds', () => {
  const [one, two] = [createKeys(new Secret(Buffer.alloc(32, 7))), createKeys(new Secret(Buffer.alloc(32, 7)))];
  assert.deepEqual(one.derive('api-key-hash').reveal(), two.derive('api-key-hash').reveal());
  assert.notDeepEqual(one.derive('api-key-hash').reveal(), one.derive('card-transit').reveal());
  const key = one.derive('webhook-secret-sealing');
  const sealed = seal(key, 'row 1', Buffer.from('whsec'));
  assert.equal(unseal(key, 'row 1', sealed).toString(), 'whsec');
  assert.notDeepEqual(seal(key, 'row 1', Buffer.from('whsec')), sealed);
  assert.throws(() => unseal(key, 'row 2', sealed));
  assert.throws(() => unseal(one.derive('card-transit'), 'row 1', sealed));
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed);
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
    assert.throws(() => unseal(key, 'row 1', changed), `bit of byte ${at}`);
  }
});

test('a seal that was cut short does not open, not even with a tag that fits what is left of it', () => {
  const key = createKeys(new Secret(Buffer.alloc(32, 7))).derive('webhook-secret-sealing');
  const sealed = seal(key, 'row 1', Buffer.alloc(0));
  for (let length = 0; length < sealed.length; length++)
    assert.throws(() => unseal(key, 'row 1', sealed.subarray(0, length)), `${length} bytes`);
});

test('of an error the log keeps where it happened; of what it says no line but the first, and no long number', async () => {
  const code = `
    const { createLog } = await import(${JSON.stringify(new URL('log.ts', import.meta.url).href)});
    createLog('info').error({
      error: new Error('invalid 4444555511113333\\nDETAIL: Ada 4444555511113333\\nat last') }, 'it failed');`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code]);
  const { error } = JSON.parse(stdout) as { error: { message: string; stack: string[] } };
  assert.equal(error.message, 'invalid …');
  assert.ok(error.stack.length > 0 && error.stack.every((line) => /^at .*:\d+/.test(line)), stdout);
  assert.doesNotMatch(stdout, /Ada|44445555/);
});

test('every problem has a status that fits and a title', () => {
  for (const [code, { status, title }] of Object.entries(problems)) {
    assert.match(code, /^[a-z_]+$/);
    assert.ok(status >= 400 && status < 600);
    assert.ok(title.length > 5);
  }
});
