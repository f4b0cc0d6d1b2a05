import type { Server } from 'node:net';

/** Listens on this port, or a free one, and tells it to the bench, which started this process. */
export const listenAndTell = (server: Server, port = 0): void => {
  server.listen(port, '127.0.0.1', () => {
    const address = server.address();
    if (address !== null && typeof address !== 'string') process.send?.({ kind: 'ready', port: address.port });
  });
  process.once('SIGTERM', () => process.exit(0));
};
