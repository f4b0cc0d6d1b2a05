/** The form of a file of stories, see README.md: nothing here knows what an act does. */
export type Line = {
  /** What is done, as it was written. */
  readonly act: string;
  /** What came of it; empty in a line that nobody has run. */
  readonly result: string;
  /** Of the file, from 0. */
  readonly at: number;
};

export type Story = { readonly title: string; readonly lines: readonly Line[] };

const ARROW = ' => ';
/** Results begin in one column, where the acts are short enough. */
const COLUMN = 44;

/** Throws for a line that is in no story. */
export const parseStories = (text: string): readonly Story[] => {
  const stories: { title: string; lines: Line[] }[] = [];
  text.split('\n').forEach((line, at) => {
    if (line.startsWith('# ')) stories.push({ title: line.slice(2), lines: [] });
    else if (line !== '' && !line.startsWith('-- ')) {
      const story = stories.at(-1);
      if (story === undefined) throw new Error(`line ${at + 1} is in no story: ${line}`);
      const [act = '', result = ''] = line.split(ARROW);
      story.lines.push({ act: act.trim(), result: result.trim(), at });
    }
  });
  return stories;
};

/** The same file with other results. */
export const withResults = (text: string, results: ReadonlyMap<number, string>): string =>
  text
    .split('\n')
    .map((line, at) => {
      const result = results.get(at);
      return result === undefined ? line : layOut((line.split(ARROW)[0] ?? '').trim(), result);
    })
    .join('\n');

export const layOut = (act: string, result: string): string => `${act.padEnd(COLUMN - 1)}${ARROW}${result}`;
