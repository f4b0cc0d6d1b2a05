import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { integrityOf } from '../checkout/assets.ts';
import { prepare, type StaticAnswer } from './static-answer.ts';

/** A file of the documentation's pages. Its name holds its hash, so that browsers may keep it for ever. */
export type DocsAsset = { readonly fileName: string; readonly integrity: string; readonly answer: StaticAnswer };

export type DocsAssets = Readonly<Record<'style' | 'script' | 'flow' | 'flowNarrow', DocsAsset>>;

export const loadDocsAssets = (): DocsAssets => ({
  style: loadAsset('docs', 'css', 'text/css; charset=utf-8'),
  script: loadAsset('docs', 'js', 'text/javascript; charset=utf-8'),
  flow: loadAsset('flow', 'svg', 'image/svg+xml'),
  // The same from top to bottom: on a phone the letters of the wide one would be 6 pixels high.
  flowNarrow: loadAsset('flow-narrow', 'svg', 'image/svg+xml'),
});

const loadAsset = (name: string, extension: string, contentType: string): DocsAsset => {
  const bytes = readFileSync(new URL(`./assets/${name}.${extension}`, import.meta.url));
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  return {
    fileName: `${name}.${hash}.${extension}`,
    integrity: integrityOf(bytes),
    answer: prepare(contentType, bytes),
  };
};
