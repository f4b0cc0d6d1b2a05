import type { KeyObject } from 'node:crypto';
import { formatId, newUuid } from '../base/id.ts';
import type { Clock } from '../base/clock.ts';
import {
  createHttpClient,
  type Answered,
  type HttpAnswer,
  type HttpClient,
  type NoAnswerCause,
  type NotSentCause,
} from '../base/http-client.ts';
import { createOutboundResolver, type OutboundResolver, type Resolve } from '../base/outbound-address.ts';
import type { Random } from '../base/random.ts';
import type { Secret } from '../base/secret.ts';
import type { EventRow } from '../contract/rows.ts';
import type { ApiVersion } from '../contract/versions.ts';
import type { DatabaseTime } from '../db/database-time.ts';
import type { PaymentUrls } from '../contract/payment-url.ts';
import { presentEvent } from '../events/present.ts';
import { parseRetryAfter } from './schedule.ts';
import { keysAt, type Dated } from './secrets.ts';
import { signatureHeaders } from './sign.ts';
import { addressPolicyOf, problemOfTarget, type TargetRules } from './target.ts';

/** From the first look-up of the name to the last byte of the answer. */
export const SEND_TIMEOUT_MS = 10_000;
const CONNECT_TIMEOUT_MS = 5_000;
const READ_MOST_BYTES = 64 * 1024;
const KEEP_MOST_BYTES = 1024;

export type SendTarget = {
  readonly url: string;
  readonly version: ApiVersion;
  /** Newest first, each with the moments between which it signs. */
  readonly secrets: readonly Dated<Secret>[];
  /** Private ed25519 keys, in the same way; none for most endpoints. */
  readonly signingKeys: readonly Dated<KeyObject>[];
  /** Its merchant asked for faults, in the sandbox. */
  readonly hasFaults: boolean;
};

/** `delivered`: any 2xx. `refused`: any other answer. `failed`: no answer. */
export type SendResult = {
  readonly outcome: 'delivered' | 'refused' | 'failed';
  readonly status: number | undefined;
  /** The first kilobyte of the answer as text, or why there was none. */
  readonly detail: string;
  /** What was sent, for the log: signatures, and nothing that is a secret. Undefined: nothing was. */
  readonly headers: Readonly<Record<string, string>> | undefined;
  /** How long the endpoint asked to be left alone. */
  readonly retryAfterMs: number | undefined;
  /** 410: the endpoint wants no more events. */
  readonly isGone: boolean;
};

export type Sender = {
  /** Undefined: the sender was closed meanwhile, which says nothing about the endpoint. */
  readonly send: (
    event: EventRow,
    target: SendTarget,
    how: { readonly isSuspect: boolean },
  ) => Promise<SendResult | undefined>;
  /** Lets running requests end, but no longer than `graceMs`. */
  readonly close: (graceMs: number) => Promise<void>;
};

export type SenderDeps = {
  readonly clock: Clock;
  /** What a signature says it is, and what a date in an answer is compared with. */
  readonly time: Pick<DatabaseTime, 'nowMs'>;
  readonly random: Random;
  readonly urls: PaymentUrls;
  readonly rules: TargetRules;
  /** How names become addresses; only a simulation brings its own. */
  readonly resolve?: Resolve;
};

/** Sends one event to one endpoint, once: a single POST, no redirect, never more than ten seconds. */
export const createSender = (deps: SenderDeps): Sender => {
  const resolver = createOutboundResolver(addressPolicyOf(deps.rules), deps.resolve);
  const settings = {
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
    resolveHost: resolver.resolveHost,
    maxConnectionsPerOrigin: 256,
  };
  const http = createHttpClient(settings);
  // Many endpoints may be of one host, as shops of a platform are. Those that never answer have connections of their
  // own there, or they would hold all that the host's good ones have.
  const suspectHttp = createHttpClient(settings);
  // Keeps no connection, so that each request has one of its own.
  const freshHttp = createHttpClient({
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
    resolveHost: resolver.resolveHost,
    idleTimeoutMs: 1,
  });
  return {
    send: async (event, target, { isSuspect }) => {
      // Rules may have become stricter since the endpoint was made: sandbox data in a gateway that went live.
      const problem = problemOfTarget(deps.rules, target.url);
      if (problem !== undefined) return failedBecause(`not sent: the URL ${problem}`);
      const rendered = renderDelivery(deps, event, target);
      const clients = { ...deps, http: isSuspect ? suspectHttp : http, freshHttp, resolver };
      return resultOf(await post(clients, target.url, rendered), deps.time.nowMs(), rendered.headers);
    },
    close: async (graceMs) => {
      await Promise.all([http, suspectHttp, freshHttp].map((one) => one.close(graceMs)));
    },
  };
};

type Rendered = { readonly headers: Readonly<Record<string, string>>; readonly body: string };

