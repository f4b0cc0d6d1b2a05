import assert from 'node:assert/strict';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openJournal } from './journal.ts';

type Entry = { readonly seq: number; readonly order: string };

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'simulator-journal-'));
});
after(() => rm(folder, { recursive: true, force: true }));

const entry = (seq: number): Entry => ({ seq, order: 'é' });

const open = async (name: string) => {
  const seen: number[] = [];
  const journal = await openJournal<Entry>(join(folder, name), ({ seq }) => seen.push(seq));
  return { journal, seen };
};

const readAll = async (entries: AsyncIterable<Entry>): Promise<number[]> => {
  const seqs: number[] = [];
  for await (const { seq } of entries) seqs.push(seq);
  return seqs;
};

test('lines are on the disk when append resolves, in order, many to one write', async () => {
  const { journal } = await open('order');
  await Promise.all(Array.from({ length: 3_000 }, (_, i) => journal.append(entry(i + 1))));
  const lines = (await readFile(join(folder, 'order'), 'utf8')).trimEnd().split('\n');
  assert.deepEqual(
    lines.map((line) => (JSON.parse(line) as Entry).seq),
    Array.from({ length: 3_000 }, (_, i) => i + 1),
  );
  await journal.close();
});

test('reading starts after a number, also far into the file and after a restart', async () => {
  const first = await open('after');
  for (let seq = 1; seq <= 2_500; seq++) void first.journal.append(entry(seq));
  await first.journal.flushed();
  assert.deepEqual(await readAll(first.journal.read(2_497)), [2_498, 2_499, 2_500]);
  assert.deepEqual(await readAll(first.journal.read(2_500)), []);
  await first.journal.close();
  const second = await open('after');
  assert.equal(second.seen.length, 2_500);
  await second.journal.append(entry(2_501));
  assert.deepEqual(
    await readAll(second.journal.read(2_048)),
    Array.from({ length: 453 }, (_, i) => 2_049 + i),
  );
  await second.journal.close();
});

for (const torn of ['{"seq":3,"at":"2026', JSON.stringify(entry(3)), '\u0000']) {
  test(`a last line that a crash left without its end is dropped: ${JSON.stringify(torn.slice(0, 12))}`, async () => {
    const name = `torn-${torn.length}`;
    const first = await open(name);
    await first.journal.append(entry(1));
    await first.journal.append(entry(2));
    await first.journal.close();
    await appendFile(join(folder, name), torn);
    const second = await open(name);
    assert.deepEqual(second.seen, [1, 2]);
    await second.journal.append(entry(3));
    await second.journal.close();
    assert.deepEqual((await open(name)).seen, [1, 2, 3]);
  });
}

test('damage in the middle is refused with a sentence', async () => {
  for (const [name, text] of [
    ['broken', `${JSON.stringify(entry(1))}\nnot a line\n${JSON.stringify(entry(2))}\n`],
    ['gap', `${JSON.stringify(entry(1))}\n${JSON.stringify(entry(3))}\n`],
  ] as const) {
    await writeFile(join(folder, name), text);
    await assert.rejects(open(name), /is damaged after line 1/);
  }
});

test('when the disk fails, every waiting line hears of it and no later one is taken', async () => {
  const { journal } = await open('failing');
  await journal.append(entry(1));
  await journal.close();
  await assert.rejects(journal.append(entry(2)));
  assert(journal.failure() instanceof Error);
  await assert.rejects(journal.append(entry(3)));
  await assert.rejects(journal.flushed());
});
