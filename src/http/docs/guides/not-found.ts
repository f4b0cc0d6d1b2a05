import { html } from '../../kernel/html.ts';
import type { DocsPage } from '../site.ts';

export const notFound: DocsPage = {
  slug: 'not-found',
  title: 'There is no such page',
  summary: 'The address is mistyped, or the page belongs to another version of the gateway.',
  render: (site) => html`<p>All pages are in the contents, and you can search. Or begin with the
<a href="${site.basePath}/docs">API reference</a>.</p>
<p>Did a shop send you here to pay? Then the address was cut short on its way: go back to the shop and begin again there.</p>`,
};
