import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Plain `node:http`, with a limit on everything that waits. */

export type Listening = { readonly port: number; readonly close: () => Promise<void> };

const GRACE_MS = 3_000;

/** Listens on `host`; on the loopback address also on its IPv6 twin, because `localhost` means either. */
export const listen = async (
  address: { readonly host: string; readonly port: number },
  answer: RequestListener,
): Promise<Listening> => {
  const first = await listenOn(address.host, address.port, answer);
  const { port } = first.address() as AddressInfo;
  const servers = [first];
  if (address.host === '127.0.0.1') {
    try {
      servers.push(await listenOn('::1', port, answer));
    } catch (error) {
      // A machine without IPv6 is reached by IPv4; a port that somebody else holds is not ours to ignore.
      if (codeOf(error) === 'EADDRINUSE') {
        await closeServer(first);
        throw error;
      }
    }
  }
  return {
    port,
    close: async () => {
      await Promise.all(servers.map(closeServer));
    },
  };
};

const listenOn = (host: string, port: number, answer: RequestListener): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer({ requestTimeout: 15_000, headersTimeout: 10_000, keepAliveTimeout: 5_000 }, answer);
    server.maxConnections = 1_000;
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve(server);
    });
  });

const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    const force = setTimeout(() => {
      server.closeAllConnections();
    }, GRACE_MS);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
    server.closeIdleConnections();
  });

export class BodyTooLargeError extends Error {}

/** The body as the bytes that arrived: a webhook's signature covers exactly these. */
export const readBody = async (request: IncomingMessage, maxBytes: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) throw new BodyTooLargeError();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

export const readCookie = (request: IncomingMessage, name: string): string | undefined =>
  (request.headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1);

/** A form that another site posts in the customer's name. Old browsers send neither header and are let in. */
export const isFromAnotherSite = (request: IncomingMessage): boolean => {
  const site = request.headers['sec-fetch-site'];
  return site !== undefined && site !== 'same-origin' && site !== 'none';
};

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);
