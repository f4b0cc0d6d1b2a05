import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { escape } from '../shared/html.ts';

export type Page = {
  readonly title: string;
  readonly style: string;
  readonly body: string;
  /** Runs at the end of the body. */
  readonly script?: string;
  /** After this the page is asked for again, also by browsers without scripts. */
  readonly refreshSeconds?: number;
};

/**
 * No cookie, no other origin's code, one style and at most one script, both named by their hash. Frames may show it, as
 * is the business of a challenge page, and its forms lead where the requestor wants, by redirects that only the
 * requestor knows: so neither `frame-ancestors` nor `form-action` is limited.
 */
export const sendPage = (response: ServerResponse, page: Page, status = 200): void => {
  if (response.destroyed) return;
  const text = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(page.title)}</title>
<style>${page.style}</style>
</head>
<body>
${page.body}
${page.script === undefined ? '' : `<script>${page.script}</script>\n`}</body>
</html>
`;
  const scripts = page.script === undefined ? '' : ` script-src '${hashOf(page.script)}';`;
  response
    .writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'content-length': Buffer.byteLength(text),
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; style-src '${hashOf(page.style)}';${scripts} frame-src http: https:; base-uri 'none'`,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      ...(page.refreshSeconds === undefined ? {} : { refresh: String(Math.max(1, Math.ceil(page.refreshSeconds))) }),
    })
    .end(text);
};

const hashOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

/** A form that posts hidden fields, with a button for browsers without scripts. */
export const hiddenFields = (fields: Readonly<Record<string, string | undefined>>): string =>
  Object.entries(fields)
    .map(([name, value]) =>
      value === undefined ? '' : `<input type="hidden" name="${name}" value="${escape(value)}">`,
    )
    .join('');
