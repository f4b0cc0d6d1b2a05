import type { ServerResponse } from 'node:http';
import { cutLine, JSON_TYPE, sendErrorPage, sendText } from '../shared/respond.ts';
import type { FaultPlan } from './fault-kinds.ts';
import type { Answer } from './wire.ts';

/** Sends an answer of the host's own JSON, or what the fault makes of it. */
export const respond = (response: ServerResponse, answer: Answer, plan: FaultPlan | undefined): void => {
  deliver(response, { status: 200, body: JSON.stringify(changeAnswer(answer, plan?.change)) }, plan?.answer);
};

export type HttpReply = {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** Sends an answer of any face that speaks HTTP, or what happens to it on the way. */
export const deliver = (response: ServerResponse, reply: HttpReply, how: FaultPlan['answer']): void => {
  if (response.destroyed) return;
  const { status, body } = reply;
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
  switch (how) {
    case undefined:
      sendText(response, status, { type: JSON_TYPE, text: body });
      return;
    case 'cut':
      cutLine(response);
      return;
    case 'errorPage':
      sendErrorPage(response, 502);
      return;
    case 'truncated':
      response.writeHead(status, { 'content-type': JSON_TYPE, 'content-length': Buffer.byteLength(body) });
      response.write(body.slice(0, body.length / 2), () => response.socket?.destroy());
      return;
    case 'garbled':
      sendText(response, status, { type: JSON_TYPE, text: `${body.slice(0, body.length / 2)}\u0000\ufffd` });
      return;
    case 'twice':
      sendTwice(response, reply);
      return;
  }
};

/** The second copy comes unasked, down a line that the caller may be using for its next request. */
const sendTwice = (response: ServerResponse, { status, body }: HttpReply): void => {
  const { socket } = response;
  const length = Buffer.byteLength(body);
  const head = `HTTP/1.1 ${status} OK\r\ncontent-type: ${JSON_TYPE}\r\ncontent-length: ${length}\r\n\r\n`;
  response.on('finish', () => socket?.write(head + body));
  sendText(response, status, { type: JSON_TYPE, text: body });
};

export const changeAnswer = (answer: Answer, change: FaultPlan['change']): Answer => {
  switch (change) {
    case undefined:
      return answer;
    case 'reference':
      return answer.ref === undefined
        ? { ...answer, originalRef: `${answer.originalRef ?? ''}-other`.slice(-64) }
        : { ...answer, ref: `${answer.ref}-other`.slice(-64) };
    case 'amount':
      return { ...answer, amount: (answer.amount ?? 0) + 1 };
    case 'currency':
      return { ...answer, currency: answer.currency === '999' ? '978' : '999' };
    case 'duplicate':
      return { ...answer, duplicate: true };
  }
};
