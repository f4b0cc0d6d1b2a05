import type { Clock } from '../../../../base/clock.ts';
import type { NotSent, Unknown } from '../../contract.ts';
import { notSent, unknown, type Cause, type NotSentCause } from '../causes.ts';
import type { ReadMessage } from '../protocol.ts';

/** A message to be sent, and whoever waits for its answer. */
export type Ask = {
  readonly key: string;
  /** Later it is not sent any more: an answer could hardly come in time, and would leave an unknown outcome. */
  readonly sendByMs: number;
  readonly deadlineMs: number;
  /** The framed bytes; they hold a card, and are wiped once they were sent. */
  readonly bytes: Buffer;
  readonly settle: (reply: LineReply) => void;
  readonly onLate: ((answer: ReadMessage) => void) | undefined;
};

export type LineReply = { readonly kind: 'answer'; readonly answer: ReadMessage } | NotSent | Unknown;

/**
 * Who waits to be sent, and who was sent. One key is under way once at most: another message with the same key waits
 * until the first is answered, or its time is up.
 */
export class Asks {
  readonly #clock: Clock;
  readonly #maxUnderWay: number;
  readonly #ready = new Set<Ask>();
  /** Those that wait for one with the same key. */
  readonly #behind = new Map<string, Set<Ask>>();
  readonly #sent = new Map<string, Ask>();
  readonly #overdue = new Map<string, NonNullable<Ask['onLate']>>();
  /** All of the above but `#overdue`. */
  readonly #open = new Set<Ask>();

  constructor(clock: Clock, maxUnderWay: number) {
    this.#clock = clock;
    this.#maxUnderWay = maxUnderWay;
  }

  add(ask: Ask): void {
    this.#open.add(ask);
    this.#ready.add(ask);
  }

  /** It was sent already, before all that wait. */
  addSent(ask: Ask): void {
    this.#open.add(ask);
    this.#sent.set(ask.key, ask);
  }

  /** The next that may be sent; it counts as sent from now on. */
  next(): Ask | undefined {
    if (this.#sent.size >= this.#maxUnderWay) return undefined;
    for (const ask of this.#ready) {
      this.#ready.delete(ask);
      if (ask.sendByMs <= this.#clock.monotonicMs()) {
        this.#leave(ask, notSent('busy'));
      } else if (this.#sent.has(ask.key)) {
        const behind = this.#behind.get(ask.key) ?? new Set();
        this.#behind.set(ask.key, behind.add(ask));
      } else {
        this.#sent.set(ask.key, ask);
        return ask;
      }
    }
    return undefined;
  }

  /** An answer goes to whoever waits for it, or waited for it until the time was up, and to nobody else. */
  answer(key: string, answer: ReadMessage): void {
    const ask = this.#sent.get(key);
    if (ask !== undefined) {
      this.#leave(ask, { kind: 'answer', answer });
      return;
    }
    const onLate = this.#overdue.get(key);
    this.#overdue.delete(key);
    onLate?.(answer);
  }

  waiting(): number {
    return this.#open.size - this.#sent.size;
  }

  /** What was not sent is `notSent`. */
  giveUpWaiting(cause: NotSentCause): void {
    for (const ask of [...this.#open]) if (!this.#isSent(ask)) this.#leave(ask, notSent(cause));
  }

  /** What was sent is `unknown`. Answers may still come, on another connection. */
  giveUpSent(cause: Cause): void {
    for (const ask of [...this.#sent.values()]) this.#leaveUnanswered(ask, cause);
  }

  /** Gives up whose time is over, and tells when the next one's will be. */
  expire(): number | undefined {
    const nowMs = this.#clock.monotonicMs();
    let nextMs: number | undefined;
    for (const ask of [...this.#open]) {
      const dueMs = this.#isSent(ask) ? ask.deadlineMs : ask.sendByMs;
      if (dueMs > nowMs) nextMs = Math.min(nextMs ?? dueMs, dueMs);
      else if (this.#isSent(ask)) this.#leaveUnanswered(ask, 'noAnswerInTime');
      else this.#leave(ask, notSent('busy'));
    }
    return nextMs;
  }

  #isSent(ask: Ask): boolean {
    return this.#sent.get(ask.key) === ask;
  }

  #leaveUnanswered(ask: Ask, cause: Cause): void {
    if (ask.onLate !== undefined) this.#overdue.set(ask.key, ask.onLate);
    for (const oldest of this.#overdue.keys()) {
      if (this.#overdue.size <= MAX_OVERDUE) break;
      this.#overdue.delete(oldest);
    }
    this.#leave(ask, unknown(cause));
  }

  #leave(ask: Ask, reply: LineReply): void {
    const behind = this.#behind.get(ask.key);
    this.#open.delete(ask);
    this.#ready.delete(ask);
    behind?.delete(ask);
    if (this.#isSent(ask)) {
      this.#sent.delete(ask.key);
      for (const following of behind ?? []) {
        behind?.delete(following);
        this.#ready.add(following);
        break;
      }
    }
    if (behind?.size === 0) this.#behind.delete(ask.key);
    ask.settle(reply);
  }
}

/** Of so many questions a late answer is still known; each is some hundred bytes, without a card. */
const MAX_OVERDUE = 10_000;
