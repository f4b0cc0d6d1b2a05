import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A gateway of some later year: this one, with fields, values and events that are not in its document. The document
 * promises that they may come, so a generated client has to live with them.
 */
export type FutureGateway = { readonly url: string; readonly close: () => void };

export const UNKNOWN_STATUS = 'paused';
export const UNKNOWN_EVENT = 'session.paused';

/** `gateway`: `http://localhost:8080`; what is sent on goes there. */
export const startFutureGateway = async (gateway: string): Promise<FutureGateway> => {
  const server = createServer((request, reply) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { host: _, connection: __, 'content-length': ___, 'accept-encoding': ____, ...headers } = request.headers;
      const { method = 'GET', url = '/' } = request;
      const body = chunks.length === 0 ? {} : { body: Buffer.concat(chunks) };
      fetch(gateway + url, { method, headers: headers as Record<string, string>, ...body })
        .then(async (answer) => {
          const kept = [...answer.headers].filter(([name]) => !HOP_HEADERS.has(name));
          reply.writeHead(answer.status, Object.fromEntries(kept));
          const text = await answer.text();
          reply.end(answer.ok ? JSON.stringify(aged(url, JSON.parse(text) as Answer)) : text);
        })
        .catch((error: unknown) => {
          reply.writeHead(502).end(String(error));
        });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};

const HOP_HEADERS: ReadonlySet<string> = new Set(['content-length', 'transfer-encoding', 'connection', 'keep-alive']);

type Answer = { readonly data?: unknown; readonly [field: string]: unknown };

const NEW_FIELD = { ofTheFuture: { of: ['any', 'form', 1] } };

const aged = (url: string, answer: Answer): Answer => {
  if (/\/sessions$/.test(url)) return { ...answer, ...NEW_FIELD, status: UNKNOWN_STATUS };
  if (!/\/events(\?|$)/.test(url) || !Array.isArray(answer.data)) return { ...answer, ...NEW_FIELD };
  const [newest] = answer.data as readonly Answer[];
  return {
    ...answer,
    ...NEW_FIELD,
    data: [{ ...newest, ...NEW_FIELD, type: UNKNOWN_EVENT }, ...(answer.data as readonly Answer[])],
  };
};
