import { connect, createServer, type AddressInfo, type NetConnectOpts, type Socket } from 'node:net';

/**
 * A line to a server that tests can cut: connections that stand are ended, new ones are refused until it is mended.
 * Silenced, those that stand stay open and carry nothing any more, as when a firewall between forgets them; new ones
 * work. Or answers alone are lost.
 */
export type LineProxy = {
  readonly port: number;
  readonly cut: () => Promise<void>;
  readonly mend: () => Promise<void>;
  readonly silence: () => void;
  /**
   * The next answer on each connection that stands is lost, and the connection with it: what was asked for has been
   * done.
   */
  readonly loseAnswers: () => void;
  readonly close: () => Promise<void>;
};

/** Stands before the server of this database, whether that listens on a port or on a socket in a folder. */
export const openDatabaseLine = async (databaseUrl: string): Promise<LineProxy & { readonly url: string }> => {
  const url = new URL(databaseUrl);
  const folder = url.searchParams.get('host');
  const port = Number(url.port === '' ? 5432 : url.port);
  const line = await openLineProxy(
    folder === null ? { host: url.hostname, port } : { path: `${folder}/.s.PGSQL.${port}` },
  );
  url.searchParams.delete('host');
  url.host = `127.0.0.1:${line.port}`;
  return { ...line, url: url.href };
};

const openLineProxy = async (target: NetConnectOpts): Promise<LineProxy> => {
  const sockets = new Set<Socket>();
  const answering = new Map<Socket, Socket>();
  const server = createServer((incoming) => {
    const outgoing = connect(target);
    answering.set(outgoing, incoming);
    outgoing.once('close', () => answering.delete(outgoing));
    for (const [socket, other] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      sockets.add(socket);
      socket
        .on('error', () => undefined)
        .on('close', () => {
          sockets.delete(socket);
          other.destroy();
        });
      socket.pipe(other);
    }
  });
  const listen = (port: number) =>
    new Promise<void>((resolve) => {
      server.listen(port, '127.0.0.1', resolve);
    });
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const cut = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
    });
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  const silence = () => {
    for (const socket of sockets) socket.unpipe().pause();
  };
  const loseAnswers = () => {
    for (const [outgoing, incoming] of answering)
      outgoing
        .unpipe()
        .once('data', () => {
          incoming.destroy();
        })
        .resume();
  };
  return {
    port,
    cut,
    silence,
    loseAnswers,
    mend: () => listen(port),
    close: async () => {
      if (server.listening) await cut();
    },
  };
};
