import { html, trustMarkup, type Html } from '../checkout/html.ts';
import { pagesOf } from './pages.ts';
import type { DocsPage, Site } from './site.ts';

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='4' fill='%231e4fd0'/%3E%3Cpath d='M4 5h8M8 5v7' stroke='%23fff' stroke-width='1.8' stroke-linecap='round'/%3E%3C/svg%3E";

/** A page of the documentation with everything around it. */
export const renderPage = (site: Site, page: DocsPage): string => {
  const navigation = renderNavigation(site, page);
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
<script type="module" src="${site.basePath}/docs/assets/${site.assets.script.fileName}" integrity="${site.assets.script.integrity}"></script>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header class="top">
<a class="brand" href="${site.basePath}/docs"><span class="mark" aria-hidden="true">T</span> Tollgate
<span class="brand-more">docs</span></a>
${site.mode === 'sandbox' && html`<span class="badge">sandbox</span>`}
<a class="top-link" href="${site.basePath}/api2/openapi.json">OpenAPI</a>
</header>
<details class="menu"><summary>Contents</summary>${navigation}</details>
<div class="columns">
<div class="side">${navigation}</div>
<main id="content" class="${page.slug === '' ? 'reference' : 'guide'}">
<h1>${page.title}</h1>
<p class="lead">${page.summary}</p>
${page.render(site)}
</main>
</div>
</body>
</html>
`.markup;
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
)}</nav>`;

const navigationItem = (site: Site, page: DocsPage, current: DocsPage): Html =>
  html`<li><a href="${site.basePath}/docs/${page.slug}"${page.slug === current.slug && html` aria-current="page"`}>${page.title}</a></li>`;
