import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Intent, Refund } from './state.ts';

/** What outlives the process, beside the journal: no card number is in it. The newest line of a name counts. */
type Line = { readonly intent: Intent } | { readonly refund: Refund };

export type Memory = {
  readonly intents: Map<string, Intent>;
  readonly refunds: Map<string, Refund>;
  /** Writes down what was looked at and has changed since the last time. */
  readonly save: () => void;
};

/** As it was left in the file. */
export const openMemory = (file: string): Memory => {
  const [intents, refunds] = [new NotingMap<Intent>(), new NotingMap<Refund>()];
  const saved = new Map<string, string>();
  for (const line of readLines(file)) {
    if ('intent' in line) intents.set(line.intent.id, line.intent);
    else refunds.set(line.refund.id, line.refund);
  }
  const takeChanged = (): readonly string[] => {
    const lines: readonly Line[] = [
      ...intents.takeNoted().map((intent) => ({ intent })),
      ...refunds.takeNoted().map((refund) => ({ refund })),
    ];
    return lines.flatMap((line) => {
      const { id } = 'intent' in line ? line.intent : line.refund;
      const text = JSON.stringify(line);
      if (saved.get(id) === text) return [];
      saved.set(id, text);
      return [`${text}\n`];
    });
  };
  // Rewritten at the start: a line that was torn by a crash must not have others glued to it.
  replaceFile(file, takeChanged().join(''));
  return {
    intents,
    refunds,
    save: () => {
      const text = takeChanged().join('');
      if (text !== '') appendFileSync(file, text);
    },
  };
};

/** Knows whom it was asked for: values are changed in place by whoever got them. */
class NotingMap<Value> extends Map<string, Value> {
  private readonly noted = new Set<string>();

  override get(key: string): Value | undefined {
    this.noted.add(key);
    return super.get(key);
  }

  override set(key: string, value: Value): this {
    this.noted.add(key);
    return super.set(key, value);
  }

  takeNoted(): Value[] {
    const values = [...this.noted].map((key) => super.get(key)).filter((value) => value !== undefined);
    this.noted.clear();
    return values;
  }
}

const readLines = (file: string): readonly Line[] =>
  (existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []).flatMap((text) => {
    try {
      return [JSON.parse(text) as Line];
    } catch {
      return [];
    }
  });

const replaceFile = (file: string, text: string): void => {
  writeFileSync(`${file}.new`, text, { mode: 0o600 });
  renameSync(`${file}.new`, file);
};
