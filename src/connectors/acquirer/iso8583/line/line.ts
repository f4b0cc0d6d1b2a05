import type { Socket } from 'node:net';
import type { Clock } from '../../../../base/clock.ts';
import type { Random } from '../../../../base/random.ts';
import { notSent } from '../causes.ts';
import type { IsoMessage } from '../codec/message.ts';
import { keyOf, type Protocol, type ReadMessage } from '../protocol.ts';
import { Asks, type Ask, type LineReply } from './asks.ts';
import { backoffMs, MIN_GAP_MS } from './backoff.ts';
import { createConnection, type Connection } from './connection.ts';

export type LineDeps = {
  readonly clock: Clock;
  readonly random: Random;
  readonly protocol: Protocol;
  /** A connected socket, or undefined when there is none in time. */
  readonly open: () => Promise<Socket | undefined>;
  readonly networkMessage: (which: 'signOn' | 'echo' | 'signOff') => IsoMessage;
  /** Of an answer to a sign-on. */
  readonly isYes: (answer: ReadMessage) => boolean;
  readonly answerTimeoutMs: number;
  /** A host that is there and does not let us in by then is as good as not there. */
  readonly signOnTimeoutMs: number;
  /** After so long without a byte from the host it is asked whether it is there. */
  readonly echoAfterMs: number;
  /** How many messages may be unanswered at a time; the next ones wait. */
  readonly maxUnderWay: number;
};

type Current = { readonly connection: Connection; isUp: boolean };
type NetworkMessage = 'signOn' | 'echo' | 'signOff';

/**
 * One long line to a host, shared by all payments: opened when it is first needed, signed on, kept open, opened again
 * when it breaks. Any number of messages are under way at a time, and answers come in any order.
 */
export class Line {
  readonly #deps: LineDeps;
  readonly #asks: Asks;
  readonly #running = new Set<Promise<LineReply>>();
  readonly #closing = new AbortController();
  #isClosed = false;
  #current: Current | undefined;
  #keeper: Promise<void> | undefined;
  #sweeper: Promise<void> | undefined;
  /** Between two tries to connect; somebody who wants to pay ends it. */
  #pause: AbortController | undefined;

  constructor(deps: LineDeps) {
    this.#deps = deps;
    this.#asks = new Asks(deps.clock, deps.maxUnderWay);
  }

  /** `onLate` hears an answer that comes after this one gave up. */
  async ask(message: IsoMessage, onLate?: Ask['onLate']): Promise<LineReply> {
    if (this.#isClosed) return notSent('closed');
    if (this.#asks.waiting() >= MAX_WAITING) return notSent('busy');
    const reply = new Promise<LineReply>((resolve) => {
      this.#asks.add(this.#askOf(message, resolve, onLate));
    });
    this.#running.add(reply);
    this.#keeper ??= this.#keepUp();
    this.#sweeper ??= this.#sweep();
    this.#pause?.abort();
    this.#pump();
    try {
      return await reply;
    } finally {
      this.#running.delete(reply);
    }
  }

  /** What is under way is waited for; then the host is told, and the line closed. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#asks.giveUpWaiting('closed');
    await Promise.all(this.#running);
    if (this.#current?.isUp === true) {
      const patience = this.#rest(SIGN_OFF_MS, this.#closing.signal);
      await Promise.race([this.#tell(this.#current.connection, 'signOff'), patience]);
    }
    this.#current?.connection.end('lineLost');
    this.#closing.abort();
    await this.#keeper;
  }

  /** Sends what waits, as long as the line takes it. */
  #pump(): void {
    while (this.#current?.isUp === true && !this.#current.connection.isFull()) {
      const ask = this.#asks.next();
      if (ask === undefined) return;
      this.#current.connection.send(ask.bytes);
    }
  }

  #askOf(message: IsoMessage, settle: Ask['settle'], onLate?: Ask['onLate']): Ask {
    const { clock, protocol, answerTimeoutMs } = this.#deps;
    const nowMs = clock.monotonicMs();
    return {
      key: keyOf(message),
      sendByMs: nowMs + answerTimeoutMs / 2,
      deadlineMs: nowMs + answerTimeoutMs,
      bytes: protocol.write(message),
      settle,
      onLate,
    };
  }

