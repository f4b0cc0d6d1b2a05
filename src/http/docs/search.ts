import { elementsOf, findElement, lineOf, textOf, type Element, type Node } from './tree.ts';

/** A part of a page that a search can lead to: a section, an operation, an error, an event. */
export type Entry = {
  /** `/docs/webhooks#verify` */
  readonly href: string;
  readonly page: string;
  readonly title: string;
  readonly text: string;
};

export type Found = Entry & {
  /** Some words around the first thing that was found, cut into what was asked for and what was not. */
  readonly excerpt: readonly { readonly text: string; readonly isMatch: boolean }[];
};

export type SearchIndex = (query: string) => readonly Found[];

/** Of a query; the rest is left out. */
export const MOST_LETTERS = 100;
const MOST_WORDS = 8;
const MOST_RESULTS = 25;
const EXCERPT_LETTERS = 170;

/** Whatever has an id can be led to; its text ends where the next one begins, and what it holds belongs to it. */
export const entriesOf = (
  page: { readonly title: string; readonly href: string },
  nodes: readonly Node[],
): readonly Entry[] => {
  type Open = { readonly id: string; title: string; readonly texts: string[] };
  const first: Open = { id: '', title: page.title, texts: [] };
  const entries = [first];
  const walk = (node: Node, current: Open): Open => {
    if (typeof node === 'string') {
      current.texts.push(node);
      return current;
    }
    const opened = openedBy(node);
    if (opened !== undefined) entries.push(opened);
    let inside = opened ?? current;
    if (!isHeading(node)) for (const child of node.children) inside = walk(child, inside);
    if (BLOCKS.has(node.name)) inside.texts.push(' ');
    // A heading opens what follows it beside it; anything else only what is in it.
    return isHeading(node) || opened === undefined ? inside : current;
  };
  const openedBy = (element: Element): Open | undefined => {
    const { id } = element.attributes;
    if (id === undefined || id.endsWith('-title')) return undefined;
    return {
      id,
      title: lineOf(isHeading(element) ? element : (findElement(element.children, 'h3', 'td') ?? element)),
      texts: [],
    };
  };
  let current = first;
  for (const node of nodes) current = walk(node, current);
  return entries.map(({ id, title, texts }) => ({
    href: id === '' ? page.href : `${page.href}#${id}`,
    page: page.title,
    title,
    text: texts.join('').replaceAll(/\s+/g, ' ').trim(),
  }));
};

const isHeading = ({ name }: Element): boolean => name === 'h2' || name === 'h3';

const BLOCKS: ReadonlySet<string> = new Set([
  'p',
  'li',
  'td',
  'th',
  'tr',
  'dt',
  'dd',
  'pre',
  'figcaption',
  'summary',
  'h2',
  'h3',
]);

/** The sections of a page, for its contents. */
export const headingsOf = (nodes: readonly Node[]): readonly { readonly id: string; readonly title: string }[] =>
  elementsOf(nodes).flatMap((element) =>
    element.name === 'h2' && element.attributes['id'] !== undefined
      ? [{ id: element.attributes['id'], title: textOf(element) }]
      : [],
  );

/**
 * Looks through every entry: there are some hundreds, 200 KB in all, and one search takes less than a millisecond.
 * Entries that hold every word come first; when none does, those that hold some.
 */
export const createSearch = (entries: readonly Entry[]): SearchIndex => {
  const prepared = entries.map((entry) => ({
    entry,
    title: entry.title.toLowerCase(),
    page: entry.page.toLowerCase(),
    text: withWholeNumbers(entry.text.toLowerCase()),
  }));
  return (query) => {
    const words = wordsOf(query);
    const rated = prepared
      .map((one) => ({ entry: one.entry, scores: words.map((word) => scoreOf(one, word)) }))
      .filter(({ scores }) => scores.some((score) => score > 0));
    const complete = rated.filter(({ scores }) => scores.every((score) => score > 0));
    return (complete.length > 0 ? complete : rated)
      .map(({ entry, scores }) => ({ entry, score: scores.reduce((sum, score) => sum + score, 0) }))
      .sort((a, b) => b.score - a.score)
      .slice(0, MOST_RESULTS)
      .map(({ entry }) => ({ ...entry, excerpt: excerptOf(entry.text, words) }));
  };
};

/** Card numbers stand in groups of four, and are looked for in either form. */
const withWholeNumbers = (text: string): string =>
  `${text} ${[...text.matchAll(/\d{4}(?: \d{2,6}){2,4}/g)].map(([number]) => number.replaceAll(' ', '')).join(' ')}`;

/** `Verify webhooks?` → `verify`, `webhook`: the plural finds the singular, which is in it. */
const wordsOf = (query: string): readonly string[] =>
  query
    .slice(0, MOST_LETTERS)
    .toLowerCase()
    .split(/[^\p{L}\p{N}_.-]+/u)
    .map((word) => word.replace(/^[-.]+|[-.]+$/g, ''))
    .map((word) => (word.length > 3 ? word.replace(/(?<!s)s$/, '') : word))
    .filter((word) => word.length > 1)
    .slice(0, MOST_WORDS);

type Prepared = { readonly title: string; readonly page: string; readonly text: string };

/** Where a word stands says what an entry is about. */
const scoreOf = ({ title, page, text }: Prepared, word: string): number => {
  const inTitle = title === word ? 20 : beginsWordIn(title, word) ? 10 : title.includes(word) ? 5 : 0;
  const inPage = page.includes(word) ? 3 : 0;
  const inText = beginsWordIn(text, word) ? 3 : text.includes(word) ? 1 : 0;
  return inTitle + inText + (inTitle + inText > 0 ? inPage : 0);
};

const beginsWordIn = (text: string, word: string): boolean => {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1))
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? '')) return true;
  return false;
};

const excerptOf = (text: string, words: readonly string[]): Found['excerpt'] => {
  const lower = text.toLowerCase();
  const places = words.map((word) => lower.indexOf(word)).filter((at) => at !== -1);
  const start = Math.max(0, Math.min(...(places.length === 0 ? [0] : places)) - 40);
  // Cut between words.
  const from = start === 0 ? 0 : text.indexOf(' ', start) + 1;
  const cut = text.slice(from, from + EXCERPT_LETTERS);
  const shown = `${from === 0 ? '' : '… '}${cut}${from + EXCERPT_LETTERS < text.length ? ' …' : ''}`;
  return split(shown, words);
};

const split = (text: string, words: readonly string[]): Found['excerpt'] => {
  if (words.length === 0) return [{ text, isMatch: false }];
  const pattern = new RegExp(`(${words.map((word) => word.replaceAll('.', '\\.')).join('|')})`, 'giu');
  return text.split(pattern).flatMap((piece, at) => (piece === '' ? [] : [{ text: piece, isMatch: at % 2 === 1 }]));
};
