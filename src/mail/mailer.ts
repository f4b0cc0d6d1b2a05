import { createTransport } from 'nodemailer';
import type { Secret } from '../base/secret.ts';
import { maskNumbers } from '../card/mask-numbers.ts';

export type MailSettings = {
  readonly from: string;
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; otherwise by STARTTLS, and nothing is sent to a server without it. */
  readonly isTlsFirst: boolean;
  /** A server on this machine may do without TLS: nothing goes over a wire. */
  readonly mayBePlain: boolean;
  readonly login?: { readonly user: string; readonly password: Secret };
};

/** Plain text to one person or some; no HTML, so nothing in it can be more than text. */
export type Mail = {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  /** The same mail again has the same: a mailbox that knows the first one shows no second. Letters, digits, hyphens. */
  readonly id?: string;
};

/**
 * `sent`: the server has taken it. `refused`: it will not, whoever tries again (an address that is none). `failed`: it
 * was not reached, or is busy; the same mail may go later. `reason` is for a log, and holds no password.
 */
export type MailOutcome =
  | { readonly kind: 'sent' }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string };

export type Mailer = {
  readonly send: (mail: Mail) => Promise<MailOutcome>;
  /** Whether the server is reached by TLS and lets us in; sends nothing. */
  readonly check: () => Promise<MailOutcome>;
};

const CONNECT_TIMEOUT_MS = 5_000;
const ANSWER_TIMEOUT_MS = 10_000;

/** Never in a transaction: it waits for another machine. `trustedCa`: PEM of an authority of one's own. */
export const createMailer = (settings: MailSettings, trustedCa?: string): Mailer => {
  const { host, port, isTlsFirst, mayBePlain, login, from } = settings;
  const transport = createTransport({
    host,
    port,
    secure: isTlsFirst,
    requireTLS: !isTlsFirst && !mayBePlain,
    tls: { minVersion: 'TLSv1.2', ...(trustedCa !== undefined && { ca: trustedCa }) },
    ...(login && { auth: { user: login.user, pass: login.password.reveal() } }),
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: ANSWER_TIMEOUT_MS,
    // A text is a text: no file and no address is read for a mail.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    send: ({ to, subject, text, id }) =>
      outcomeOf(() =>
        transport.sendMail({
          from,
          to: [...to],
          ...(id !== undefined && { messageId: `<${id}@${from.split('@')[1] ?? host}>` }),
          subject: maskNumbers(subject.replaceAll(/\p{Cc}+/gu, ' ')),
          text: maskNumbers(text),
          // No out-of-office answers to what a program wrote (RFC 3834).
          headers: { 'Auto-Submitted': 'auto-generated' },
        }),
      ),
    check: () => outcomeOf(() => transport.verify()),
  };
};

const outcomeOf = async (work: () => Promise<unknown>): Promise<MailOutcome> => {
  try {
    await work();
    return { kind: 'sent' };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const code = 'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : 0;
    // RFC 5321: 5yz is for good. A login that is refused is the operator's to mend, so the mail may go later.
    const isLogin = 'code' in error && error.code === 'EAUTH';
    return { kind: code >= 500 && !isLogin ? 'refused' : 'failed', reason: reasonOf(error, code) };
  }
};

/** What a server answers can repeat what it was sent; its number says enough, and an error of the line says itself. */
const reasonOf = (error: Error, code: number): string => {
  if (code !== 0) return `the server answered ${code}`;
  return 'code' in error && typeof error.code === 'string' ? `${error.code}: ${error.message}` : error.message;
};
