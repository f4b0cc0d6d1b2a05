/**
 * Many webhook endpoints in one server, good and bad ones. The time that an event took is counted from its id, which is
 * made just before it is written.
 *
 *   POST /quick/…    answers 204 at once
 *   POST /slow/…     answers 204 after five seconds
 *   POST /never/…    takes the request and answers nothing
 *   GET  /stats      what came since the last reset
 *   POST /reset      forgets it
 *
 * Listens on the port that is named, or on a free one.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { parseId } from '../../src/base/id.ts';
import { createHistogram } from '../load/histogram.ts';
import { listenAndTell } from './listen.ts';

export type ReceiverStats = {
  readonly quick: number;
  readonly slow: number;
  readonly never: number;
  /** Events that /quick has heard, each once. */
  readonly events: number;
  /** By the machine's clock, in milliseconds since the Unix epoch; 0: none came. */
  readonly firstAtMs: number;
  readonly lastNewAtMs: number;
  /** How long events to /quick took, as a histogram counts it. */
  readonly counts: readonly number[];
};

const SLOW_MS = 5_000;

const empty = () => ({
  quick: 0,
  slow: 0,
  never: 0,
  seen: new Set<string>(),
  firstAtMs: 0,
  lastNewAtMs: 0,
  took: createHistogram(),
});
let since = empty();

const hearQuick = (request: IncomingMessage, response: ServerResponse): void => {
  const nowMs = Date.now();
  response.writeHead(204).end();
  since.quick++;
  if (since.firstAtMs === 0) since.firstAtMs = nowMs;
  const id = `${request.url ?? ''} ${String(request.headers['webhook-id'])}`;
  if (since.seen.has(id)) return;
  since.seen.add(id);
  since.lastNewAtMs = nowMs;
  since.took.record((nowMs - madeAtMs(String(request.headers['webhook-id']))) * 1_000);
};

/** A UUIDv7 begins with the milliseconds at which it was made. */
const madeAtMs = (eventId: string): number => {
  const uuid = parseId('event', eventId) ?? '';
  return Number.parseInt(uuid.replaceAll('-', '').slice(0, 12), 16);
};

const stats = (): ReceiverStats => {
  const { seen, took, ...rest } = since;
  return { ...rest, events: seen.size, counts: took.counts() };
};

const answer = (request: IncomingMessage, response: ServerResponse): void => {
  const [, kind] = (request.url ?? '').split('/');
  switch (kind) {
    case 'quick':
      hearQuick(request, response);
      return;
    case 'slow':
      since.slow++;
      setTimeout(() => response.writeHead(204).end(), SLOW_MS);
      return;
    case 'never':
      since.never++;
      return;
    case 'stats':
      response.end(JSON.stringify(stats()));
      return;
    case 'reset':
      since = empty();
      response.end();
      return;
    default:
      response.writeHead(404).end();
  }
};

const server = createServer((request, response) => {
  request.resume().on('end', () => {
    answer(request, response);
  });
});
server.keepAliveTimeout = 65_000;
listenAndTell(server, Number(process.argv[2] ?? 0));
