/**
 * A shop's webhook endpoint: answers 204 at once (or 500, as often as it was told to), tells a listener which sessions
 * it heard are paid, and checks the signature of one delivery in fifty.
 *
 *   POST /webhooks    a delivery
 *   GET  /heard       a line for each session.completed, for as long as the caller stays
 *   GET  /stats       what came since the last reset
 *   POST /reset       forgets it; the body is the secret to check signatures with; `?refuse=20` refuses one in five,
 *                     by chance
 */
import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createChance } from '../velocity/chance.ts';
import { listenAndTell } from './listen.ts';

export type SinkStats = {
  readonly deliveries: number;
  readonly duplicates: number;
  /** Answered with 500; not among the deliveries. */
  readonly refused: number;
  readonly checkedSignatures: number;
  readonly wrongSignatures: number;
  /** By the sink's own clock. */
  readonly firstAtMs: number;
  readonly lastAtMs: number;
};

const CHECK_EVERY = 50;
const empty = {
  deliveries: 0,
  duplicates: 0,
  refused: 0,
  checkedSignatures: 0,
  wrongSignatures: 0,
  firstAtMs: 0,
  lastAtMs: 0,
};

let stats = { ...empty };
let secret = '';
let refusePercent = 0;
let chance = createChance(1);
let seen = new Set<string>();
let news: string[] = [];
const listeners = new Set<ServerResponse>();

const receive = (request: IncomingMessage, body: Buffer): void => {
  const nowMs = performance.now();
  if (stats.deliveries === 0) stats.firstAtMs = nowMs;
  stats.lastAtMs = nowMs;
  stats.deliveries++;
  const id = String(request.headers['webhook-id']);
  if (seen.has(id)) stats.duplicates++;
  else seen.add(id);
  if (stats.deliveries % CHECK_EVERY === 1) checkSignature(String(request.headers['x-signature']), body);
  if (listeners.size === 0) return;
  const sessionId = completedSessionIn(body);
  if (sessionId === undefined) return;
  if (news.length === 0) setImmediate(tellNews);
  news.push(sessionId);
};

const checkSignature = (header: string, body: Buffer): void => {
  const [, t = '', v1 = ''] = /^t=(\d+),v1=([0-9a-f]{64})/.exec(header) ?? [];
  stats.checkedSignatures++;
  if (createHmac('sha256', secret).update(body).update(`.${t}`).digest('hex') !== v1) stats.wrongSignatures++;
};

const completedSessionIn = (body: Buffer): string | undefined => {
  const text = body.toString('latin1');
  return text.includes('"type":"session.completed"') ? /"object":\{"id":"(ps_\w+)"/.exec(text)?.[1] : undefined;
};

/** What came in one turn of the loop goes out as one piece. */
const tellNews = (): void => {
  const lines = `${news.join('\n')}\n`;
  news = [];
  for (const listener of listeners) listener.write(lines);
};

const listen = (response: ServerResponse): void => {
  listeners.add(response);
  response.on('close', () => listeners.delete(response));
  response.writeHead(200, { 'content-type': 'text/plain' }).flushHeaders();
};

const reset = (newSecret: string, refuse: number): void => {
  refusePercent = refuse;
  chance = createChance(1);
  stats = { ...empty };
  seen = new Set();
  secret = newSecret;
};

const readBody = (request: IncomingMessage, onBody: (body: Buffer) => void): void => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    onBody(Buffer.concat(chunks));
  });
};

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://sink');
  switch (url.pathname) {
    case '/webhooks':
      readBody(request, (body) => {
        if (chance.is(refusePercent / 100)) {
          stats.refused++;
          response.writeHead(500).end();
          return;
        }
        response.writeHead(204).end();
        receive(request, body);
      });
      return;
    case '/heard':
      listen(response);
      return;
    case '/stats':
      response.end(JSON.stringify(stats));
      return;
    case '/reset':
      readBody(request, (body) => {
        reset(body.toString('latin1'), Number(url.searchParams.get('refuse') ?? 0));
        response.end();
      });
      return;
    default:
      response.writeHead(404).end();
  }
});
server.keepAliveTimeout = 65_000;
listenAndTell(server);
