import { html } from '../kernel/html.ts';
import { toMarkdown } from './markdown.ts';
import { pagesOf } from './pages.ts';
import { createSearch, entriesOf, type SearchIndex } from './search.ts';
import { hrefOf, markdownHrefOf, type DocsPage, type Site } from './site.ts';
import { readTree } from './tree.ts';

/** A page as Markdown, with its title, and links that lead to the Markdown of other pages. */
export const markdownOf = (site: Site, page: DocsPage): string =>
  toMarkdown(readTree(html`<h1>${page.title}</h1><p>${page.summary}</p>${page.render(site)}`.markup), (href) =>
    markdownLink(site, href),
  );

/** `/docs/webhooks#verify` → `https://pay.example/docs/webhooks.md#verify`; what leads elsewhere stays. */
const markdownLink = (site: Site, href: string): string => {
  if (!href.startsWith('/')) return href;
  const [path = '', fragment] = href.split('#');
  const page = pagesOf(site.mode).find((one) => hrefOf(site, one) === path);
  const target = page === undefined ? path : markdownHrefOf(site, page);
  return `${new URL(target, site.publicUrl).href}${fragment === undefined ? '' : `#${fragment}`}`;
};

/** https://llmstxt.org: what there is, in one short file. */
export const llmsTxt = (site: Site): string => {
  const line = (page: DocsPage): string =>
    `- [${page.title}](${new URL(markdownHrefOf(site, page), site.publicUrl).href}): ${page.summary}`;
  const pages = pagesOf(site.mode);
  return `# Tollgate

> A payment gateway with redirect integration: your server creates a session, the customer pays on a page of the gateway, a
> signed webhook says how it ended.

The base address of the API is ${site.apiUrl}. Amounts are whole minor units; every POST takes an \`Idempotency-Key\`.

## Guides

${pages
  .filter(({ slug }) => slug !== '')
  .map(line)
  .join('\n')}

## Reference

${pages
  .filter(({ slug }) => slug === '')
  .map(line)
  .join('\n')}
- [OpenAPI document](${site.apiUrl}/openapi.json): the same for programs, OpenAPI 3.1.
`;
};

export const searchOf = (site: Site): SearchIndex =>
  createSearch(
    pagesOf(site.mode).flatMap((page) =>
      entriesOf(
        { title: page.title, href: hrefOf(site, page) },
        readTree(html`<p>${page.summary}</p>${page.render(site)}`.markup),
      ),
    ),
  );
