import type { Secret } from '../../../base/secret.ts';
import { createFrameReader, frame, swapTpdu, type FrameReader } from './codec/frame.ts';
import { isSameMac, macOf } from './codec/mac.ts';
import { answerMtiOf, IsoMessage } from './codec/message.ts';
import { readMessage } from './codec/read.ts';
import { writeMessage } from './codec/write.ts';
import type { Dialect } from './dialects/dialect.ts';

export type ProtocolSettings = {
  readonly dialect: Dialect;
  /** 10 hex digits, of the messages that we send. */
  readonly tpdu: string;
  /** The first signs; an answer may be signed by any. Empty: no MAC is sent, and none is asked for. */
  readonly macKeys: readonly Secret[];
};

/** Messages as bytes on a line, in one dialect and under one key. */
export type Protocol = {
  readonly dialect: Dialect;
  readonly write: (message: IsoMessage) => Buffer;
  readonly createReader: () => FrameReader;
  /** Of the bytes of one message; undefined when they are none of the dialect. */
  readonly read: (body: Buffer) => ReadMessage | undefined;
};
export type ReadMessage = {
  readonly message: IsoMessage;
  /** Its MAC is right, or no MAC is asked for. */
  readonly isAuthentic: boolean;
};

export const createProtocol = ({ dialect, tpdu, macKeys }: ProtocolSettings): Protocol => ({
  dialect,
  write: (message) => frame(dialect, tpdu, writeMessage(dialect, signed(dialect, message, macKeys[0]))),
  createReader: () => createFrameReader(dialect, swapTpdu(tpdu)),
  read: (body) => {
    const reading = readMessage(dialect, body);
    if (reading.kind === 'unreadable') return undefined;
    const { message, fieldAt } = reading;
    if (macKeys.length === 0) return { message, isAuthentic: true };
    const field = macFieldOf(message);
    const mac = message.get(field);
    const signedBytes = body.subarray(0, fieldAt.get(field) ?? 0);
    const isAuthentic =
      mac !== undefined && macKeys.some((key) => isSameMac(mac, macOf(dialect.mac, key, signedBytes)));
    return { message, isAuthentic };
  },
});

/** The MAC is of everything before its own field, the bitmap that announces it included. */
const signed = (dialect: Dialect, message: IsoMessage, key: Secret | undefined): IsoMessage => {
  if (key === undefined) return message;
  const field = macFieldOf(message);
  const withMac = (mac: string) =>
    new IsoMessage(
      message.mti,
      new Map([...message.numbers().map((number) => [number, message.get(number) ?? ''] as const), [field, mac]]),
    );
  const draft = writeMessage(dialect, withMac('0'.repeat(16)));
  const macBytes = dialect.bytes === 'binary' ? 8 : 16;
  return withMac(macOf(dialect.mac, key, draft.subarray(0, -macBytes)));
};

const macFieldOf = (message: IsoMessage): 64 | 128 => (message.numbers().some((number) => number > 64) ? 128 : 64);

/**
 * What makes a message and its answer one: class, STAN, moment and terminal. Nothing but this is looked at to find whom
 * an answer is for; whether it is the right answer is judged after that.
 */
export const keyOf = (message: IsoMessage): string =>
  [message.mti.charAt(1), message.get(11), message.get(7), message.get(41)].join('|');

/** A host may ask whether we are there; anything else that it asks by itself is not answered. */
export const answerToHost = (message: IsoMessage, code: string): IsoMessage | undefined => {
  if (message.mti.charAt(1) !== '8' || !isRequest(message)) return undefined;
  const echoed = [7, 11, 24, 70].flatMap((number) => {
    const value = message.get(number);
    return value === undefined ? [] : [[number, value] as const];
  });
  return new IsoMessage(answerMtiOf(message.mti), new Map([...echoed, [39, code]]));
};

/** The third digit of a type is even for what is asked or told, odd for an answer. */
export const isRequest = ({ mti }: IsoMessage): boolean => Number(mti.charAt(2)) % 2 === 0;
