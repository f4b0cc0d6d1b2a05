import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below the ports that systems give to outgoing connections and to `listen(0)`, so that nobody else takes it by chance.
 */
const FIRST = 12_000;
const COUNT = 20_000;

const given = new Set<number>();

/** A port that nobody listens on, and that this process does not get again. */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = FIRST + randomInt(COUNT);
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
};

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen(port, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
