import { request as requestHttp, Agent as HttpAgent, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as requestHttps, Agent as HttpsAgent } from 'node:https';

/** What a receiver answered. `text` is the beginning of its body. */
export type Answered = {
  readonly kind: 'answered';
  readonly status: number;
  readonly text: string;
  readonly location: string | undefined;
  readonly durationMs: number;
};

/** `unreachable`: nothing was sent. `noAnswer`: it may have been taken. */
export type NoAnswer = {
  readonly kind: 'unreachable' | 'noAnswer';
  readonly reason: string;
  readonly durationMs: number;
};

export type Answer = Answered | NoAnswer;

export type Post = (delivery: Delivery) => Promise<Answer>;

export type Delivery = {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  /** Sends the body in so many pieces, with so long a wait between two of them. */
  readonly slowly?: { readonly pieces: number; readonly waitMs: number };
  /** Breaks the line in the middle of the body. */
  readonly isCut?: true;
};

export type Poster = { readonly post: Post; readonly close: () => void };

/** As the gateway has it: from the first look at the name to the last byte of the answer. */
export const ANSWER_TIMEOUT_MS = 10_000;
const READ_MOST_BYTES = 64 * 1024;

type Options = {
  readonly url: string;
  /** For https://localhost with a certificate that nobody signed. */
  readonly skipVerifyTls?: boolean;
  readonly timeoutMs?: number;
  readonly nowMs: () => number;
};

/** Posts deliveries to one receiver: no redirect is followed, as the gateway follows none. */
export const createPoster = ({ url, skipVerifyTls = false, timeoutMs = ANSWER_TIMEOUT_MS, nowMs }: Options): Poster => {
  const target = new URL(url);
  const isHttps = target.protocol === 'https:';
  const agent = isHttps
    ? new HttpsAgent({ keepAlive: true, maxSockets: 64, rejectUnauthorized: !skipVerifyTls })
    : new HttpAgent({ keepAlive: true, maxSockets: 64 });
  const open = (headers: Readonly<Record<string, string>>, length: number): ClientRequest =>
    (isHttps ? requestHttps : requestHttp)(target, {
      method: 'POST',
      agent,
      headers: { ...headers, 'Content-Length': String(length) },
    });
  const postOnce: Post = (delivery) => postTo(open, delivery, { timeoutMs, nowMs });
  return {
    // A kept connection that the receiver closed while we wrote says nothing about the receiver.
    post: async (delivery) => {
      const answer = await postOnce(delivery);
      return answer.kind === 'noAnswer' && answer.reason === STALE ? postOnce(delivery) : answer;
    },
    close: () => agent.destroy(),
  };
};

const STALE = 'the kept connection was closed';

type Limits = { readonly timeoutMs: number; readonly nowMs: () => number };

const postTo = (
  open: (headers: Readonly<Record<string, string>>, length: number) => ClientRequest,
  { headers, body, slowly, isCut }: Delivery,
  { timeoutMs, nowMs }: Limits,
): Promise<Answer> =>
  new Promise((resolve) => {
    const startedMs = nowMs();
    const bytes = Buffer.from(body);
    const request = open(headers, bytes.length);
    const limit = setTimeout(() => request.destroy(new Error(TIMED_OUT)), timeoutMs);
    const end = (answer: Answer): void => {
      clearTimeout(limit);
      resolve(answer);
    };
    const fail = (error: Error): void => end(failureOf(error, request, nowMs() - startedMs));
    request.on('error', fail);
    request.on('response', (response) => {
      response.on('error', fail);
      void readAnswer(response).then(
        (answer) => end({ ...answer, durationMs: Math.round(nowMs() - startedMs) }),
        (error: unknown) => fail(error instanceof Error ? error : new Error(String(error))),
      );
    });
    if (isCut === true) request.write(bytes.subarray(0, bytes.length / 2), () => request.destroy(new Error(CUT)));
    else if (slowly === undefined) request.end(bytes);
    else writeSlowly(request, bytes, slowly);
  });

const writeSlowly = (
  request: ClientRequest,
  bytes: Buffer,
  { pieces, waitMs }: NonNullable<Delivery['slowly']>,
): void => {
  const size = Math.max(1, Math.ceil(bytes.length / pieces));
  const writeFrom = (at: number): void => {
    if (request.destroyed) return;
    if (at >= bytes.length) {
      request.end();
      return;
    }
    request.write(bytes.subarray(at, at + size));
    setTimeout(writeFrom, waitMs, at + size);
  };
  writeFrom(0);
};

const TIMED_OUT = 'timed out';
const CUT = 'cut on purpose';

const readAnswer = async (response: IncomingMessage): Promise<Omit<Answered, 'durationMs'>> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > READ_MOST_BYTES) break;
  }
  return {
    kind: 'answered',
    status: response.statusCode ?? 0,
    text: Buffer.concat(chunks).subarray(0, READ_MOST_BYTES).toString('utf8'),
    location: response.headers.location,
  };
};

const failureOf = (error: Error, request: ClientRequest, took: number): NoAnswer => {
  const durationMs = Math.round(took);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const reason = unreachable[code];
  if (reason !== undefined) return { kind: 'unreachable', reason, durationMs };
  if (code.startsWith('ERR_TLS') || /CERT|SELF_SIGNED|ERR_SSL/.test(code))
    return { kind: 'unreachable', reason: `the certificate is not accepted (${code})`, durationMs };
  if (error.message === TIMED_OUT)
    return { kind: 'noAnswer', reason: 'there was no complete answer in time', durationMs };
  if (request.reusedSocket && code === 'ECONNRESET') return { kind: 'noAnswer', reason: STALE, durationMs };
  return { kind: 'noAnswer', reason: 'the connection was closed before the answer was complete', durationMs };
};

const unreachable: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the host name could not be resolved',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ETIMEDOUT: 'the connection could not be opened in time',
};