/** The body is the same at every try; the signature's time and the request's id are this try's. */
export const renderDelivery = (
  deps: Pick<SenderDeps, 'clock' | 'time' | 'random' | 'urls'>,
  event: EventRow,
  target: SendTarget,
): Rendered => {
  const timestamp = Math.floor(deps.time.nowMs() / 1000);
  const body = JSON.stringify(presentEvent(event, { version: target.version, urls: deps.urls }));
  const headers = {
    'Content-Type': 'application/json',
    'User-Agent': 'Tollgate-Webhooks/1',
    'API-Request-Id': `req_${newUuid(deps)}`,
    'X-Version': target.version,
    ...signatureHeaders({
      id: formatId('event', event.id),
      body,
      timestamp,
      secrets: keysAt(target.secrets, timestamp),
      signingKeys: keysAt(target.signingKeys, timestamp),
    }),
  };
  return { headers, body };
};

type PostDeps = SenderDeps & {
  readonly http: HttpClient;
  readonly freshHttp: HttpClient;
  readonly resolver: OutboundResolver;
};

/**
 * A name with several addresses gets each of them tried, as long as nothing was sent and there is time. A kept
 * connection that the endpoint closed while we wrote says nothing about the endpoint: the same request goes out once
 * more on a new one.
 */
const post = async (deps: PostDeps, url: string, { headers, body }: Rendered): Promise<HttpAnswer> => {
  const { hostname } = new URL(url);
  const endsAtMs = deps.clock.monotonicMs() + SEND_TIMEOUT_MS;
  let http = deps.http;
  for (let tries = 1; ; tries++) {
    const answer = await http.send({
      method: 'POST',
      url,
      headers,
      body,
      totalTimeoutMs: Math.max(1, endsAtMs - deps.clock.monotonicMs()),
      maxAnswerBytes: READ_MOST_BYTES,
      oversizedAnswer: 'cutOff',
    });
    if (answer.kind === 'noAnswer' && answer.wasUsedBefore === true && http !== deps.freshHttp) {
      http = deps.freshHttp;
      continue;
    }
    if (answer.kind !== 'notSent' || !unreachable.has(answer.cause)) return answer;
    const addresses = deps.resolver.skipAddress(hostname);
    if (tries >= addresses || deps.clock.monotonicMs() >= endsAtMs) return answer;
  }
};

const unreachable: ReadonlySet<NotSentCause> = new Set(['connectionRefused', 'connectTimeout', 'connectFailed']);

const resultOf = (
  answer: HttpAnswer,
  nowMs: number,
  headers: Readonly<Record<string, string>>,
): SendResult | undefined => {
  if (answer.kind !== 'answered') {
    if (answer.cause === 'stopped') return undefined;
    return failedBecause(sentences[answer.cause], answer.kind === 'notSent' ? undefined : headers);
  }
  const { status } = answer;
  const mayAskToWait = status === 429 || status === 503;
  return {
    outcome: status >= 200 && status < 300 ? 'delivered' : 'refused',
    status,
    headers,
    detail: keepText(isRedirect(answer) ? Buffer.concat([locationOf(answer), answer.body]) : answer.body),
    retryAfterMs: mayAskToWait ? parseRetryAfter(answer.headers['retry-after'], nowMs) : undefined,
    isGone: status === 410,
  };
};

const isRedirect = ({ status, headers }: Answered): boolean =>
  status >= 300 && status < 400 && headers['location'] !== undefined;

/** Where a redirect leads is what the merchant's developer has to know; its body says little. */
const locationOf = ({ headers }: Answered): Buffer => Buffer.from(`Location: ${headers['location'] ?? ''}\n`);

const failedBecause = (detail: string, headers?: Readonly<Record<string, string>>): SendResult => ({
  outcome: 'failed',
  status: undefined,
  headers,
  detail,
  retryAfterMs: undefined,
  isGone: false,
});

/** What the merchant's developer reads when there was no answer. */
const sentences: Readonly<Record<Exclude<NotSentCause | NoAnswerCause, 'stopped'>, string>> = {
  dnsFailed: 'The host name could not be resolved.',
  addressForbidden: 'The host name leads to an address that the gateway may not call.',
  connectionRefused: 'The connection was refused: nothing listens on this port.',
  connectTimeout: 'The connection could not be opened within 5 seconds.',
  connectFailed: 'The connection could not be opened.',
  tlsFailed: 'The TLS handshake failed: check the certificate and its chain.',
  queueTimeout: 'No connection was free within 10 seconds: answers take too long.',
  requestInvalid: 'The request could not be made for this URL.',
  timeout: 'There was no complete answer within 10 seconds.',
  connectionLost: 'The connection was closed before the answer was complete.',
  malformedAnswer: 'The answer was not valid HTTP.',
  answerTooLarge: 'The answer was too large.',
};

/** Text that can be shown and stored: a database refuses NUL, and nobody's terminal should obey an answer. */
const keepText = (body: Buffer): string =>
  body
    .subarray(0, KEEP_MOST_BYTES)
    .toString('utf8')
    // A letter cut in two at the end is not worth a mark.
    .replace(/�+$/, '')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, (character) => (/[\n\t]/.test(character) ? character : ''));
