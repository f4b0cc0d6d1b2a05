import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { findClientAddress, isTrustedPeer, type TrustedProxies } from './client-address.ts';

/**
 * How long a sender may take and how many lines he may hold; all of them are needed, as each is got around by itself.
 */
export type ConnectionLimits = {
  /** From the first byte (or the start of the line) to the end of the headers. */
  readonly headersMs: number;
  /** From the first byte to the end of the body. */
  readonly requestMs: number;
  /** How often Node looks for those who took longer; its own 30 s let slow senders live for 38 s. */
  readonly checkEveryMs: number;
  /** Lines that one address (or /64) may hold, trusted proxies excepted; 0: no limit. */
  readonly perAddress: number;
};

export const CONNECTION_TIMES = { headersMs: 10_000, requestMs: 15_000, checkEveryMs: 1_000 } as const;

/** Of all addresses together. */
const MAX_CONNECTIONS = 10_000;

/** A line that is too many is closed before a byte of it is read: whoever opens thousands costs nobody else his. */
export const limitConnections = (server: Server, perAddress: number, proxies: TrustedProxies): void => {
  server.maxConnections = MAX_CONNECTIONS;
  if (perAddress === 0) return;
  const held = new Map<string, number>();
  server.prependListener('connection', (socket: Socket) => {
    if (isTrustedPeer(proxies, socket.remoteAddress)) return;
    const { network } = findClientAddress({ kind: 'none' }, socket.remoteAddress, {});
    const count = (held.get(network) ?? 0) + 1;
    held.set(network, count);
    socket.once('close', () => {
      const left = (held.get(network) ?? 1) - 1;
      if (left > 0) held.set(network, left);
      else held.delete(network);
    });
    if (count > perAddress) socket.destroy();
  });
};
