import { html, type Html, type HtmlValue } from '../kernel/html.ts';
import { highlight, type Language } from './highlight.ts';

/** Text with `code` in backticks, as descriptions in the API's schemas have it. */
export const prose = (text: string): Html =>
  html`${text.split('`').map((piece, at) => (at % 2 === 1 ? html`<code>${piece}</code>` : html`${piece}`))}`;

export type CodeBlock = { readonly title: string; readonly language: Language; readonly code: string };

/** A named piece of code. It scrolls by itself on a narrow screen, so it takes the keyboard's focus. */
export const codeBlock = ({ title, language, code }: CodeBlock): Html => html`<figure class="code">
<figcaption>${title}</figcaption>
<pre tabindex="0" role="group" aria-label="${title}"><code class="language-${language}">${highlight(language, code)}</code></pre>
</figure>
`;

export const json = (value: unknown): string => JSON.stringify(value, null, 2);

/** A heading that can be linked to, and what stands under it. */
export const section = (id: string, title: string, body: Html): Html => html`<section aria-labelledby="${id}">
<h2 id="${id}">${title}<a class="anchor" href="#${id}" aria-label="Link to ${title}">#</a></h2>
${body}
</section>
`;

export const table = (
  head: readonly string[],
  rows: readonly (readonly HtmlValue[])[],
  id?: (row: number) => string,
): Html => html`<div class="table" tabindex="0" role="group" aria-label="Table: ${head.join(', ')}"><table>
<thead><tr>${head.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>${rows.map(
  (row, at) => html`<tr${id !== undefined && html` id="${id(at)}"`}>${row.map((value) => html`<td>${value}</td>`)}</tr>
`,
)}</tbody>
</table></div>
`;

/** Something that would be missed in the text. */
export const note = (
  title: string,
  body: Html,
): Html => html`<aside class="note" aria-label="${title}"><p><strong>${title}.</strong> ${body}</p></aside>
`;

/** Numbered steps: a title, words, and code where there is some. */
export const steps = (
  items: readonly { readonly title: string; readonly body: Html }[],
): Html => html`<ol class="steps">
${items.map(
  ({ title, body }) => html`<li><h3>${title}</h3>
${body}
</li>
`,
)}</ol>
`;
