import type http from 'node:http';
import type net from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Journal, Numbered } from './journal.ts';

export const limitServer = (server: http.Server): void => {
  // Longer than any caller keeps an unused line, so that nobody writes into one that we hang up.
  server.keepAliveTimeout = 75_000;
  server.requestTimeout = 30_000;
  server.headersTimeout = 10_000;
  server.on('clientError', (_error, socket) => socket.destroy());
};

/** Tells once when nothing can be written any more. */
export const watchJournal = (
  journal: Pick<Journal<Numbered>, 'failure'>,
  stopping: AbortSignal,
  onFailure: ((error: Error) => void) | undefined,
): void => {
  const watch = setInterval(() => {
    const error = journal.failure();
    if (error === undefined) return;
    clearInterval(watch);
    onFailure?.(error);
  }, 250).unref();
  stopping.addEventListener('abort', () => {
    clearInterval(watch);
  });
};

export const addressOf = (server: net.Server): AddressInfo => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The simulator has no port.');
  return address;
};

export const urlOf = (server: net.Server): string => {
  const { address, family, port } = addressOf(server);
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
};
