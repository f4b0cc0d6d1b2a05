import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { test } from 'node:test';
import { runInLanes } from './lanes.ts';

test('suites that mostly wait follow one another beside those that work; each answers in its place', async () => {
  const ends = new Map<string, (result: string) => void>();
  const running = () => [...ends.keys()].sort();
  const end = async (name: string): Promise<void> => {
    ends.get(name)?.(`${name} passed`);
    ends.delete(name);
    await turn();
  };
  const results = runInLanes(
    [
      { name: 'unit' },
      { name: 'crash', mostlyWaits: true },
      { name: 'upgrade', mostlyWaits: true },
      { name: 'browser' },
    ],
    ({ name }) => new Promise<string>((resolve) => ends.set(name, resolve)),
  );
  await turn();
  assert.deepEqual(running(), ['crash', 'unit']);
  await end('unit');
  assert.deepEqual(running(), ['browser', 'crash']);
  await end('browser');
  assert.deepEqual(running(), ['crash']);
  await end('crash');
  assert.deepEqual(running(), ['upgrade']);
  await end('upgrade');
  assert.deepEqual(await results, ['unit passed', 'crash passed', 'upgrade passed', 'browser passed']);
});
