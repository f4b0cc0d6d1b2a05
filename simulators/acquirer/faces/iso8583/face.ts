import net from 'node:net';
import { operate, type Host } from '../../exchange.ts';
import type { FaultPlan } from '../../fault-kinds.ts';
import { changeAnswer } from '../../respond.ts';
import type { Answer } from '../../wire.ts';
import { codeFor } from './codes.ts';
import { fieldsOf, operationOf } from './convert.ts';
import { signWith } from './mac.ts';
import { pack, pick, unpack, type Fields, type Unpacked } from './pack.ts';
import { specs, type Spec, type SpecName } from './spec.ts';
import { createStream, envelope, type Framed } from './stream.ts';

export type Iso8583Settings = {
  /** 0 picks a free one. */
  readonly port: number;
  readonly dialect: SpecName;
  /** Hex; with it every message must be signed, and every answer is. */
  readonly macKey?: string | undefined;
};

/**
 * The host as it speaks ISO 8583: any number of lines, each with any number of messages under way. Nothing is done for
 * a line that has not signed on.
 */
export const createIso8583Server = (host: Host, settings: Iso8583Settings): net.Server =>
  net.createServer((socket) => {
    serve(host, settings, socket);
  });

const serve = (host: Host, settings: Iso8583Settings, socket: net.Socket): void => {
  const spec = specs[settings.dialect];
  const sign = settings.macKey === undefined ? undefined : signWith(spec, Buffer.from(settings.macKey, 'hex'));
  const read = createStream(spec);
  const line: Line = { host, spec, sign, socket, isSignedOn: false };
  socket.on('end', () => socket.end());
  socket
    .on('error', () => undefined)
    .on('data', (chunk) => {
      const messages = read(chunk);
      if (messages === undefined) socket.destroy();
      else for (const message of messages) take(line, message);
    });
};

type Line = {
  readonly host: Host;
  readonly spec: Spec;
  readonly sign: ((bytes: Buffer) => Buffer) | undefined;
  readonly socket: net.Socket;
  isSignedOn: boolean;
};

const take = (line: Line, framed: Framed): void => {
  const { spec, sign, host } = line;
  const message = unpack(spec, framed.body);
  if (message === undefined) {
    line.socket.destroy();
    return;
  }
  const mac = message.fields[64] ?? message.fields[128];
  const answerWith = (fields: Fields) => {
    write(line, packAnswer(line, framed, message, fields));
  };
  const refuse = (code: string) => {
    answerWith({ ...pick(message.fields, [3, 4, 7, 11, 12, 13, 24, 37, 41, 49, 70]), 39: codeFor(spec.year, code) });
  };
  if (sign !== undefined && sign(message.signed).toString('hex') !== mac?.toLowerCase()) refuse('97');
  else if (message.mti.charAt(1) === '8') answerWith(manageNetwork(line, message));
  else if (!line.isSignedOn) refuse('58');
  else {
    const operation = operationOf(spec, message);
    if (operation === undefined) refuse('30');
    else
      void operate(host, operation, {
        reply: {
          answer: (answer, plan) => {
            const body = packAnswer(line, framed, message, fieldsOf(spec, message.fields, changed(answer, plan)));
            deliver(line, body, plan?.answer);
          },
          spoil: (how) => {
            deliver(line, Buffer.alloc(0), how);
          },
        },
      });
  }
};

const changed = (answer: Answer, plan: FaultPlan | undefined): Answer => changeAnswer(answer, plan?.change);

/** Sign-on, sign-off and echo test: 001, 002, 301 in 1987, 801, 802, 831 in 1993. */
const manageNetwork = (line: Line, { fields }: Unpacked): Fields => {
  const which = fields[70] ?? fields[24];
  if (which === '001' || which === '801') line.isSignedOn = true;
  if (which === '002' || which === '802') line.isSignedOn = false;
  const code = line.spec.year === 1987 ? '00' : '800';
  return { ...pick(fields, [7, 11, 12, 24, 41, 70]), 39: code };
};

const packAnswer = ({ spec, sign }: Line, framed: Framed, { mti }: Unpacked, fields: Fields): Buffer => {
  // An answer to a repeat is the answer to the first: 0421 has 0430, 1804 and 1805 have 1814.
  const type = mti.slice(0, 2) + String(Number(mti.charAt(2)) + 1) + String(Number(mti.charAt(3)) & ~1);
  return envelope(spec, framed.tpdu, pack(spec, type, fields, sign));
};

/** Sends an answer, or what the fault makes of it: on a shared line most of them hit everybody. */
const deliver = (line: Line, bytes: Buffer, how: FaultPlan['answer']): void => {
  const { socket } = line;
  switch (how) {
    case undefined:
      write(line, bytes);
      return;
    case 'cut':
      socket.destroy();
      return;
    case 'errorPage':
      // Some proxy in front of the host thinks that everyone speaks HTTP.
      socket.end('HTTP/1.1 502 Bad Gateway\r\ncontent-type: text/html\r\n\r\n<html>502</html>');
      return;
    case 'truncated':
      socket.write(bytes.subarray(0, bytes.length / 2), () => socket.destroy());
      return;
    case 'garbled':
      write(
        line,
        Buffer.concat([bytes.subarray(0, bytes.length / 2), Buffer.alloc(bytes.length - (bytes.length >> 1), 0xff)]),
      );
      return;
    case 'twice':
      write(line, Buffer.concat([bytes, bytes]));
      return;
  }
};

const write = ({ socket }: Line, bytes: Buffer): void => {
  if (!socket.destroyed) socket.write(bytes);
};
