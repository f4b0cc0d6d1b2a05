import type { ServerResponse } from 'node:http';

/** Order pages that are open in a browser and want to know when something changed (server-sent events). */
export type LiveOrders = {
  /** False when too many pages listen already; the page then asks from time to time. */
  readonly add: (orderId: string, version: () => string, response: ServerResponse) => boolean;
  readonly tell: (orderId: string) => void;
  readonly close: () => void;
};

const MAX_LISTENERS = 500;
/** Proxies cut quiet lines, and a browser reconnects by itself: a line is kept awake, and not for ever. */
const HEARTBEAT_MS = 20_000;
const LONGEST_MS = 10 * 60_000;

const STREAM_HEADERS = { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' };

type Listener = {
  readonly orderId: string;
  readonly version: () => string;
  readonly response: ServerResponse;
  readonly untilMs: number;
};

export const createLiveOrders = (): LiveOrders => {
  const listeners = new Set<Listener>();
  const heartbeat = setInterval(() => {
    for (const listener of listeners) {
      if (Date.now() > listener.untilMs) listener.response.end();
      else listener.response.write(':\n\n');
    }
  }, HEARTBEAT_MS);
  heartbeat.unref();

  return {
    add: (orderId, version, response) => {
      if (listeners.size >= MAX_LISTENERS) return false;
      const listener = { orderId, version, response, untilMs: Date.now() + LONGEST_MS };
      listeners.add(listener);
      response.on('close', () => listeners.delete(listener));
      response.writeHead(200, STREAM_HEADERS);
      // The version at once: something may have happened between the page and this connection.
      response.write(`retry: 2000\ndata: ${version()}\n\n`);
      return true;
    },
    tell: (orderId) => {
      for (const listener of listeners) {
        if (listener.orderId === orderId) listener.response.write(`data: ${listener.version()}\n\n`);
      }
    },
    close: () => {
      clearInterval(heartbeat);
      for (const listener of listeners) listener.response.end();
    },
  };
};
