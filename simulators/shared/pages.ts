import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { escape, overviewStyle, tableOf } from './html.ts';

/** A person looks, and no program asks: browsers name HTML, programs take anything. */
export const wantsPage = (request: IncomingMessage): boolean => (request.headers.accept ?? '').includes('text/html');

/** No script, no other origin; the one style block is named by its hash. */
const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy':
    `default-src 'none'; img-src data:; style-src ` +
    `'sha256-${createHash('sha256').update(overviewStyle).digest('base64')}'; form-action 'self'; base-uri ` +
    `'none'; frame-ancestors 'none'`,
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
} as const;

export type OverviewPage = { readonly title: string; readonly body: string };

export const sendOverviewPage = (response: ServerResponse, { title, body }: OverviewPage, status = 200): void => {
  if (response.destroyed) return;
  response.writeHead(status, pageHeaders).end(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<link rel="icon" href="data:,">
<style>${overviewStyle}</style>
</head>
<body>
${body}
</body>
</html>
`);
};

/** A sentence for a person who took a wrong turn, with the way back. */
export const messagePage = (simulator: string, sentence: string): OverviewPage => ({
  title: simulator,
  body: `<header>
<h1>${escape(simulator)}</h1>
</header>
<main>
<p>${escape(sentence)}</p>
<p><a href="/">Back to the overview</a></p>
</main>`,
});

export type JournalPage = {
  readonly simulator: string;
  readonly entries: readonly (Readonly<Record<string, unknown>> & { readonly seq: number })[];
  readonly hasMore: boolean;
  /** Filters and limit of this page; the next one keeps them. */
  readonly query: URLSearchParams;
};

/** The journal as it stands in the file, a column for every field that an entry has. */
export const journalPage = ({ simulator, entries, hasMore, query }: JournalPage): OverviewPage => {
  const fields = [...new Set(entries.flatMap((entry) => Object.keys(entry)))];
  const rows = entries.map(
    (entry) => `<tr>${fields.map((field) => `<td>${escape(textOf(entry[field]))}</td>`).join('')}</tr>`,
  );
  const next = new URLSearchParams(query);
  next.set('after', String(entries.at(-1)?.seq ?? 0));
  return {
    title: `Journal – ${simulator}`,
    body: `<header>
<h1>Journal</h1>
<p>What ${escape(simulator)} wrote down, oldest first. Programs get the same as JSON. <a href="/">Back to the overview</a></p>
</header>
<main>
${rows.length === 0 ? '<p>There is nothing here.</p>' : tableOf('Journal', fields.map(escape), rows)}
${hasMore ? `<p><a href="/journal?${escape(next.toString())}">Next page</a></p>` : ''}
</main>`,
  };
};

const textOf = (value: unknown): string => {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
};
