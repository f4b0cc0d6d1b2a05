import { elementsOf, findElement, hasClass, lineOf, textOf, type Element, type Node } from './tree.ts';

/** Where links of the page lead in its Markdown. */
export type LinkTo = (href: string) => string;

/** A page of ours as Markdown: for who reads in a terminal, and for programs that read documentation. */
export const toMarkdown = (nodes: readonly Node[], linkTo: LinkTo): string =>
  `${blocksOf(nodes, linkTo).join('\n\n')}\n`;

/**
 * Paragraphs, lists, tables, code: each block without an empty line at its ends. Text between elements is a paragraph.
 */
const blocksOf = (nodes: readonly Node[], linkTo: LinkTo): readonly string[] => {
  const blocks: string[] = [];
  let inline: Node[] = [];
  const flush = (): void => {
    const text = inlineOf(inline, linkTo);
    if (text !== '') blocks.push(text);
    inline = [];
  };
  for (const node of nodes) {
    if (typeof node === 'string' || INLINE.has(node.name)) inline.push(node);
    else {
      flush();
      blocks.push(...blockOf(node, linkTo));
    }
  }
  flush();
  return blocks;
};

const INLINE: ReadonlySet<string> = new Set(['a', 'code', 'em', 'mark', 'span', 'strong', 'br']);

const blockOf = (element: Element, linkTo: LinkTo): readonly string[] => {
  const { name, children } = element;
  switch (name) {
    case 'h1':
    case 'h2':
    case 'h3':
      return [`${'#'.repeat(Number(name[1]))} ${inlineOf(children, linkTo)}`];
    case 'p':
      return blocksOf(children, linkTo);
    case 'summary':
      return [`**${inlineOf(children, linkTo)}**`];
    case 'figure':
      return [codeOf(element)];
    case 'table':
      return [tableOf(element, linkTo)];
    case 'ul':
    case 'ol':
      return [listOf(itemsOf(element, linkTo), name === 'ol')];
    case 'dl':
      return [listOf(termsOf(element, linkTo), false)];
    case 'aside':
      return [indented(blocksOf(children, linkTo).join('\n\n'), '> ')];
    case 'img':
      return [`*${element.attributes['alt'] ?? ''}*`];
    case 'source':
      return [];
    default:
      return blocksOf(children, linkTo);
  }
};

const inlineOf = (nodes: readonly Node[], linkTo: LinkTo): string =>
  nodes
    .map((node) => pieceOf(node, linkTo))
    .join('')
    .trim();

const pieceOf = (node: Node, linkTo: LinkTo): string => {
  if (typeof node === 'string') return node.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*[\]<]/g, '\\$&');
  if (hasClass(node, 'anchor')) return '';
  const inner = (): string => inlineOf(node.children, linkTo);
  switch (node.name) {
    case 'code':
      return inlineCode(lineOf(node));
    case 'strong':
      return `**${inner()}**`;
    case 'em':
      return `*${inner()}*`;
    case 'a':
      return `[${inner()}](${linkTo(node.attributes['href'] ?? '')})`;
    case 'br':
      return ' ';
    default:
      return node.children.map((child) => pieceOf(child, linkTo)).join('');
  }
};

const inlineCode = (code: string): string => (code.includes('`') ? `\`\` ${code} \`\`` : `\`${code}\``);

/** The title above, as it is on the page. */
const codeOf = ({ children }: Element): string => {
  const code = findElement(children, 'code');
  const title = findElement(children, 'figcaption');
  const language = /language-(\w+)/.exec(code?.attributes['class'] ?? '')?.[1] ?? '';
  const text = code === undefined ? '' : textOf(code);
  return (
    `${title === undefined ? '' : `${lineOf(title)}:\n\n`}\`\`\`${language === 'text' ? '' : language}\n${text}\n` +
    '```'
  );
};

const tableOf = (table: Element, linkTo: LinkTo): string => {
  const rows = elementsOf(table.children)
    .filter(({ name }) => name === 'tr')
    .map(({ children }) =>
      elementsOf(children)
        .filter(({ name }) => name === 'td' || name === 'th')
        .map((cell) => blocksOf(cell.children, linkTo).join(' ').replaceAll('|', '\\|')),
    );
  const [head = [], ...body] = rows;
  const lineOfCells = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [lineOfCells(head), lineOfCells(head.map(() => '---')), ...body.map(lineOfCells)].join('\n');
};

const itemsOf = ({ children }: Element, linkTo: LinkTo): readonly string[] =>
  children.flatMap((child) => {
    if (typeof child === 'string') return [];
    const [first, ...rest] = child.children.filter((node) => typeof node !== 'string' || node.trim() !== '');
    // A numbered step begins with a heading on the page; in a list that is its first words.
    if (typeof first === 'object' && first.name === 'h3')
      return [[`**${inlineOf(first.children, linkTo)}**`, ...blocksOf(rest, linkTo)].join('\n\n')];
    return [blocksOf(child.children, linkTo).join('\n\n')];
  });

/** `- term: what it is`, with the fields of an object as a list below it. */
const termsOf = ({ children }: Element, linkTo: LinkTo): readonly string[] => {
  const parts = children.flatMap((child) =>
    typeof child === 'string' ? [] : child.name === 'div' ? child.children : [child],
  );
  const items: string[] = [];
  for (const part of parts) {
    if (typeof part === 'string') continue;
    if (part.name === 'dt') items.push(inlineOf(part.children, linkTo));
    else items.push([items.pop() ?? '', ...blocksOf(part.children, linkTo)].join('\n\n').replace('\n\n', ': '));
  }
  return items;
};

const listOf = (items: readonly string[], isNumbered: boolean): string =>
  items
    .map((item, at) => {
      const mark = isNumbered ? `${at + 1}. ` : '- ';
      return `${mark}${indented(item, ' '.repeat(mark.length)).slice(mark.length)}`;
    })
    .join('\n');

const indented = (text: string, by: string): string =>
  text
    .split('\n')
    .map((line) => `${by}${line}`.trimEnd())
    .join('\n');
