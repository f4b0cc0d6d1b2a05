import type { FastifyReply } from 'fastify';
import { html } from '../../kernel/html.ts';
import { sendPage } from '../layout.ts';
import type { DashboardDeps, Site, Visit } from '../site.ts';

const texts = {
  invitation: {
    title: 'An invitation',
    what: 'Whoever opens it chooses a password and works here. It works once, within a week.',
  },
  password: {
    title: 'A link for a new password',
    what:
      'Whoever opens it chooses password and app anew, loses their passkeys, and is signed out elsewhere. It works ' +
      'once, within a day; until then all of before goes on.',
  },
} as const;

/** A link that works once is shown once: the database has only a hash of it. */
export const showLink = (
  reply: FastifyReply,
  { deps, site, visit }: { readonly deps: DashboardDeps; readonly site: Site; readonly visit: Visit },
  {
    token,
    email,
    purpose,
    base = visit.base,
    back = `${visit.base}/people`,
  }: {
    readonly token: string;
    readonly email: string;
    readonly purpose: keyof typeof texts;
    /** Of the pages that the link leads to; these ones when left out. */
    readonly base?: string;
    readonly back?: string;
  },
): FastifyReply => {
  const { title, what } = texts[purpose];
  const body = html`<p>Send this to <b>${email}</b>, and to nobody else. It is shown only now.</p>
<p><code class="key">${deps.dashboardUrl}${base}/link/${token}</code></p>
<p class="hint">${what}</p>
<p><a class="button" href="${back}">Back</a></p>`;
  return sendPage(reply, site, { title, visit, body });
};
