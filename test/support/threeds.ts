import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cresIn, openPage, press, type Step } from '../../simulators/threeds/customer.fixture.ts';
import type { FaultKind } from '../../simulators/threeds/fault-kinds.ts';
import type { FaultMatch } from '../../simulators/threeds/faults.ts';
import type { Entry } from '../../simulators/threeds/journal.ts';
import { startThreeDs, type ThreeDsSettings } from '../../simulators/threeds/threeds.ts';
import { freePort } from './free-port.ts';

export type ThreeDsEntry = Entry;
export type ThreeDsFaultWish = {
  readonly kind: FaultKind;
  readonly match?: FaultMatch;
  readonly count?: number;
  readonly ms?: number;
  /** With the kind `status`. */
  readonly status?: string;
  readonly reason?: string;
  /** With the kind `dsErro`. */
  readonly errorCode?: string;
};

/** The directory server and the ACS as tests see them: their journal is the truth that the gateway can't touch. */
export type TestThreeDs = {
  readonly url: string;
  readonly dataDir: string;
  /** Oldest first, straight from the file. */
  readonly journal: (filter?: ThreeDsFilter) => Promise<readonly ThreeDsEntry[]>;
  readonly setFault: (wish: ThreeDsFaultWish) => Promise<void>;
  readonly clearFaults: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

export type ThreeDsFilter = Partial<
  Readonly<Record<'threeDSServerTransID' | 'acsTransID' | 'event' | 'merchant' | 'last4', string>>
>;

/** In this process, on a free port, with its journal in a folder of its own (removed at the end) or in `dataDir`. */
export const startTestThreeDs = async (settings: Partial<ThreeDsSettings> = {}): Promise<TestThreeDs> => {
  const dataDir = settings.dataDir ?? (await mkdtemp(join(tmpdir(), 'tollgate-threeds-')));
  const port = settings.port ?? (await freePort());
  // Not `127.0.0.1`: for a browser the bank is another site than the gateway, as it is in life.
  const publicUrl = `http://localhost:${port}`;
  const threeDs = await startThreeDs({ publicUrl, ...settings, port, dataDir });
  return {
    ...threeDsAt(threeDs.url),
    dataDir,
    stop: async () => {
      await threeDs.close();
      if (settings.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
};

/** The same view of one that somebody else started, such as `npm start`. */
export const threeDsAt = (url: string): Omit<TestThreeDs, 'dataDir' | 'stop'> => ({
  url,
  journal: async (filter = {}) => {
    const query = new URLSearchParams({ limit: '10000', ...filter });
    const response = await fetch(`${url}/journal?${query.toString()}`);
    if (!response.ok) throw new Error(`The journal can't be read: ${await response.text()}`);
    const { entries, hasMore } = (await response.json()) as {
      readonly entries: readonly Entry[];
      readonly hasMore: boolean;
    };
    if (hasMore) throw new Error('The journal is longer than a test expects.');
    return entries;
  },
  setFault: async (wish) => {
    const response = await fetch(`${url}/control/faults`, { method: 'POST', body: JSON.stringify(wish) });
    const text = await response.text();
    if (response.status !== 201) throw new Error(`The fault was refused: ${text}`);
  },
  clearFaults: async () => {
    await (await fetch(`${url}/control/faults`, { method: 'DELETE' })).arrayBuffer();
  },
});

/** A form as a browser would post it: hidden fields, and where they go. */
export type PostedForm = { readonly action: string; readonly fields: Readonly<Record<string, string>> };

/** What the cardholder does at the bank; `code` types the right one. */
export type ChallengeAct = 'code' | 'wrongCode' | 'resend' | 'success' | 'fail' | 'cancel';

/** Takes the form with a `creq` to the ACS, which answers with its challenge page. */
export const openChallenge = (form: PostedForm): Promise<Step> => {
  const { creq } = form.fields;
  if (creq === undefined) throw new Error('the form has no creq');
  return openPage(form.action, creq, form.fields['threeDSSessionData']);
};

const buttons: Readonly<Record<ChallengeAct, readonly [action: string, code?: string]>> = {
  code: ['code', '123456'],
  wrongCode: ['code', '000000'],
  resend: ['resend'],
  success: ['success'],
  fail: ['fail'],
  cancel: ['cancel'],
};

export const actAtBank = (page: Step, act: ChallengeAct): Promise<Step> => press(page, ...buttons[act]);

/** The whole walk at the bank; gives the form with the `cres` that the browser would post to us next. */
export const completeChallenge = async (form: PostedForm, ...acts: readonly ChallengeAct[]): Promise<PostedForm> => {
  let page = await openChallenge(form);
  for (const act of acts) page = await actAtBank(page, act);
  return formWith(page.html, 'cres', page.url);
};

/** What the CRes of that form claims. */
export const claimOf = (form: PostedForm): Readonly<Record<string, unknown>> =>
  cresIn({ url: '', status: 200, html: `name="cres" value="${form.fields['cres'] ?? ''}"` });

/** Posts a form as another site's page makes a browser do it: without cookies, redirects not followed. */
export const postFromBank = ({ action, fields }: PostedForm): Promise<Response> =>
  fetch(action, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams(fields),
    headers: { Origin: 'null', 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' },
  });

/** The form of a page that has a field of this name, with its entities read. */
export const formWith = (html: string, name: string, baseUrl?: string): PostedForm => {
  const forms = [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].map(([, tag = '', inside = '']) => ({
    action: new URL(attribute(tag, 'action') ?? '', baseUrl).href,
    fields: Object.fromEntries(
      [...inside.matchAll(/<input\b[^>]*>/g)].map(([input]) => [
        attribute(input, 'name') ?? '',
        attribute(input, 'value') ?? '',
      ]),
    ),
  }));
  const found = forms.find(({ fields }) => Object.hasOwn(fields, name));
  if (found === undefined) throw new Error(`no form of the page has a field ${name}`);
  return found;
};

const attribute = (tag: string, name: string): string | undefined => {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return value?.replace(/&(?:#(\d+)|(amp|lt|gt|quot));/g, (_, code: string | undefined, letters: string | undefined) =>
    code === undefined ? (entities[letters ?? ''] ?? '') : String.fromCharCode(Number(code)),
  );
};

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };
