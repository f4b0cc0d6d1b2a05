import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One webhook as it arrived at a shop. */
export type Received = {
  readonly headers: IncomingHttpHeaders;
  readonly rawBody: string;
  readonly event: {
    readonly id: string;
    readonly type: string;
    readonly sequence: number;
    readonly created: string;
    readonly data: { readonly object: Record<string, unknown> };
  };
};

export type WebhookSink = {
  readonly url: string;
  readonly received: readonly Received[];
  /** From now on answers with this status; `down` cuts the line. */
  readonly behave: (answer: number | 'down') => void;
  /** Resolves with the first webhook (past or future) that fits; rejects after `timeoutMs`. */
  readonly waitFor: (fits: (received: Received) => boolean, timeoutMs?: number) => Promise<Received>;
  readonly close: () => Promise<void>;
};

/** A shop's endpoint that keeps what it gets. */
export const startWebhookSink = async (): Promise<WebhookSink> => {
  const received: Received[] = [];
  const waiting = new Set<() => void>();
  let answer: number | 'down' = 200;

  const server = createServer((request, response) => {
    if (request.method === 'GET') {
      // A customer who comes back to the shop.
      response
        .writeHead(200, { 'Content-Type': 'text/html' })
        .end('<!doctype html><title>shop</title><h1>Thank you</h1>');
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (answer === 'down') {
        request.socket.destroy();
        return;
      }
      if (answer < 300) {
        const rawBody = Buffer.concat(chunks).toString('utf8');
        received.push({ headers: request.headers, rawBody, event: JSON.parse(rawBody) as Received['event'] });
      }
      response.writeHead(answer).end();
      for (const look of waiting) look();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}/webhooks`,
    received,
    behave: (next) => {
      answer = next;
    },
    waitFor: (fits, timeoutMs = 60_000) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = received.find(fits);
          if (found === undefined) return;
          clearTimeout(limit);
          waiting.delete(look);
          resolve(found);
        };
        const limit = setTimeout(() => {
          waiting.delete(look);
          reject(
            new Error(
              `no such webhook within ${timeoutMs} ms; came: ${received.map(({ event }) => event.type).join(', ') || 'none'}`,
            ),
          );
        }, timeoutMs);
        waiting.add(look);
        look();
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
};
