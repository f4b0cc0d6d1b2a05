import { inspect } from 'node:util';

/**
 * A value that must not be seen by chance: card numbers, CVCs, keys. Printing, logging or serialising it gives a mask;
 * only an explicit `reveal()` gives the value, so a search for `reveal(` finds every place that can leak.
 */
export class Secret<T = string> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  reveal(): T {
    return this.#value;
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  [inspect.custom](): string {
    return MASK;
  }
}

const MASK = '[secret]';
