import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runStep, type Step } from '../steps.ts';
import { isSame, judgedDialects } from './iso8583-cases.ts';
import type { Place, Verdict } from './judge.ts';

const PROGRAMS = fileURLToPath(new URL('./programs/', import.meta.url));

export type Iso8583Judge = {
  readonly program: readonly [from: string, to: string];
  readonly files?: Readonly<Record<string, string>>;
  /** The last one reads `dialects.json`, and writes `theirs.json`: the same messages, packed by the judge. */
  readonly steps: readonly Step[];
};

/** The judge unpacks what we packed, and packs the same; we unpack that, and compare it letter by letter. */
export const hearIso8583 = async ({ program, files = {}, steps }: Iso8583Judge, place: Place): Promise<Verdict> => {
  const dialects = judgedDialects();
  writeFileSync(join(place.folder, 'dialects.json'), JSON.stringify(dialects));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(place.folder, name), text);
  copyFileSync(join(PROGRAMS, program[0]), join(place.folder, program[1]));
  for (const step of steps) {
    const { isOk, output } = await runStep(step, place);
    if (!isOk) return { result: 'failed', detail: lastLine(output) };
  }
  const theirs = parseTheirs(readFileSync(join(place.folder, 'theirs.json'), 'utf8'));
  let count = 0;
  for (const { name, cases } of dialects) {
    for (const [index, one] of cases.entries()) {
      if (!isSame(name, one, theirs[name]?.[index] ?? ''))
        return { result: 'failed', detail: `${name}: message ${index} (${one.mti}) is packed otherwise` };
      count++;
    }
  }
  return { result: 'passed', detail: `${count} messages, both ways` };
};

const parseTheirs = (text: string): Readonly<Record<string, readonly string[]>> => {
  const parsed = JSON.parse(text) as Readonly<Record<string, readonly string[]>>;
  return parsed;
};

const lastLine = (text: string): string => text.trim().split('\n').at(-1)?.slice(-200) ?? '';
