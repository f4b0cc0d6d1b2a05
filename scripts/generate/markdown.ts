/** Puts generated lines between `<!-- name -->` and `<!-- /name -->` of a page that is otherwise written by hand. */
export const fillSection = (page: string, name: string, lines: readonly string[]): string => {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const startsAt = page.indexOf(start);
  const endsAt = page.indexOf(end);
  if (startsAt === -1 || endsAt < startsAt) throw new Error(`the markers ${start} and ${end} are missing`);
  return `${page.slice(0, startsAt + start.length)}\n${lines.join('\n')}\n${page.slice(endsAt)}`;
};

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] => [
  line(head),
  line(head.map(() => '---')),
  ...rows.map((row) => line(row.map(cell))),
];

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** A bar would begin the next cell. */
const cell = (text: string): string => text.replaceAll('|', '\\|');
