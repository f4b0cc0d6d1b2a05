import { LRUCache } from 'lru-cache';
import { ar } from './ar.ts';
import type { Catalog } from './catalog.ts';
import { de } from './de.ts';
import { el } from './el.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';

export const catalogs: readonly Catalog[] = [en, de, fr, es, el, ar];

/** The language of a page, and the tag by which it writes amounts and times: `de-AT` writes German its own way. */
export type Locale = { readonly catalog: Catalog; readonly tag: string };

export type LocaleWish = {
  /** What the shop asked for (`EN`, `de`, `de-AT`, `pt_BR`), when it did. */
  readonly wanted: string | undefined;
  readonly acceptLanguage: string | undefined;
};

/**
 * The shop's wish when we speak it, else the browser's languages in their order, else English. A shop that asks for `de`
 * leaves the region open, so a browser that says `de-AT` decides how amounts are written.
 */
export const pickLocale = ({ wanted, acceptLanguage }: LocaleWish): Locale => {
  const shops = localeOf(wanted);
  const browsers = localeOfHeader(acceptLanguage);
  if (shops === undefined) return browsers ?? ENGLISH;
  return shops.tag === browsers?.catalog.language ? browsers : shops;
};

const ENGLISH: Locale = { catalog: en, tag: 'en' };
const CATALOG_BY_LANGUAGE: ReadonlyMap<string, Catalog> = new Map(
  catalogs.map((catalog) => [catalog.language, catalog]),
);

// Language and region are kept, also a region of several countries (`es-419`, Latin America); a script or an extension (`-u-nu-arab`) would let a header choose how an amount is written.
const TAG = /^([a-z]{2,3})(?:[-_][a-z]{4})?(?:[-_]([a-z]{2}|[0-9]{3}))?(?:[-_]|$)/i;

const localeOf = (tag: string | undefined): Locale | undefined => {
  const [, language, region] = TAG.exec(tag?.trim() ?? '') ?? [];
  const catalog = CATALOG_BY_LANGUAGE.get(language?.toLowerCase() ?? '');
  if (catalog === undefined) return undefined;
  return { catalog, tag: region === undefined ? catalog.language : `${catalog.language}-${region.toUpperCase()}` };
};

const MAX_HEADER_LENGTH = 500;
const MAX_REMEMBERED_HEADERS = 1_000;
const localeByHeader = new LRUCache<string, { readonly locale: Locale | undefined }>({ max: MAX_REMEMBERED_HEADERS });

// Browsers of one country send a handful of different headers: remembering them saves parsing on every page.
const localeOfHeader = (header: string | undefined): Locale | undefined => {
  if (header === undefined || header.length > MAX_HEADER_LENGTH) return undefined;
  const known = localeByHeader.get(header);
  if (known !== undefined) return known.locale;
  const locale = parseAcceptLanguage(header)
    .map(localeOf)
    .find((found) => found !== undefined);
  localeByHeader.set(header, { locale });
  return locale;
};

/** RFC 9110, 12.5.4: best first; a weight of 0 means "not this one". */
const parseAcceptLanguage = (header: string): readonly string[] =>
  header
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(/\s*;\s*/);
      const weight = parameters.find((parameter) => parameter.startsWith('q='));
      return { tag, weight: weight === undefined ? 1 : Number(weight.slice(2)) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
