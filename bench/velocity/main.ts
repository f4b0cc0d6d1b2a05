/**
 * Card testing, simulated: the real decisions and the real SQL on a real PostgreSQL; time and people are made up.
 *
 *   npm run simulate:velocity                        prints the figures of docs/card-testing.md
 *   npm run simulate:velocity -- --customers 5000    fewer honest customers
 */
import { parseArgs } from 'node:util';
import { attacks } from './attackers.ts';
import { attackRow, honestRow } from './report.ts';
import { simulateAttack, simulateHonest } from './simulate.ts';
import { createStage } from './stage.ts';

const { values } = parseArgs({ options: { customers: { type: 'string', default: '100000' } } });

const stage = await createStage();
try {
  console.log(
    '| Attack | Tries | Reached the bank | Share | Honest customers meanwhile | of them blocked |\n| --- | --- | ' +
      '--- | --- | --- | --- |',
  );
  for (const [part, attack] of attacks.entries()) console.log(attackRow(await simulateAttack(stage, attack, part)));
  console.log(
    '\n| Honest customers | paid | worked first | met demanded 3-D Secure | blocked | share blocked | blocked and ' +
      'gone |\n| --- | --- | --- | --- | --- | --- | --- |',
  );
  console.log(honestRow(await simulateHonest(stage, Number(values.customers))));
  console.log(`\nRows kept: ${await stage.rowCount()}`);
} finally {
  await stage.close();
}
