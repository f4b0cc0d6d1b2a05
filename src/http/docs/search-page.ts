import { html, type Html } from '../kernel/html.ts';
import type { Found } from './search.ts';
import type { DocsPage } from './site.ts';

/**
 * The answer to a search, made on the server: it works without JavaScript, and what is looked for goes to nobody else.
 */
export const searchPage = (query: string, found: readonly Found[]): DocsPage => ({
  slug: 'search',
  title: 'Search',
  summary: summaryOf(query, found.length),
  render: () =>
    html`<ol class="found">${found.map(
      ({ href, page, title, excerpt }) => html`<li><a href="${href}">${title}</a> <span class="found-on">${page}</span>
<p>${excerpt.map(({ text, isMatch }): Html => (isMatch ? html`<mark>${text}</mark>` : html`${text}`))}</p></li>
`,
    )}</ol>`,
});

const summaryOf = (query: string, count: number): string => {
  if (query === '') return 'Type a word or two: a field, an error code, an event, a question.';
  if (count === 0) return `Nothing was found for “${query}”. Try a shorter word, or another one.`;
  return `${count} ${count === 1 ? 'place' : 'places'} for “${query}”, the most likely first.`;
};
