/** Plays the stories of this folder, see README.md. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createWorld, type World } from '../support/gateway.ts';
import { acts } from './acts.ts';
import { layOut, parseStories, withResults, type Line, type Story } from './script.ts';
import type { Stage } from './stage.ts';

const isRewrite = process.env['STORIES'] === 'rewrite';

let world: World;
before(async () => {
  world = await createWorld();
});
after(() => world.close());

const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.txt'));

for (const file of files) {
  const path = join(import.meta.dirname, file);
  const text = readFileSync(path, 'utf8');
  const name = basename(file, '.txt');
  describe(name, () => {
    const results = new Map<number, string>();
    parseStories(text).forEach((story, number) => {
      test(story.title, async () => {
        await play(story, `${name}-${number}`, results);
      });
    });
    after(() => {
      if (isRewrite) writeFileSync(path, withResults(text, results));
    });
  });
}

const play = async ({ lines }: Story, order: string, results: Map<number, string>): Promise<void> => {
  assert.notEqual(lines.length, 0, 'a story in which nothing happens');
  const merchant = await world.addMerchant({ countsTries: false });
  const stage: Stage = { world, merchant, order };
  for (const line of lines) results.set(line.at, await run(stage, line));
  if (isRewrite) return;
  const told = (resultOf: (line: Line) => string): string =>
    lines.map((line) => layOut(line.act, resultOf(line))).join('\n');
  assert.equal(
    told((line) => results.get(line.at) ?? ''),
    told((line) => line.result),
  );
};

const run = async (stage: Stage, { act, at }: Line): Promise<string> => {
  const [verb = '', ...words] = act.split(' ');
  const known = acts[verb];
  assert.ok(known, `line ${at + 1}: there is no act "${verb}"; there are ${Object.keys(acts).join(', ')}`);
  return known.run(stage, words);
};
