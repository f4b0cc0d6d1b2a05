import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { GATEWAY_NODE_OPTIONS } from './programs.ts';

test('the gateway is started with the same options of Node.js on a laptop, by its units and in its container', () => {
  for (const file of ['debian/tollgate.service', 'debian/tollgate@.service', 'docker/Dockerfile']) {
    const text = readFileSync(new URL(`../../packaging/${file}`, import.meta.url), 'utf8');
    const start = text.split('\n').findLast((line) => /^(?:ExecStart=|CMD )/.test(line)) ?? '';
    assert.deepEqual(start.match(/--[a-z-]+=?\w*/g), GATEWAY_NODE_OPTIONS, file);
  }
});
