import type { Clock } from '../../base/clock.ts';
import type { HttpClient } from '../../base/http-client.ts';
import { formatId } from '../../base/id.ts';
import type { Log } from '../../base/log.ts';
import type { Secret } from '../../base/secret.ts';
import { wholeSeconds } from '../../contract/session.ts';
import type { Db } from '../../db/db.ts';
import type { Mailer } from '../../mail/mailer.ts';
import { signatureHeaders } from '../../webhooks/sign.ts';
import { claimMessages, noteFailed, noteTold, type DueMessage, type Way } from './store.ts';

/** How operators are told: each way that is set up. */
export type AlertWays = {
  readonly webhook?: { readonly url: string; readonly secret: Secret };
  readonly mail?: { readonly to: readonly string[]; readonly mailer: Pick<Mailer, 'send'> };
};

export type TellDeps = {
  readonly db: Pick<Db, 'query'>;
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly log: Pick<Log, 'warn'>;
  readonly http: Pick<HttpClient, 'send'>;
  readonly ways: AlertWays;
  /** Where the alerts are shown: `https://desk.example/operator/alerts`. */
  readonly pageUrl: string;
};

export const waysOf = ({ webhook, mail }: AlertWays): readonly Way[] => [
  ...(webhook === undefined ? [] : (['webhook'] as const)),
  ...(mail === undefined ? [] : (['mail'] as const)),
];

const SEND_TIMEOUT_MS = 10_000;
/** Longer than a mail server may take to answer. */
const LEASE_S = 60;

/** Sends what is due, and writes down what came of it. Gives how many messages were looked at. */
export const tellAlerts = async (deps: TellDeps): Promise<number> => {
  const due = await claimMessages(deps.db.query, { limit: 10, leaseSeconds: LEASE_S });
  await Promise.all(due.map((message) => tell(deps, message)));
  return due.length;
};

const tell = async (deps: TellDeps, message: DueMessage): Promise<void> => {
  const failure = await (message.way === 'webhook' ? post(deps, message) : mail(deps, message));
  if (failure === undefined) return noteTold(deps.db.query, message);
  const seconds = retryAfter[message.attempts - 1] ?? null;
  deps.log.warn({ cause: message.rule, outcome: message.way }, 'an alert was not told; it is tried again for a day');
  return noteFailed(deps.db.query, message, { failure, seconds });
};

/** Seconds until the next try, for a day; then it is given up, and the page says so. */
const retryAfter: readonly number[] = [5, 15, 60, 300, 900, ...Array.from({ length: 24 }, () => 3_600)];

/** Undefined: it was taken. */
const post = async ({ http, ways, clock }: TellDeps, message: DueMessage): Promise<string | undefined> => {
  const { webhook } = ways;
  if (webhook === undefined) return 'no webhook is set up any more';
  const body = JSON.stringify(presentAlertEvent(message));
  const timestamp = Math.floor(clock.nowMs() / 1_000);
  const answer = await http.send({
    method: 'POST',
    url: webhook.url,
    headers: {
      'Content-Type': 'application/json',
      'User-Agent': 'Tollgate-Alerts/1',
      ...signatureHeaders({ id: idOf(message), body, timestamp, secrets: [webhook.secret] }),
    },
    body,
    totalTimeoutMs: SEND_TIMEOUT_MS,
    maxAnswerBytes: 64 * 1024,
    oversizedAnswer: 'cutOff',
  });
  if (answer.kind !== 'answered') return answer.cause;
  return answer.status >= 200 && answer.status < 300 ? undefined : `the answer was ${answer.status}`;
};

/** The same at every try, so that a receiver can drop what it has heard. */
const idOf = ({ alert_id, moment }: DueMessage): string => `${formatId('alert', alert_id)}_${moment}`;

const presentAlertEvent = (message: DueMessage) => ({
  id: idOf(message),
  created: wholeSeconds(message.ended_at !== null && message.moment === 'ended' ? message.ended_at : message.began_at),
  data: {
    object: {
      id: formatId('alert', message.alert_id),
      began: wholeSeconds(message.began_at),
      ended: message.moment === 'ended' && message.ended_at !== null ? wholeSeconds(message.ended_at) : null,
      rule: message.rule,
      subject: message.subject,
      words: message.words,
    },
  },
  type: `alert.${message.moment}`,
});

const mail = async ({ ways, pageUrl }: TellDeps, message: DueMessage): Promise<string | undefined> => {
  if (ways.mail === undefined) return 'no mail is set up any more';
  const { to, mailer } = ways.mail;
  const isOver = message.moment === 'ended';
  const outcome = await mailer.send({
    to,
    subject: `${isOver ? 'Over' : 'Alert'}: ${message.words}`.slice(0, 200),
    text: [
      message.words,
      '',
      `Began: ${message.began_at}`,
      ...(isOver ? [`Ended: ${message.ended_at ?? ''}`] : []),
      `Rule:  ${message.rule}`,
      '',
      pageUrl,
      '',
    ].join('\n'),
  });
  return outcome.kind === 'sent' ? undefined : outcome.reason;
};
