import { join } from 'node:path';
import type { ReceiverStats } from '../servers/receivers.ts';
import { sessionBody } from '../rows/session-request.ts';
import { BenchError, startChild, waitForWord, type Child } from './child.ts';
import type { Shop, World } from './world.ts';

/** The server with good and bad webhook endpoints, in a process of its own. */
export type Receivers = {
  readonly child: Child;
  readonly port: number;
  readonly url: string;
  readonly stats: () => Promise<ReceiverStats>;
  readonly reset: () => Promise<void>;
};

/** On `port`, or on a free one. */
export const startReceivers = async (parentDir: string, port = 0): Promise<Receivers> => {
  const file = 'bench/servers/receivers.ts';
  const child = startChild({ name: 'receivers', file, args: [String(port)] }, join(parentDir, 'bench-logs'));
  const own = await waitForWord(child);
  const url = `http://127.0.0.1:${own}`;
  return {
    child,
    port: own,
    url,
    stats: async () => (await (await fetch(`${url}/stats`)).json()) as ReceiverStats,
    reset: async () => {
      await (await fetch(`${url}/reset`, { method: 'POST' })).arrayBuffer();
    },
  };
};

export const addEndpoint = async (world: World, shop: Shop, url: string): Promise<string> => {
  const { id } = await call(world, shop, { method: 'POST', path: '/webhook-endpoints', body: { url, events: ['*'] } });
  return String(id);
};

export const switchEndpoint = async (world: World, shop: Shop, id: string, enabled: boolean): Promise<void> => {
  await call(world, shop, { method: 'PATCH', path: `/webhook-endpoints/${id}`, body: { enabled } });
};

/** Makes a session, and so an event for each endpoint of the shop. */
export const makeEvent = async (world: World, shop: Shop): Promise<void> => {
  await call(world, shop, { method: 'POST', path: '/sessions', body: sessionBody().replaceAll('{n}', '0') });
};

const call = async (
  world: World,
  shop: Shop,
  { method, path, body }: { readonly method: string; readonly path: string; readonly body: object | string },
): Promise<Readonly<Record<string, unknown>>> => {
  const answer = await fetch(`${world.gateway().url}/api2${path}`, {
    method,
    headers: { 'Content-Type': 'application/json', 'X-Api-Key': shop.apiKey },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await answer.text();
  if (answer.status !== 200) throw new BenchError(`${method} ${path} answered ${answer.status}: ${text.slice(0, 300)}`);
  return JSON.parse(text) as Readonly<Record<string, unknown>>;
};
