import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { prepare, type StaticAnswer } from './static-answer.ts';
import { integrityOf } from './static-file.ts';

/** A file of pages. Its name holds its hash, so that browsers may keep it for ever. */
export type PageFile = { readonly fileName: string; readonly integrity: string; readonly answer: StaticAnswer };

/** `name`: `docs.css`. */
export const loadPageFile = (folder: URL, name: string, contentType: string): PageFile =>
  pageFileOf(name, contentType, readFileSync(new URL(name, folder)));

/** A style of one door, after what all of them have in common. */
export const loadStyle = (folder: URL, name: string): PageFile => {
  const base = readFileSync(new URL('./assets/base.css', import.meta.url));
  return pageFileOf(name, 'text/css; charset=utf-8', Buffer.concat([base, readFileSync(new URL(name, folder))]));
};

const pageFileOf = (name: string, contentType: string, bytes: Buffer): PageFile => {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  const end = name.lastIndexOf('.');
  return {
    fileName: `${name.slice(0, end)}.${hash}${name.slice(end)}`,
    integrity: integrityOf(bytes),
    answer: prepare(contentType, bytes),
  };
};
