import type { Assets } from './assets.ts';
import type { Locale } from './catalogs/index.ts';
import { html, trustMarkup, type Html, type HtmlValue } from '../kernel/html.ts';

/** What all pages of one gateway share. */
export type Site = {
  readonly assets: Assets;
  readonly mode: 'sandbox' | 'live';
  /** The path of the public URL without its last slash: empty, or `/gateway` behind a proxy. */
  readonly basePath: string;
};

export type Page = {
  readonly site: Site;
  readonly locale: Locale;
  /** What the page's script looks at to know where it is. */
  readonly name: 'form' | 'processing' | 'leaving' | 'status' | 'confirm' | 'step';
  readonly title: string;
  /** The color that the shop gave its page. */
  readonly accent?: string | undefined;
  readonly head?: Html;
  readonly body: Html;
};

// A padlock in the tab, as data: a file would be a third request.
const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='4' fill='%231e4fd0'/%3E%3Cpath d='M5.5 7.5V5.8a2.5 2.5 0 0 1 5 0v1.7M4.5 7.5h7v4.7h-7z' fill='none' stroke='%23fff' stroke-width='1.3'/%3E%3C/svg%3E";

export const renderLayout = ({ site, locale, name, title, accent, head, body }: Page): string => {
  const { assets, basePath } = site;
  return html`<!doctype html>
<html lang="${locale.tag}" dir="${locale.catalog.dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="format-detection" content="telephone=no">
<title>${title}</title>
<link rel="icon" href="${trustMarkup(ICON)}">
<link rel="stylesheet" href="${basePath}/assets/${assets.style.fileName}" integrity="${assets.style.integrity}">
<script src="${basePath}/assets/${assets.script.fileName}" integrity="${assets.script.integrity}" defer></script>${renderAccent(site, accent)}${head}
</head>
<body data-page="${name}">
${site.mode === 'sandbox' && sandboxBanner(site, locale, name === 'form')}<main class="page page-${name}">
${body}
</main>
</body>
</html>
`.markup;
};

/** Approved without 3-D Secure, for a first try; the table behind the link has the others. */
const FIRST_TEST_CARD = '4444 5555 1111 3333';

const sandboxBanner = (
  { basePath }: Site,
  { catalog: { form } }: Locale,
  takesCards: boolean,
): Html => html`<aside class="sandbox">
<p><strong>${form.sandbox}</strong>${
  takesCards &&
  html` <span class="sandbox-hint">${form.sandboxHint} <bdi dir="ltr" class="sandbox-card">${FIRST_TEST_CARD}</bdi></span>
<a href="${basePath}/docs/test-cards" target="_blank" rel="noopener">${form.sandboxCards}</a>`
}</p>
</aside>
`;

/**
 * Text from a shop inside a sentence of ours. Where the two may run in different directions the name is isolated
 * (Unicode FSI … PDI), or its digits and brackets would rearrange the sentence.
 */
export const isolate = (text: string, { catalog }: Locale): string =>
  catalog.dir === 'rtl' || RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text;

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** The shop's own color, in a stylesheet of its own after ours. */
export const renderAccent = ({ basePath }: Site, color: string | undefined): Html | '' =>
  color === undefined
    ? ''
    : html`
<link rel="stylesheet" href="${basePath}/assets/accent-${color.slice(1)}.css">`;

/** A custom scheme leads into an app, and is shown as a link only when nothing in it can run in this page. */
export const returnLink = (url: string | undefined, text: string): HtmlValue =>
  url !== undefined &&
  !/^\s*(?:javascript|data|vbscript|blob|file):/i.test(url) &&
  html`<p class="way-on"><a class="button" href="${url}" rel="noreferrer">${text}</a></p>`;
