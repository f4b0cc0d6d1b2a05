import { html, trustMarkup, type Html } from '../kernel/html.ts';
import { pagesOf } from './pages.ts';
import { headingsOf } from './search.ts';
import { hrefOf, markdownHrefOf, type DocsPage, type Site } from './site.ts';
import { readTree } from './tree.ts';

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' " +
  "height='16' rx='4' fill='%231e4fd0'/%3E%3Cpath d='M4 5h8M8 5v7' stroke='%23fff' stroke-width='1.8' " +
  "stroke-linecap='round'/%3E%3C/svg%3E";

export type Shown = {
  /** What the field for searching holds. */
  readonly query?: string;
  /** False for pages that have no address of their own. */
  readonly hasMarkdown?: boolean;
};

/** A page of the documentation with everything around it. */
export const renderPage = (site: Site, page: DocsPage, { query = '', hasMarkdown = true }: Shown = {}): string => {
  const navigation = renderNavigation(site, page);
  const body = page.render(site);
  const isReference = page.slug === '';
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="${page.summary}">
<title>${page.title} · Tollgate</title>
<link rel="icon" href="${trustMarkup(ICON)}">
<link rel="stylesheet" href="${site.basePath}/docs/assets/${site.assets.style.fileName}" integrity="${site.assets.style.integrity}">
${hasMarkdown && html`<link rel="alternate" type="text/markdown" href="${markdownHrefOf(site, page)}">`}
<script type="module" src="${site.basePath}/docs/assets/${site.assets.script.fileName}" integrity="${site.assets.script.integrity}"></script>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header class="top">
<a class="brand" href="${site.basePath}/docs"><span class="mark" aria-hidden="true">T</span> Tollgate
<span class="brand-more">docs</span></a>
${site.mode === 'sandbox' && html`<span class="badge">sandbox</span>`}
<form class="search" role="search" action="${site.basePath}/docs/search">
<input type="search" name="q" value="${query}" maxlength="100" placeholder="Search" aria-label="Search the documentation" autocomplete="off" spellcheck="false">
</form>
</header>
<details class="menu"><summary>Contents</summary>${navigation}</details>
<div class="columns">
<div class="side">${navigation}</div>
<main id="content" class="${isReference ? 'reference' : 'guide'}">
<h1>${page.title}</h1>
<p class="lead">${page.summary}</p>
${!isReference && renderContents(body)}
${body}
${hasMarkdown && html`<p class="as-markdown"><a href="${markdownHrefOf(site, page)}">This page as Markdown</a></p>`}
</main>
</div>
</body>
</html>
`.markup;
};

/** The sections of a guide. The reference has its operations in the contents of the site. */
const renderContents = (body: Html): Html | false => {
  const headings = headingsOf(readTree(body.markup));
  return (
    headings.length > 2 &&
    html`<nav class="on-page" aria-label="On this page">
<h2>On this page</h2>
<ul>${headings.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ul>
</nav>`
  );
};

const renderNavigation = (site: Site, current: DocsPage): Html => html`<nav aria-label="Contents">
<h2>Guides</h2>
<ul>${pagesOf(site.mode)
  .filter(({ slug }) => slug !== '')
  .map((page) => navigationItem(site, page, current))}</ul>
<h2><a href="${site.basePath}/docs"${current.slug === '' && html` aria-current="page"`}>API reference</a></h2>
${site.model.groups.map(
  ({ name, operations }) => html`<h3>${name}</h3>
<ul>${operations.map(
    ({ id, method, summary }) => html`<li><a href="${site.basePath}/docs#${id}">${summary}
<span class="method method-${method.toLowerCase()}">${method}</span></a></li>`,
  )}</ul>
`,
)}<h2>For programs</h2>
<ul><li><a href="${site.basePath}/api2/openapi.json">OpenAPI document</a></li>
<li><a href="${site.basePath}/llms.txt">All pages as Markdown</a></li></ul></nav>`;

const navigationItem = (site: Site, page: DocsPage, current: DocsPage): Html =>
  html`<li><a href="${hrefOf(site, page)}"${page.slug === current.slug && html` aria-current="page"`}>${page.title}</a></li>`;
