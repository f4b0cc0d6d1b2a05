/** A piece of one of our own pages: text as a reader sees it, or an element. */
export type Node = string | Element;

export type Element = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Node[];
};

/**
 * Reads the markup that `html` makes, so that one source gives the page, its Markdown and its entries in the search. It
 * is no HTML parser: every element is closed, attributes stand in double quotes, and nothing here came from outside.
 */
export const readTree = (markup: string): readonly Node[] => {
  const root: Open = { name: '', attributes: {}, children: [] };
  const open = [root];
  for (const [, close, name, attributes = '', text] of markup.matchAll(PIECES)) {
    const parent = open.at(-1) ?? root;
    if (text !== undefined) parent.children.push(unescapeText(text));
    else if (close === '/') closeElement(open, name ?? '');
    else if (name !== undefined) {
      const element: Open = { name, attributes: readAttributes(attributes), children: [] };
      parent.children.push(element);
      if (!VOID.has(name)) open.push(element);
    }
  }
  if (open.length !== 1) throw new Error(`<${open.at(-1)?.name ?? ''}> is not closed`);
  return root.children;
};

type Open = { readonly name: string; readonly attributes: Record<string, string>; readonly children: Node[] };

const PIECES = /<(\/?)([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*>|([^<]+)/g;
const VOID: ReadonlySet<string> = new Set(['br', 'img', 'input', 'source']);

const closeElement = (open: Open[], name: string): void => {
  const closed = open.pop();
  if (closed?.name !== name) throw new Error(`</${name}> closes <${closed?.name ?? ''}>`);
};

const readAttributes = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/([a-z-]+)(?:="([^"]*)")?/g)].map(([, name = '', value = '']) => [name, unescapeText(value)]),
  );

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

const unescapeText = (text: string): string =>
  text.replaceAll(/&(amp|lt|gt|quot|#39);/g, (entity, name: string) => ENTITIES[name] ?? entity);

export const hasClass = ({ attributes }: Element, name: string): boolean =>
  (attributes['class'] ?? '').split(' ').includes(name);

/** The signs beside headings that lead to themselves are no text. */
const isSaid = (node: Node): boolean => typeof node === 'string' || !hasClass(node, 'anchor');

/** The text of a piece, letter by letter. */
export const textOf = (node: Node): string =>
  typeof node === 'string' ? node : node.children.filter(isSaid).map(textOf).join('');

/** The text on one line. */
export const lineOf = (node: Node): string => textOf(node).replaceAll(/\s+/g, ' ').trim();

/** Every element among the nodes and inside of them, in the order of the page. */
export const elementsOf = (nodes: readonly Node[]): readonly Element[] =>
  nodes.flatMap((node) => (typeof node === 'string' ? [] : [node, ...elementsOf(node.children)]));

export const findElement = (nodes: readonly Node[], ...names: readonly string[]): Element | undefined =>
  elementsOf(nodes).find(({ name }) => names.includes(name));
