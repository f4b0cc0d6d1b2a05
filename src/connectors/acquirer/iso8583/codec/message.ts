import { inspect } from 'node:util';

/**
 * A message: its type, and its fields as text (bytes as upper-case hex). Printed or logged it shows a few fields from a
 * fixed list; all others may hold card data.
 */
export class IsoMessage {
  readonly mti: string;
  readonly #fields: ReadonlyMap<number, string>;

  constructor(mti: string, fields: ReadonlyMap<number, string>) {
    this.mti = mti;
    this.#fields = fields;
  }

  get(number: number): string | undefined {
    return this.#fields.get(number);
  }

  /** In ascending order. */
  numbers(): readonly number[] {
    return [...this.#fields.keys()].sort((a, b) => a - b);
  }

  toJSON(): Readonly<Record<string, string>> {
    const shown: Record<string, string> = { mti: this.mti };
    for (const [number, name] of loggable) {
      const value = this.#fields.get(number);
      if (value !== undefined) shown[name] = value;
    }
    return shown;
  }

  toString(): string {
    return `[ISO 8583 ${this.mti}]`;
  }

  [inspect.custom](): string {
    return JSON.stringify(this.toJSON());
  }
}

/** Never 2, 14, 35, 45, 48, 52, 55 and their like: what is not named here stays out of logs. */
const loggable: readonly (readonly [number: number, name: string])[] = [
  [3, 'processingCode'],
  [4, 'amount'],
  [7, 'transmittedAt'],
  [11, 'stan'],
  [24, 'functionCode'],
  [37, 'rrn'],
  [39, 'code'],
  [49, 'currency'],
  [70, 'networkCode'],
];

/** `0100` → `0110`, `0421` → `0430`, `1804` → `1814`: the answer to a message, also to one that was repeated. */
export const answerMtiOf = (mti: string): string =>
  mti.slice(0, 2) + String(Number(mti.charAt(2)) + 1) + String(Number(mti.charAt(3)) & ~1);
