import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Clock } from '../../../../base/clock.ts';

export type Address = {
  readonly host: string;
  readonly port: number;
  /** `undefined`: plain TCP, as inside a VPN. `ca`: the only one that is trusted, instead of the system's. */
  readonly tls: { readonly ca: string | undefined } | undefined;
};

/** A connected socket; undefined when there is none in time. TLS: the name must be the host's, 1.2 or newer. */
export const openSocket = async (address: Address, timeoutMs: number, clock: Clock): Promise<Socket | undefined> => {
  const socket = startSocket(address);
  const timer = new AbortController();
  const isConnected = new Promise<boolean>((resolve) => {
    socket.once(address.tls === undefined ? 'connect' : 'secureConnect', () => resolve(true));
    socket.once('error', () => resolve(false)).once('close', () => resolve(false));
    clock.sleep(timeoutMs, timer.signal).then(
      () => resolve(false),
      () => undefined,
    );
  });
  const isUp = await isConnected;
  timer.abort();
  if (isUp && !socket.destroyed) return socket;
  socket.destroy();
  return undefined;
};

const startSocket = ({ host, port, tls }: Address): Socket => {
  const socket =
    tls === undefined
      ? connectTcp({ host, port })
      : connectTls({
          host,
          port,
          minVersion: 'TLSv1.2',
          ...(tls.ca === undefined ? {} : { ca: tls.ca }),
          // An address has no name to be asked for.
          ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }),
        });
  // Whoever holds the socket hears of its end by `close`; an error without a listener would end the process.
  return socket
    .on('error', () => undefined)
    .setNoDelay(true)
    .setKeepAlive(true, 30_000);
};
