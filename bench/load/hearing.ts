import { get } from 'node:http';
import type { LaneTarget } from './lane.ts';

/** The shop's ear: the webhook sink tells, a line a session, which sessions it has heard are paid. */
export type Hearing = {
  /**
   * Resolves with when the session was heard of, or undefined when that is not within the limit. Ask before it can be
   * paid.
   */
  readonly expect: (sessionId: string) => Heard;
  readonly close: () => void;
};

export type Heard = { readonly heardAtMs: Promise<number | undefined>; readonly forget: () => void };

const HEAR_LIMIT_MS = 30_000;
const LOOK_EVERY_MS = 500;

type Listener = { readonly tell: (heardAtMs: number | undefined) => void; readonly untilMs: number };

export const openHearing = async ({ host, port }: LaneTarget): Promise<Hearing> => {
  const listeners = new Map<string, Listener>();
  const hear = (sessionId: string, heardAtMs: number | undefined): void => {
    const listener = listeners.get(sessionId);
    listeners.delete(sessionId);
    listener?.tell(heardAtMs);
  };

  const close = await listenForLines({ host, port }, (line) => {
    hear(line, performance.now());
  });
  // Sessions are expected in the order of their limits, so the first that has time left ends the look.
  const limits = setInterval(() => {
    for (const [sessionId, { untilMs }] of listeners) {
      if (untilMs > performance.now()) return;
      hear(sessionId, undefined);
    }
  }, LOOK_EVERY_MS);

  return {
    expect: (sessionId) => ({
      heardAtMs: new Promise((tell) => {
        listeners.set(sessionId, { tell, untilMs: performance.now() + HEAR_LIMIT_MS });
      }),
      forget: () => {
        hear(sessionId, undefined);
      },
    }),
    close: () => {
      clearInterval(limits);
      close();
    },
  };
};

const listenForLines = ({ host, port }: LaneTarget, onLine: (line: string) => void): Promise<() => void> =>
  new Promise((resolve, reject) => {
    const request = get({ host, port, path: '/heard', agent: false }, (response) => {
      let rest = '';
      response.setEncoding('latin1');
      response.on('data', (text: string) => {
        const lines = (rest + text).split('\n');
        rest = lines.pop() ?? '';
        lines.forEach(onLine);
      });
      response.on('error', () => undefined);
      resolve(() => {
        request.destroy();
      });
    });
    request.on('error', reject);
  });
