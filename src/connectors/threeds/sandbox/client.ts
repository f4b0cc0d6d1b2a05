import type { Clock } from '../../../base/clock.ts';
import type { HttpClient } from '../../../base/http-client.ts';
import type { NotSent, Unknown } from '../contract.ts';
import { unknown } from './causes.ts';
import { parseFields, textIn, type Fields } from './wire.ts';

/** What can be asked of a directory host, and how long its answer may be. The list of card ranges is the long one. */
const paths = {
  preq: { path: '/ds/preq', maxAnswerBytes: 16_777_216 },
  areq: { path: '/ds/areq', maxAnswerBytes: 65_536 },
  result: { path: '/ds/result', maxAnswerBytes: 65_536 },
} as const;
type Question = keyof typeof paths;

export type DirectoryReply =
  { readonly kind: 'message'; readonly status: number; readonly fields: Fields } | NotSent | Unknown;
export type DirectoryClient = (question: Question, message: Fields) => Promise<DirectoryReply>;

/** One call, for a debug log: nothing of a card is in it. */
export type DirectoryExchange = {
  readonly question: Question;
  readonly threeDsServerTransId: string | undefined;
  readonly outcome: string;
  readonly durationMs: number;
};

export type DirectoryClientSettings = {
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly http: HttpClient;
  readonly url: string;
  readonly answerTimeoutMs: number;
  readonly onExchange: ((exchange: DirectoryExchange) => void) | undefined;
};

export const createDirectoryClient = (settings: DirectoryClientSettings): DirectoryClient => {
  const { clock, http, answerTimeoutMs, onExchange } = settings;
  return async (question, message) => {
    const { path, maxAnswerBytes } = paths[question];
    const askedAtMs = clock.monotonicMs();
    const answer = await http.send({
      method: 'POST',
      url: new URL(path, settings.url).href,
      headers: { 'content-type': 'application/json; charset=utf-8', accept: 'application/json' },
      body: JSON.stringify(message),
      totalTimeoutMs: answerTimeoutMs,
      maxAnswerBytes,
    });
    const reply = readReply(answer);
    onExchange?.({
      question,
      threeDsServerTransId: textIn(message, 'threeDSServerTransID', /^[0-9a-f-]{36}$/i),
      outcome: outcomeOf(reply),
      durationMs: clock.monotonicMs() - askedAtMs,
    });
    return reply;
  };
};

const readReply = (answer: Awaited<ReturnType<HttpClient['send']>>): DirectoryReply => {
  if (answer.kind === 'notSent') return answer;
  if (answer.kind === 'noAnswer') return unknown(answer.cause);
  if (answer.status !== 200 && answer.status !== 404) return unknown('serverError');
  const fields = parseFields(answer.body.toString('utf8'));
  return fields === undefined ? unknown('unreadableAnswer') : { kind: 'message', status: answer.status, fields };
};

const outcomeOf = (reply: DirectoryReply): string => {
  if (reply.kind !== 'message') return reply.cause;
  return [textIn(reply.fields, 'messageType', /^[A-Za-z]{4}$/), textIn(reply.fields, 'transStatus', /^[A-Z]$/)]
    .filter((text) => text !== undefined)
    .join(' ');
};
