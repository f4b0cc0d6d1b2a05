import { html } from '../../checkout/html.ts';
import type { DocsPage } from '../site.ts';

export const notFound: DocsPage = {
  slug: 'not-found',
  title: 'There is no such page',
  summary: 'The address is mistyped, or the page belongs to another version of the gateway.',
  render: (site) => html`<p>Everything there is stands in the contents; begin with the
<a href="${site.basePath}/docs">API reference</a>.</p>`,
};
