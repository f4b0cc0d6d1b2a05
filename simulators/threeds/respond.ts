import type { IncomingMessage, ServerResponse } from 'node:http';

export const sendJson = (response: ServerResponse, status: number, message: unknown): void => {
  sendText(response, status, 'application/json; charset=utf-8', JSON.stringify(message));
};

/** An answer cut in half, with a byte that no text has. */
export const sendGarbled = (response: ServerResponse, message: unknown): void => {
  const text = JSON.stringify(message);
  sendText(response, 200, 'application/json; charset=utf-8', `${text.slice(0, text.length / 2)}\u0000`);
};

export const sendErrorPage = (response: ServerResponse): void => {
  const title = '503 Service Unavailable';
  const page = `<html>\n<head><title>${title}</title></head>\n<body><center><h1>${title}</h1></center></body>\n</html>\n`;
  sendText(response, 503, 'text/html', page);
};

export const sendProblem = (response: ServerResponse, status: number, text: string): void => {
  sendJson(response, status, { text });
};

export const cutLine = (response: ServerResponse): void => {
  response.socket?.destroy();
};

const sendText = (response: ServerResponse, status: number, contentType: string, text: string): void => {
  if (response.destroyed) return;
  response
    .writeHead(status, {
      'content-type': contentType,
      'content-length': Buffer.byteLength(text),
      'cache-control': 'no-store',
    })
    .end(text);
};

export const MAX_BODY_BYTES = 65_536;

/** The whole body, or undefined when it is too long or the line broke. */
export const readBody = (request: IncomingMessage): Promise<string | undefined> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let byteCount = 0;
    request.on('data', (chunk: Buffer) => {
      byteCount += chunk.length;
      if (byteCount <= MAX_BODY_BYTES) chunks.push(chunk);
    });
    request.once('end', () => resolve(byteCount > MAX_BODY_BYTES ? undefined : Buffer.concat(chunks).toString('utf8')));
    request.once('close', () => resolve(undefined));
  });