  #tell(connection: Connection, which: NetworkMessage): Promise<LineReply> {
    return new Promise((resolve) => {
      const ask = this.#askOf(this.#deps.networkMessage(which), resolve);
      this.#asks.addSent(ask);
      connection.send(ask.bytes);
      this.#sweeper ??= this.#sweep();
    });
  }

  async #sweep(): Promise<void> {
    for (let nextMs = this.#asks.expire(); nextMs !== undefined; nextMs = this.#asks.expire()) {
      this.#pump();
      // Together, when many are due within some milliseconds.
      await this.#rest(Math.max(nextMs - this.#deps.clock.monotonicMs(), SWEEP_MS), this.#closing.signal);
      if (this.#closing.signal.aborted) return;
    }
    this.#sweeper = undefined;
  }

  async #keepUp(): Promise<void> {
    for (let failures = 0; !this.#closing.signal.aborted;) {
      failures = (await this.#hold()) === 'worked' ? 0 : failures + 1;
      if (failures > 0) await this.#rest(MIN_GAP_MS, this.#closing.signal);
      this.#pause = new AbortController();
      const signal = AbortSignal.any([this.#pause.signal, this.#closing.signal]);
      if (this.#asks.waiting() === 0) await this.#rest(backoffMs(failures, this.#deps.random), signal);
      this.#pause = undefined;
    }
  }

  /** One connection, from the first try to its end. */
  async #hold(): Promise<'failed' | 'worked'> {
    const socket = await this.#deps.open();
    if (socket === undefined || this.#closing.signal.aborted) {
      socket?.destroy();
      this.#asks.giveUpWaiting('notConnected');
      return 'failed';
    }
    const connection = this.#connectionOn(socket);
    const current: Current = { connection, isUp: false };
    this.#current = current;
    const ended = connection.ended.then((cause) => {
      this.#current = undefined;
      this.#asks.giveUpSent(cause);
    });
    void this.#rest(this.#deps.signOnTimeoutMs, connection.signal).then(() => {
      if (!current.isUp) connection.end('lineLost');
    });
    const signedOn = await this.#tell(connection, 'signOn');
    current.isUp = signedOn.kind === 'answer' && this.#deps.isYes(signedOn.answer);
    if (!current.isUp) {
      connection.end('lineLost');
      await ended;
      this.#asks.giveUpWaiting(signedOn.kind === 'answer' ? 'signOnRefused' : 'notConnected');
      return 'failed';
    }
    this.#pump();
    void this.#listenForSilence(connection);
    await ended;
    return 'worked';
  }

  #connectionOn(socket: Socket): Connection {
    const { protocol, clock } = this.#deps;
    const onAnswer = (answer: ReadMessage) => {
      this.#asks.answer(keyOf(answer.message), answer);
      this.#pump();
    };
    const onRoom = () => {
      this.#pump();
    };
    return createConnection({ protocol, monotonicMs: clock.monotonicMs, onAnswer, onRoom }, socket);
  }

  async #listenForSilence(connection: Connection): Promise<void> {
    const { echoAfterMs } = this.#deps;
    while (!connection.signal.aborted) {
      const silentMs = connection.silentMs();
      if (silentMs < echoAfterMs) await this.#rest(echoAfterMs - silentMs, connection.signal);
      else if ((await this.#tell(connection, 'echo')).kind !== 'answer') connection.end('lineLost');
    }
  }

  #rest(ms: number, signal: AbortSignal): Promise<void> {
    return this.#deps.clock.sleep(ms, signal).catch(() => undefined);
  }
}

/** More than a line sends in a minute: who comes after them is told at once. */
const MAX_WAITING = 10_000;
const SIGN_OFF_MS = 2_000;
const SWEEP_MS = 10;
