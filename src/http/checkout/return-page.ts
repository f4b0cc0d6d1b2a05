import type { Answer } from './answers.ts';
import { loadAssets } from './assets.ts';
import { renderReturnAgain } from './three-ds-frames.ts';
import { createFrameHeaders, type PageHeaderSettings } from './headers.ts';
import { localeFor } from './site.ts';

export type ReturnPage = (returned: {
  /** What the bank's page gave the browser for us. */
  readonly fields: Readonly<Record<string, string>>;
  /** We hear it again in a moment; else something is broken, and the customer decides when to try. */
  readonly isSoon: boolean;
  readonly acceptLanguage: string | undefined;
}) => Answer;

const AGAIN_SECONDS = 3;

/**
 * For a browser whose return from the bank could not be heard: what it brought is in nobody's hands but its own, and
 * must not be lost.
 */
export const createReturnPage = (settings: PageHeaderSettings): ReturnPage => {
  const { mode, publicUrl } = settings;
  const site = { assets: loadAssets(), mode, basePath: new URL(publicUrl).pathname.replace(/\/$/, '') };
  const headers = {
    ...createFrameHeaders(settings)('ourForm'),
    'content-type': 'text/html; charset=utf-8',
  };
  return ({ fields, isSoon, acceptLanguage }) => ({
    status: isSoon ? 503 : 500,
    headers: isSoon ? { ...headers, 'retry-after': String(AGAIN_SECONDS) } : headers,
    html: renderReturnAgain(site, localeFor(undefined, acceptLanguage), { fields, isSoon }),
  });
};
