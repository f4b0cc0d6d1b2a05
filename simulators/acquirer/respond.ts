import type { ServerResponse } from 'node:http';
import { cutLine, JSON_TYPE, sendErrorPage, sendText } from '../shared/respond.ts';
import type { FaultPlan } from './fault-kinds.ts';
import type { Answer } from './wire.ts';

/** Sends an answer, or what the fault makes of it. */
export const respond = (response: ServerResponse, answer: Answer, plan: FaultPlan | undefined): void => {
  if (response.destroyed) return;
  const body = JSON.stringify(changeAnswer(answer, plan?.change));
  switch (plan?.answer) {
    case undefined:
      sendText(response, 200, { type: JSON_TYPE, text: body });
      return;
    case 'cut':
      cutLine(response);
      return;
    case 'errorPage':
      sendErrorPage(response, 502);
      return;
    case 'truncated':
      response.writeHead(200, { 'content-type': JSON_TYPE, 'content-length': Buffer.byteLength(body) });
      response.write(body.slice(0, body.length / 2), () => response.socket?.destroy());
      return;
    case 'garbled':
      sendText(response, 200, { type: JSON_TYPE, text: `${body.slice(0, body.length / 2)}\u0000\ufffd` });
      return;
    case 'twice':
      sendTwice(response, body);
      return;
  }
};

/** The second copy comes unasked, down a line that the caller may be using for its next request. */
const sendTwice = (response: ServerResponse, body: string): void => {
  const { socket } = response;
  const head = `HTTP/1.1 200 OK\r\ncontent-type: ${JSON_TYPE}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`;
  response.on('finish', () => socket?.write(head + body));
  sendText(response, 200, { type: JSON_TYPE, text: body });
};

const changeAnswer = (answer: Answer, change: FaultPlan['change']): Answer => {
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
