import { createServer } from 'node:net';

/** A port that is free at this moment, for programs that want to be told one. */
export const findFreePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('No free port was given.'));
        else resolve(address.port);
      });
    });
  });
