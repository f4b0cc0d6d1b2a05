import type { OperationReference } from '../contract.ts';
import { IsoMessage } from './codec/message.ts';
import { momentOf } from './numbers.ts';

/**
 * Which messages may have been sent before. The host is told so by the type of a repeat: it answers as it did the first
 * time, and takes a repeat of what it never saw for the first.
 */
export class Repeats {
  readonly #nowMs: () => number;
  readonly #sent = new Set<string>();

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** `youngMs`: a reference that is older may have been sent by a process that is gone. */
  isRepeat(key: string, of?: { readonly reference: OperationReference; readonly youngMs: number }): boolean {
    if (this.#sent.has(key)) return true;
    const moment = of === undefined ? undefined : momentOf(of.reference);
    return of !== undefined && moment !== undefined && this.#nowMs() - moment > of.youngMs;
  }

  add(key: string): void {
    this.#sent.add(key);
    for (const oldest of this.#sent) {
      if (this.#sent.size <= MOST) return;
      this.#sent.delete(oldest);
    }
  }

  /** Nothing left the house. */
  remove(key: string): void {
    this.#sent.delete(key);
  }
}

const MOST = 10_000;

/** `0101` → `0100`: what it is a repeat of, by which later messages name it. */
export const firstTypeOf = (mti: string): string => mti.slice(0, 3) + String(Number(mti.charAt(3)) & ~1);

/** `0100` → `0101`, `0420` → `0421`, `1200` → `1201`: all else is the same. */
export const repeatOf = (message: IsoMessage): IsoMessage =>
  new IsoMessage(
    message.mti.slice(0, 3) + String(Number(message.mti.charAt(3)) | 1),
    new Map(message.numbers().map((number) => [number, message.get(number) ?? ''])),
  );
