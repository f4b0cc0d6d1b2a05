import { gunzipSync } from 'node:zlib';
import { createSealer, type Sealer } from './envelope.ts';
import { headerOf, type Answer, type Lane } from './lane.ts';
import type { PaymentJob } from './job.ts';
import { compileRequest, takeNumber } from './request.ts';

/**
 * A step of a payment that went wrong; `message` is short and without ids, so that equal reasons are counted together.
 */
export class StepError extends Error {}

export type Session = { readonly id: string; readonly path: string };

/** What the shop's server and the customer's browser do for one payment, request by request. */
export type Steps = {
  readonly createSession: (lane: Lane) => Promise<Session>;
  readonly readPage: (lane: Lane, session: Session) => Promise<string>;
  /** Ends when the customer is sent back to the shop as one who has paid. */
  readonly submitCard: (lane: Lane, session: Session, page: string) => Promise<void>;
};

/** Approved without 3-D Secure. */
const CARD = { pan: '4444 5555 1111 3333', expiry: '12/40', cvc: '123', cardholderName: 'Ada Lovelace' } as const;

export const createSteps = (job: PaymentJob): Steps => {
  const host = `${job.gateway.host}:${job.gateway.port}`;
  const sessionRequest = compileRequest(
    {
      method: 'POST',
      paths: ['/api2/sessions'],
      headers: { 'Content-Type': 'application/json', 'X-Api-Key': job.apiKey },
      body: job.sessionBody,
    },
    host,
  );
  const submit = job.card === 'sealed' ? createSealedSubmit(host) : createPlainSubmit(host);
  return {
    createSession: async (lane) => {
      const answer = await ask(lane, sessionRequest(takeNumber()), { step: 'session', status: 200 });
      const text = answer.body.toString('latin1');
      const id = found('session', /"id":"(ps_\w+)"/, text);
      return { id, path: new URL(found('session', /"paymentUrl":"([^"]+)"/, text)).pathname };
    },
    readPage: async (lane, { path }) => {
      const request =
        `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nAccept: text/html\r\nAccept-Language: en-GB,en;q=0.8\r\n` +
        'Accept-Encoding: gzip, deflate, br\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n' +
        'Sec-Fetch-Dest: document\r\n\r\n';
      return textOf(await ask(lane, request, { step: 'page', status: 200 }));
    },
    submitCard: submit,
  };
};

/** Browsers unpack what they said they take. */
const textOf = ({ head, body }: Answer): string =>
  (headerOf(head, 'content-encoding') === 'gzip' ? gunzipSync(body) : body).toString('utf8');

type SubmitCard = Steps['submitCard'];

/** As the page's script does it. */
const createSealedSubmit = (host: string): SubmitCard => {
  // One gateway has one key; a restarted one with another master key would get a new sealer.
  const sealers = new Map<string, Sealer>();
  return async (lane, { path }, page) => {
    const { token, attempt, keyId, key } = readForm(page);
    const seal = sealers.get(key) ?? createSealer(key);
    sealers.set(key, seal);
    const body = JSON.stringify({
      sealed: seal(CARD, `${token}.${attempt}`),
      keyId,
      formToken: formTokenIn(page),
      attemptNumber: Number(attempt),
    });
    const answer = await ask(lane, postText({ host, path, type: 'application/json', body }), {
      step: 'submit',
      status: 200,
    });
    checkReturn(found('submit', /"kind":"leave","url":"([^"]+)"/, answer.body.toString('latin1')));
  };
};

/** What the page's script finds on its form, whatever else stands there and in whatever order. */
export const readForm = (page: string) => {
  const form = found('page', /(<form id="card-form"[^>]*>)/, page);
  const dataOf = (name: string): string => found(`page: ${name}`, new RegExp(` data-${name}="([^"]+)"`), form);
  return { token: dataOf('token'), attempt: dataOf('attempt'), keyId: dataOf('key-id'), key: dataOf('key') };
};

/** As a browser without script does it. */
const createPlainSubmit =
  (host: string): SubmitCard =>
  async (lane, { path }, page) => {
    const body = new URLSearchParams({ ...CARD, formToken: formTokenIn(page) }).toString();
    const answer = await ask(lane, postText({ host, path, type: 'application/x-www-form-urlencoded', body }), {
      step: 'submit',
      status: 200,
    });
    checkReturn((headerOf(answer.head, 'refresh') ?? '').replace(/^0;url=/, ''));
  };

type Post = { readonly host: string; readonly path: string; readonly type: string; readonly body: string };

const postText = ({ host, path, type, body }: Post): string =>
  `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: ${type}\r\nSec-Fetch-Site: same-origin\r\n` +
  `Content-Length: ${body.length}\r\n\r\n${body}`;

const formTokenIn = (page: string): string => found('page', /name="formToken" value="([^"]+)"/, page);

/** Back at the shop, and paid. */
const checkReturn = (url: string): void => {
  if (!url.startsWith('https://shop.example/') || !url.includes('status=completed'))
    throw new StepError('submit: not led to the shop as paid');
};

const found = (step: string, pattern: RegExp, text: string): string => {
  const value = pattern.exec(text)?.[1];
  if (value === undefined) throw new StepError(`${step}: the answer was not the expected one`);
  return value;
};

const ask = (
  lane: Lane,
  request: string,
  { step, status }: { readonly step: string; readonly status: number },
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    lane.send(request, (answer) => {
      if (answer === undefined) reject(new StepError(`${step}: connection lost`));
      else if (answer.status !== status) reject(new StepError(`${step}: status ${answer.status}`));
      else resolve(answer);
    });
  });
