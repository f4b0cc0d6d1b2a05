import assert from 'node:assert/strict';
import { generateSync } from 'otplib';
import { freePort } from './free-port.ts';

/** Settings of a gateway that has the Personal area, on a port of its own. Browsers keep passkeys for names alone. */
export const deskEnvironment = async (
  host: '127.0.0.1' | 'localhost' = '127.0.0.1',
): Promise<Readonly<Record<string, string>> & { readonly url: string }> => {
  const port = await freePort();
  const url = `http://${host}:${port}`;
  return {
    url,
    TOLLGATE_ROLES: 'api,checkout,jobs,dashboard',
    TOLLGATE_DASHBOARD_PORT: String(port),
    TOLLGATE_DASHBOARD_URL: url,
  };
};

export type DeskAnswer = { readonly status: number; readonly body: string; readonly headers: Headers };

/** A browser without a script: it keeps cookies, and follows nothing by itself. */
export type DeskBrowser = {
  readonly get: (path: string, headers?: Readonly<Record<string, string>>) => Promise<DeskAnswer>;
  /** Posts a form as a page of ours would; `from` is the page whose hidden fields go along. */
  readonly post: (
    path: string,
    fields: Readonly<Record<string, string>>,
    options?: { readonly headers?: Readonly<Record<string, string>>; readonly from?: string },
  ) => Promise<DeskAnswer>;
  readonly cookies: Map<string, string>;
};

export const createDeskBrowser = (url: string): DeskBrowser => {
  const cookies = new Map<string, string>();
  const send = async (path: string, init: RequestInit): Promise<DeskAnswer> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(new URL(path, url), {
      ...init,
      redirect: 'manual',
      headers: { ...(cookie !== '' && { cookie }), ...(init.headers as Record<string, string>) },
    });
    for (const set of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (set.split(';')[0] ?? '').split('=');
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    return { status: answer.status, body: await answer.text(), headers: answer.headers };
  };
  const get: DeskBrowser['get'] = (path, headers = {}) => send(path, { headers });
  return {
    cookies,
    get,
    post: async (path, fields, { headers = {}, from } = {}) => {
      const hidden = from === undefined ? {} : hiddenIn((await get(from)).body);
      return send(path, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: url, ...headers },
        body: new URLSearchParams({ ...hidden, ...fields }).toString(),
      });
    },
  };
};

const hiddenIn = (page: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...page.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  );

/** What an app shows for a secret, `steps` of 30 seconds from now. */
export const codeOf = (secret: string, steps = 0): string =>
  generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + 30 * steps });

export const PASSWORD = 'correct horse battery staple';

export type JoinedMember = {
  readonly browser: DeskBrowser;
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
  /** `/m/mr_…` */
  readonly base: string;
};

/** Somebody opens an invitation, chooses a password, scans the code, and is in. */
export const joinDesk = async (url: string, link: string): Promise<JoinedMember> => {
  const browser = createDeskBrowser(url);
  const path = new URL(link).pathname;
  const page = await browser.get(path);
  assert.equal(page.status, 200, page.body);
  const secret = (/<code class="key">([A-Z2-7 ]+)<\/code>/.exec(page.body)?.[1] ?? '').replaceAll(' ', '');
  const { totp = '' } = hiddenIn(page.body);
  const joined = await browser.post(path, { totp, name: 'Ada Desk', password: PASSWORD, code: codeOf(secret) });
  assert.equal(joined.status, 200, joined.body);
  return {
    browser,
    secret,
    recoveryCodes: [...joined.body.matchAll(/<li><code>([a-z2-9-]+)<\/code>/g)].map(([, code = '']) => code),
    base: /^(\/m\/[^/]+|\/operator)/.exec(path)?.[0] ?? '',
  };
};
