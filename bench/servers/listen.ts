import type { Server } from 'node:http';

/** Listens on a free port and tells it to the bench, which started this process. */
export const listenAndTell = (server: Server): void => {
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (address !== null && typeof address !== 'string') process.send?.({ kind: 'ready', port: address.port });
  });
  process.once('SIGTERM', () => process.exit(0));
};
