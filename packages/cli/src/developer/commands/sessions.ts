import { spawn } from 'node:child_process';
import type { Session } from '../../sdk.ts';
import type { Operand, Result } from '../../tool/command.ts';
import { wholeNumber } from '../../tool/flags.ts';
import type { Command } from '../deps.ts';
import { LIST_FLAGS, pageOf, readPairs, showPage, wordAmong } from '../list.ts';
import { money, pretty } from '../show.ts';

const SESSION: Operand = { name: 'session', about: "the session's id, ps_…", isRequired: true };
const STATUSES = ['open', 'completed', 'expired'] as const;
const CAPTURE_METHODS = ['automatic', 'manual'] as const;
/** Where a customer of a session without a shop comes back to. Reserved, so that nobody hears of it. */
const NO_SHOP = 'https://shop.example';

export const sessionsCreate: Command = {
  words: 'sessions create',
  about: 'makes a session and shows its payment address; nothing has to be given',
  flags: {
    amount: { about: 'minor units; 1000 (10.00) when left out', isRequired: false },
    currency: { about: 'three letters; EUR when left out', isRequired: false },
    'success-url': { about: 'where the customer comes back to', isRequired: false },
    'failure-url': { about: 'the same, when it was not paid', isRequired: false },
    reference: { about: 'your order number (merchantReferenceId)', isRequired: false },
    description: { about: 'what the customer reads', isRequired: false },
    locale: { about: 'the language of the page, such as DE', isRequired: false },
    'capture-method': { about: 'automatic, or manual: authorized only', isRequired: false, oneOf: CAPTURE_METHODS },
    customer: { about: 'your id of the customer (merchantCustomerId)', isRequired: false },
    metadata: { about: 'such as order=1042,shop=berlin', isRequired: false },
    'wait-for-webhook-ms': {
      about: 'how long the customer waits at the end for your webhook, 0 to 10000',
      isRequired: false,
    },
    'idempotency-key': { about: 'asked twice with the same, created once', isRequired: false },
  },
  examples: [
    'tollgate sessions create',
    'tollgate sessions create --amount 2500 --currency USD --reference order-1042',
    'tollgate sessions create --json | jq -r .paymentUrl',
  ],
  run: async ({ connect }, given) => {
    const { reference, description, locale, customer } = given;
    const captureMethod = wordAmong(CAPTURE_METHODS, given['capture-method']);
    const metadata = readPairs(given['metadata']);
    const waits = given['wait-for-webhook-ms'];
    const session = await connect().sessions.create(
      {
        amount: wholeNumber('amount', given['amount'], { least: 1, most: 1e12, otherwise: 1_000 }),
        currency: given['currency'] ?? 'EUR',
        successUrl: given['success-url'] ?? `${NO_SHOP}/paid`,
        failureUrl: given['failure-url'] ?? `${NO_SHOP}/failed`,
        ...(reference !== undefined && { merchantReferenceId: reference }),
        ...(description !== undefined && { description }),
        ...(locale !== undefined && { locale }),
        ...(customer !== undefined && { merchantCustomerId: customer }),
        ...(metadata !== undefined && { metadata }),
        ...(captureMethod !== undefined && { paymentData: { captureMethod } }),
        ...(waits !== undefined && {
          returnPolicy: {
            waitForWebhookMs: wholeNumber('wait-for-webhook-ms', waits, { least: 0, most: 10_000, otherwise: 0 }),
          },
        }),
      },
      { idempotencyKey: given['idempotency-key'] },
    );
    return {
      json: session,
      lines: [
        `Session      ${session.id}`,
        `Amount       ${money(session.amount, session.currency)}`,
        `Payment page ${session.paymentUrl ?? '–'}`,
        `Open until   ${session.expiresAt}`,
      ],
    };
  },
};

export const sessionsShow: Command = {
  words: 'sessions show',
  about: 'shows a session',
  flags: {},
  operands: [SESSION],
  run: async ({ connect }, { session = '' }) => shown(await connect().sessions.retrieve(session)),
};

export const sessionsList: Command = {
  words: 'sessions list',
  about: 'lists sessions, the newest first',
  flags: {
    ...LIST_FLAGS,
    status: { about: 'only those that are open, completed or expired', isRequired: false, oneOf: STATUSES },
    reference: { about: 'only those of this order number', isRequired: false },
  },
  run: ({ connect }, given) => {
    const status = wordAmong(STATUSES, given['status']);
    const { reference } = given;
    const query = {
      ...pageOf(given),
      ...(status !== undefined && { status }),
      ...(reference !== undefined && { merchantReferenceId: reference }),
    };
    return showPage(connect().sessions.list(query), rowOf);
  },
};

const rowOf = (session: Session): readonly string[] => [
  session.created,
  session.id,
  session.status,
  session.paymentStatus,
  money(session.amount, session.currency),
  session.merchantReferenceId,
];

export const sessionsExpire: Command = {
  words: 'sessions expire',
  about: 'ends an open session, so that nobody can pay it any more',
  flags: {},
  operands: [SESSION],
  run: async ({ connect }, { session = '' }) => shown(await connect().sessions.expire(session)),
};

export const sessionsOpen: Command = {
  words: 'sessions open',
  about: "opens a session's payment page in the browser",
  flags: {},
  operands: [SESSION],
  more: ['Without a browser on this machine it prints the address; with --json it never opens one.'],
  run: async ({ connect, terminal }, { session: id = '' }) => {
    const session = await connect().sessions.retrieve(id);
    if (session.paymentUrl === undefined)
      throw new Error(`The session is ${session.status}: it has no payment page any more.`);
    if (!terminal.json) openInBrowser(session.paymentUrl);
    return { json: { id, paymentUrl: session.paymentUrl }, lines: [session.paymentUrl] };
  },
};

/** As a program of its own, whose failure is no failure: the address stands on the terminal, too. */
const openInBrowser = (url: string): void => {
  const [program, ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  spawn(program, [...args, url], { detached: true, stdio: 'ignore' })
    .on('error', () => undefined)
    .unref();
};

const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

const shown = (session: Session): Result => ({ json: session, lines: pretty(session) });
