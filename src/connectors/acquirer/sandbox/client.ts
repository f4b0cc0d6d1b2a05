import type { HttpAnswer, HttpClient } from '../../../base/http-client.ts';
import type { Secret } from '../../../base/secret.ts';
import type { NotSent, Unknown } from '../contract.ts';
import { unknown } from './causes.ts';
import { scrubOperation, type LoggableOperation } from './scrub.ts';
import { parseAnswer, type WireAnswer, type WireOperation } from './wire.ts';

export type SandboxClient = (operation: WireOperation) => Promise<WireReply>;

/** `refused`: the host read nothing but that it does not take this message; nothing was done. */
export type WireReply =
  | { readonly kind: 'answer'; readonly answer: WireAnswer }
  | { readonly kind: 'refused'; readonly code: string }
  | NotSent
  | Unknown;

export type SandboxClientSettings = {
  readonly http: HttpClient;
  readonly url: string;
  readonly answerTimeoutMs: number;
  readonly merchantCredentials: MerchantCredentials | undefined;
  /** Hears of every call, with nothing in it that may not be logged. */
  readonly onExchange: ((exchange: SandboxExchange) => void) | undefined;
};
export type MerchantCredentials = { readonly terminal: string; readonly key: Secret };
export type SandboxExchange = { readonly operation: LoggableOperation; readonly outcome: string };

/** Answers are a few hundred bytes. */
const MAX_ANSWER_BYTES = 16_384;

export const createSandboxClient = (settings: SandboxClientSettings): SandboxClient => {
  const url = new URL('/v1/operations', settings.url).href;
  const { merchantCredentials } = settings;
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    ...(merchantCredentials === undefined ? {} : { authorization: basicOf(merchantCredentials) }),
  };
  return async (operation) => {
    const answer = await settings.http.send({
      method: 'POST',
      url,
      headers,
      body: JSON.stringify(operation),
      totalTimeoutMs: settings.answerTimeoutMs,
      maxAnswerBytes: MAX_ANSWER_BYTES,
    });
    const reply = readReply(answer);
    settings.onExchange?.({ operation: scrubOperation(operation), outcome: outcomeOf(reply) });
    return reply;
  };
};

export const basicOf = ({ terminal, key }: MerchantCredentials): string =>
  `Basic ${Buffer.from(`${terminal}:${key.reveal()}`).toString('base64')}`;

const readReply = (answer: HttpAnswer): WireReply => {
  if (answer.kind === 'notSent') return answer;
  if (answer.kind === 'noAnswer') return unknown(answer.cause);
  const parsed = parseAnswer(answer.body);
  if (answer.status === 200)
    return parsed === undefined ? unknown('unreadableAnswer') : { kind: 'answer', answer: parsed };
  const isRefused = parsed !== undefined && parsed.responseCode === refusalCodes[answer.status];
  return isRefused ? { kind: 'refused', code: parsed.responseCode } : unknown('serverError');
};

/** The two statuses by which the host says that it did not take a message, and the code that must come with each. */
const refusalCodes: Readonly<Record<number, string>> = { 400: '30', 401: '58' };

const outcomeOf = (reply: WireReply): string => {
  switch (reply.kind) {
    case 'answer':
      return reply.answer.responseCode;
    case 'refused':
      return reply.code;
    case 'notSent':
    case 'unknown':
      return reply.cause;
  }
};
