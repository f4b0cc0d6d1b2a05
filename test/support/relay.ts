import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands where a host sends its notifications, and passes them on to an address that is known only later. */
export type Relay = {
  readonly url: string;
  /** Oldest first, as they came. */
  readonly received: readonly { readonly headers: Readonly<Record<string, string>>; readonly body: Buffer }[];
  readonly leadTo: (url: string) => void;
  readonly close: () => Promise<void>;
};

export const startRelay = async (): Promise<Relay> => {
  const received: { readonly headers: Readonly<Record<string, string>>; readonly body: Buffer }[] = [];
  let target: string | undefined;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { host: _host, connection: _connection, 'content-length': _length, ...kept } = request.headers;
      const headers = Object.fromEntries(Object.entries(kept).map(([name, value]) => [name, String(value)]));
      const body = Buffer.concat(chunks);
      received.push({ headers, body });
      const passed = target === undefined ? Promise.resolve(503) : pass(target, { headers, body });
      void passed.then((status) => response.writeHead(status).end());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    received,
    leadTo: (url) => {
      target = url;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
};

const pass = (
  url: string,
  { headers, body }: { readonly headers: Readonly<Record<string, string>>; readonly body: Buffer },
): Promise<number> =>
  fetch(url, { method: 'POST', headers, body: new Uint8Array(body) }).then(
    ({ status }) => status,
    () => 502,
  );
