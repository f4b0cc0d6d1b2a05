import { loadPageFile, loadStyle, type PageFile } from '../kernel/page-file.ts';

export type DocsAssets = Readonly<Record<'style' | 'script' | 'flow' | 'flowNarrow', PageFile>>;

const FOLDER = new URL('./assets/', import.meta.url);

export const loadDocsAssets = (): DocsAssets => ({
  style: loadStyle(FOLDER, 'docs.css'),
  script: loadPageFile(FOLDER, 'docs.js', 'text/javascript; charset=utf-8'),
  flow: loadPageFile(FOLDER, 'flow.svg', 'image/svg+xml'),
  // The same from top to bottom: on a phone the letters of the wide one would be 6 pixels high.
  flowNarrow: loadPageFile(FOLDER, 'flow-narrow.svg', 'image/svg+xml'),
});
