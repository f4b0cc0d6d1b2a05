import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../../../base/problem.ts';
import { mayDo } from '../../../members/roles.ts';
import { html, type Html } from '../../kernel/html.ts';
import { sendPage } from '../layout.ts';
import type { Site, Visit } from '../site.ts';

/** The pages of developers, in the order in which one needs them. */
const sections = [
  ['', 'Quick start'],
  ['/keys', 'API keys'],
  ['/endpoints', 'Endpoints'],
  ['/deliveries', 'Deliveries'],
  ['/events', 'Events'],
  ['/requests', 'Requests'],
] as const;

export type DeveloperPage = {
  readonly title: string;
  readonly visit: Visit;
  readonly body: Html;
  readonly status?: number;
};

/** A page with the list of these pages above it. */
export const sendDeveloperPage = (
  request: FastifyRequest,
  reply: FastifyReply,
  site: Site,
  { title, visit, body, status = 200 }: DeveloperPage,
): FastifyReply => {
  const here = request.url.split('?', 1)[0] ?? '';
  const link = ([path, name]: (typeof sections)[number]): Html => {
    const address = `${visit.base}/developers${path}`;
    const isHere = path === '' ? here === address : here === address || here.startsWith(`${address}/`);
    return html`<li><a href="${address}"${isHere && html` aria-current="page"`}>${name}</a></li>`;
  };
  const whole = html`<nav class="sections" aria-label="Developers"><ul>${sections.map(link)}</ul></nav>
${body}`;
  return sendPage(reply, site, { title, visit, body: whole, status });
};

export const mayChange = ({ session }: Visit): boolean => mayDo(session.role, 'developers:write');

/** A form that is posted to a page of this merchant; `path` goes on after `/developers`. */
export const formTo = (
  { base, formToken }: Visit,
  path: string,
  fields: Html,
): Html => html`<form method="post" action="${base}/developers${path}">
<input type="hidden" name="formToken" value="${formToken}">
${fields}</form>`;

export const hidden = (name: string, value: string): Html =>
  html`<input type="hidden" name="${name}" value="${value}">`;

/** A text that is typed on one line. */
export const textField = (
  { name, label, value = '', hint }: { name: string; label: string; value?: string | undefined; hint?: string },
  attributes: Html = html``,
): Html => html`<label for="${name}">${label}</label>
${hint !== undefined && html`<p class="hint" id="${name}-hint">${hint}</p>`}
<input id="${name}" name="${name}" value="${value}" autocomplete="off"${
  hint !== undefined && html` aria-describedby="${name}-hint"`
} ${attributes}>`;

export const checkBox = (name: string, isChecked: boolean, label: Html): Html =>
  html`<label class="check"><input type="checkbox" name="${name}" value="yes"${
    isChecked && html` checked`
  }> <span>${label}</span></label>`;

/** What a form asked for and could not be done: a sentence beside what was typed. */
export type Mistake = { readonly message: string; readonly status: number };

export const showMistake = (mistake: Mistake | undefined): Html | false =>
  mistake !== undefined && html`<p class="mistake" role="alert">${mistake.message}</p>`;

export const showDone = (sentences: Readonly<Record<string, string>>, word: unknown): Html | false =>
  typeof word === 'string' &&
  Object.hasOwn(sentences, word) &&
  html`<p class="done" role="status">${sentences[word] ?? ''}</p>`;

/** What whoever fills in a form can set right; anything else is thrown on. */
export const orMistake = async <T extends object>(act: () => Promise<T>): Promise<T | Mistake> => {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Problem) || !correctable.has(error.code)) throw error;
    return { message: error.message, status: error.code === 'invalid_fields' ? 422 : error.statusCode };
  }
};

const correctable: ReadonlySet<Problem['code']> = new Set(['invalid_fields', 'conflict', 'merchant_suspended']);

export const isMistake = (found: object): found is Mistake => 'message' in found && 'status' in found;

/** A secret on the only page that ever shows it. */
export const showSecretOnce = (label: string, secret: string): Html => html`<div class="card" role="status">
<p><b>${label}</b> Keep it where only your server finds it: it is shown only now.</p>
<p><code class="key">${secret}</code></p></div>`;
