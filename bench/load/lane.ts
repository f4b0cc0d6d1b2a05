import { createConnection, type Socket } from 'node:net';

/**
 * One keep-alive connection that carries one request at a time. The requests are text made beforehand and of an answer
 * only the head is looked at, because the load generator shares its cores with what it measures: this takes about a
 * third of the time that a full HTTP client needs.
 */
export type Lane = {
  /** `onAnswer` hears exactly once; undefined when the connection was lost, or nothing came for `ANSWER_TIMEOUT_MS`. */
  readonly send: (request: string, onAnswer: (answer: Answer | undefined) => void) => void;
  readonly close: () => void;
};

export type Answer = { readonly status: number; readonly head: string; readonly body: Buffer };

export type LaneTarget = { readonly host: string; readonly port: number };

const ANSWER_TIMEOUT_MS = 30_000;
const HEAD_END = '\r\n\r\n';
/** `HTTP/1.1 200` */
const STATUS_AT = 9;

export const openLane = ({ host, port }: LaneTarget): Lane => {
  let socket: Socket | undefined;
  let received: Buffer | undefined;
  let waiting: ((answer: Answer | undefined) => void) | undefined;

  const settle = (answer: Answer | undefined): void => {
    const onAnswer = waiting;
    waiting = undefined;
    received = undefined;
    onAnswer?.(answer);
  };

  const connect = (): Socket => {
    const opened = createConnection({ host, port, noDelay: true });
    opened.setTimeout(ANSWER_TIMEOUT_MS, () => opened.destroy());
    opened.on('data', (chunk: Buffer) => {
      received = received === undefined ? chunk : Buffer.concat([received, chunk]);
      const answer = parseAnswer(received);
      if (answer === 'incomplete') return;
      if (answer === undefined) opened.destroy();
      else settle(answer);
    });
    // An error is always followed by the close, which tells whoever waits.
    opened.on('error', () => undefined);
    opened.on('close', () => {
      if (socket !== opened) return;
      socket = undefined;
      settle(undefined);
    });
    return opened;
  };

  return {
    send: (request, onAnswer) => {
      waiting = onAnswer;
      socket ??= connect();
      socket.write(request, 'latin1');
    },
    close: () => {
      waiting = undefined;
      socket?.destroy();
      socket = undefined;
    },
  };
};

/** Undefined for what can't be followed: no HTTP, or an answer that does not say how long it is. */
export const parseAnswer = (bytes: Buffer): Answer | 'incomplete' | undefined => {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd === -1) return 'incomplete';
  const head = bytes.toString('latin1', 0, headEnd);
  const status = Number(head.slice(STATUS_AT, STATUS_AT + 3));
  const length = status === 204 || status === 304 ? 0 : lengthFrom(head);
  if (!head.startsWith('HTTP/1.1 ') || !(status >= 200) || length === undefined) return undefined;
  const bodyStart = headEnd + HEAD_END.length;
  if (bytes.length < bodyStart + length) return 'incomplete';
  return { status, head, body: bytes.subarray(bodyStart, bodyStart + length) };
};

const lengthFrom = (head: string): number | undefined => {
  const digits = headerOf(head, 'content-length');
  return digits === undefined ? undefined : Number(digits);
};

/** The header's value in an answer's head. Names come in any case. */
export const headerOf = (head: string, name: string): string | undefined => {
  const pattern = patterns.get(name) ?? new RegExp(`\\r\\n${name}: *([^\\r]*)`, 'i');
  patterns.set(name, pattern);
  return pattern.exec(head)?.[1];
};

const patterns = new Map<string, RegExp>();
