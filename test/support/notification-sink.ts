import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../../src/base/clock.ts';
import type { NotificationDelivery } from '../../src/connectors/acquirer/contract.ts';

/** The door for what a host sends by itself: keeps every delivery as it came. */
export type NotificationSink = {
  readonly url: string;
  /** Oldest first. */
  readonly received: readonly NotificationDelivery[];
  /** From now on it answers with this status. */
  readonly answerWith: (status: number) => void;
  readonly close: () => Promise<void>;
};

export const startNotificationSink = async (): Promise<NotificationSink> => {
  const received: NotificationDelivery[] = [];
  let status = 202;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, value?.toString() ?? '']),
      );
      received.push({ headers, body: Buffer.concat(chunks), nowMs: systemClock.nowMs() });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/notifications`,
    received,
    answerWith: (next) => {
      status = next;
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
