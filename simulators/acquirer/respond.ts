import type { ServerResponse } from 'node:http';
import type { FaultPlan } from './fault-kinds.ts';
import type { Answer } from './wire.ts';

/** Sends an answer, or what the fault makes of it. */
export const respond = (response: ServerResponse, answer: Answer, plan: FaultPlan | undefined): void => {
  if (response.destroyed) return;
  const body = JSON.stringify(changeAnswer(answer, plan?.change));
  switch (plan?.answer) {
    case undefined:
      sendJson(response, 200, body);
      return;
    case 'cut':
      cutLine(response);
      return;
    case 'errorPage':
      sendErrorPage(response, 502);
      return;
    case 'truncated':
      writeHead(response, 200, 'application/json', Buffer.byteLength(body));
      response.write(body.slice(0, body.length / 2), () => response.socket?.destroy());
      return;
    case 'garbled':
      sendJson(response, 200, `${body.slice(0, body.length / 2)}\u0000\ufffd`);
      return;
    case 'twice':
      sendTwice(response, body);
      return;
  }
};

export const cutLine = (response: ServerResponse): void => {
  response.socket?.destroy();
};

export const sendErrorPage = (response: ServerResponse, status: 502 | 503): void => {
  const title = status === 502 ? '502 Bad Gateway' : '503 Service Unavailable';
  const page = `<html>\n<head><title>${title}</title></head>\n<body><center><h1>${title}</h1></center></body>\n</html>\n`;
  writeHead(response, status, 'text/html', page.length);
  response.end(page);
};

export const sendJson = (response: ServerResponse, status: number, body: string): void => {
  writeHead(response, status, 'application/json', Buffer.byteLength(body));
  response.end(body);
};

/** The second copy comes unasked, down a line that the caller may be using for its next request. */
const sendTwice = (response: ServerResponse, body: string): void => {
  const { socket } = response;
  const head = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`;
  response.on('finish', () => socket?.write(head + body));
  sendJson(response, 200, body);
};

const writeHead = (response: ServerResponse, status: number, contentType: string, length: number): void => {
  response.writeHead(status, { 'content-type': contentType, 'content-length': length, 'cache-control': 'no-store' });
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
