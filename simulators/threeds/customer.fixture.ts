import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { encodeMessage, parseFields, textOf, type Fields } from './wire.ts';

/** The requestor's server, as far as the 3-D Secure world can see it: it takes results, and what browsers bring. */
export type Requestor = {
  readonly url: string;
  /** Bodies of RReqs, in the order in which they came. */
  readonly results: string[];
  /** Those of one authentication. A fault may have forged one of its ids or cut the text, so any id tells. */
  readonly resultsOf: (ids: Fields) => readonly string[];
  /** Forms that browsers brought to `/notify` and `/method`, oldest first. */
  readonly forms: { readonly path: string; readonly form: URLSearchParams }[];
  readonly close: () => Promise<void>;
};

/** How RReqs are answered. */
type ResultAnswer = 'rres' | 'erro' | 'errorPage' | 'silence';

export const startRequestor = async (answer: ResultAnswer = 'rres'): Promise<Requestor> => {
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const path = request.url ?? '';
      if (path.startsWith('/result')) {
        requestor.results.push(body);
        answerResult(answer, body, response);
      } else {
        // Browsers also ask for an icon.
        if (request.method === 'POST') requestor.forms.push({ path, form: new URLSearchParams(body) });
        response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>shop</title><h1>Back</h1>');
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const requestor: Requestor = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    results: [],
    resultsOf: (ids) =>
      requestor.results.filter((body) => TRANSACTION_IDS.some((name) => body.includes(textOf(ids, name)))),
    forms: [],
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return requestor;
};

const TRANSACTION_IDS = ['threeDSServerTransID', 'acsTransID', 'dsTransID'] as const;

const answerResult = (answer: ResultAnswer, body: string, response: http.ServerResponse): void => {
  const fields = parseFields(body) ?? {};
  const ids = {
    messageVersion: fields['messageVersion'],
    threeDSServerTransID: fields['threeDSServerTransID'],
    acsTransID: fields['acsTransID'],
    dsTransID: fields['dsTransID'],
  };
  const answers: Readonly<Record<ResultAnswer, () => void>> = {
    rres: () => response.end(JSON.stringify({ messageType: 'RRes', ...ids, resultsStatus: '01' })),
    erro: () =>
      response.end(JSON.stringify({ messageType: 'Erro', ...ids, errorCode: '301', errorDetail: 'acsTransID' })),
    errorPage: () => response.writeHead(500).end('<html>500</html>'),
    silence: () => undefined,
  };
  answers[answer]();
};

/** A whole AReq; `undefined` takes a field out. */
export const areq = (requestor: Pick<Requestor, 'url'>, fields: Fields = {}): Fields => ({
  messageType: 'AReq',
  messageVersion: '2.2.0',
  deviceChannel: '02',
  messageCategory: '01',
  threeDSServerTransID: randomUUID(),
  threeDSServerRefNumber: 'TEST-SERVER',
  threeDSServerURL: `${requestor.url}/result`,
  threeDSRequestorID: 'requestor-1',
  threeDSRequestorName: 'Flower Shop',
  threeDSRequestorURL: requestor.url,
  threeDSRequestorAuthenticationInd: '01',
  threeDSRequestorChallengeInd: '01',
  threeDSCompInd: 'U',
  acctNumber: '5555555555555599',
  cardExpiryDate: '3012',
  cardholderName: 'Ada Lovelace',
  acquirerBIN: '400000',
  acquirerMerchantID: 'merchant-1',
  merchantName: 'Flower Shop',
  merchantCountryCode: '276',
  mcc: '5992',
  purchaseAmount: '2500',
  purchaseCurrency: '978',
  purchaseExponent: '2',
  purchaseDate: '20260102030405',
  notificationURL: `${requestor.url}/notify`,
  browserAcceptHeader: 'text/html',
  browserUserAgent: 'Test',
  browserLanguage: 'en',
  browserJavascriptEnabled: true,
  browserJavaEnabled: false,
  browserColorDepth: '24',
  browserScreenHeight: '900',
  browserScreenWidth: '1440',
  browserTZ: '-60',
  ...fields,
});

export const ask = async (url: string, message: unknown): Promise<Fields> => {
  const body = typeof message === 'string' ? message : JSON.stringify(message);
  const response = await fetch(url, { method: 'POST', body });
  return (await response.json()) as Fields;
};

export const creqOf = (ares: Fields, fields: Fields = {}): string =>
  encodeMessage({
    messageType: 'CReq',
    messageVersion: ares['messageVersion'],
    threeDSServerTransID: ares['threeDSServerTransID'],
    acsTransID: ares['acsTransID'],
    challengeWindowSize: '05',
    ...fields,
  });

export type Step = { readonly url: string; readonly status: number; readonly html: string };

/** A browser without scripts, as far as a challenge needs one. */
export const postForm = async (url: string, fields: Readonly<Record<string, string>>): Promise<Step> => {
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams(fields) });
  return { url: response.url, status: response.status, html: await response.text() };
};

export const openPage = (acsUrl: string, creq: string, sessionData?: string): Promise<Step> =>
  postForm(acsUrl, { creq, ...(sessionData === undefined ? {} : { threeDSSessionData: sessionData }) });

/** Presses a button of the challenge page. */
export const press = (page: Step, action: string, code = ''): Promise<Step> => postForm(page.url, { action, code });

/** The value of a hidden field of the page, with its entities read. */
export const fieldIn = ({ html }: Step, name: string): string | undefined =>
  new RegExp(`name="${name}" value="([^"]*)"`)
    .exec(html)?.[1]
    ?.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));

export const cresIn = (page: Step): Fields => {
  const text = Buffer.from(fieldIn(page, 'cres') ?? '', 'base64url').toString();
  return parseFields(text) ?? {};
};

/** An authentication that was answered C, with its page open in the browser. */
export const begin = async (simulator: string, requestor: Requestor, fields: Fields = {}) => {
  const ares = await ask(`${simulator}/ds/areq`, areq(requestor, fields));
  const page = await openPage(textOf(ares, 'acsURL'), creqOf(ares), 'session-data');
  return { ares, page };
};

export const until = async (isTrue: () => boolean | Promise<boolean>, withinMs = 60_000): Promise<void> => {
  for (const endsAtMs = Date.now() + withinMs; Date.now() < endsAtMs;) {
    if (await isTrue()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`It did not become true within ${withinMs} ms.`);
};
