import type { Socket } from 'node:net';
import type { Cause } from '../causes.ts';
import { answerToHost, isRequest, type Protocol, type ReadMessage } from '../protocol.ts';

/** One connection, from the moment that it is open to its end. */
export type Connection = {
  readonly send: (bytes: Buffer) => void;
  /** The operating system takes no more for now. */
  readonly isFull: () => boolean;
  /** How long ago something came. */
  readonly silentMs: () => number;
  readonly end: (cause: Cause) => void;
  readonly ended: Promise<Cause>;
  readonly signal: AbortSignal;
};

export type ConnectionDeps = {
  readonly protocol: Protocol;
  readonly monotonicMs: () => number;
  readonly onAnswer: (answer: ReadMessage) => void;
  readonly onRoom: () => void;
};

export const createConnection = (deps: ConnectionDeps, socket: Socket): Connection => {
  const { protocol, monotonicMs } = deps;
  const reader = protocol.createReader();
  const ending = new AbortController();
  let cause: Cause = 'lineLost';
  let heardAtMs = monotonicMs();

  const end = (why: Cause) => {
    if (!ending.signal.aborted) cause = why;
    socket.destroy();
  };
  const send = (bytes: Buffer) => {
    // The bytes may hold a card; nobody needs them after this.
    socket.write(bytes, () => bytes.fill(0));
  };
  const hear = (body: Buffer): boolean => {
    const read = protocol.read(body);
    if (read === undefined) return false;
    if (!isRequest(read.message)) {
      deps.onAnswer(read);
      return true;
    }
    const code = protocol.dialect.version === '1993' ? '800' : '00';
    const answer = read.isAuthentic ? answerToHost(read.message, code) : undefined;
    if (answer !== undefined) send(protocol.write(answer));
    return true;
  };
  socket.on('data', (chunk: Buffer) => {
    heardAtMs = monotonicMs();
    const bodies = reader.push(chunk);
    // Whoever sends what is no message may have lost count of bytes: whatever comes after it proves nothing.
    if (bodies === undefined || !bodies.every(hear)) end('unreadableLine');
  });
  socket.on('drain', deps.onRoom);
  const ended = new Promise<Cause>((resolve) => {
    socket.once('close', () => {
      ending.abort();
      resolve(cause);
    });
    // The other side says good-bye: there will be no answers.
    socket.once('end', () => end('lineLost'));
    if (socket.destroyed) resolve(cause);
  });
  return {
    send,
    isFull: () => socket.writableNeedDrain,
    silentMs: () => monotonicMs() - heardAtMs,
    end,
    ended,
    signal: ending.signal,
  };
};
