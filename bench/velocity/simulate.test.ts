import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attacks } from './attackers.ts';
import { simulateAttack, simulateHonest } from './simulate.ts';
import { createStage } from './stage.ts';

test('in small: honest customers are left alone, and of attackers’ cards less than two in a hundred reach the bank', async () => {
  const stage = await createStage();
  try {
    const met = await simulateHonest(stage, 400);
    assert.equal(met.blocked, 0);
    assert.ok(met.paid > 350);
    for (const [part, attack] of attacks.entries()) {
      if (attack.tries > 1_000 || attack.merchants > 1) continue;
      const { reached } = await simulateAttack(stage, { ...attack, honest: 20 }, part);
      assert.ok(reached.reachedBank > 0 && reached.reachedBank < 0.02 * reached.tries, attack.name);
    }
  } finally {
    await stage.close();
  }
});
