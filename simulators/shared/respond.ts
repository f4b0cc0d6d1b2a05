import type { ServerResponse } from 'node:http';

export const JSON_TYPE = 'application/json; charset=utf-8';

export const sendJson = (response: ServerResponse, status: number, message: unknown): void => {
  sendText(response, status, { type: JSON_TYPE, text: JSON.stringify(message) });
};

const errorTitles = { 502: '502 Bad Gateway', 503: '503 Service Unavailable' } as const;

/** What a proxy in front of a host shows. */
export const sendErrorPage = (response: ServerResponse, status: keyof typeof errorTitles): void => {
  const title = errorTitles[status];
  sendText(response, status, {
    type: 'text/html',
    text: `<html>\n<head><title>${title}</title></head>\n<body><center><h1>${title}</h1></center></body>\n</html>\n`,
  });
};

export const sendProblem = (response: ServerResponse, status: number, text: string): void => {
  sendJson(response, status, { text });
};

export const cutLine = (response: ServerResponse): void => {
  response.socket?.destroy();
};

type Content = { readonly type: string; readonly text: string };

export const sendText = (response: ServerResponse, status: number, { type, text }: Content): void => {
  if (response.destroyed) return;
  response
    .writeHead(status, {
      'content-type': type,
      'content-length': Buffer.byteLength(text),
      'cache-control': 'no-store',
    })
    .end(text);
};
