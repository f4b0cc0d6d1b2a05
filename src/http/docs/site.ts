import type { Html } from '../kernel/html.ts';
import type { DocsAssets } from './assets.ts';
import type { ApiModel } from './openapi-model.ts';
import type { Samples } from './samples.ts';

/** What every page of the documentation knows of this gateway. */
export type Site = {
  readonly mode: 'sandbox' | 'live';
  /** `http://localhost:8080`; examples call it, so that they work when pasted. */
  readonly publicUrl: string;
  readonly apiUrl: string;
  /** Where the 3-D Secure simulator of this sandbox is. */
  /** Undefined: there is none. */
  readonly threeDsUrl: string | undefined;
  /** The path of the public URL: empty, or `/gateway` behind a proxy. */
  readonly basePath: string;
  readonly assets: DocsAssets;
  readonly model: ApiModel;
  readonly samples: Samples;
};

export type DocsPage = {
  /** The last part of `/docs/<slug>`; empty for the reference. */
  readonly slug: string;
  readonly title: string;
  /** One sentence, for the head of the page and for search engines. */
  readonly summary: string;
  readonly isSandboxOnly?: boolean;
  readonly render: (site: Site) => Html;
};

/** The address of a page, without the host. */
export const hrefOf = ({ basePath }: Pick<Site, 'basePath'>, { slug }: Pick<DocsPage, 'slug'>): string =>
  slug === '' ? `${basePath}/docs` : `${basePath}/docs/${slug}`;

/** The same page as Markdown; the reference, which has no name in its address, is called by one here. */
export const markdownHrefOf = ({ basePath }: Pick<Site, 'basePath'>, { slug }: Pick<DocsPage, 'slug'>): string =>
  `${basePath}/docs/${slug === '' ? 'reference' : slug}.md`;
