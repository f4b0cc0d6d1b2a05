import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { waitFor } from '../support/wait-for.ts';

/** An answer that came through the balancer. */
export type Passed = {
  readonly gateway: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Of an answer that is no success. */
  readonly text: string;
};

/** Stands in front of several gateways, as an operator's load balancer does, and takes them in turns. */
export type Balancer = {
  readonly url: string;
  /** `api` serves shops, `pages` serves customers' browsers; at least one each. */
  readonly lead: (targets: { readonly api: readonly string[]; readonly pages: readonly string[] }) => void;
  readonly passed: readonly Passed[];
  /** Until nothing is under way at a gateway that is not led to any more. */
  readonly untilLeft: (gateway: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

export const startBalancer = async (): Promise<Balancer> => {
  let targets: Parameters<Balancer['lead']>[0] = { api: [], pages: [] };
  const passed: Passed[] = [];
  const underWay = new Map<string, number>();
  const count = (gateway: string, by: 1 | -1): void => {
    underWay.set(gateway, (underWay.get(gateway) ?? 0) + by);
  };
  let turn = 0;
  const server = createServer((incoming, outgoing) => {
    const choice = incoming.url?.startsWith('/api2') === true ? targets.api : targets.pages;
    const gateway = choice[turn++ % choice.length] ?? '';
    count(gateway, 1);
    pass({ gateway, incoming, outgoing }, (status, text) => {
      count(gateway, -1);
      passed.push({ gateway, method: incoming.method ?? '', path: incoming.url ?? '', status, text });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lead: (next) => {
      targets = next;
    },
    passed,
    untilLeft: async (gateway) => {
      await waitFor(`nothing is under way at ${gateway}`, () => Promise.resolve(underWay.get(gateway) === 0));
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

/**
 * A connection of its own for each request, so that a gateway that stops has none that is idle and about to be used.
 */
const pass = (
  { gateway, incoming, outgoing }: { gateway: string; incoming: IncomingMessage; outgoing: ServerResponse },
  done: (status: number, text: string) => void,
): void => {
  const headers = { ...incoming.headers, connection: 'close' };
  const toGateway = ask(new URL(incoming.url ?? '/', gateway), { method: incoming.method, headers, agent: false });
  toGateway.once('response', (answer) => {
    const chunks: Buffer[] = [];
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      outgoing.write(chunk);
    });
    answer.once('end', () => {
      const status = answer.statusCode ?? 502;
      done(status, status < 400 ? '' : Buffer.concat(chunks).toString('utf8').slice(0, 400));
      outgoing.end();
    });
  });
  toGateway.once('error', (error) => {
    done(502, error.message);
    if (outgoing.headersSent) outgoing.destroy();
    else outgoing.writeHead(502).end();
  });
  incoming.pipe(toGateway);
};
